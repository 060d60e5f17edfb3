"""What LaTeX would print, as plain text."""

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

_OURS = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "href": ""}
"""Commands the library does not know, or not for certain."""


def _reader() -> LatexNodes2Text:
    commands = get_default_latex_context_db()
    listed = [MacroTextSpec(name, text) for name, text in _OURS.items()]
    commands.add_context_category("ours", macros=listed, prepend=True)
    return LatexNodes2Text(latex_context=commands, math_mode="text", keep_comments=True)


_READER = _reader()


def plain_text(latex: str) -> str:
    """Give the text; raises ValueError for what cannot be read."""
    try:
        return str(_READER.latex_to_text(latex)).replace("\u00a0", " ").strip()
    except (LookupError, TypeError, RecursionError) as cause:
        raise ValueError(f"it is not readable LaTeX: {latex[:80]}") from cause
