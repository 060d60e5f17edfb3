"""`factdesk import`: bring an article's text, claims, sources or a complete register in."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from factdesk.access import OPERATOR
from factdesk.cli._asking import STANDARD_INPUT, ask, progress, read_bytes
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.cli._previewing import show, show_plan
from factdesk.cli._restoring import is_complete, restore
from factdesk.database.transaction import reading, writing
from factdesk.errors import Clash, Invalid
from factdesk.imports import articles, child, intakes
from factdesk.imports.articles import Accepted, Brought, Outcome
from factdesk.imports.claims import Asked
from factdesk.imports.columns import FIELDS, pairs
from factdesk.imports.tables import LARGEST_TABLE
from factdesk.vocabulary import AnchorState

TABLE = "FILE"


class _KindOrFile(TyperGroup):
    """Takes what is no kind of thing to import for the file of a table; a file named article is ./article."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  its type is private to typer
        """Put the name of the command for tables before a file or an option."""
        given = args if not args or args[0] in {"article", "--help"} else [TABLE, *args]
        return super().parse_args(ctx, given)


app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=_KindOrFile)
FileArgument = Annotated[
    str, typer.Argument(metavar="FILE|-", help="Plain text, Markdown, HTML, DOCX or PDF; - is standard input.")
]
TitleOption = Annotated[str | None, typer.Option("--title", help="The title of a new article; else as the file says.")]
IntoOption = Annotated[
    str | None, typer.Option("--into", metavar="SLUG", help="The article whose text it is; else it is a new one.")
]
TableArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="What to import; a file named article is ./article.")
]
ClaimsIntoOption = Annotated[str | None, typer.Option("--into", metavar="SLUG", help="The article of new claims.")]
MAP_HELP = f"Which column is which field: {', '.join(FIELDS)}; repeatable."
MapOption = Annotated[list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help=MAP_HELP)]
EditOption = Annotated[
    str | None, typer.Option("--edit", metavar="typo|meaning", help="What changed statements are; meaning reopens.")
]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why statements change; kept in the history.")]
AnywayOption = Annotated[bool, typer.Option("--anyway", help="Add sources too that seem to be on file already.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Accept what the preview says without being asked.")]


@app.callback()
def group() -> None:
    """Bring an article’s text, claims, sources or a complete register in."""


@app.command()
def article(
    file: FileArgument,
    title: TitleOption = None,
    into: IntoOption = None,
    yes: YesOption = False,
    database: DatabaseOption = None,
) -> None:
    """Import the text of an article: show what was recognised and what would happen, ask, then store it."""
    if title and into:
        raise Invalid("--title is for a new article: the one named by --into has its title already.", place="title")
    with opened(settings_for(database)) as engine:
        brought = _brought(file)
        with reading(engine) as session:
            shown = articles.preview(session, OPERATOR, brought, title=title, into=into)
        show(shown)
        if shown.outcome is Outcome.NOTHING:
            typer.echo(told(Accepted(shown.slug, shown.number, new=False)))
            return
        if not yes:
            ask(file)
        with writing(engine) as session:
            accepted = articles.accept(session, OPERATOR, brought, title=title, into=into)
    typer.echo(told(accepted))


@app.command(TABLE)
def table(
    file: TableArgument,
    into: ClaimsIntoOption = None,
    mapping: MapOption = None,
    edit: EditOption = None,
    reason: ReasonOption = None,
    anyway: AnywayOption = False,
    yes: YesOption = False,
    database: DatabaseOption = None,
) -> None:
    """Import claims (CSV, XLSX, JSON Lines, ClaimReview), sources (BibTeX, RIS, CSL-JSON) or a complete register.

    Shows what each row would come to, asks, then stores it, all or nothing. A table that was exported here comes back
    by ref and version; of any other each row is a new claim of --into.
    """
    asked = Asked(into, pairs(mapping or []), edit, reason)
    with _uncollected(), opened(settings_for(database)) as engine:
        if is_complete(file):
            if asked != Asked():
                raise Invalid(f"{file} is a complete register; --into, --map, --edit and --reason are for tables.")
            restore(engine, file, yes=yes)
            return
        found = child.read(read_bytes(file, LARGEST_TABLE), Path(file).name, child.OF_A_COMMAND)
        intake = intakes.of(found, Path(file).name, asked, anyway=anyway)
        with reading(engine) as session:
            shown = intake.plan(session, OPERATOR)
        show_plan(shown)
        if shown.refused:
            raise Clash(f"Nothing was stored. {shown.name}, {shown.refused_in_words}.")
        if not shown.number:
            typer.echo("Nothing would change.")
            return
        if not yes:
            ask(file)
        with progress("Storing", shown.number) as tell, writing(engine) as session:
            stored = intake.accept(session, OPERATOR, tell)
    typer.echo(stored)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no circles meanwhile: of millions of cells none is in one, and looking takes as long as reading them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def told(accepted: Accepted) -> str:
    """Say what was stored, and how its passages were found."""
    if not accepted.new:
        return f"Nothing changed: {accepted.slug}, version {accepted.number}, has this text already."
    stored = f"Stored {accepted.slug}, version {accepted.number}"
    if not accepted.states:
        return f"{stored}."
    every = sum(accepted.states.values())
    by_state = ", ".join(f"{number} {state}" for state, number in accepted.states.items())
    found = every - accepted.states.get(AnchorState.LOST, 0)
    return f"{stored}: {found} of {every} passages found ({by_state})."


def _brought(file: str) -> Brought:
    """Read the file, with a sign of life where somebody watches."""
    name = "standard input" if file == STANDARD_INPUT else Path(file).name
    watched = Console(stderr=True)
    if not watched.is_terminal:
        return articles.bring(read_bytes(file), name)
    with watched.status(f"Reading {name} …"):
        return articles.bring(read_bytes(file), name)
