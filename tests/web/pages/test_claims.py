import json
from datetime import UTC, datetime

import pytest
from tests.helpers import hostile_register, with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import PART, WHOLE, is_whole, page, refusal

from factdesk.vocabulary import Stance

BAD_REFS = ("NOPE-1", "mds-1", "MDS-0", "MDS-01", "MDS-41", "%27%20OR%201=1", "x" * 10_000, "%F0%9F%92%A5", "%ED%A0%80",
            "..%2f..%2fetc", "MDS-1%0A", "%3Cscript%3E", "'; DROP TABLE claim; --")  # fmt: skip


@for_each("ref", ["MDS-1", "MDS-25", "MDS-40"])
def test_a_claim_is_shown_with_all_its_evidence(client, ref):
    shown = page(client, f"/claims/{ref}")
    stored = client.get(f"/api/v1/claims/{ref}").json()
    assert shown.one("h1").text() == " ".join(stored["statement"].split())
    pieces = {node.attributes["id"] for node in shown.all("article", class_="piece")}
    assert pieces == {f"evidence-{piece['id']}" for piece in stored["evidence"]}
    assert stored["reviews"][0]["reason"].split() == shown.one("div", class_="review").all("p")[0].text().split()


def test_the_evidence_is_counted_by_origin_on_its_side(client):
    stored = client.get("/api/v1/claims/MDS-1").json()
    shown = page(client, "/claims/MDS-1")
    for stance in ("supports", "disputes"):
        told = shown.one("h3", id=f"side-{stance}").text()
        pieces = [piece for piece in stored["evidence"] if piece["stance"] == stance]
        origins = [group for group in stored["origin_groups"] if group["stance"] == stance]
        assert told.startswith(Stance.of(stance).label)
        assert f"{len(pieces)} piece" in told
        assert f"{len(origins)} independent origin" in told
        assert len(origins) == stored["origins"][stance]


def test_its_neighbours_are_linked(client):
    def linked(ref):
        nav = page(client, f"/claims/{ref}").one("nav", class_="neighbours")
        return {link.attributes["rel"]: link.attributes["href"] for link in nav.all("a")}

    assert linked("MDS-1") == {"next": "/claims/MDS-2"}
    assert linked("MDS-20") == {"prev": "/claims/MDS-19", "next": "/claims/MDS-21"}
    assert linked("MDS-40") == {"prev": "/claims/MDS-39"}


def test_its_history_names_the_event_and_its_hash(client):
    shown = page(client, "/claims/MDS-1")
    event = client.get("/api/v1/claims/MDS-1").json()["history"][0]
    assert f"event {event['seq']}, {event['hash'][:12]}" in shown.one("span", class_="hash").text()


@pytest.mark.slow
def test_every_link_of_a_claim_leads_somewhere(client):
    for link in page(client, "/claims/MDS-25").one("main").all("a"):
        address = link.attributes["href"]
        if address.startswith("/"):
            assert client.get(address).status_code == 200, address


@for_each("headers", [PART, *WHOLE])
def test_a_claim_is_whole_or_the_part_htmx_asked_for(client, headers):
    answer = client.get("/claims/MDS-1", headers=headers).text
    assert is_whole(answer) == (headers is not PART)
    assert 'id="claim"' in answer


def test_a_part_that_is_not_found_goes_to_its_own_place(client):
    answer = client.get("/claims/NOPE-1", headers=PART)
    assert answer.status_code == 404
    assert not is_whole(answer.text)
    assert answer.headers["HX-Retarget"] == "#problem"


@for_each("ref", [with_drafts.DRAFT_CLAIM, "HID-1"])
def test_a_draft_is_not_found_in_the_very_words_of_one_that_never_was(guarded, ref):
    there = guarded.get(f"/claims/{ref}")
    never = guarded.get("/claims/TALE-9")
    assert there.status_code == never.status_code == 404
    assert there.text == never.text.replace("TALE-9", ref)


