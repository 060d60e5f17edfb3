"""`factdesk export FORMAT`: the claims that match, as a file or on standard output."""

import sys
import tempfile
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Annotated

import typer

from factdesk.access import READER
from factdesk.cli._filters import with_filters
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.database.transaction import reading
from factdesk.drafts.filters import ClaimExport
from factdesk.errors import Invalid, Unusable
from factdesk.exports import FORMATS, naming
from factdesk.exports.contents import Contents
from factdesk.queries import articles, claims, facts

FormatArgument = Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of: {', '.join(FORMATS)}.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Else standard output.")]


@with_filters(ClaimExport)
def run(
    wanted: ClaimExport, format_: FormatArgument, database: DatabaseOption = None, output: OutputOption = None
) -> None:
    """Write an export; its facts are said on standard error. A file appears whole or not at all."""
    if format_ not in FORMATS:
        raise Invalid(f"There is no format called {format_}. Known: {', '.join(FORMATS)}.")
    settings = settings_for(database)
    site = settings.base_url.rstrip("/")
    with opened(settings) as engine, reading(engine) as session, tempfile.TemporaryFile() as written:
        told = facts.of_export(session, READER, wanted, site=site)
        contents = Contents(
            facts=told,
            articles=articles.find(session, READER),
            claims=claims.every(session, READER, wanted),
            wanted=wanted,
            site=site,
        )
        FORMATS[format_].write(contents, written)
        written.seek(0)
        if output is None:
            copyfileobj(written, sys.stdout.buffer)
        else:
            _put(output, written)
    for name, value in naming.told(told):
        typer.echo(f"{name}: {value}", err=True)


def _put(output: Path, content: IO[bytes]) -> None:
    """Write a file beside its place and move it there."""
    beside = output.with_name(f".{output.name}.part")
    try:
        with beside.open("wb") as file:
            copyfileobj(content, file)
        beside.replace(output)
    except OSError as cause:
        beside.unlink(missing_ok=True)
        raise Unusable(f"{output} cannot be written: {cause.strerror}.") from cause
