"""Why a level: on every claim of the seed the numbers shown add up to what the register holds."""

import pytest
from tests.helpers import desk, newer_program
from tests.web.asking import page

from factdesk.models import Event


def number(node):
    return int(node.text().replace("−", "-"))


@pytest.fixture(scope="module")
def claims(running):
    """Give every claim of the seed: what the API says of it, and its page."""
    refs = [claim["ref"] for claim in running.get("/api/v1/claims?limit=200").json()["claims"]]
    assert len(refs) == 40
    return [(running.get(f"/api/v1/claims/{ref}").json(), page(running, f"/claims/{ref}")) for ref in refs]


@pytest.mark.slow
def test_the_terms_add_up_to_the_sums_and_the_sums_to_the_score(claims):
    for stored, shown in claims:
        adds_up(stored, shown.one("section", id="level"))


def adds_up(stored, shown):
    table = shown.one("table")
    sums = []
    for body in table.all("tbody"):
        *terms, total = [number(row.all("td")[-1]) for row in body.all("tr") if row.all("td")]
        assert sum(terms) == total, stored["ref"]
        sums.append(total)
    assert sums[0] >= 0 >= sums[1]
    score = number(table.one("tfoot").one("td"))
    assert score == sum(sums) == (stored["computed_score"] or 0), stored["ref"]
    for row in table.all("tr"):
        weights = [node.text() for node in row.all("span", class_="weights")]
        if weights:
            one, other = map(int, weights[0].split(" × "))
            assert abs(number(row.all("td")[-1])) == (one * other + 50) // 100
    told = shown.one("dl").text()
    assert f"({stored['computed_number']} of 100)" in told


@pytest.mark.slow
def test_every_piece_stands_in_it_once(claims):
    for stored, shown in claims:
        hrefs = [link.attributes["href"] for link in shown.one("section", id="level").all("a")]
        pieces = [href for href in hrefs if href.startswith("#evidence-")]
        assert sorted(pieces) == sorted(f"#evidence-{piece['id']}" for piece in stored["evidence"]), stored["ref"]


def test_a_wide_gap_is_said_on_the_card_in_the_panel_and_in_the_register(client, claims):
    register = page(client, "/claims?limit=200")
    for stored, shown in claims:
        wide = stored["gap"] is not None and stored["gap"] >= 2
        card = shown.one("aside", class_="card").text()
        assert ("Computed from the graded evidence alone" in card) == wide, stored["ref"]
        assert ("levels apart" in shown.one("section", id="level").text()) == wide, stored["ref"]
        listed = register.one("li", id=stored["ref"])
        assert bool(listed.all("p", class_="apart")) == wide, stored["ref"]


def test_a_claim_without_evidence_has_no_panel(bare, empty_engine):
    desk.open_desk(empty_engine)
    assert page(bare, "/claims/TALE-3").all("section", id="level") == []


def shows(at_work, as_of=""):
    """Give what the API holds of a claim, and what its page says of its level."""
    ended = f"?as_of={as_of}" if as_of else ""
    stored = at_work.client.get(f"/api/v1/claims/TALE-1{ended}").json()
    return stored, page(at_work.client, f"/claims/TALE-1{ended}").one("section", id="level")


def test_until_everything_is_derived_anew_and_of_earlier_moments_the_terms_are_those_of_the_old_weights(
    at_work, monkeypatch
):
    before = desk.the(at_work.engine, Event, seq=desk.number_of(at_work.engine, Event)).at
    old = shows(at_work)
    newer_program.weigh_otherwise(monkeypatch)
    pending = shows(at_work)
    newer_program.derive_all(at_work.engine)
    new, then = shows(at_work), shows(at_work, before.isoformat().replace("+00:00", "Z"))
    for (stored, shown), version in ((old, 1), (pending, 1), (new, 2), (then, 1)):
        adds_up(stored, shown)
        assert f"weights version {version}" in shown.text()
    assert old[0]["computed_score"] == pending[0]["computed_score"] == then[0]["computed_score"]
    assert new[0]["computed_score"] != old[0]["computed_score"]


def test_where_the_rules_are_gone_the_level_stands_and_its_terms_are_not_made_up(at_work, monkeypatch):
    stored, _ = shows(at_work)
    newer_program.judge_otherwise(monkeypatch)
    kept, shown = shows(at_work)
    assert kept["computed_score"] == stored["computed_score"]
    assert f"({stored['computed_number']} of 100)" in shown.text()
    assert "weights version 1 by rules that this program no longer has" in shown.text()
    assert shown.all("table") == []
