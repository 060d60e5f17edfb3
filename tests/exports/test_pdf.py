import io
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
from pypdf import PdfReader
from tests.helpers.fixed_shapes import claim, contents, facts, hostile, nothing
from tests.helpers.rows import for_each

from factdesk.errors import Clash, Invalid
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


@pytest.mark.slow
@for_each("made", [nothing, lambda: contents(*hostile())])
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


def test_one_is_set_at_a_time_and_few_wait():
    with ThreadPoolExecutor(2 * pdf.AT_MOST) as pool:
        with pdf._engine:  # as long as another document is being set
            waiting = [pool.submit(written, contents()) for _ in range(2 * pdf.AT_MOST)]
            refused, _ = wait(waiting, return_when=FIRST_COMPLETED)
            with pytest.raises(Clash, match="Several PDFs are being made just now"):
                refused.pop().result()
        done = [one.result() for one in waiting if one.exception() is None]
    assert len(done) >= pdf.AT_MOST
    assert written(contents()) == done[0]


def test_a_document_that_cannot_be_set_gives_its_place_back():
    for _ in range(pdf.AT_MOST + 1):
        with pytest.raises(OSError, match="full"):
            pdf.write(contents(), Full())


class Full(io.BytesIO):
    """A file on a disk that has no room left."""

    def write(self, *_):
        raise OSError("full")
