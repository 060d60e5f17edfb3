import pytest
from sqlmodel import col, select
from tests.helpers import desk, with_drafts
from tests.helpers.builders import a_claim, a_piece, a_register, a_source, load
from tests.helpers.rows import for_each

from factdesk.access import OPERATOR, READER
from factdesk.commands import sources
from factdesk.database.transaction import reading
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.errors import NotFound
from factdesk.facts.derive import origins_of
from factdesk.facts.gather import gather
from factdesk.models import Claim
from factdesk.queries import provenance
from factdesk.vocabulary import Stance

RICH = ("MDS-25", "MDS-29", "MDS-31", "MDS-32")


def drawn(engine, ref, viewer=READER):
    with reading(engine) as session:
        return provenance.of_claim(session, viewer, ref)


def entries(picture):
    """Give every entry of the list with the label of its origin and what it stands under."""

    def below(label, found, parent):
        for entry in found:
            yield label, parent, entry.box
            yield from below(label, entry.repeated_by, entry.box.citekey)

    return [one for part in picture.sections for label, found in part.origins for one in below(label, found, None)]


@for_each("ref", RICH)
def test_every_cited_source_has_one_box_and_one_entry(seeded_engine, ref):
    picture = drawn(seeded_engine, ref)
    with reading(seeded_engine) as session:
        facts = gather(session, session.exec(select(Claim.id).where(col(Claim.ref) == ref)).all())[0]
        cited = {facts.source(row).citekey for row in facts.evidence}
        counts = origins_of(facts)
        through = {facts.source(row).citekey for row in facts.evidence for count in counts.values()
                   for one in count.counted if one.through == row.id}  # fmt: skip
    boxes = [box.citekey for box in picture.boxes]
    assert len(boxes) == len(set(boxes))
    assert cited <= set(boxes)
    assert sorted(box.citekey for _, _, box in entries(picture)) == sorted(boxes)
    assert {box.citekey for box in picture.boxes if box.counting == "counts"} == through
    for stance in (Stance.SUPPORTS, Stance.DISPUTES):
        side = "against" if stance is Stance.DISPUTES else "for"
        labels = {part.strip() for frame in picture.frames for part in frame.label.split("·")}
        numbered = {label for label in labels if label.endswith(side)}
        assert numbered == {f"Origin {number} {side}" for number in range(1, counts[stance].number + 1)}


@for_each("ref", [f"MDS-{number}" for number in range(1, 41)])
def test_every_claim_of_the_example_can_be_drawn(seeded_engine, ref):
    picture = drawn(seeded_engine, ref)
    assert picture is None or (picture.boxes and picture.width <= 1_200)


def test_a_name_says_everything(seeded_engine):
    boxes = {box.citekey: box for box in drawn(seeded_engine, "MDS-25").boxes}
    name = boxes["insurge-ahmed-2016"].name
    for said in ("Graded D5 (not usually reliable, improbable), for the claim.", "Origin 1 for, counted once.",
                 "Derived.", "Relays keenan-dying-sahara-2013.", "Relays keenan-isci-souaidia-2015."):  # fmt: skip
        assert said in name
    assert "Origin 1 for, counted." in boxes["keenan-isci-souaidia-2015"].name
    assert "Not counted: its credibility cannot be judged." in boxes["americaneveryman-2016"].name
    assert "Not counted: it is context." in boxes["wasat-murabitun-2013"].name


def test_what_repeats_a_source_stands_under_it(seeded_engine):
    under = {box.citekey: parent for _, parent, box in entries(drawn(seeded_engine, "MDS-25"))}
    assert under["americaneveryman-2016"] == "insurge-ahmed-2016"
    assert under["keenan-opendemocracy-2012"] == "keenan-pambazuka-2012"
    assert under["keenan-pambazuka-2012"] is None


def test_lines_bear_the_word_of_the_connection(seeded_engine):
    words = [line.word for line in drawn(seeded_engine, "MDS-25").lines]
    assert {"reprints", "relays", "cites", "same author"} <= set(words)
    assert sum(line.tie for line in drawn(seeded_engine, "MDS-25").lines) == 3


def test_a_source_known_only_through_others_is_drawn_and_one_that_ties_nothing_is_not(empty_engine):
    made = [a_source("root"), a_source("copy", derived_from=[{"source": "root", "how": "reprints"}]),
            a_source("other"), a_source("loose"), a_source("between")]  # fmt: skip
    ties = [{"a": "other", "b": "loose", "how": "same_owner"}, {"a": "other", "b": "between", "how": "same_owner"},
            {"a": "between", "b": "root", "how": "same_owner"}]  # fmt: skip
    load(empty_engine, a_register(a_claim(1, a_piece("copy"), a_piece("other")), sources=made, ties=ties))
    picture = drawn(empty_engine, "TALE-1", OPERATOR)
    boxes = {box.citekey: box for box in picture.boxes}
    assert boxes.keys() == {"root", "copy", "other", "between"}
    assert {box.citekey for box in drawn(empty_engine, "TALE-1").boxes} == boxes.keys() - {"between"}
    assert (boxes["root"].stance, boxes["root"].counting) == (None, "not")
    assert "not cited" in boxes["root"].judged
    assert [frame.label for frame in picture.frames] == ["Origin 1 for"]


def test_a_piece_that_reaches_several_origins_joins_their_frames(empty_engine):
    made = [a_source("one", consulted=False), a_source("two", consulted=False), a_source("both")]
    claim = a_claim(1, a_piece("both", rests_on=["one", "two"]), a_piece("one"), a_piece("two"))
    load(empty_engine, a_register(claim, sources=made))
    picture = drawn(empty_engine, "TALE-1")
    assert [frame.label for frame in picture.frames] == ["Origin 1 for"]
    assert [line.word for line in picture.lines] == ["rests on", ""]


def test_a_source_cited_for_and_against_has_one_box_that_says_both(empty_engine):
    claim = a_claim(1, a_piece("one"), a_piece("one", stance="disputes", credibility=3))
    load(empty_engine, a_register(claim))
    (box,) = drawn(empty_engine, "TALE-1").boxes
    assert box.judged == "B2 for · B3 against"
    assert [frame.label for frame in drawn(empty_engine, "TALE-1").frames] == ["Origin 1 for · Origin 1 against"]


def test_a_withdrawn_source_stays_and_says_so(empty_engine):
    load(empty_engine, a_register(a_claim(1, a_piece("one"))))
    gone = WithdrawalDraft(reason="It was forged", version=1)
    desk.run(empty_engine, sources.withdraw, OPERATOR, "one", gone)
    (box,) = drawn(empty_engine, "TALE-1").boxes
    assert box.lineage == "own reporting · withdrawn"
    assert "Not counted: its source was withdrawn." in box.name


def test_readers_see_no_source_of_drafts(empty_engine):
    with_drafts.load(empty_engine)
    picture = drawn(empty_engine, "TALE-1")
    assert [box.citekey for box in picture.boxes] == ["open"]
    assert with_drafts.TRACE not in picture.model_dump_json()
    for ref in (with_drafts.DRAFT_CLAIM, "NOPE-1"):
        with pytest.raises(NotFound):
            drawn(empty_engine, ref)
    assert len(drawn(empty_engine, with_drafts.DRAFT_CLAIM, OPERATOR).boxes) == 4


def test_a_claim_without_evidence_has_no_picture(empty_engine):
    load(empty_engine, a_register(a_claim(1)))
    assert drawn(empty_engine, "TALE-1") is None
