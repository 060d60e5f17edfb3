"""What a drill gives back."""

Figures = dict[str, int | float | str]
"""What was counted or measured, by what it is; the command prints it in this order."""
