"""Whatever people do at the desk: as of each earlier event the register shows what it showed right after it."""

import re
from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import col, select
from tests.conftest import Databases
from tests.helpers import desk
from tests.state_machines.desk import FRESH, NTH, Desk
from tests.state_machines.machine import after_each_change

from factdesk.access import Actor
from factdesk.commands import articles as writing_articles
from factdesk.commands import reviews
from factdesk.database.transaction import ReadSession, reading
from factdesk.drafts.changes import ChangeFilter
from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import NOT_OF_THE_PAST, ClaimPage, Sort
from factdesk.drafts.judging import JudgementDraft
from factdesk.drafts.moments import written
from factdesk.errors import NotFound
from factdesk.models import Article, Claim, Event
from factdesk.queries import articles, changes, claims, facets
from factdesk.shapes.claims import ClaimDetail
from factdesk.vocabulary import Confidence, Verdict

FILTERS: tuple[dict[str, Any], ...] = (
    *({"sort": sort} for sort in Sort if sort is not Sort.RELEVANCE),
    {"withdrawn": "yes"},
    {"verdict": [Verdict.SUPPORTED, Verdict.UNREVIEWED]},
    {"confidence": ["none", Confidence.LOW]},
    {"confidence_min": Confidence.MODERATE, "topic": ["water", "none"]},
    {"state": ["split", "open"], "article": ["a-tale"]},
    {"gap": 1},
)
Seen = dict[str, Any]


OF_TODAY = r'"(names_public|reviewer|who|author)":("[^"]*"|true|false),?'


def shown(session: ReadSession, viewer: Actor, as_of: str | None = None) -> Seen:
    """Give everything of the register that can be asked for with a moment."""
    found: Seen = {}
    for at, wanted in enumerate(FILTERS):
        page = ClaimPage(**wanted, limit=200, as_of=as_of)
        found[f"page {at}"] = claims.find(session, viewer, page).model_dump_json()
        found[f"facets {at}"] = [
            facet.model_dump_json() for facet in facets.find(session, viewer, page) if facet.name not in NOT_OF_THE_PAST
        ]
    found["walked"] = walked(session, viewer, as_of)
    exported = claims.every(session, viewer, ClaimExport(as_of=as_of))
    found["export"] = [plain(viewer, one) for one in exported]
    found["articles"] = [row.model_dump_json() for row in articles.find(session, viewer, as_of)]
    for slug in session.exec(select(Article.slug)):
        found[slug] = asked(articles.get, session, viewer, slug, as_of)
    for ref in session.exec(select(Claim.ref)).all():
        found[ref] = asked(claims.get, session, viewer, ref, as_of)
    return {name: without_names(one) for name, one in found.items() if one is not None}


def without_names(seen: str | list[str]) -> str | list[str]:
    """Leave the names of people out, and whether they are shown: both follow the setting of today."""
    if isinstance(seen, list):
        return [re.sub(OF_TODAY, "", one) for one in seen]
    return re.sub(OF_TODAY, "", seen)


def asked(get: Any, session: ReadSession, viewer: Actor, key: str, as_of: str | None) -> Any:
    try:
        found = get(session, viewer, key, as_of)
    except NotFound:
        return None
    return plain(viewer, found) if isinstance(found, ClaimDetail) else found.model_dump_json()


def plain(viewer: Actor, claim: ClaimDetail) -> str:
    """Give a claim; for readers without ties to sources, which are shown as soon as readers may know them now."""
    if viewer.role is not None:
        return claim.model_dump_json()
    pieces = [piece.model_copy(update={"ties": []}) for piece in claim.evidence]
    groups = [group.model_copy(update={"origin_sources": []}) for group in claim.origin_groups]
    return claim.model_copy(update={"evidence": pieces, "origin_groups": groups}).model_dump_json()


def walked(session: ReadSession, viewer: Actor, as_of: str | None) -> list[str]:
    """Give the refs of the register read page by page, latest changed first."""
    refs, cursor = [], None
    while True:
        wanted = ClaimPage(sort="newest", limit=2, cursor=cursor, as_of=as_of)
        page = claims.find(session, viewer, wanted)
        refs += [one.row.ref for one in page.rows]
        if (cursor := page.next_cursor) is None:
            return refs


class Past(Desk):
    """The desk, with what it showed after each event."""

    def __init__(self, databases: Databases, tally: Counter[str]) -> None:
        super().__init__(databases, tally)
        self.viewers = {name: self.actors[name] for name in ("reader", "ben")}
        self.then: dict[str, dict[str, Seen]] = {}

    it_verifies = the_events_replay_to_the_present_rows = None  # held elsewhere
    the_standing_follows_from_the_reviews = the_origins_follow_from_the_evidence = readers_see_no_draft = None

    add_person = disable = add_token = disable_token = None  # no part of what the register shows

    @rule(nth=NTH, fresh=FRESH, required=st.integers(1, 3), blind=st.booleans())
    def revise_rounds(self, nth: int, fresh: bool, required: int, blind: bool) -> None:
        slug = self.one_of(Article.slug, nth)
        draft = desk.changed_article(
            title=self.name("Title "), reviews_required=required, blind_review=blind, version=self.version(slug, fresh)
        )
        self.do("ed", writing_articles.revise, slug, draft)

    @rule(nth=NTH, verdict=st.sampled_from([Verdict.MIXED, Verdict.DISPUTED]))
    def adjudicate(self, nth: int, verdict: Verdict) -> None:
        ref = self.one_of(Claim.ref, nth)
        given = {"verdict": verdict, "confidence": "low", "reason": self.name("So it is "), "wording": "1"}
        self.do("ada", reviews.adjudicate, ref, JudgementDraft.model_validate(given))

    @after_each_change
    def remember(self) -> None:
        with reading(self.engine) as session:
            at = session.exec(select(Event.at).order_by(col(Event.seq).desc())).first()
            assert at
            if written(at) not in self.then:
                self.then[written(at)] = {name: shown(session, one) for name, one in self.viewers.items()}

    def teardown(self) -> None:
        """Hold at the end that each moment shows what it showed, and that a moment differs not from itself."""
        try:
            with reading(self.engine) as session:
                moments = session.exec(select(Event.at).order_by(col(Event.seq))).all()
                assert len(set(moments)) == len(moments) or len(self.then) < len(moments)
                for moment, seen in self.then.items():
                    for name, one in self.viewers.items():
                        now = shown(session, one, moment)
                        assert {key: now.get(key) for key in {*now, *seen[name]}} == {
                            key: seen[name].get(key) for key in {*now, *seen[name]}
                        }, (moment, name)
                        itself = ChangeFilter(after=moment, before=moment)
                        assert list(changes.every(session, one, itself)) == []
        finally:
            super().teardown()
