"""The register in numbers: a table for each part of the statistics, over the claims that match and a viewer may see.

Over a whole register the numbers are the kept ones (Term, Pair); under a filter the claims that match are looked
through, COUNT_REACH of them at most.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlmodel import col, select

from factdesk.access import Actor
from factdesk.database.transaction import ReadSession
from factdesk.drafts.filters import ClaimFilter
from factdesk.facts.terms import NONE
from factdesk.models import Article, Pair, Term
from factdesk.queries import agreement, comparison, visible
from factdesk.queries.counting import Counted, count_values, lists_of_terms, named_terms
from factdesk.queries.matching import COUNT_REACH, Matching, match
from factdesk.shapes.statistics import Heading, Line, Statistics, Table
from factdesk.vocabulary import Confidence, Credibility, Reliability, Verdict, Word

MOST_LINES = 15
MOST_ORIGINS = 6
"""From so many independent origins on, claims are counted together."""
MOST_MONTHS = 36
CLOSED = ("verdict", "confidence", "compared", "origins", "grade", "reviewed_in", *agreement.FACETS)
OPEN = ("topic", "article")
BY_VERDICT = ("confidence", *OPEN)
NO_LEVEL, NO_TOPIC = "None yet", "No topic"

Value = tuple[str, str]
"""Facet and value."""
Joint = Mapping[Value, Mapping[str, int]]
"""The number of claims by a value and a verdict."""


def find(session: ReadSession, viewer: Actor, wanted: ClaimFilter) -> Statistics:
    """Give all tables for the claims that match."""
    matching = match(session, viewer, wanted)
    whole = matching.kept_groups_only() and not matching.groups
    joint: Joint = {}
    if matching.impossible():
        number, counted = 0, Counted()
    elif whole:
        counted = count_values(session, matching, CLOSED, dict.fromkeys(OPEN, ()))
        number, joint = matching.every.claims, _kept(session, matching, counted)
    else:
        number, counted, joint = _looked_through(session, matching)
    claims = counted.claims
    return Statistics(
        claims=number,
        total=matching.every.claims,
        counted_all=counted.exact,
        verdicts=_verdicts(joint),
        topics=_most(claims["topic"], "topic", joint, {}),
        articles=_most(claims["article"], "article", joint, _titles(session, viewer, claims["article"])),
        origins=_origins(claims["origins"]),
        grades=_grades(claims["grade"]),
        months=_months(claims["reviewed_in"]),
        comparison=comparison.of_counts(_compared(claims["compared"])),
        agreement=agreement.of_values(claims),
    )


def _kept(session: ReadSession, matching: Matching, counted: Counted) -> Joint:
    """Give the numbers by verdict from the kept pairs, of all levels and of the most frequent open values."""
    asked = {"verdict": [*Verdict], "confidence": [*Confidence, NONE]}
    asked |= {facet: [*_ranked(counted.claims[facet])[:MOST_LINES], NONE] for facet in OPEN}
    which = [(col(Term.facet) == facet) & col(Term.value).in_(values) for facet, values in asked.items()]
    query = select(Term.id, Term.facet, Term.value).where(col(Term.shelf).in_(matching.shelves), sa.or_(*which))
    terms = {id_: (facet, value) for id_, facet, value in session.exec(query)}
    verdicts = [id_ for id_, (facet, _) in terms.items() if facet == "verdict"]
    pairs = select(Pair.term_id, Pair.other_id, Pair.claims).where(
        col(Pair.term_id).in_(terms.keys() - set(verdicts)), col(Pair.other_id).in_(verdicts)
    )
    joint: defaultdict[Value, Counter[str]] = defaultdict(Counter)
    for id_, verdict, claims in session.exec(pairs):
        joint[terms[id_]][terms[verdict][1]] += claims
    return joint


def _looked_through(session: ReadSession, matching: Matching) -> tuple[int, Counted, Joint]:
    """Count the claims that match, all they have, and their values by verdict, up to COUNT_REACH claims."""
    found = lists_of_terms(session, matching)
    counted, lists = Counted(exact=len(found) <= COUNT_REACH), found[:COUNT_REACH]
    named = named_terms(session, {id_ for ids in lists for id_ in ids}, (*CLOSED, *OPEN))
    joint: defaultdict[Value, Counter[str]] = defaultdict(Counter)
    for ids in lists:
        values = [named[id_] for id_ in ids if id_ in named]
        verdict = next(value for facet, value in values if facet == "verdict")
        for facet, value in values:
            counted.claims[facet][value] += 1
            if facet in BY_VERDICT:
                joint[facet, value][verdict] += 1
    return len(lists), counted, joint


def _verdicts(joint: Joint) -> Table:
    levels = [*map(str, Confidence), NONE]
    lines = [
        Line(value=str(verdict), label=verdict.label,
             counts=[joint.get(("confidence", level), {}).get(str(verdict), 0) for level in levels])
        for verdict in Verdict
    ]  # fmt: skip
    return Table(columns=[*_headings(Confidence), Heading(value=NONE, label=NO_LEVEL)], lines=lines, left_out=False)


def _most(counts: Mapping[str, int], facet: str, joint: Joint, titles: Mapping[str, str]) -> Table:
    """Give the most frequent values by verdict, and last the claims that have none."""
    ranked = _ranked(counts)
    shown = ranked[:MOST_LINES] + ([NONE] if counts.get(NONE) else [])
    lines = [
        Line(value=value, label=titles.get(value, NO_TOPIC if value == NONE else value),
             counts=[joint.get((facet, value), {}).get(str(verdict), 0) for verdict in Verdict])
        for value in shown
    ]  # fmt: skip
    return Table(columns=_headings(Verdict), lines=lines, left_out=len(ranked) > MOST_LINES)


def _ranked(counts: Mapping[str, int]) -> list[str]:
    named = [value for value, claims in counts.items() if claims and value != NONE]
    return sorted(named, key=lambda value: (-counts[value], value.casefold(), value))


def _titles(session: ReadSession, viewer: Actor, counts: Mapping[str, int]) -> dict[str, str]:
    slugs = _ranked(counts)[:MOST_LINES]
    query = select(Article.slug, Article.title).where(col(Article.slug).in_(slugs), visible.articles(viewer))
    return dict(session.exec(query).all())


def _origins(counts: Mapping[str, int]) -> Table:
    """Give the claims by their number of independent origins, for and against."""
    sides = [Counter[int](), Counter[int]()]
    for value, claims in counts.items():
        for side, number in zip(sides, value.split(":"), strict=True):
            side[min(int(number), MOST_ORIGINS)] += claims
    lines = [
        Line(value=str(number), label=f"{number} or more" if number == MOST_ORIGINS else str(number),
             counts=[side[number] for side in sides])
        for number in range(MOST_ORIGINS + 1)
    ]  # fmt: skip
    columns = [Heading(value="for", label="For"), Heading(value="against", label="Against")]
    return Table(columns=columns, lines=lines, left_out=False)


def _grades(counts: Mapping[str, int]) -> Table:
    lines = [
        Line(value=str(grade), label=f"{grade} {grade.label.lower()}",
             counts=[counts.get(f"{grade}{credibility}", 0) for credibility in Credibility])
        for grade in Reliability
    ]  # fmt: skip
    columns = [Heading(value=str(word), label=f"{word} {word.label.lower()}") for word in Credibility]
    return Table(columns=columns, lines=lines, left_out=False)


def _months(counts: Mapping[str, int]) -> Table:
    """Give the claims reviewed in each month from the first to the last with a review, the newest MOST_MONTHS."""
    first, last = min(counts, default=None), max(counts, default=None)
    months = []
    while first and last and first <= last:
        months.append(first)
        year, month = divmod(int(first[:4]) * 12 + int(first[5:]), 12)
        first = f"{year:04}-{month + 1:02}"
    lines = [Line(value=month, label=month, counts=[counts.get(month, 0)]) for month in months[-MOST_MONTHS:]]
    columns = [Heading(value="claims", label="Claims reviewed")]
    return Table(columns=columns, lines=lines, left_out=len(months) > MOST_MONTHS)


def _compared(counts: Mapping[str, int]) -> dict[tuple[Confidence, Confidence], int]:
    found = {}
    for value, claims in counts.items():
        one, other = value.split(":")
        if NONE not in (one, other):
            found[Confidence.of(one), Confidence.of(other)] = claims
    return found


def _headings(words: Collection[Word] | type[Word]) -> list[Heading]:
    return [Heading(value=str(word), label=word.label) for word in words]
