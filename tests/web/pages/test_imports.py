import pytest
from tests.helpers import desk, hostile_register
from tests.helpers.markup import parse
from tests.helpers.rows import for_each

from factdesk.commands import articles, claims, notes, uploads
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.texts import LARGEST_UPLOAD
from factdesk.imports import articles as importing
from factdesk.models import Article, ArticleVersion, Upload
from factdesk.web.deps import form_token

AT = "/articles/import"
TALE = "A tale of salt\n\nThe river rose in spring.\n\nIt fell in autumn."


@pytest.fixture
def editor(at_work):
    return at_work.sign_in("ed")


def sent_file(at_work, data, name="tale.txt", media_type="text/plain", **fields):
    """Send the form as a browser does: the token first, the file last."""
    fields = {"csrf": form_token(at_work._secret or ""), "title": "", "into": "", "text": ""} | fields
    return at_work.client.post(AT, data=fields, files={"file": (name, data, media_type)}, follow_redirects=False)


def kept(answer):
    assert answer.status_code == 303, answer.text[:500]
    assert answer.headers["Location"].startswith(f"{AT}/")
    return answer.headers["Location"]


def test_a_pasted_text_is_shown_and_stored_only_when_accepted(editor):
    before = desk.everything(editor.engine)
    preview = kept(editor.send(AT, {"title": "", "into": "", "text": TALE.replace("\n", "\r\n")}))
    shown = editor.page(preview)
    stored = desk.everything(editor.engine)
    assert {name for name in stored if stored[name] != before[name]} == {"upload"}
    assert "13 words in 3 paragraphs" in shown.text()
    assert "/articles/a-tale-of-salt" in shown.text()
    answer = editor.send_form(shown, "form-accept")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/articles/a-tale-of-salt")
    assert desk.number_of(editor.engine, Upload) == 0
    article = desk.the(editor.engine, Article, slug="a-tale-of-salt")
    assert desk.the(editor.engine, ArticleVersion, article_id=article.id).text == TALE
    assert desk.problems(editor.engine) == []


def test_a_long_text_may_be_pasted(editor):
    long = "\n\n".join(f"Paragraph {number} of a long tale of salt." for number in range(50_000))
    shown = editor.page(kept(sent_file(editor, b"", name="", text=long)))
    assert "in 50,000 paragraphs" in shown.text()


def test_pressed_twice_it_counts_once(editor):
    shown = editor.page(kept(editor.send(AT, {"text": TALE})))
    first, second = editor.send_form(shown, "form-accept"), editor.send_form(shown, "form-accept")
    assert first.headers["Location"] == second.headers["Location"] == "/articles/a-tale-of-salt"
    assert desk.number_of(editor.engine, ArticleVersion) == 1


def test_a_file_becomes_a_version_of_the_article_chosen(editor):
    for number, text in enumerate((TALE, TALE + "\n\nThat was that."), start=1):
        preview = kept(sent_file(editor, text.encode(), into="a-tale"))
        assert preview.endswith("?into=a-tale")
        shown = editor.page(preview)
        assert f"Version {number} of the text of A tale" in shown.text()
        assert editor.send_form(shown, "form-accept").headers["Location"] == "/articles/a-tale"
    nothing = editor.page(kept(sent_file(editor, text.encode(), into="a-tale")))
    assert "Nothing: A tale has this very text already, as version 2." in nothing.text()
    assert [one.text() for one in nothing.one("form", id="form-accept").all("button")] == ["Drop this file"]


def test_the_preview_says_what_has_to_be_looked_at(editor):
    changed = desk.changed_claim(quote="A desert")
    desk.run(editor.engine, claims.revise, editor.who["ed"], "TALE-1", changed)
    shown = editor.page(kept(editor.send(AT, {"into": "a-tale", "text": TALE})))
    assert "1 passage of its claims: 1 lost." in shown.text()
    assert [one.text() for one in shown.one("ul", class_="uncertain").all("a")] == ["TALE-1"]


