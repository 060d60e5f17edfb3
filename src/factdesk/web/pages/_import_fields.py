"""The fields of the forms that bring files in."""

from collections.abc import Iterable

from factdesk.web.pages._fields import STATEMENT_CHANGES, Field, half, optional


def importing(articles: Iterable[tuple[str, str]]) -> tuple[Field, ...]:
    """Give the fields to bring a text into one of these articles, by slug and title, or into a new one."""
    return (*import_choice(articles), *optional(
        Field("text", "Text", "text", hint="Pasted, with a blank line between paragraphs."),
        Field("file", "Or a file", "file", hint="Plain text, Markdown, HTML, Word (DOCX) or PDF, at most 20 MB."),
    ))  # fmt: skip


def import_choice(articles: Iterable[tuple[str, str]]) -> tuple[Field, ...]:
    """Give the fields that say what a text is to become."""
    return half(
        Field(
            "into", "It becomes", "select", (("", "a new article"), *((s, f"the text of: {t}") for s, t in articles))
        ),
        *optional(Field("title", "Title of a new article", hint="Left blank, it is what the text says.")),
    )


def intake(articles: Iterable[tuple[str, str]]) -> tuple[Field, ...]:
    """Give the fields to bring a file of claims or sources, new claims into one of these articles."""
    kinds = "CSV, Excel workbook, JSON Lines, JSON, BibTeX or RIS, at most 20 MB."
    return (_article_of_new(articles), Field("file", "File", "file", hint=kinds))


def intake_choice(articles: Iterable[tuple[str, str]]) -> tuple[Field, ...]:
    """Give the fields that say how a table of claims is to be read."""
    return (
        _article_of_new(articles),
        *optional(
            Field("edit", "If statements change", "radio", STATEMENT_CHANGES),
            Field("reason", "Reason for changed statements", "text", hint="Kept in the history of each."),
        ),
    )


def _article_of_new(articles: Iterable[tuple[str, str]]) -> Field:
    hint = "Not needed for a table that was exported here, nor for sources."
    return Field("into", "Article of new claims", "select", (("", "none"), *articles), hint, needed=False)
