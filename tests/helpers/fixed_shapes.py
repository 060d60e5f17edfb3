"""A small register made by hand, as shapes: every time and number in it is fixed, so that its exports are as well."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.helpers import hostile_register as harmful

from factdesk.drafts.exports import ClaimExport
from factdesk.exports.contents import Contents
from factdesk.shapes.articles import ArticleRow
from factdesk.shapes.claims import (
    ClaimDetail,
    EvidencePiece,
    HistoryEntry,
    OriginCounts,
    OriginGroup,
    ReviewEntry,
    RoundAgreement,
)
from factdesk.shapes.facts import Facts
from factdesk.shapes.sources import LinkedSource, RelatedSource, SourceRow
from factdesk.vocabulary import (
    Checked,
    ClaimType,
    Confidence,
    Credibility,
    DerivationHow,
    Hedge,
    Lineage,
    Reliability,
    ReviewState,
    SourceKind,
    Stance,
    SupportCheck,
    Verdict,
    Visibility,
)

MOMENT = datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
HEAD = "0123456789abcdef" * 4
HOSTILE = (
    *harmful.TEXTS, "{unbalanced", "}closed{", "\\ \\n \\{", "50 % & #1 _x_ ^2 ~ $", "@article{x,",
    "a\r\nER  - \r\nb", "عربي", "漢字かな", "🜂 e\u0301 👩\u200d👩", " edges ", "<![CDATA[ ]]>",
    "# head\n\n- list\n```\ncode", "[a](b) *c* `d` | e |", "x" * 5000,
)  # fmt: skip
"""Texts that mean something else to one format or another."""


def facts(**but: Any) -> Facts:
    given: dict[str, Any] = {
        "title": "Ein Märchen, “a tale”",
        "filter": 'Verdict: Supported; Search: "two words"',
        "address": "https://claims.example/claims?q=%22two+words%22&verdict=supported",
        "moment": MOMENT,
        "count": 3,
        "scale": "Low 30 (20-39)",
        "weights": "1",
        "head": HEAD,
        "program": "Factdesk 0.0",
    }
    return Facts(**given | but)


def source(citekey: str, **but: Any) -> SourceRow:
    given: dict[str, Any] = {
        "citekey": citekey,
        "title": f"Title of {citekey}",
        "authors": ["A. Author", "B. Other"],
        "publisher": "The Publisher",
        "published": "2021-03",
        "url": f"https://example.org/{citekey}",
        "archived_url": None,
        "kind": SourceKind.NEWS,
        "language": "en",
        "lineage": Lineage.OWN,
        "lineage_note": None,
        "consulted": True,
        "checked": Checked.ONCE,
        "reliability": Reliability.B,
        "reliability_why": None,
        "version": 1,
        "withdrawn_reason": None,
        "citation": f"A. Author and B. Other, “Title of {citekey}”, The Publisher, March 2021.",
    }
    return SourceRow(**given | but)


def piece(id_: int, citekey: str, **but: Any) -> EvidencePiece:
    given: dict[str, Any] = {
        "id": id_,
        "source": source(citekey),
        "derives_from": [],
        "ties": [],
        "stance": Stance.SUPPORTS,
        "reliability": Reliability.B,
        "credibility": Credibility.PROBABLE,
        "locator": "p. 3",
        "says": f"What {citekey} says",
        "quotation": None,
        "support_check": SupportCheck.SAYS_IT,
        "rests_on": [],
        "version": 1,
        "withdrawn_reason": None,
        "not_counted": None,
    }
    return EvidencePiece(**given | but)


def review(**but: Any) -> ReviewEntry:
    given: dict[str, Any] = {
        "reviewer": "Initial desk review",
        "verdict": Verdict.SUPPORTED,
        "confidence": Confidence.HIGH,
        "reason": "Because of the evidence",
        "wording": 1,
        "adjudication": False,
        "recheck_on": None,
        "created_at": MOMENT,
        "counts": True,
        "dissents": False,
        "decides": False,
        "mine": False,
    }
    return ReviewEntry(**given | but)


def claim(number: int, **but: Any) -> ClaimDetail:
    given: dict[str, Any] = {
        "ref": f"TALE-{number}",
        "number": number,
        "article": "a-tale",
        "article_title": "A tale",
        "statement": f"Statement {number}",
        "quote": None,
        "paragraph": None,
        "language": "en",
        "hedge": Hedge.ASSERTED,
        "type": ClaimType.FACT,
        "topics": [],
        "entities": [],
        "true_on": None,
        "verdict": Verdict.UNREVIEWED,
        "confidence": None,
        "state": ReviewState.OPEN,
        "origins": OriginCounts(supports=0, disputes=0, supports_not_recorded=0, disputes_not_recorded=0),
        "source_count": 0,
        "dissent": 0,
        "computed": None,
        "computed_number": None,
        "computed_score": None,
        "gap": None,
        "recheck_on": None,
        "reviewed_at": None,
        "changed_at": MOMENT,
        "version": 1,
        "withdrawn_reason": None,
        "wording": 1,
        "visibility": Visibility.PUBLISHED,
        "lowest_confidence": None,
        "highest_confidence": None,
        "evidence": [],
        "origin_groups": [],
        "reviews": [],
        "agreement": None,
        "notes": [],
        "history": [HistoryEntry(at=MOMENT, what="Loaded", who="operator", seq=1, hash=HEAD)],
        "previous": None,
        "next": None,
    }
    return ClaimDetail(**given | but)


def claims() -> list[ClaimDetail]:
    """Give three claims: one with everything, one with nothing, one withdrawn whose words are hostile."""
    parent = RelatedSource(citekey="first", title="Title of first", how=DerivationHow.CITES, note=None, version=1)
    pieces = [
        piece(1, "first", quotation="„Wörtlich“"),
        piece(2, "second", derives_from=[parent], rests_on=["first"]),
        piece(3, "third", stance=Stance.DISPUTES, source=source("third", url=None, authors=[], published=None)),
        piece(4, "fourth", stance=Stance.CONTEXT, withdrawn_reason="It was a mistake"),
        piece(5, "fifth", not_counted="the source is silent", support_check=SupportCheck.SILENT),
    ]
    groups = [
        OriginGroup(stance=Stance.SUPPORTS, origin_sources=["first"], through=1, through_own=True, pieces=[1, 2],
                    recorded=True, reliability=Reliability.B, credibility=Credibility.PROBABLE, strength=56),
        OriginGroup(stance=Stance.DISPUTES, origin_sources=["third"], through=3, through_own=True, pieces=[3],
                    recorded=False, reliability=Reliability.C, credibility=Credibility.PROBABLE, strength=42),
    ]  # fmt: skip
    full = claim(
        1, quote="the words", paragraph=2, topics=["one", "two"], entities=["Mali"], verdict=Verdict.SUPPORTED,
        confidence=Confidence.HIGH, state=ReviewState.SETTLED, evidence=pieces, origin_groups=groups,
        reviews=[
            review(reviewer="Reviewer 3", reason="Decided", adjudication=True, counts=False, decides=True),
            review(recheck_on="2027-02-03"),
            review(reviewer="Reviewer 2", verdict=Verdict.MIXED, reason='Another, "quoted"\nreason', dissents=True),
        ],
        agreement=RoundAgreement(reviewers=2, agreeing=1, share=0.0),
        reviewed_at=MOMENT, dissent=1, recheck_on="2027-02-03", computed=Confidence.MODERATE, computed_number=52,
        computed_score=14, gap=1,
        origins=OriginCounts(supports=1, disputes=1, supports_not_recorded=0, disputes_not_recorded=1), source_count=4,
    )  # fmt: skip
    hostile = claim(3, statement="=1+1", quote="'quoted", topics=["-minus"], entities=["@name", "+plus"],
                    withdrawn_reason="Not the article’s claim")  # fmt: skip
    return [full, claim(2), hostile]


def hostile() -> list[ClaimDetail]:
    """Give a claim for each hostile text, which stands in every field that a text may stand in."""
    return [
        claim(
            number, statement=text, quote=text, topics=[text], entities=[text], verdict=Verdict.MIXED,
            confidence=Confidence.LOW, state=ReviewState.SETTLED, reviewed_at=MOMENT,
            reviews=[review(reason=text, reviewer=text, verdict=Verdict.MIXED)],
            evidence=[piece(number, f"s{number}", says=text, quotation=text, locator=text, source=source(
                f"s{number}", title=text, authors=[text, "B. Other"], publisher=text, citation=text, lineage_note=text,
            ))],
        )
        for number, text in enumerate(HOSTILE, start=1)
    ]  # fmt: skip


def contents(*chosen: ClaimDetail, facts_of: Facts | None = None, **wanted: Any) -> Contents:
    """Give the contents of an export of some claims; of all three where none is named."""
    article = ArticleRow(
        slug="a-tale", prefix="TALE", title="A tale", author="A. Author", editor=None, publisher=None, url=None,
        language="en", published_on="2026-01", reviews_required=1, blind_review=False, names_public=False,
        text_public=False, visibility=Visibility.PUBLISHED, version=1, withdrawn_reason=None, claims=3,
        verdicts={verdict: int(verdict is Verdict.SUPPORTED) for verdict in Verdict},
    )  # fmt: skip
    shown = chosen or claims()
    return Contents(
        facts=facts_of or facts(),
        articles=[article],
        claims=iter(shown),
        sources=lambda asked: linked(shown, asked),
        rows=None,
        wanted=ClaimExport(**wanted),
        site="https://claims.example",
    )


def linked(shown: Sequence[ClaimDetail], asked: Collection[str]) -> list[LinkedSource]:
    """Give the sources that claims cite under these citekeys, each once."""
    cited = {piece.source.citekey: piece for one in shown for piece in one.evidence}
    return [
        LinkedSource(**piece.source.model_dump(), derives_from=piece.derives_from, ties=piece.ties)
        for citekey, piece in sorted(cited.items()) if citekey in asked
    ]  # fmt: skip


def nothing(**wanted: Any) -> Contents:
    """Give the contents of an export of an empty register."""
    return Contents(
        facts=facts(count=0), articles=[], claims=iter(()), sources=lambda _: [], rows=None,
        wanted=ClaimExport(**wanted), site="",
    )  # fmt: skip