def test_something_else_can_be_made_of_it(editor):
    preview = kept(editor.send(AT, {"text": TALE}))
    assert "A tale of the sea" in editor.page(f"{preview}?title=A+tale+of+the+sea").text()
    shown = editor.page(f"{preview}?into=a-tale&title=")
    assert editor.send_form(shown, "form-accept").headers["Location"] == "/articles/a-tale"


def test_a_file_can_be_dropped(editor):
    shown = editor.page(kept(editor.send(AT, {"text": TALE})))
    answer = editor.send_form(shown, "form-accept", answer="drop")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/articles")
    assert desk.number_of(editor.engine, Upload) == desk.number_of(editor.engine, ArticleVersion) == 0


def test_a_file_that_waits_is_its_senders_alone(editor):
    preview = kept(editor.send(AT, {"text": TALE}))
    editor.sign_in("ada").page(preview, status=404)
    assert editor.send(preview, {"number": "1"}).status_code == 404
    editor.sign_in("ann").page(preview, status=403)
    editor.sign_in(None).page(preview, status=401)


@for_each(("name", "status"), [(None, 401), ("ann", 403)])
def test_who_may_not_write_imports_nothing(at_work, name, status):
    at_work.sign_in(name)
    with desk.nothing_stored(at_work.engine):
        at_work.page(AT, status=status)
        assert at_work.send(AT, {"text": TALE}).status_code == status
        assert sent_file(at_work, TALE.encode()).status_code == status


def test_no_form_with_a_file_is_taken_without_its_token(editor):
    with desk.nothing_stored(editor.engine):
        answer = editor.client.post(AT, data={"text": "Typed long"}, files={"file": ("a.txt", b"A", "text/plain")})
    assert answer.status_code == 403
    assert "Typed long" in answer.text


def refused(answer):
    """Check that the same form is shown again, and give what it says."""
    assert answer.status_code == 422, answer.text[:500]
    shown = parse(answer.text)
    assert shown.one("form", id="form-import").attributes["enctype"] == "multipart/form-data"
    return shown, shown.one("div", id="import-problem").text()


