"""Real pages and Word files gathered by others, through the readers as the program calls them."""

from tests.benchmarks.readers import DATA, by_phrases, by_words, mean, unpacked
from tests.outside.material import needs

from factdesk.errors import Invalid
from factdesk.readers import read

pytestmark = needs(DATA)
WITHOUT_TEXT = {"empty.docx", "external-picture.docx", "tiny-picture.docx", "tiny-picture-target-base-relative.docx"}


def test_the_main_text_of_real_pages_is_found():
    with unpacked("articles-html.tar.xz") as folder:
        scores, phrases = by_words(folder), by_phrases(folder)

    assert len(scores) == 130
    assert mean(scores) >= 0.93
    assert phrases.f1 >= 0.9
    assert {one.name: one.f1 for one in scores if one.name.startswith("rtl-") and one.f1 < 0.99} == {}


def test_every_word_file_is_read_and_one_without_text_is_told_so():
    with unpacked("articles-docx.tar.xz") as folder:
        files = sorted(folder.glob("*.docx"))
        refused = {file.name: said for file in files if (said := _refusal(file))}

    assert len(files) == 17
    assert refused == {name: f"There is no text in {name}." for name in WITHOUT_TEXT}


def _refusal(file) -> str | None:
    try:
        assert read(file.read_bytes(), file.name).text
    except Invalid as refusal:
        return refusal.sentence
    return None
