"""Factdesk: a register of an article's claims, with verdicts, confidence, graded sources and reasons."""

__version__ = "0.1.0"
