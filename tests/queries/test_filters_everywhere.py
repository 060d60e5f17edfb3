import csv
import io
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.helpers import filter_oracle
from tests.helpers.command_line import run
from tests.helpers.markup import parse
from tests.helpers.rows import for_each

from factdesk.drafts.filters import ClaimFilter, Sort
from factdesk.queries.facets import SIDEBAR

FIXED = (
    {"confidence": ["very_low"]},
    {"verdict": ["disputed"], "topic": ["Algeria"]},
    {"q": ["ransom"]},
    {"q": ["ransom OR jnim -military"]},
    {"gap": ["1"]},
)
QUERIES = ("mali", "ransom", "jnim al*", '"al qaeda"', "MDS-1*", "École", "nosuchword", "2021", "france military",
           "mali -ransom", "algeria OR jnim", 'mali NOT "al qaeda"')  # fmt: skip
AROUND = ("2020-01-01", "2126-01-01")


@pytest.fixture(scope="session")
def whole(running):
    """Give every claim of the seed whole."""
    return running.get("/claims.json").json()["claims"]


@pytest.fixture(scope="session")
def ask(running, seeded_url):
    """Ask through every door for the same claims, and give the refs each answers with."""

    def through_every_door(wanted):
        pairs = [(name, value) for name, values in wanted.items() for value in values]
        query = urlencode(pairs)
        options = [word for name, value in pairs for word in (f"--{name.replace('_', '-')}", value)]
        options += ["--database", seeded_url]
        api = running.get(f"/api/v1/claims?limit=200&{query}").json()
        listed = run("list", "--limit", "200", *options)
        written = run("export", "csv", *options)
        assert (listed.code, written.code) == (0, 0), (listed.told, written.told)
        shown = parse(running.get(f"/claims?limit=200&{query}").text)
        return {
            "page": [row.attributes["id"] for row in shown.one("section", id="results").all("li")
                     if "id" in row.attributes],
            "api": [claim["ref"] for claim in api["claims"]],
            "json": [claim["ref"] for claim in running.get(f"/claims.json?{query}").json()["claims"]],
            "csv": refs_of(running.get(f"/claims.csv?{query}").text),
            "list": [line.split("\t")[0] for line in listed.said.splitlines()],
            "export": refs_of(written.said),
            "number": api["number"],
            "tally": shown.one("p", class_="tally").text(),
        }  # fmt: skip

    return through_every_door


