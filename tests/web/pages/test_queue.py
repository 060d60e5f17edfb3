from tests.helpers import desk, newer_program
from tests.helpers.rows import for_each
from tests.web.asking import BAD_CURSORS, BAD_FILTERS, BAD_PAGES, PART, refs

from factdesk.models import Lease

OTHER_LISTS = ("list=nonsense", "list=Mine", "withdrawn=yes", "as_of=2026-01-01")


def tabs(shown):
    return {one.text().rsplit(" ", 1)[0]: int(one.text().rsplit(" ", 1)[1])
            for one in shown.one("nav", class_="lists").all("a")}  # fmt: skip


def test_the_queue_shows_a_list_and_the_numbers_of_all(at_work):
    shown = at_work.sign_in("ann").page("/queue")
    assert refs(shown) == ["TALE-2", "TALE-3"]
    assert tabs(shown) == {"Mine": 0, "Unassigned": 2, "Awaiting a second": 0, "Split": 0, "Due for re-check": 0,
                           "Wide gap": 0, "Newer evidence": 0}  # fmt: skip
    current = [one for one in shown.one("nav", class_="lists").all("a") if "aria-current" in one.attributes]
    assert [one.text() for one in current] == ["Unassigned 2"]
    row = shown.one("li", id="TALE-2")
    assert "0 of 1 review" in row.text()
    assert "Nothing is waiting here." in at_work.page("/queue?list=split").text()


def test_a_reader_finds_no_door_to_it(at_work):
    at_work.sign_in(None)
    assert "Queue" not in at_work.page("/claims").all("nav")[0].text()
    at_work.page("/queue", 401)
    assert "Queue" in at_work.sign_in("ann").page("/claims").all("nav")[0].text()


def test_htmx_gets_the_results_alone(at_work):
    at_work.sign_in("ann")
    answer = at_work.client.get("/queue?list=unassigned&topic=salt", headers=PART)
    assert "<html" not in answer.text
    assert answer.headers["HX-Push-Url"] == "/queue?topic=salt&list=unassigned"
    assert refs(at_work.page("/queue?topic=salt")) == ["TALE-2"]


@for_each("query", [*BAD_FILTERS, *BAD_PAGES[:2], *OTHER_LISTS, f"cursor={BAD_CURSORS[0]}"])
def test_what_is_no_filter_of_the_queue_is_refused_in_one_sentence(at_work, query):
    shown = at_work.sign_in("ann").page(f"/queue?{query}", 422)
    assert shown.one("div", class_="nothing").all("p")[1].text()


def test_an_unknown_filter_is_told_the_known_ones_of_the_queue(at_work):
    assert "list" in at_work.sign_in("ann").page("/queue?foo=1", 422).one("div", class_="nothing").text()


def test_a_claim_is_taken_judged_and_the_next_one_comes(at_work):
    shown = at_work.sign_in("ann").page("/queue?hedge=asserted&hedge=hedged")
    answer = at_work.send_form(shown, "next-claim")
    here = "/claims/TALE-2?hedge=asserted&hedge=hedged&list=unassigned"
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    shown = at_work.page(here)
    bar = shown.one("section", id="queue-bar")
    assert "Queue: unassigned · 2 left · You have it until" in bar.text()
    said = {"verdict": "supported", "confidence": "high", "reason": "It holds"}
    answer = at_work.send_form(shown, "form-judgement", **said)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{here}#why")
    shown = at_work.page(here)
    assert "1 left" in shown.one("section", id="queue-bar").text()
    assert not shown.all("form", id="give-back")
    answer = at_work.send_form(shown, "next-claim")
    assert answer.headers["Location"].startswith("/claims/TALE-3?")


def test_a_refused_judgement_keeps_the_list(at_work):
    here = "/claims/TALE-2?list=unassigned"
    shown = at_work.sign_in("ann").page(here)
    answer = at_work.send_form(shown, "form-judgement", reason="No verdict")
    assert answer.status_code == 422
    assert 'id="queue-bar"' in answer.text
    assert "/claims/TALE-2/reviews?list=unassigned" in answer.text


def test_htmx_gets_the_bar_anew_with_the_judged_claim(at_work):
    at_work.sign_in("ann")
    said = {"verdict": "supported", "confidence": "high", "reason": "It holds", "wording": "1"}
    answer = at_work.send("/claims/TALE-2/reviews?list=unassigned", said, **PART)
    assert answer.status_code == 200
    assert 'id="queue-bar" aria-label="Queue" data-hx-swap-oob="true"' in answer.text
    assert "1 left" in answer.text


def test_a_claim_is_given_back(at_work):
    shown = at_work.sign_in("ann").page("/queue")
    shown = at_work.page(at_work.send_form(shown, "next-claim").headers["Location"])
    answer = at_work.send_form(shown, "give-back")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/queue?list=unassigned")
    assert desk.number_of(at_work.engine, Lease) == 0


