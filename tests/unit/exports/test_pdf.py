import io

import pytest
from pypdf import PdfReader
from tests.shaped import claim, contents, facts, hostile, nothing

from factdesk.errors import Invalid
from factdesk.exports import glyphs, pdf

UNSHOWN = "\U000f0000\U000f0001"
"""Characters for private use, for which no font has a shape."""


def written(made):
    file = io.BytesIO()
    pdf.write(made, file)
    return file.getvalue()


def read(made):
    return PdfReader(io.BytesIO(written(made)))


def text(made):
    return " ".join(" ".join(page.extract_text() for page in read(made).pages).split())


def test_it_says_what_the_register_says_with_page_numbers():
    said = text(contents())
    for wanted in ("TALE-1. Statement 1", "Confidence that the claim is true: high", "Title of second", facts().head,
                   "References", f"1 / {len(read(contents()).pages)}"):  # fmt: skip
        assert wanted in said


def test_contents_and_outline_lead_to_the_claims():
    found = read(contents())
    titles = [one["/Title"] for one in _flat(found.outline)]
    assert [title for title in titles if title.startswith("TALE-")] == [
        "TALE-1. Statement 1", "TALE-2. Statement 2", "TALE-3. =1+1",
    ]  # fmt: skip


def _flat(outline):
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def test_addresses_are_links():
    links = {note.get_object().get("/A", {}).get("/URI") for page in read(contents()).pages
             for note in page.get("/Annots", [])}  # fmt: skip
    assert "https://example.org/first" in links


def test_title_and_time_are_those_of_the_facts():
    found = read(contents()).metadata
    assert found.title == facts().title
    assert found.creation_date == facts().moment.replace(microsecond=0)


def test_the_same_contents_give_the_same_bytes():
    assert written(contents()) == written(contents())


@pytest.mark.parametrize("made", [nothing, lambda: contents(*hostile())], ids=["empty", "hostile"])
def test_it_can_be_read_whatever_it_holds(made):
    assert facts().head in text(made())


def test_what_no_font_can_show_is_named_and_said():
    said = text(contents(claim(1, statement=f"It is {UNSHOWN} so")))
    assert "It is [Other: 2] so" in said
    assert "No font here has letters for Other, so such" in said
    assert "No font here" not in text(contents())


def test_the_fonts_of_the_engine_show_european_scripts_everywhere():
    signs = "aZéßğłőŞžœ–—“”„…·•€§†ψΩЖяЇґ0123456789"
    assert glyphs.without_shape(signs, system_fonts=False) == set()
    assert glyphs.without_shape("漢" + UNSHOWN, system_fonts=False) == set("漢" + UNSHOWN)


def test_too_many_claims_are_refused_beforehand():
    with pytest.raises(Invalid, match=r"A PDF holds 400 claims, these are 401"):
        written(contents(facts_of=facts(count=pdf.MOST_CLAIMS + 1)))
