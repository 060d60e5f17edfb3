"""`factdesk export FORMAT`: the claims that match, or what changed, as a file or on standard output."""

import sys
import tempfile
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Annotated, Any, BinaryIO
from urllib.parse import urlencode

import typer

from factdesk.access import OPERATOR, READER
from factdesk.cli._filters import with_filters
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.database.transaction import ReadSession, reading
from factdesk.drafts.changes import ChangeFilter
from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import Filter
from factdesk.errors import Invalid, Unusable
from factdesk.exports import CHANGES, FEED, FEED_NAME, FORMATS, naming
from factdesk.exports import complete as complete_json
from factdesk.exports.atom import FeedContents
from factdesk.exports.changes import ChangeContents
from factdesk.exports.contents import Contents
from factdesk.queries import changes, facts, feed, taking
from factdesk.queries import complete as complete_rows
from factdesk.shapes.facts import Facts

KNOWN = (*FORMATS, *CHANGES, FEED_NAME)
FormatArgument = Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of: {', '.join(KNOWN)}.")]
CompleteOption = Annotated[
    bool,
    typer.Option("--complete", help="json only: the whole register with people, tokens and events, to move house."),
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Else standard output.")]


def _asks(values: dict[str, Any]) -> type[Filter] | None:
    """Say that exports of changes have a filter of their own: between which moments."""
    return ChangeFilter if values["format_"] in (*CHANGES, FEED_NAME) else None


@with_filters(ClaimExport, otherwise=_asks)
def run(
    wanted: ClaimExport | ChangeFilter,
    format_: FormatArgument,
    database: DatabaseOption = None,
    output: OutputOption = None,
    complete: CompleteOption = False,
) -> None:
    """Write an export; its facts are said on standard error. A file appears whole or not at all.

    Of changes, --after and --before are the two moments that are compared.
    """
    if format_ not in KNOWN:
        raise Invalid(f"There is no format called {format_}. Known: {', '.join(KNOWN)}.")
    if complete and (format_ != "json" or wanted != ClaimExport()):
        raise Invalid("--complete is for json, and for the whole register: without any filter.", place="complete")
    settings = settings_for(database)
    site = settings.site
    with opened(settings) as engine, reading(engine) as session, tempfile.TemporaryFile() as written:
        if complete:
            told = _write_complete(session, site, written)
        elif isinstance(wanted, ClaimExport):
            told = _write_claims(session, wanted, format_, site, written)
        else:
            told = _write_changes(session, wanted, format_, site, written)
        written.seek(0)
        if output is None:
            copyfileobj(written, sys.stdout.buffer)
        else:
            _put(output, written)
    for name, value in naming.told(told):
        typer.echo(f"{name}: {value}", err=True)


def _write_claims(session: ReadSession, wanted: ClaimExport, name: str, site: str, file: BinaryIO) -> Facts:
    contents = Contents(*taking.take(session, OPERATOR, wanted, site=site), wanted, site)
    FORMATS[name].write(contents, file)
    return contents.facts


def _write_complete(session: ReadSession, site: str, file: BinaryIO) -> Facts:
    told = facts.of_export(session, OPERATOR, ClaimExport(), site=site)
    complete_json.write(told, complete_rows.rows(session, OPERATOR), file)
    return told


def _write_changes(session: ReadSession, wanted: ChangeFilter, name: str, site: str, file: BinaryIO) -> Facts:
    if name == FEED_NAME:
        entries = feed.newest(session, READER, wanted)
        told = feed.facts(session, READER, wanted, entries, site=site)
        own = f"{site}/changes.atom?{urlencode(wanted.pairs())}".rstrip("?")
        FEED.write(FeedContents(facts=told, entries=entries, address=own, site=site), file)
        return told
    compared = changes.facts(session, READER, wanted, site=site)
    contents = ChangeContents(facts=compared, claims=changes.every(session, READER, wanted), site=site)
    CHANGES[name].write(contents, file)
    return compared


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
