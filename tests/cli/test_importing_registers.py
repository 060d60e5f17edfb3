import json
import re

import pytest
import sqlalchemy as sa
from tests.helpers import desk, hostile_register
from tests.helpers.command_line import address_of, run
from tests.helpers.published_register import SMALLEST, without_the_chain
from tests.helpers.rows import for_each
from tests.helpers.worked_register import worked_on

from factdesk.access import READER
from factdesk.commands import articles, claims, evidence, notes, reviews
from factdesk.database.transaction import writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.published import PublishedRegister
from factdesk.errors import Clash, Forbidden, NotSignedIn
from factdesk.imports import register_files, registers
from factdesk.models import Claim, Note, Person
from factdesk.vocabulary import Audience

KINDS = ("worked", "withdrawn", "seed")


@pytest.fixture(scope="module")
def published(databases, tmp_path_factory):
    """Give a folder with the public JSON of a register a desk has worked on, of what it withdrew, and of the seed."""
    folder = tmp_path_factory.mktemp("published")
    with databases.opened("empty") as engine:
        worked_on(engine)
        judged_blindly(engine)
        assert desk.problems(engine) == []
        exported(engine, folder / "worked.json")
        exported(engine, folder / "withdrawn.json", "--withdrawn", "yes")
        exported(engine, folder / "internal.json", "--profile", "internal")
    with databases.opened("seeded") as engine:
        exported(engine, folder / "seed.json")
    return folder


def judged_blindly(engine):
    """Let the desk ask for two blind reviews, write hostile texts, note and withdraw."""
    actors = desk.the_people(engine)
    ed, ann, ben = (actors[name] for name in ("ed", "ann", "ben"))
    desk.run(engine, notes.add, ann, "TALE-2", desk.a_note(body="Seen in <b>print</b>", audience=Audience.PUBLIC))
    changed = desk.changed_article(version=desk.version_of(engine, "a-tale"), reviews_required=2, blind_review=True)
    desk.run(engine, articles.revise, ed, "a-tale", changed)
    desk.run(engine, reviews.submit, ben, "TALE-3", desk.a_judgement(verdict="mixed"))
    for at, text in enumerate(hostile_register.TEXTS):
        wanted = desk.new_claim(statement=f"{text} {at}", quote=text, topics=[text[:80]], true_on="2024-05")
        ref = desk.run(engine, claims.add, ed, "a-tale", wanted)
        found = desk.new_evidence(says=text, quotation=text, locator="p. 1", rests_on=["src02"] if at % 2 else [])
        key = int(desk.run(engine, evidence.add, ann, ref, found))
        desk.run(engine, claims.publish, ed, ref, desk.version_of(engine, ref))
        if at % 3:
            desk.run(engine, reviews.submit, ann, ref, desk.a_judgement(reason=text, recheck_on="2027-01-02"))
        if at % 3 == 2:
            desk.run(engine, reviews.submit, ben, ref, desk.a_judgement(reason=text, verdict="disputed"))
        if at % 5 == 1:
            gone = WithdrawalDraft(reason=text, version=desk.version_of(engine, key))
            desk.run(engine, evidence.withdraw, ed, key, gone)
        if at % 7 == 3:
            gone = WithdrawalDraft(reason="Not said", version=desk.version_of(engine, ref))
            desk.run(engine, claims.withdraw, ed, ref, gone)


def exported(engine, file, *options):
    ended = run("export", "json", *options, "-o", str(file), "--database", address_of(engine))
    assert ended.code == 0, ended.told


def read(file):
    return json.loads(file.read_bytes())


@pytest.mark.slow
@pytest.mark.engines("sqlite", "postgresql")
@pytest.mark.parametrize("kind", KINDS)
def test_a_published_register_comes_back_equal_in_everything_but_its_facts(databases, published, tmp_path, kind):
    file, again = published / f"{kind}.json", tmp_path / "again.json"
    with databases.opened("empty") as engine:
        ended = run("import", str(file), "--yes", "--database", address_of(engine))
        assert (ended.code, ended.told) == (0, "")
        exported(engine, again, *(("--withdrawn", "yes") if kind == "withdrawn" else ()))
        assert desk.problems(engine) == []
        assert all(person.role_account for person in every(engine, Person))
    was, then = without_the_chain(read(file)), without_the_chain(read(again))
    if kind != "seed":  # articles count claims of every kind, of which only some came
        for register in (was, then):
            del register["articles"][0]["claims"], register["articles"][0]["verdicts"]
    assert then == was
    assert then["claims"]
    assert "history" in read(again)["claims"][0]


