"""BibTeX, RIS and CSL-JSON, each read back by a program that is not the writer's own."""

import io
import json
import re
import unicodedata

import bibtexparser
import pytest
import rispy
from pybtex.database import parse_string
from tests.helpers.fixed_shapes import claims, contents, facts, hostile, nothing, source
from tests.helpers.rows import for_each

from factdesk.exports import FORMATS
from factdesk.exports.csl import TYPES, item
from factdesk.vocabulary import SourceKind

SHAPED = ("first", "second", "third", "fifth")
PRINTED = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", r"\%": "%", r"\&": "&", r"\#": "#", r"\_": "_", r"\$": "$",
}  # fmt: skip
MADE = [contents, nothing, lambda: contents(*hostile())]
NAMED = pytest.mark.parametrize("made", MADE, ids=["shaped", "empty", "hostile"])


def written(name, made):
    file = io.BytesIO()
    FORMATS[name].write(made, file)
    return file.getvalue().decode()


def sources(made):
    return {piece.source.citekey: piece.source for one in made.claims for piece in one.evidence
            if piece.withdrawn_reason is None}  # fmt: skip


def printed(text):
    """Give what LaTeX would print."""
    return re.sub("|".join(map(re.escape, PRINTED)), lambda found: PRINTED[found[0]], text)


def folded(text):
    return " ".join(text.split())


@NAMED
def test_pybtex_reads_every_entry_back(made):
    found = parse_string(written("bib", made()), "bibtex").entries
    for key, one in sources(made()).items():
        assert printed(found[key].fields["title"].removeprefix("{").removesuffix("}")) == folded(one.title)
        names = [str(person).removeprefix("{").removesuffix("}") for person in found[key].persons.get("author", [])]
        assert [printed(name) for name in names] == [folded(name) for name in one.authors]
    assert len(found) == len(sources(made()))


@NAMED
def test_bibtexparser_reads_every_entry_and_fails_at_none(made):
    library = bibtexparser.parse_string(written("bib", made()))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == list(sources(made()))


@NAMED
def test_rispy_reads_every_record_back(made):
    found = {one["id"]: one for one in rispy.loads(written("ris", made()))}
    for key, one in sources(made()).items():
        assert found[key]["title"] == folded(one.title)
        assert found[key].get("authors", []) == [folded(name) for name in one.authors]
        assert found[key].get("urls", [None])[0] == one.url
        assert found[key].get("year") == (one.published or "")[:4] or not one.published
    assert len(found) == len(sources(made()))


@NAMED
def test_the_items_are_those_of_the_sources(made):
    found = json.loads(written("csl.json", made()))
    assert found == [json.loads(json.dumps(item(one))) for one in sources(made()).values()]


def test_withdrawn_evidence_brings_no_source():
    assert [one["id"] for one in json.loads(written("csl.json", contents()))] == list(SHAPED)
    assert any(piece.source.citekey == "fourth" for one in claims() for piece in one.evidence)


def test_a_date_keeps_its_precision():
    parts = [item(source("a", published=edtf))["issued"]["date-parts"] for edtf in ("2021", "2021-03", "2021-03-05")]
    assert parts == [[[2021]], [[2021, 3]], [[2021, 3, 5]]]
    assert "issued" not in item(source("a", published=None))


def test_an_organisation_is_not_taken_for_a_person():
    assert item(source("a", authors=["Human Rights Watch"]))["author"] == [{"literal": "Human Rights Watch"}]


@for_each("kind", SourceKind)
@for_each("name", ["bib", "ris", "csl.json"])
def test_every_kind_of_source_has_an_entry(name, kind):
    one = claims()[0]
    piece = one.evidence[0].model_copy(update={"source": source("first", kind=kind)})
    text = written(name, contents(one.model_copy(update={"evidence": [piece]})))
    assert "Title of first" in text
    assert kind in TYPES


def test_bibtex_begins_with_the_facts():
    text = written("bib", contents())
    assert text.startswith(f"% Title: {facts().title}\n")
    assert f"% Head: {facts().head}\n" in text


def test_the_texts_are_not_normalised():
    text = unicodedata.normalize("NFD", "é")
    one = claims()[0]
    piece = one.evidence[0].model_copy(update={"source": source("first", title=text)})
    made = contents(one.model_copy(update={"evidence": [piece]}))
    assert text in written("ris", made)
