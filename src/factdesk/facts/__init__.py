"""What the rules need to know of claims, gathered from the tables, and what follows from it.

Queries show it, commands store it, `factdesk verify` computes it again: so it lives below all three. This room
reads only.
"""