def every(engine, model):
    with engine.connect() as connection:
        return connection.execute(sa.select(model.__table__)).all()


@pytest.mark.slow
def test_an_internal_one_keeps_drafts_and_notes_for_the_desk(databases, published):
    with databases.opened("empty") as engine:
        assert run("import", str(published / "internal.json"), "--yes", "--database", address_of(engine)).code == 0
        assert desk.the(engine, Note, body="Ask *her*\n\n\u202e and 𝄞").audience == Audience.INTERNAL
        drafts = [one["ref"] for one in read(published / "internal.json")["claims"] if one["visibility"] == "draft"]
        assert drafts
        assert {desk.the(engine, Claim, ref=ref).visibility for ref in drafts} == {"draft"}
        assert desk.problems(engine) == []


def test_it_says_what_it_would_bring_and_waits_for_yes(databases, published):
    with databases.opened("empty") as engine, desk.nothing_stored(engine):
        ended = run("import", str(published / "seed.json"), "--database", address_of(engine))
        assert ended.code != 0
        assert "  Initial desk review\n" in ended.said
        assert "Together: 40 claims, 1 article, 252 sources, 302 pieces of evidence, 40 reviews, 0 notes" in ended.said
        assert "--yes" in ended.told


def test_work_goes_on(databases, published):
    with databases.opened("empty") as engine:
        actors = desk.open_desk(engine)
        run("import", str(published / "seed.json"), "--yes", "--database", address_of(engine))
        assert desk.run(engine, claims.add, actors["ed"], "malis-dark-shadow", desk.new_claim()) == "MDS-41"
        desk.run(engine, reviews.submit, actors["ben"], "MDS-1", desk.a_judgement())
        desk.run(engine, evidence.add, actors["ann"], "MDS-1", desk.new_evidence())
        assert desk.problems(engine) == []


def test_what_is_there_is_not_touched(databases, published):
    with databases.opened("seeded") as engine, desk.nothing_stored(engine):
        ended = run("import", str(published / "seed.json"), "--yes", "--database", address_of(engine))
        assert ended.told.startswith(
            "factdesk: Nothing was stored. seed.json, slug malis-dark-shadow: it is taken in this register (254 refused"
        )


def test_between_preview_and_storing_a_name_may_be_taken(databases, published):
    file = published / "worked.json"
    with databases.opened("empty") as engine:
        actors = desk.open_desk(engine)
        register = PublishedRegister.model_validate(register_files.read(file.read_text("utf-8"), file.name).parts)
        with (
            desk.nothing_stored(engine),
            writing(engine) as session,
            pytest.raises(Clash, match="slug a-tale is taken"),
        ):
            registers.accept(session, actors["ada"], registers.Plan(file.name, register))


def test_only_an_admin_brings_a_register(databases, published):
    found = register_files.read((published / "seed.json").read_text("utf-8"), "seed.json")
    with databases.opened("empty") as engine:
        actors = desk.open_desk(engine)
        for name in ("ed", "ann"):
            desk.refused(engine, Forbidden, registers.plan, actors[name], found)
        desk.refused(engine, NotSignedIn, registers.plan, READER, found)


def first(register, part="claims"):
    return register[part][0]


