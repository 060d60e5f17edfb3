import pytest
from tests.helpers import desk
from tests.helpers.rows import for_each
from tests.web.asking import PART

from factdesk.models import Evidence

PATH = "/queue/checks"


def piece(shown):
    return shown.one("article", class_="piece")


def test_a_piece_stands_beside_its_claim_and_its_source(at_work):
    shown = at_work.sign_in("ann").page(PATH)
    text = piece(shown).text()
    assert all(told in text for told in ("TALE-1", "Statement 1", "What src01 says", "Title of src01", "B2"))
    assert len(shown.one("form", id="form-check").all("input", type_="radio")) == 6
    assert not [one for one in shown.one("form", id="form-check").all("input") if "checked" in one.attributes]
    assert "4 left" in shown.one("section", id="check").text()


def test_a_check_is_stored_and_the_next_piece_comes(at_work):
    shown = at_work.sign_in("ann").page(f"{PATH}?stance=supports")
    first = int(piece(shown).attributes["id"].split("-")[1])
    answer = at_work.send_form(shown, "form-check", support_check="says_part")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}?stance=supports&cursor={first}")
    row = desk.the(at_work.engine, Evidence, id=first)
    assert (row.support_check, row.version) == ("says_part", 2)
    following = at_work.page(answer.headers["Location"])
    assert "2 left" in following.one("section", id="check").text()
    assert piece(following).attributes["id"] != f"evidence-{first}"


def test_htmx_gets_the_next_piece_in_its_place(at_work):
    shown = at_work.sign_in("ann").page(PATH)
    action = shown.one("form", id="form-check").attributes["action"]
    answer = at_work.send(action, {"support_check": "says_it", "version": "1", "filters": ""}, **PART)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section id="check"')
    assert "Stored for TALE-1." in answer.text
    assert answer.headers["HX-Push-Url"].startswith(f"{PATH}?cursor=")


def test_skipping_goes_on_and_comes_to_an_end(at_work):
    shown, met = at_work.sign_in("ann").page(PATH), []
    while shown.all("article", class_="piece"):
        met.append(piece(shown).attributes["id"])
        shown = at_work.page(shown.one("form", id="form-check").one("a").attributes["href"])
    assert len(set(met)) == len(met) == 4
    assert "4 pieces before it are still there" in shown.text()
    assert "No piece is left here." in at_work.page(f"{PATH}?support=silent").text()


def test_a_form_without_an_answer_is_shown_again(at_work):
    shown = at_work.sign_in("ann").page(PATH)
    answer = at_work.send_form(shown, "form-check")
    assert answer.status_code == 422
    assert "Does the source say this?" in answer.text
    assert "This is needed." in answer.text


@pytest.mark.parametrize("headers", [{}, PART])
def test_a_piece_checked_by_somebody_else_is_shown_with_both_answers(at_work, headers):
    shown = at_work.sign_in("ann").page(PATH)
    action = shown.one("form", id="form-check").attributes["action"]
    at_work.send(action, {"support_check": "says_it", "version": "1"})
    answer = at_work.sign_in("ben").send(action, {"support_check": "silent", "version": "1"}, **headers)
    assert answer.status_code == 409
    assert "Stored now" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert answer.headers.get("HX-Retarget") == ("#check" if headers else None)


@for_each(
    "query", ["foo=1", "support=maybe", "stance=for", "reliability=none", "cursor=0", "cursor=x", "article=%00",
              "source=" + "x" * 10_000],
)  # fmt: skip
def test_what_is_no_filter_is_refused(at_work, query):
    shown = at_work.sign_in("ann").page(f"{PATH}?{query}", 422)
    assert shown.one("div", class_="nothing").all("p")[1].text()


def test_it_is_for_those_who_add_evidence(at_work):
    at_work.sign_in(None).page(PATH, 401)
    with desk.nothing_stored(at_work.engine):
        sent = {"support_check": "says_it", "version": "1"}
        assert at_work.send("/claims/TALE-1/evidence/1/check", sent).status_code == 401


@for_each("address", ["/claims/TALE-2/evidence/1/check", "/claims/TALE-1/evidence/999/check"])
def test_a_piece_that_is_none_of_the_claims_is_not_found(at_work, address):
    at_work.sign_in("ann")
    with desk.nothing_stored(at_work.engine):
        assert at_work.send(address, {"support_check": "says_it", "version": "1"}).status_code == 404
