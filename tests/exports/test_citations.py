import pytest
from tests.helpers.fixed_shapes import HOSTILE, source
from tests.helpers.rows import for_each

from factdesk.drafts.exports import CitationStyle
from factdesk.exports.citations import reference
from factdesk.vocabulary import SourceKind

CHICAGO, APA = CitationStyle.CHICAGO, CitationStyle.APA


def test_without_a_style_the_reference_is_the_short_form():
    assert reference(source("a"), None) == source("a").citation


@for_each(("style", "text"), [
    (CHICAGO, "Ann Author, and Human Rights Watch. 2021. “Is It So?” The Paper, March 5. https://example.org/a."),
    (APA, "Ann Author, & Human Rights Watch. (2021, March 5). Is it so? The Paper. https://example.org/a"),
])  # fmt: skip
def test_a_reference_is_written_as_the_manual_has_it(style, text):
    given = source("a", title="Is it so?", authors=["Ann Author", "Human Rights Watch"], publisher="The Paper",
                   published="2021-03-05")  # fmt: skip
    assert reference(given, style) == text


@pytest.mark.slow
@for_each("style", CitationStyle)
@for_each("kind", SourceKind)
@for_each("published", ["2021", "2021-03", "2021-03-05", None])
def test_every_kind_of_source_has_a_reference_in_every_style(style, kind, published):
    text = reference(source("a", kind=kind, published=published), style)
    assert "title of a" in text.lower()
    assert "https://example.org/a" in text
    assert ("2021" if published else "n.d.") in text or (kind is SourceKind.COURT and not published)
    assert "Edition" not in text
    assert not any(doubled in text for doubled in ("..", "?.", "!.", "”.", " ,"))


@for_each("style", CitationStyle)
def test_a_source_without_authors_is_listed_under_its_publisher(style):
    assert reference(source("a", authors=[]), style).startswith("The Publisher.")
    assert reference(source("a", authors=[], publisher=None), style) == source("a").citation


@pytest.mark.slow
@for_each("style", CitationStyle)
@for_each("text", HOSTILE)
def test_no_text_is_lost_or_becomes_markup(style, text):
    found = reference(source("a", title=text, language="fr"), style)
    assert " ".join(text.split()).rstrip(".?!") in found