DAMAGES = {
    "no articles": (lambda r: r.pop("articles"), "seed.json is no register: it has no articles"),
    "no article": (lambda r: r["articles"].clear(), "articles: .*at least 1"),
    "no claims": (lambda r: r.update(claims=None), "claims: .*valid tuple|claims: "),
    "a claim is a text": (lambda r: r["claims"].insert(0, "x"), "claim 1: "),
    "no ref": (lambda r: first(r).pop("ref"), "claim 1, ref: "),
    "another ref": (lambda r: first(r).update(ref="MDS-7"), "claim MDS-7 is given twice"),
    "a ref of nobody": (lambda r: first(r).update(ref="XY-1"), "XY-1 is claim 1 of malis-dark-shadow, whose prefix is"),
    "another number": (lambda r: first(r).update(number=99), "MDS-1 is claim 99"),
    "a number too large": (lambda r: first(r).update(number=2**40), "claim MDS-1, number: "),
    "no statement": (lambda r: first(r).update(statement=" "), "claim MDS-1, statement: "),
    "a statement too long": (lambda r: first(r).update(statement="x" * 2001), "claim MDS-1, statement: "),
    "NUL": (lambda r: first(r).update(quote="a\0b"), "claim MDS-1, quote: .*control"),
    "half a sign": (lambda r: first(r).update(quote="\ud800"), "claim MDS-1, quote: .*unicode"),
    "a strange type": (lambda r: first(r).update(type="rumour"), "claim MDS-1, type: "),
    "a strange date": (lambda r: first(r).update(true_on="yesterday"), "claim MDS-1, true on: "),
    "a verdict made up": (lambda r: first(r).update(verdict="disputed"), "MDS-1 is said to be disputed"),
    "a confidence made up": (lambda r: first(r).update(confidence="very_low"), "MDS-1 is said to be"),
    "settled by nobody": (lambda r: first(r).update(reviews=[]), "its reviews come to unreviewed, no confidence"),
    "a review of nobody": (lambda r: first(r)["reviews"][0].pop("reviewer"), "claim MDS-1, reviews 1, reviewer: "),
    "a review without a reason": (lambda r: first(r)["reviews"][0].update(reason=""), "reviews 1, reason: "),
    "a strange verdict": (lambda r: first(r)["reviews"][0].update(verdict="certain"), "reviews 1, verdict: "),
    "a strange moment": (lambda r: first(r)["reviews"][0].update(created_at="noon"), "reviews 1, created at: "),
    "a moment without a zone": (
        lambda r: first(r)["reviews"][0].update(created_at="2026-01-01T00:00:00"), "reviews 1, created at: .*timezone",
    ),
    "a moment of no calendar": (
        lambda r: first(r)["reviews"][0].update(created_at="9999-12-31T23:59:59-14:00"), "created at: .*no moment",
    ),
    "wording 0": (lambda r: first(r)["reviews"][0].update(wording=0), "reviews 1, wording: "),
    "evidence of no source": (lambda r: first(r)["evidence"][0].update(source=None), "MDS-1, evidence 1, source: "),
    "evidence of a strange source": (
        lambda r: first(r)["evidence"][0]["source"].update(citekey="nobody"), "MDS-1 names the source nobody",
    ),
    "evidence that rests on nothing": (
        lambda r: first(r)["evidence"][0].update(rests_on=["nobody"]), "MDS-1 names the source nobody",
    ),
    "a strange stance": (lambda r: first(r)["evidence"][0].update(stance="neutral"), "evidence 1, stance: "),
    "credibility 9": (lambda r: first(r)["evidence"][0].update(credibility="9"), "evidence 1, credibility: "),
    "evidence that says nothing": (lambda r: first(r)["evidence"][0].pop("says"), "evidence 1, says: "),
    "no sources": (lambda r: r.update(sources=[]), "MDS-1 names the source"),
    "a source twice": (lambda r: r["sources"].append(first(r, "sources")), "the citekey .* is given twice"),
    "a source that runs scripts": (
        lambda r: first(r, "sources").update(url="javascript:alert(1)"), "source .*, url: is not a web address",
    ),
    "a strange citekey": (lambda r: first(r, "sources").update(citekey="a b"), "source a b, citekey: "),
    "a strange grade": (lambda r: first(r, "sources").update(reliability="G"), "source .*, reliability: "),
    "from itself": (
        lambda r: first(r, "sources").update(derives_from=[
            {"citekey": first(r, "sources")["citekey"], "how": "reprints", "note": None}]), "in a circle",
    ),
    "tied to nobody": (
        lambda r: first(r, "sources").update(ties=[{"citekey": "nobody", "how": "same_owner", "note": None}]),
        "a tie names the source nobody",
    ),
    "tied to itself": (
        lambda r: first(r, "sources").update(ties=[
            {"citekey": first(r, "sources")["citekey"], "how": "same_owner", "note": None}]), "with itself",
    ),
    "tied somehow": (
        lambda r: first(r, "sources").update(ties=[{"citekey": "nobody", "how": "friends"}]), "ties 1, how: ",
    ),
    "an article twice": (lambda r: r["articles"].append(first(r, "articles")), "the address .* is given twice"),
    "a strange slug": (lambda r: first(r, "articles").update(slug="A Tale"), "article A Tale, slug: "),
    "a strange prefix": (lambda r: first(r, "articles").update(prefix="x"), "article .*, prefix: "),
    "reserved": (lambda r: [first(r, "articles").update(slug="new"), *(c.update(article="new") for c in r["claims"])],
                 "slug new: it is taken"),
    "of no article": (lambda r: first(r).update(article="another"), "MDS-1 names the article another"),
    "no reviews required": (lambda r: first(r, "articles").update(reviews_required=0), "reviews required: "),
    "a strange visibility": (lambda r: first(r).update(visibility="secret"), "MDS-1, visibility: "),
    "a list for a text": (lambda r: first(r).update(statement=["x"]), "MDS-1, statement: "),
    "a note of nobody": (lambda r: first(r).update(notes=[{"body": "x"}]), "notes 1, author: "),
}  # fmt: skip


