"""How a preview of an import is shown: as a table on a terminal, as lines elsewhere."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from factdesk.imports.articles import Outcome, Preview
from factdesk.imports.claims import Plan as ClaimPlan
from factdesk.imports.intakes import Plan
from factdesk.imports.registers import Plan as RegisterPlan
from factdesk.imports.sources import Plan as SourcePlan
from factdesk.rules.texts import media_name
from factdesk.shapes.articles import Publication
from factdesk.vocabulary import Visibility

Item = TypeVar("Item")
SHOWN_PARAGRAPHS, SHOWN_PASSAGES, SHOWN_ROWS, SHOWN_TEXT = 12, 40, 200, 120


def show(preview: Preview) -> None:
    """Show what was recognised and what would happen."""
    if sys.stdout.isatty():
        table = Table(box=None, pad_edge=False, show_header=False)
        for name, value in rows(preview):
            table.add_row(Text(name, style="bold"), Text(value))
        Console().print(table)
        return
    for name, value in rows(preview):
        typer.echo(f"{name}: {value}" if name else f"  {value}")


def rows(preview: Preview) -> Iterator[tuple[str, str]]:
    """Give the preview as names and values; a value without a name goes on under the one before."""
    yield "Title", preview.title or "not stated"
    yield "Author", preview.author or "not stated"
    yield "Published", preview.published_on or "not stated"
    yield "Language", preview.language or "not stated"
    yield "Recognised as", media_name(preview.media_type)
    yield "Size", f"{preview.words:,} words in {preview.paragraphs:,} paragraphs, beginning"
    for number, beginning in enumerate(preview.beginnings[:SHOWN_PARAGRAPHS], start=1):
        yield "", f"{number}. {beginning}"
    if preview.paragraphs > SHOWN_PARAGRAPHS:
        yield "", f"… and {preview.paragraphs - SHOWN_PARAGRAPHS:,} more"
    for warning in preview.warnings:
        yield "Note", warning
    yield "What happens", _happens(preview)
    if preview.changes:
        yield "Changes", preview.changes
    if preview.passages:
        yield "Passages", ", ".join(f"{number} {state}" for state, number in preview.states.items())
    for one in preview.uncertain[:SHOWN_PASSAGES]:
        yield "", f"{one.ref}: {one.state}, “{' '.join(one.quote.split())[:100]}”"
    if len(preview.uncertain) > SHOWN_PASSAGES:
        yield "", f"… and {len(preview.uncertain) - SHOWN_PASSAGES:,} more"


def _happens(preview: Preview) -> str:
    if preview.outcome is Outcome.ARTICLE:
        return f"a new article, a draft: {preview.slug}, its claims {preview.prefix}-1 and so on"
    if preview.outcome is Outcome.VERSION:
        return f"version {preview.number} of the text of {preview.slug}"
    return f"nothing: {preview.slug}, version {preview.number}, has this text already"


def show_plan(plan: Plan) -> None:
    """Show row by row what a file would come to."""
    for line in lines_of(plan):
        typer.echo(line)


def lines_of(plan: Plan) -> Iterator[str]:
    """Give a plan in lines, whatever it is for."""
    if isinstance(plan, RegisterPlan):
        return register_lines(plan)
    return plan_lines(plan) if isinstance(plan, ClaimPlan) else source_lines(plan)


def plan_lines(plan: ClaimPlan) -> Iterator[str]:
    """Give a plan in lines: how columns are read, then what is refused, changed and added."""
    yield "Read: " + ", ".join(name if name == column else f"{column} as {name}" for column, name in plan.read.items())
    if plan.unread:
        yield f"Not read: {', '.join(plan.unread)}"
    changed = [(one.row, one.ref, *field) for one in plan.changed for field in one.fields]
    yield from _listed("Refused", plan.refused, lambda one: f"{_cell(one.row, one.column)}: {_short(one.reason)}")
    yield from _listed(
        "Changed", changed, lambda one: f"row {one[0]}, {one[1]}, {one[2]}: {_short(one[3])} → {_short(one[4])}"
    )
    yield from _listed("There already", plan.there, lambda one: f"row {one[0]}: its statement is that of {one[1]}")
    yield from _listed("Added", plan.added, lambda one: f"row {one[0]}: {_short(one[1].statement)}")
    yield (
        f"Together: {len(plan.added):,} added, {len(plan.changed):,} changed, "
        f"{plan.unchanged + len(plan.there):,} unchanged, "
        f"{len(plan.refused):,} refused"
    )


def source_lines(plan: SourcePlan) -> Iterator[str]:
    """Give a plan for sources in lines: what is refused, on file already, and added, and which publishers are new."""
    yield from _listed("Refused", plan.refused, lambda one: f"{one.place}, {one.field}: {_short(one.reason)}")
    yield from _listed(
        "On file already", plan.alike,
        lambda one: f"{one.place}: {_short(one.title)} has the {one.shares} of {one.other}",
    )  # fmt: skip
    yield from _listed("Added", plan.added, lambda one: f"{one.place}: {_short(one.draft.title)} ({one.draft.kind})")
    yield from _listed("New publishers", plan.publishers, _short)
    yield (
        f"Together: {len(plan.added):,} added with {len(plan.publishers):,} new publishers, {len(plan.alike):,} on "
        f"file already, {len(plan.refused):,} refused"
    )


def register_lines(plan: RegisterPlan) -> Iterator[str]:
    """Give a plan for a register in lines: what is refused, else what is added, and by whom it was judged."""
    people = plan.register.labels() if plan.register else []
    yield from _listed("Refused", plan.refused, lambda one: f"{_short(one.place)}: {_short(one.reason)}")
    yield from _listed("Added", plan.added, lambda one: f"{one.ref}: {_short(one.statement)}")
    yield from _listed("Accounts that cannot sign in, for their reviews and notes", people, _short)
    yield f"Together: {plan.in_words} added" if not plan.refused else f"Together: {len(plan.refused):,} refused"


def publication_lines(plan: Publication) -> Iterator[str]:
    """Give in lines what publishing an article would come to: what is left out and why, and what becomes visible."""
    appears = plan.visibility is Visibility.DRAFT
    stands = "a draft: readers see it from then on" if appears else "published already"
    yield f"Article: {_short(plan.title)} ({stands})"
    if appears and plan.published:
        yield f"Claims that are published already, and become visible with it: {plan.published:,}"
    yield from _listed("Left out", plan.left_out, lambda one: f"{one.ref}: {_short(one.why)}")
    yield from _listed("Drafts to publish", plan.drafts, lambda one: f"{one.ref}: {_short(one.statement)}")
    yield f"Together: {len(plan.drafts):,} drafts to publish, {len(plan.left_out):,} left out"


def _listed(label: str, items: Sequence[Item], line: Callable[[Item], str]) -> Iterator[str]:
    """Give the first of some items, a line each, and how many more there are; nothing where there are none."""
    if items:
        yield f"{label}:"
        yield from (f"  {line(item)}" for item in items[:SHOWN_ROWS])
    if len(items) > SHOWN_ROWS:
        yield f"  … and {len(items) - SHOWN_ROWS:,} more"


def _cell(row: int, column: str | None) -> str:
    return f"row {row}, {column}" if column else f"row {row}"


def _short(text: str) -> str:
    """Give the beginning of a text in one line that a terminal only shows."""
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(text.split()))
    return line if len(line) <= SHOWN_TEXT else f"{line[:SHOWN_TEXT]}…"