@for_each(
    ("data", "name", "told"),
    [
        (b"", "empty.txt", "empty.txt is empty."),
        (b" \n\n ", "blank.txt", "There is no text in blank.txt."),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "picture.png", "picture.png"),
        (b"PK\x03\x04" + b"\x00" * 99, "broken.docx", "broken.docx"),
        (b"A" * (LARGEST_UPLOAD + 1), "large.txt", "20 MB"),
        (b"A" * (LARGEST_UPLOAD + 2_000_000), "larger.txt", "20 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_on_the_form_and_nothing_typed_is_lost(editor, data, name, told):
    with desk.nothing_stored(editor.engine):
        shown, sentence = refused(sent_file(editor, data, name, title="A tale", into="a-tale"))
    assert told in sentence
    assert shown.one("input", id="import-title").attributes["value"] == "A tale"
    chosen = [one for one in shown.one("select", id="import-into").all("option") if "selected" in one.attributes]
    assert [one.attributes["value"] for one in chosen] == ["a-tale"]


def test_a_file_and_a_text_are_not_taken_together_and_not_neither(editor):
    with desk.nothing_stored(editor.engine):
        shown, sentence = refused(sent_file(editor, TALE.encode(), text="Pasted"))
        assert "not both" in sentence
        assert shown.one("textarea", id="import-text").text() == "Pasted"
        assert "Paste the text, or choose a file." in refused(editor.send(AT, {"text": " "}))[1]


@for_each("fields", [{"title": "x" * 501}, {"into": "No Slug"}, {"into": "../x"}, {"foo": "1"}])
def test_junk_is_refused(editor, fields):
    with desk.nothing_stored(editor.engine):
        refused(editor.send(AT, {"text": TALE} | fields))


@for_each(
    ("address", "status"),
    [("", 404), ("x", 404), ("%00", 422), ("x" * 5000, 404), ("x?into=No+Slug", 422), ("x?foo=1", 422)],
)
def test_addresses_that_lead_nowhere(editor, address, status):
    with desk.nothing_stored(editor.engine):
        if address:
            editor.page(f"{AT}/{address}", status=status)
            assert editor.send(f"{AT}/{address.split('?')[0]}", {"number": "1"}).status_code in (404, 422)


def test_a_body_that_is_no_form_is_refused(editor):
    for kind, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=a", b"--b\r\n"),
        ("text/plain", b"x"),
    ):
        answer = editor.client.post(AT, content=body, headers={"Content-Type": kind})
        assert answer.status_code in (403, 422), (kind, answer.status_code)


def test_a_withdrawn_or_missing_article_takes_no_text(editor):
    gone = WithdrawalDraft(reason="Another one", version=1)
    desk.run(editor.engine, articles.withdraw, editor.who["ed"], "a-tale", gone)
    assert "a-tale" not in [one.attributes["value"] for one in editor.page(AT).all("option")]
    preview = kept(editor.send(AT, {"text": TALE, "into": "a-tale"}))
    assert "was withdrawn" in editor.page(preview, status=409).text()
    preview = kept(editor.send(AT, {"text": TALE, "into": "nowhere"}))
    editor.page(preview, status=404)


def test_a_preview_that_no_longer_holds_is_shown_again(editor):
    shown = editor.page(kept(editor.send(AT, {"text": TALE, "into": "a-tale"})))
    other = editor.page(kept(editor.send(AT, {"text": "Another text.", "into": "a-tale"})))
    assert editor.send_form(other, "form-accept").status_code == 303
    with desk.nothing_stored(editor.engine):
        answer = editor.send_form(shown, "form-accept")
    assert answer.status_code == 409
    assert "changed by somebody else meanwhile" in answer.text
    assert "Version 2 of the text of A tale" in parse(answer.text).text()
    assert editor.send_form(parse(answer.text), "form-accept").status_code == 303


@for_each("name", ["../../etc/a\x00b\n.txt", "\u202etxt.exe", "C:\\\\x\\\\tale.txt", "é" * 300, "<b>.txt"])
def test_a_file_may_be_called_anything(editor, name):
    shown = editor.page(kept(sent_file(editor, TALE.encode(), name)))
    told = shown.all("dl", class_="bibliographic")[0].all("dd")[0].text()
    assert told
    assert len(told) <= 100
    assert not {"/", "\\", "\u202e"} & set(told)


def test_nobody_waits_while_a_file_is_read(editor, monkeypatch):
    read, written = importing.bring, []

    def slowly(*given):
        written.append(desk.run(editor.engine, notes.add, editor.who["ann"], "TALE-1", desk.a_note()))
        return read(*given)

    monkeypatch.setattr(importing, "bring", slowly)
    shown = editor.page(kept(editor.send(AT, {"text": TALE})))
    assert editor.send_form(shown, "form-accept").status_code == 303
    answer = editor.ask("POST", "/api/v1/articles/a-tale-of-salt/versions", {"text": TALE + " So it is."})
    assert answer.json()["number"] == 2
    assert len(written) == 4


def test_hostile_text_stays_text(editor):
    shown = editor.page(kept(editor.send(AT, {"text": "\n\n".join(hostile_register.TEXTS)})))
    assert shown.one("main").all("script") == []
    assert hostile_register.MARK in shown.text()


def test_links_lead_here_for_whoever_may_write(at_work):
    for name, there in (("ed", True), ("ann", False), (None, False)):
        at_work.sign_in(name)
        assert (AT in at_work.client.get("/articles").text) == there
        assert (f"{AT}?into=a-tale" in at_work.client.get("/articles/a-tale").text) == there
    chosen = at_work.sign_in("ed").page(f"{AT}?into=a-tale").one("select", id="import-into")
    assert [one.attributes["value"] for one in chosen.all("option") if "selected" in one.attributes] == ["a-tale"]


def test_a_handful_of_files_waits_at_most(editor):
    for number in range(uploads.MOST_OF_A_PERSON + 2):
        kept(editor.send(AT, {"text": f"Tale number {number}"}))
    assert desk.number_of(editor.engine, Upload) == uploads.MOST_OF_A_PERSON
