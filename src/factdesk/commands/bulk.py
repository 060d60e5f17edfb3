"""Loading a whole register at once: what is missing is added, what exists is left as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from factdesk.access import Actor, Right, require
from factdesk.commands._index import settle
from factdesk.commands._inserting import insert, insert_claims
from factdesk.commands._records import Opened, close_bulk, open_event
from factdesk.commands._sourcing import insert_sources, link
from factdesk.database.transaction import WriteSession
from factdesk.drafts.register import ArticleDraft, ClaimDraft, RegisterDraft, SourceDraft
from factdesk.facts.rows import ids_by
from factdesk.facts.web import claims_over
from factdesk.models import Article, Claim, Evidence, Person, Review, Source
from factdesk.vocabulary import Role, Visibility

DESK, DESK_TITLE = "desk", "Initial desk review"
"""The role account that owns the reviews a register was loaded with; it cannot sign in."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load added."""

    claims: int
    sources: int
    evidence: int

    def told(self) -> str:
        """Say it in one line."""
        if not self.claims and not self.sources:
            return "Nothing was missing; nothing was changed."
        return f"Loaded {self.claims} claims, {self.sources} sources, {self.evidence} pieces of evidence."


def load(session: WriteSession, actor: Actor, draft: RegisterDraft) -> Loaded:
    """Add the claims and sources that are not there yet, published, as one event; change nothing that exists.

    A derivation is added with the source that has it, a tie with the first of its sources that is new. Raises
    Forbidden without the right.
    """
    require(actor, Right.LOAD_REGISTER)
    opened = open_event(session)  # before looking, so that of two loads at once the second finds the first's rows
    new_sources = _missing_sources(session, draft.sources)
    new_claims = _missing_claims(session, draft)
    if not new_sources and not new_claims:
        return Loaded(0, 0, 0)
    citekeys = [source.citekey for source in draft.sources]
    sources = ids_by(session, Source, "citekey", citekeys) | insert_sources(session, opened, new_sources)
    link(session, opened, new_sources, draft.ties, sources)
    article_id = _article_id(session, opened, draft.article)
    claim_ids = _add_claims(session, opened, draft.article, article_id, new_claims)
    evidence = _add_evidence(session, opened, new_claims, claim_ids, sources)
    _add_reviews(session, opened, new_claims, claim_ids)
    close_bulk(session, actor, opened, action="register.load", subject=f"article:{draft.article.slug}")
    settle(session, [*claim_ids, *_claims_joined(session, draft, new_sources, sources, claim_ids)], opened)
    return Loaded(claims=len(new_claims), sources=len(new_sources), evidence=evidence)


def _missing_sources(session: WriteSession, drafts: Sequence[SourceDraft]) -> list[SourceDraft]:
    known = ids_by(session, Source, "citekey", [draft.citekey for draft in drafts])
    return [draft for draft in drafts if draft.citekey not in known]


def _missing_claims(session: WriteSession, draft: RegisterDraft) -> list[ClaimDraft]:
    known = ids_by(session, Claim, "ref", [_ref(draft.article, claim) for claim in draft.claims])
    return [claim for claim in draft.claims if _ref(draft.article, claim) not in known]


def _ref(article: ArticleDraft, claim: ClaimDraft) -> str:
    return f"{article.prefix}-{claim.number}"


def _claims_joined(
    session: WriteSession,
    draft: RegisterDraft,
    new: Sequence[SourceDraft],
    sources: dict[str, int],
    claim_ids: Sequence[int],
) -> list[int]:
    """Give the claims already there whose sources are now tied to new ones."""
    added = {source.citekey for source in new}
    ends = {end for tie in draft.ties for end in (tie.a, tie.b) if added & {tie.a, tie.b}}
    joined = [sources[end] for end in ends - added]
    return sorted(set(claims_over(session, joined)).difference(claim_ids)) if joined else []


def _article_id(session: WriteSession, opened: Opened, draft: ArticleDraft) -> int:
    known = session.exec(select(Article.id).where(col(Article.slug) == draft.slug)).first()
    if known is not None:
        return known
    return insert(session, Article, opened, [draft.model_dump() | {"visibility": Visibility.PUBLISHED}])[0]


def _add_claims(
    session: WriteSession, opened: Opened, article: ArticleDraft, article_id: int, new: Sequence[ClaimDraft]
) -> list[int]:
    numbered = [
        (
            claim.number,
            claim.model_dump(exclude={"number", "evidence", "review", "type"})
            | {"claim_type": claim.type, "topics": list(claim.topics), "entities": list(claim.entities)},
        )
        for claim in new
    ]
    return insert_claims(session, opened, article_id, article.prefix, numbered, Visibility.PUBLISHED)


def _add_evidence(
    session: WriteSession,
    opened: Opened,
    claims: Sequence[ClaimDraft],
    claim_ids: Sequence[int],
    sources: dict[str, int],
) -> int:
    rows = [
        piece.model_dump(exclude={"source"})
        | {
            "claim_id": claim_id,
            "source_id": sources[piece.source],
            "rests_on": [sources[key] for key in piece.rests_on],
        }
        for claim, claim_id in zip(claims, claim_ids, strict=True)
        for piece in claim.evidence
    ]
    return len(insert(session, Evidence, opened, rows))


def _add_reviews(session: WriteSession, opened: Opened, claims: Sequence[ClaimDraft], claim_ids: Sequence[int]) -> None:
    judged = [(claim.review, id_) for claim, id_ in zip(claims, claim_ids, strict=True) if claim.review]
    if not judged:
        return
    desk = session.exec(select(Person.id).where(col(Person.name) == DESK)).first()
    if desk is None:
        row = {"name": DESK, "title": DESK_TITLE, "role": Role.REVIEWER, "role_account": True}
        desk = insert(session, Person, opened, [row])[0]
    insert(session, Review, opened, [
        {"claim_id": claim_id, "wording": 1, "reviewer_id": desk, **review.model_dump(), "created_at": opened.at}
        for review, claim_id in judged
    ])  # fmt: skip
