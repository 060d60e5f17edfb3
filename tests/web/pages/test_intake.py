import csv
import io

import openpyxl
import pytest
from tests.helpers import desk, hostile_register
from tests.helpers.markup import parse
from tests.helpers.rows import for_each

from factdesk.commands import uploads
from factdesk.drafts.texts import LARGEST_UPLOAD
from factdesk.models import Claim, Source, Upload
from factdesk.web.deps import form_token
from factdesk.web.pages import intake
from factdesk.web.rendering import address

AT = "/import"
TABLE = "claim text;Speaker;note\nSalt is wet;Doe, Jane;x\nThe river rises;;\nStatement 1;;\n"
LIST = "@misc{new, title={A new one}, url={https://a.example/new}}\n@misc{old, title={Title of src01}}\n"


@pytest.fixture
def editor(at_work):
    return at_work.sign_in("ed")


def sent(at_work, data, name="claims.csv", **fields):
    """Send the form as a browser does: the token first, the file last."""
    fields = {"csrf": form_token(at_work._secret or ""), "into": ""} | fields
    data = data.encode() if isinstance(data, str) else data
    return at_work.client.post(AT, data=fields, files={"file": (name, data, "text/plain")}, follow_redirects=False)


def kept(answer):
    assert answer.status_code == 303, answer.text[:500]
    assert answer.headers["Location"].startswith(f"{AT}/")
    return answer.headers["Location"]


def tally(shown):
    numbers = shown.one("dl", class_="numbers-in")
    names = [one.text() for one in numbers.all("dt")]
    return dict(zip(names, [int(one.text()) for one in numbers.all("dd")], strict=True))


def test_rows_are_shown_and_stored_only_when_accepted(editor):
    before = desk.everything(editor.engine)
    shown = editor.page(kept(sent(editor, TABLE, into="a-tale")))
    stored = desk.everything(editor.engine)
    assert {name for name in stored if stored[name] != before[name]} == {"upload"}
    assert tally(shown) == {"Added": 2, "Changed": 0, "Unchanged": 0, "There already": 1, "Refused": 0}
    assert "Row 2 Salt is wet Doe, Jane" in shown.text()
    answer = editor.send_form(shown, "form-accept")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/articles/a-tale")
    claim = desk.the(editor.engine, Claim, statement="Salt is wet")
    assert (claim.ref, claim.visibility, claim.entities) == ("TALE-4", "draft", ["Doe", "Jane"])
    assert desk.number_of(editor.engine, Upload) == 0
    assert desk.problems(editor.engine) == []


def test_pressed_twice_it_counts_once(editor):
    shown = editor.page(kept(sent(editor, TABLE, into="a-tale")))
    first, second = editor.send_form(shown, "form-accept"), editor.send_form(shown, "form-accept")
    assert first.headers["Location"] == second.headers["Location"] == "/articles/a-tale"
    assert desk.number_of(editor.engine, Claim) == 5


def test_the_columns_are_chosen_on_the_page(editor):
    at = kept(sent(editor, TABLE, into="a-tale"))
    chosen = [("map", "claim text="), ("map", "note=statement"), ("map", "Speaker=topics"), ("into", "a-tale")]
    shown = editor.page(address(at.split("?")[0], chosen))
    assert tally(shown)["Refused"] == 2
    assert "Row 3, note This is needed." in shown.text()
    picked = [one.attributes["value"] for one in shown.all("option") if "selected" in one.attributes]
    assert picked == ["a-tale", "Speaker=topics", "note=statement"]
    assert [one.text() for one in shown.one("form", id="form-accept").all("button")] == ["Drop this file"]


def test_a_table_of_ours_comes_back_changed(editor):
    exported = editor.client.get("/claims.csv").text
    rows = list(csv.DictReader(io.StringIO(exported, newline="")))
    rows[0]["topics"] = "salt"
    rows[1]["statement"] = "Otherwise"
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    at = kept(sent(editor, written.getvalue()))
    refused = editor.page(at)
    assert tally(refused)["Refused"] == 1
    assert "say if it mends a typo or changes the meaning" in refused.text()
    shown = editor.page(address(at, [("edit", "typo"), ("reason", "A typo")]))
    assert tally(shown)["Changed"] == 2
    assert [one.text() for one in shown.all("dt") if one.text() in {"Topics", "Statement"}] == ["Topics", "Statement"]
    assert editor.send_form(shown, "form-accept").headers["Location"] == "/claims?sort=newest"
    assert desk.the(editor.engine, Claim, ref=rows[1]["ref"]).statement == "Otherwise"
    assert desk.problems(editor.engine) == []


def test_a_workbook_is_read(editor):
    book = openpyxl.Workbook()
    book.active.append(["statement", "topics"])
    book.active.append(["قول", "ملح"])
    file = io.BytesIO()
    book.save(file)
    shown = editor.page(kept(sent(editor, file.getvalue(), "claims.xlsx", into="a-tale")))
    assert tally(shown)["Added"] == 1
    assert "قول" in shown.text()


def test_sources_are_shown_with_what_is_on_file(editor):
    at = kept(sent(editor, LIST, "list.bib"))
    shown = editor.page(at)
    numbers = tally(shown)
    assert numbers["Added"] + numbers["On file already"] == 2
    assert editor.send_form(shown, "form-accept").headers["Location"] == "/sources"
    assert desk.the(editor.engine, Source, title="A new one").reliability == "F"
    again = editor.page(kept(sent(editor, LIST, "list.bib")))
    assert tally(again) == {"Added": 0, "On file already": 2, "New publishers": 0, "Refused": 0}
    assert "Nothing would change." in again.text()
    anyway = editor.page(next(one.attributes["href"] for one in again.all("a") if one.text() == "add them anyway"))
    assert tally(anyway)["Added"] == 2
    assert desk.problems(editor.engine) == []


