"""Why a level: on every claim of the seed the numbers shown add up to what the register holds."""

from tests.helpers import desk
from tests.helpers.rows import for_each
from tests.web.asking import page

REFS = [f"MDS-{number}" for number in range(1, 41)]


def number(node):
    return int(node.text().replace("−", "-"))


@for_each("ref", REFS)
def test_the_terms_add_up_to_the_sums_and_the_sums_to_the_score(client, ref):
    stored = client.get(f"/api/v1/claims/{ref}").json()
    shown = page(client, f"/claims/{ref}").one("section", id="level")
    table = shown.one("table")
    sums = []
    for body in table.all("tbody"):
        *terms, total = [number(row.all("td")[-1]) for row in body.all("tr") if row.all("td")]
        assert sum(terms) == total
        sums.append(total)
    assert sums[0] >= 0 >= sums[1]
    score = number(table.one("tfoot").one("td"))
    assert score == sum(sums) == (stored["computed_score"] or 0)
    for row in table.all("tr"):
        weights = [node.text() for node in row.all("span", class_="weights")]
        if weights:
            one, other = map(int, weights[0].split(" × "))
            assert abs(number(row.all("td")[-1])) == (one * other + 50) // 100
    told = shown.one("dl").text()
    assert f"({stored['computed_number']} of 100)" in told


@for_each("ref", REFS)
def test_every_piece_stands_in_it_once(client, ref):
    stored = client.get(f"/api/v1/claims/{ref}").json()
    shown = page(client, f"/claims/{ref}").one("section", id="level")
    links = [link.attributes["href"] for link in shown.all("a") if link.attributes["href"].startswith("#evidence-")]
    assert sorted(links) == sorted(f"#evidence-{piece['id']}" for piece in stored["evidence"])


def test_a_wide_gap_is_said_on_the_card_in_the_panel_and_in_the_register(client):
    for row in client.get("/api/v1/claims?limit=200").json()["claims"]:
        shown = page(client, f"/claims/{row['ref']}")
        wide = row["gap"] is not None and row["gap"] >= 2
        assert ("Computed from the graded evidence alone" in shown.one("aside", class_="card").text()) == wide
        assert ("levels apart" in shown.one("section", id="level").text()) == wide
        listed = page(client, f"/claims?q={row['ref']}").one("li", id=row["ref"])
        assert bool(listed.all("p", class_="apart")) == wide


def test_a_claim_without_evidence_has_no_panel(bare, empty_engine):
    desk.open_desk(empty_engine)
    assert page(bare, "/claims/TALE-3").all("section", id="level") == []