@for_each("ref", with_drafts.OPEN_CLAIMS)
def test_no_trace_of_a_draft_is_on_a_neighbour(guarded, ref):
    text = guarded.get(f"/claims/{ref}").text
    assert with_drafts.TRACE not in text
    assert with_drafts.DRAFT_CLAIM not in text


@for_each("ref", BAD_REFS)
def test_a_ref_that_is_none_is_not_found(client, ref):
    assert refusal(client, f"/claims/{ref}", 404)


@for_each("ref", ["%00", "MDS-1%00", "%1B[31m"])
def test_a_ref_with_control_characters_is_refused(client, ref):
    assert "control characters" in refusal(client, f"/claims/{ref}")


def test_hostile_text_stays_text(attacked):
    for number in range(1, len(hostile_register.TEXTS) + 2):
        for node in page(attacked, f"/claims/BAD-{number}").walk():
            assert hostile_register.MARK not in node.tag
            assert node.tag != "img"
            assert not any(hostile_register.MARK in name or name.startswith("on") for name in node.attributes)
            assert not node.attributes.get("href", "").lower().startswith(("javascript:", "data:"))


def test_hostile_text_is_shown_as_it_was_written(attacked):
    for number, text in enumerate(hostile_register.TEXTS, start=1):
        shown = page(attacked, f"/claims/BAD-{number}")
        assert shown.one("h1").text() == " ".join(text.split())
        assert shown.one("p", class_="says").text().startswith(" ".join(text.split()))


@for_each("ref", ["MDS-25", "MDS-31"])
def test_its_provenance_is_drawn_and_listed(client, ref):
    shown = page(client, f"/claims/{ref}").one("section", id="where-from")
    boxes = shown.one("svg", class_="picture").all("a", class_="picture-box")
    cited = {piece["source"]["citekey"] for piece in client.get(f"/api/v1/claims/{ref}").json()["evidence"]}
    drawn = [box.attributes["href"].removeprefix("/sources/") for box in boxes]
    assert len(drawn) == len(set(drawn))
    assert cited <= set(drawn)
    listed = [link.attributes["href"] for link in shown.one("details", class_="as-list").all("a")]
    assert sorted(listed) == sorted(box.attributes["href"] for box in boxes)
    assert all("raded" in box.attributes["aria-label"] or "Not cited" in box.attributes["aria-label"] for box in boxes)


def test_the_picture_can_be_scrolled_by_keyboard_and_says_what_it_is(client):
    room = page(client, "/claims/MDS-31").one("div", class_="picture-room")
    assert (room.attributes["role"], room.attributes["tabindex"]) == ("region", "0")
    assert room.attributes["aria-label"]


def structured(client, address):
    return [script.text() for script in page(client, address).all("script", type="application/ld+json")]


def test_a_settled_claim_tells_programs_its_review(client):
    found = json.loads(structured(client, "/claims/MDS-1")[0])
    assert found["@context"] == "https://schema.org"
    assert found["@id"] == "/claims/MDS-1#review"
    assert found["claimReviewed"] == client.get("/api/v1/claims/MDS-1").json()["statement"]


def test_no_text_ends_the_element_its_review_stands_in(attacked):
    for one in attacked.get("/api/v1/claims?limit=200").json()["claims"]:
        address = f"/claims/{one['ref']}"
        found = [json.loads(text) for text in structured(attacked, address)]
        assert [node["claimReviewed"] for node in found] == [one["statement"]] * (one["state"] == "settled")
        raw = attacked.get(address).text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert not set("<>&'\u2028\u2029") & set(raw)


def test_a_claim_of_the_past_or_without_a_verdict_tells_none(client, at_work):
    today = datetime.now(UTC).date().isoformat()
    assert structured(client, f"/claims/MDS-1?as_of={today}") == []
    unsettled = at_work.client.get("/api/v1/claims?state=open").json()["claims"][0]["ref"]
    assert structured(at_work.client, f"/claims/{unsettled}") == []