def another(at_work):
    """Give the public JSON of this register under other names, as if another desk had published it."""
    text = at_work.client.get("/claims.json").text
    for here, there in (("TALE", "SAGA"), ("a-tale", "a-saga"), ("src0", "old0")):
        text = text.replace(here, there)
    return text


def test_a_register_comes_in_as_it_was_published(at_work):
    admin = at_work.sign_in("ada")
    file = another(admin)
    shown = admin.page(kept(sent(admin, file, "saga.json")))
    assert tally(shown) == {"Claims": 3, "Articles": 1, "Sources": 4, "Refused": 0}
    assert "SAGA-1 Statement 1 Supported, 1 review, 2 pieces of evidence" in shown.text()
    assert not shown.all("form", id="form-choice")
    assert admin.send_form(shown, "form-accept").headers["Location"] == "/articles/a-saga"
    assert desk.the(admin.engine, Claim, ref="SAGA-1").verdict == "supported"
    assert desk.problems(admin.engine) == []
    again = admin.page(kept(sent(admin, file, "saga.json")))
    assert tally(again)["Refused"] == 6  # its slug, its prefix and four citekeys
    assert "slug a-saga it is taken in this register" in again.text()
    assert [one.text() for one in again.one("form", id="form-accept").all("button")] == ["Drop this file"]


def test_a_register_that_does_not_hold_together_is_not_stored(at_work):
    admin = at_work.sign_in("ada")
    damaged = another(admin).replace('"stance":"disputes"', '"stance":"doubts"')
    shown = admin.page(kept(sent(admin, damaged, "saga.json")))
    assert tally(shown) == {"Claims": 0, "Articles": 0, "Sources": 0, "Refused": 1}
    assert "claim SAGA-2, evidence 1, stance" in shown.text()


def test_an_editor_does_not_bring_a_register(editor):
    assert editor.client.get(kept(sent(editor, another(editor), "saga.json"))).status_code == 403


def test_what_changed_meanwhile_is_looked_at_again(editor):
    at = kept(sent(editor, TABLE, into="a-tale"))
    shown = editor.page(at)
    other = editor.page(kept(sent(editor, TABLE.replace("The river rises;;\n", ""), into="a-tale")))
    editor.send_form(other, "form-accept")
    with desk.nothing_stored(editor.engine):
        answer = editor.send_form(shown, "form-accept")
    assert answer.status_code == 409
    again = parse(answer.text)
    assert "changed by somebody else meanwhile" in again.text()
    assert tally(again)["Added"] == 1
    assert editor.send_form(again, "form-accept").status_code == 303


def test_a_file_is_dropped(editor):
    at = kept(sent(editor, TABLE)).split("?")[0]
    assert editor.send(at, {"answer": "drop"}).headers["Location"] == AT
    assert desk.number_of(editor.engine, Upload) == 0
    assert editor.client.get(at).status_code == 404


@for_each(
    ("data", "name", "told"),
    [
        ("", "", "Choose a file."),
        ("x", "claims.exe", "is nothing that can be imported"),
        ("", "claims.csv", "claims.csv is empty."),
        ("{", "claims.json", "is not readable JSON"),
        ("@misc{a", "list.bib", "premature end of file"),
        (b"PK\x03\x04nothing", "claims.xlsx", "is no Excel workbook"),
        ("statement\n" + "x\n" * (intake.MOST_ROWS + 1), "claims.csv", "has 5,001 rows; here at most 5,000"),
        (b"x" * (LARGEST_UPLOAD + 200_000), "claims.csv", "20 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(editor, data, name, told):
    with desk.nothing_stored(editor.engine):
        answer = sent(editor, data, name)
    assert answer.status_code == 422
    assert told in parse(answer.text).text()


@for_each(
    ("asked", "told"),
    [
        ([("map", "nothing=statement")], "has no column called nothing"),
        ([("map", "note=colour")], "There is no field called colour"),
        ([("map", "note=statement"), ("map", "Speaker=statement")], "Two columns are to be the statement"),
        ([("map", "claim text=")], "no column holds the statement"),
        ([("into", "no-tale")], "There is no article no-tale"),
    ],
)
def test_a_choice_that_cannot_be_made_is_said_beside_the_form(editor, asked, told):
    at = kept(sent(editor, TABLE)).split("?")[0]
    answer = editor.client.get(address(at, asked))
    assert answer.status_code == 422
    assert told in parse(answer.text).text()


def test_an_unknown_name_in_the_address_is_refused(editor):
    answer = editor.client.get(f"{kept(sent(editor, TABLE))}?colour=red")
    assert answer.status_code == 422
    assert "colour" in answer.text


def test_nobody_else_sees_a_file_that_waits(editor):
    at = kept(sent(editor, TABLE))
    for name, status in (("ada", 404), ("ann", 403), (None, 401)):
        assert editor.sign_in(name).client.get(at).status_code == status


def test_hostile_text_is_only_text(editor):
    rows = "\n".join('"' + one.replace('"', '""').replace("\x00", "") + '"' for one in hostile_register.TEXTS)
    answer = editor.client.get(kept(sent(editor, f"statement\n{rows}\n", into="a-tale")))
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_old_files_are_let_go(editor):
    for number in range(uploads.MOST_OF_A_PERSON + 2):
        kept(sent(editor, f"statement\nNumber {number}\n"))
    assert desk.number_of(editor.engine, Upload) == uploads.MOST_OF_A_PERSON