def test_who_is_at_work_is_told_and_the_claim_is_passed_over(at_work):
    at_work.sign_in("ben").send("/queue/next", {"list": "unassigned"})
    shown = at_work.sign_in("ann").page("/queue")
    assert "ben is at work on it until" in shown.one("li", id="TALE-2").text()
    assert at_work.send_form(shown, "next-claim").headers["Location"] == "/claims/TALE-3?list=unassigned"
    assert "ben is at work on it until" in at_work.page("/claims/TALE-2?list=unassigned").text()


def test_where_nothing_is_left_a_page_says_so(at_work):
    answer = at_work.sign_in("ann").send("/queue/next", {"list": "split"})
    assert answer.status_code == 200
    assert "Nothing is left for you here." in answer.text


def test_the_same_form_sent_twice_takes_one_claim(at_work):
    at_work.sign_in("ann")
    sent = [at_work.send("/queue/next", {"list": "unassigned", "once": "a"}).headers["Location"] for _ in range(2)]
    assert sent == ["/claims/TALE-2?list=unassigned"] * 2


@for_each(
    "fields", [{"list": "nonsense"}, {"filters": "foo=1"}, {"filters": "limit=0"}, {"filters": "withdrawn=yes"},
               {"filters": "&".join(["topic=a"] * 3_000)}],
)  # fmt: skip
@for_each("address", ["/queue/next", "/queue/give-back"])
def test_junk_takes_nothing(at_work, address, fields):
    at_work.sign_in("ann")
    with desk.nothing_stored(at_work.engine):
        assert at_work.send(address, fields).status_code == 422


def test_the_page_of_a_claim_refuses_a_list_that_is_none(at_work):
    assert at_work.sign_in("ann").page("/claims/TALE-1?list=nonsense", 422)
    assert not at_work.page("/claims/TALE-1").all("section", id="queue-bar")
    assert not at_work.sign_in(None).page("/claims/TALE-1?list=split").all("section", id="queue-bar")


def test_an_assignment_is_made_shown_and_withdrawn(at_work):
    shown = at_work.sign_in("ed").page("/claims/TALE-3")
    answer = at_work.send_form(
        shown, "form-assignment", person="ann", message="Soon <b>please</b>", due_on="2026-12-01"
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claims/TALE-3#your-desk")
    told = at_work.page("/claims/TALE-3").one("ul", class_="assignments")
    assert told.one("li").text().startswith("ann is asked by ed, due 1 December 2026: Soon <b>please</b>")
    assert refs(at_work.sign_in("ann").page("/queue")) == ["TALE-3"]
    withdrawal = at_work.sign_in("ed").page("/claims/TALE-3").one("ul", class_="assignments").one("a")
    shown = at_work.page(withdrawal.attributes["href"])
    assert at_work.send_form(shown, "form-withdrawal", reason=" ").status_code == 422
    assert at_work.send_form(shown, "form-withdrawal", reason="Away").status_code == 303
    assert not at_work.page("/claims/TALE-3").all("ul", class_="assignments")


def test_a_reviewer_takes_a_claim_on_and_may_say_so_no_more(at_work):
    shown = at_work.sign_in("ann").page("/claims/TALE-3")
    assert [one.text() for one in shown.one("select", id="assignment-person").all("option")] == ["ann"]
    assert at_work.send_form(shown, "form-assignment", person="ann").status_code == 303
    assert "You have taken it on" in at_work.page("/claims/TALE-3").one("ul", class_="assignments").text()
    assert at_work.send_form(shown, "form-assignment", person="ben", once="b").status_code == 403


def test_a_refused_assignment_keeps_what_was_typed(at_work):
    shown = at_work.sign_in("ed").page("/claims/TALE-3")
    answer = at_work.send_form(shown, "form-assignment", person="ann", message="Soon", due_on="some day")
    assert answer.status_code == 422
    assert 'value="some day"' in answer.text
    assert "Soon</textarea>" in answer.text


def test_the_desk_is_told_that_everything_is_derived_anew_and_how_far_it_came(at_work, monkeypatch):
    at_work.sign_in("ann")
    assert "derived anew" not in at_work.page("/queue").text()
    newer_program.weigh_otherwise(monkeypatch)
    newer_program.take(at_work.engine)
    newer_program.keep(at_work.engine, newer_program.read_batch(at_work.engine))
    told = at_work.page("/queue").text()
    assert "derived anew: 1 of 3 claims. Until that is done all numbers are those of weights version 1." in told
    assert newer_program.switch(at_work.engine) is not None
    assert "derived anew" not in at_work.page("/queue").text()
