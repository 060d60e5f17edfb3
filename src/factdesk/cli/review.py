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
AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Account that judges; may be left out while there is one only."),
]
VerdictOption = Annotated[str, typer.Option("--verdict", help=f"One of: {', '.join(Verdict)}.")]
ConfidenceOption = Annotated[str, typer.Option("--confidence", help=f"One of: {', '.join(Confidence)}.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]
RecheckOption = Annotated[
    str | None, typer.Option("--recheck-on", metavar="DAY", help="A day to look again on, such as 2027-03-05.")
]


def run(
    ref: RefArgument,
    verdict: VerdictOption,
    confidence: ConfidenceOption,
    reason: ReasonOption,
    recheck_on: RecheckOption = None,
    as_: AsOption = None,
    database: DatabaseOption = None,
) -> None:
    """Give a verdict on a claim as it is worded now."""
    with opened(settings_for(database)) as engine, writing(engine) as session:
        actor = people.by_name(session, as_) if as_ else people.only_one(session)
        if actor is None:
            told = f"There is no open account {as_}." if as_ else "Say with --as which account judges."
            raise Invalid(told, place="as")
        wording = claims.get(session, actor, ref).wording
        given = {
            "verdict": verdict,
            "confidence": confidence,
            "reason": reason,
            "wording": wording,
            "recheck_on": recheck_on,
        }
        reviews.submit(session, actor, ref, read(JudgementDraft, given))
        judged = claims.get(session, actor, ref)
    confidence_now = judged.confidence or "none yet"
    typer.echo(f"{ref}: {judged.verdict}, confidence {confidence_now}, {judged.state}.")