@pytest.mark.slow
@for_each("name", DAMAGES)
def test_a_damaged_register_is_refused_in_one_line_and_nothing_is_stored(databases, published, tmp_path, name):
    damage, told = DAMAGES[name]
    register = read(published / "seed.json")
    damage(register)
    file = tmp_path / "seed.json"
    file.write_text(json.dumps(register), encoding="utf-8")
    with databases.opened("empty") as engine, desk.nothing_stored(engine):
        ended = run("import", str(file), "--yes", "--database", address_of(engine))
        assert ended.code != 0
        (line,) = ended.told.splitlines()
        assert re.search(told, line), line


@for_each("kept", [0.2, 0.9, 0.9999])
def test_half_a_file_is_refused(databases, published, tmp_path, kept):
    whole = (published / "seed.json").read_bytes()
    file = tmp_path / "half.json"
    file.write_bytes(whole[: int(len(whole) * kept)])
    with databases.opened("empty") as engine, desk.nothing_stored(engine):
        assert (
            "half.json is not readable JSON" in run("import", str(file), "--yes", "--database", address_of(engine)).told
        )


def test_a_name_that_is_given_twice_is_refused(databases, published, tmp_path):
    file = tmp_path / "twice.json"
    text = (published / "seed.json").read_text("utf-8")
    file.write_text(text.replace('"number":1,', '"number":1,"number":1,', 1), encoding="utf-8")
    with databases.opened("empty") as engine, desk.nothing_stored(engine):
        assert "number is given twice" in run("import", str(file), "--yes", "--database", address_of(engine)).told


def test_thousands_of_people_are_told_apart(databases, tmp_path):
    register = json.loads(json.dumps(SMALLEST))
    note = {"body": "x", "audience": "public", "created_at": "2026-01-01T00:00:00Z"}
    register["claims"][0]["notes"] = [note | {"author": f"Writer {number}"} for number in range(3_000)]
    file = tmp_path / "many.json"
    file.write_text(json.dumps(register), encoding="utf-8")
    with databases.opened("empty") as engine:
        assert run("import", str(file), "--yes", "--database", address_of(engine)).code == 0
        assert desk.number_of(engine, Person) == 3_000
        assert desk.problems(engine) == []


@for_each(
    ("more", "told"),
    [(("--into", "a-tale"), "seed.json is a register"), (("--anyway",), "--anyway is for lists of sources")],
)
def test_what_concerns_others_is_refused(databases, published, more, told):
    with databases.opened("empty") as engine, desk.nothing_stored(engine):
        ended = run("import", str(published / "seed.json"), "--yes", *more, "--database", address_of(engine))
        assert told in ended.refused(2)
