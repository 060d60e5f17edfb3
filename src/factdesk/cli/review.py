"""`factdesk review REF`: judge a claim from the command line."""

from typing import Annotated

import typer

from factdesk.cli._opening import DatabaseOption, opened, settings_for
from factdesk.commands import reviews
from factdesk.database.transaction import writing
from factdesk.drafts.judging import JudgementDraft
from factdesk.drafts.reading import read
from factdesk.errors import Invalid
from factdesk.queries import claims, people
from factdesk.vocabulary import Confidence, Verdict

RefArgument = Annotated[str, typer.Argument(metavar="REF", help="The claim, such as MDS-29.")]
AsOption = Annotated[str, typer.Option("--as", metavar="NAME", help="The account that judges.")]
VerdictOption = Annotated[str, typer.Option("--verdict", help=f"One of: {', '.join(Verdict)}.")]
ConfidenceOption = Annotated[str, typer.Option("--confidence", help=f"One of: {', '.join(Confidence)}.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]


def run(
    ref: RefArgument,
    as_: AsOption,
    verdict: VerdictOption,
    confidence: ConfidenceOption,
    reason: ReasonOption,
    database: DatabaseOption = None,
) -> None:
    """Give a verdict on a claim as it is worded now."""
    with opened(settings_for(database)) as engine, writing(engine) as session:
        actor = people.by_name(session, as_)
        if actor is None:
            raise Invalid(f"There is no open account {as_}.", place="as")
        wording = claims.get(session, actor, ref).wording
        given = {"verdict": verdict, "confidence": confidence, "reason": reason, "wording": wording}
        reviews.submit(session, actor, ref, read(JudgementDraft, given))
        judged = claims.get(session, actor, ref)
    confidence_now = judged.confidence or "none yet"
    typer.echo(f"{ref}: {judged.verdict}, confidence {confidence_now}, {judged.state}.")