def refs_of(text):
    return [row["ref"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def filters(claims):
    """Give a strategy for filters of all names, with values that occur."""
    occurring = {
        name: sorted(set().union(*(filter_oracle.values(claim, name) for claim in claims)))
        for name in filter_oracle.NAMES
    }
    lists = {
        name: st.lists(st.sampled_from(found), min_size=1, max_size=3, unique=True)
        for name, found in occurring.items()
        if name not in ("article", "topic", "source", "publisher") or found != ["none"]
    }
    one = {
        "confidence_min": st.sampled_from(filter_oracle.ORDER),
        "gap": st.sampled_from(["1", "2", "3", "4"]),
        "due": st.sampled_from(AROUND),
        "q": st.sampled_from(QUERIES),
        "after": st.sampled_from(AROUND),
        "before": st.sampled_from(AROUND),
        "withdrawn": st.sampled_from(["no", "yes"]),
        "sort": st.sampled_from([sort.value for sort in Sort]),
    }
    every = lists | {name: values.map(lambda value: [value]) for name, values in one.items()}
    names = st.lists(st.sampled_from(sorted(every)), max_size=4, unique=True)
    drawn = names.flatmap(lambda chosen: st.fixed_dictionaries({name: every[name] for name in chosen}))
    return drawn.filter(lambda wanted: wanted.get("sort") != ["relevance"] or "q" in wanted)


def same_everywhere(ask, whole, wanted):
    found = ask(wanted)
    told = {door: refs for door, refs in found.items() if isinstance(refs, list)}
    for door, refs in told.items():
        assert refs == told["api"], (wanted, door)
    expected = filter_oracle.expected(whole, wanted)
    if wanted.get("sort") == ["relevance"]:
        assert sorted(told["api"]) == sorted(expected)
    else:
        assert told["api"] == expected
    assert found["number"] == len(expected)
    chosen = any(
        values and (name, values) != ("withdrawn", ["no"]) for name, values in wanted.items() if name != "sort"
    )
    total = 0 if wanted.get("withdrawn") == ["yes"] else 40
    assert found["tally"] == (f"{len(expected)} of {total} claims" if chosen else f"{total} claims")


def test_the_oracle_knows_every_filter():
    others = {"q", *filter_oracle.LEVELS, "withdrawn", "after", "before", "sort", "as_of"}
    assert {*filter_oracle.NAMES, *others} == set(ClaimFilter.model_fields)


@pytest.mark.slow
@for_each("wanted", FIXED)
def test_the_claims_asked_for_come_through_every_door_in_one_order(ask, whole, wanted):
    same_everywhere(ask, whole, wanted)
    assert 0 < len(filter_oracle.expected(whole, wanted)) < 40


@pytest.mark.slow
def test_any_claims_asked_for_come_through_every_door_in_one_order(ask, whole):
    @settings(max_examples=settings.default.max_examples // 5, suppress_health_check=[HealthCheck.too_slow])
    @given(wanted=filters(whole))
    def check(wanted):
        same_everywhere(ask, whole, wanted)

    check()


def numbers_shown(client, wanted):
    query = urlencode([(name, value) for name, values in wanted.items() for value in values])
    shown = parse(client.get(f"/claims?limit=1&{query}").text)
    for name in SIDEBAR:
        for box in shown.all("div", id=f"choices-{name}"):
            for label in box.all("label"):
                value = label.one("input").attributes["value"]
                yield name, value, int(label.one("span", class_="count").text().replace(",", ""))


@pytest.mark.slow
@for_each(
    "wanted",
    [{}, *FIXED, {"confidence_min": ["high"]}, {"confidence_min": ["low"], "confidence": ["moderate", "very_low"]},
     {"kind": ["un", "news"]}, {"verdict": ["mixed"], "topic": ["security", "Algeria"]},
     {"q": ["mali"], "kind": ["ngo"]},
     {"after": ["2020-01-01"], "hedge": ["asserted"]}, {"source": ["hrw-2020"]}, {"q": ["nosuchword"]},
     {"stance": ["disputes"], "reliability": ["F"], "type": ["fact"]}, {"withdrawn": ["yes"]}, {"topic": ["nosuch"]}],
)  # fmt: skip
def test_each_count_is_what_choosing_the_value_gives(running, whole, wanted):
    shown = list(numbers_shown(running, wanted))
    assert {name for name, _, _ in shown} >= {"verdict", "confidence", "state", "kind"}
    for name, value, number in shown:
        assert number == len(filter_oracle.expected(whole, {**wanted, name: [value]})), (name, value)


def test_no_value_that_would_find_something_is_left_out(running, whole):
    wanted = {"verdict": ["disputed"]}
    shown = {(name, value) for name, value, number in numbers_shown(running, wanted) if number}
    for claim in whole:
        if claim["verdict"] == "disputed":
            for name in set(SIDEBAR) - {"article", "verdict"}:
                assert {(name, value) for value in filter_oracle.values(claim, name)} <= shown


def test_both_engines_hold_the_same_register(whole):
    """Both are held against one oracle, over this; what is left to compare is what it is made of."""
    from factdesk import paths
    from factdesk.imports import seed

    draft = seed.read(paths.SEED)
    assert [claim["statement"] for claim in whole] == [claim.statement for claim in draft.claims]
    assert [[piece["source"]["citekey"] for piece in claim["evidence"]] for claim in whole] == [
        [piece.source for piece in claim.evidence] for claim in draft.claims
    ]
