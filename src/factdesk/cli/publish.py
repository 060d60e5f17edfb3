"""`factdesk publish SLUG`: publish an article with its drafts, or the drafts left in one that is published."""

from typing import Annotated

import typer

from factdesk.access import OPERATOR
from factdesk.cli._asking import ask
from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.cli._previewing import publication_lines
from factdesk.commands import articles
from factdesk.database.transaction import reading, writing
from factdesk.queries import publications
from factdesk.vocabulary import Visibility

SlugArgument = Annotated[str, typer.Argument(metavar="SLUG", help="The article, as its address names it.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Publish what the preview says without being asked.")]


def run(slug: SlugArgument, yes: YesOption = False, database: DatabaseOption = None) -> None:
    """Show which drafts of an article would become visible and which cannot, ask, then publish all of it or nothing."""
    with opened(settings_for(database)) as engine:
        with reading(engine) as session:
            plan = publications.get(session, OPERATOR, slug)
        for line in publication_lines(plan):
            typer.echo(line)
        if not plan.drafts and plan.visibility is Visibility.PUBLISHED:
            typer.echo("Nothing would change.")
            return
        if not yes:
            ask(question="Publish it?")
        with writing(engine) as session:
            articles.publish(session, OPERATOR, slug, plan.version, plan.preview)
    number = f"{len(plan.drafts):,} draft{'' if len(plan.drafts) == 1 else 's'}"
    appears = plan.visibility is Visibility.DRAFT
    typer.echo(f"Published {slug} and its {number}." if appears and plan.drafts else
               f"Published {slug}." if appears else f"Published {number} of {slug}.")  # fmt: skip
