"""Lists of references in three formats come in as sources, ours without loss, others as far as they speak."""

import io
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers import fixed_shapes
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.exports import FORMATS
from factdesk.exports.bibtex import _text
from factdesk.imports import kinds

ENTRY = r"""
@string{jas = "Journal of African Studies"}
@article{doe-2020,
  title = {The {S}ahel: a \emph{long} wait for {\'e}l\`eves \& others, 100\% true},
  author = {Doe, Jane and {Human Rights Watch} and Jean de La Fontaine and M{\"u}ller, Jr., Karl},
  journal = jas, year = 2020, month = mar, doi = {10.1000/Sahel.7}, url = {https://a.example/x\_y},
  keywords = {ngo, sahel}, langid = {en}
}
@online{2nd_key, title = {No date}, date = {n.d.}, url = {https://b.example/}}
"""
RECORD = """TY  - NEWS
T1  - A wait
A1  - Doe, Jane
A1  - Reuters
JF  - The Paper
Y1  - 2020/03/05/
UR  - https://a.example/x
LA  - en
ER  -
TY  - RPRT
TI  - B & C
PB  - The Institute
PY  - 2019
DO  - https://doi.org/10.1000/b
ER  -
"""
ITEMS = [
    {
        "id": 7, "type": "article-journal", "title": "A <i>long</i> wait &amp; more",
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "Reuters"}, "Plain Name"],
        "container-title": "The Paper", "issued": {"date-parts": [["2020", 3]]}, "DOI": "10.1000/x", "language": "fr",
    },
    {"id": "b", "type": "webpage", "title": "B", "issued": {"raw": "5 March 2021"}, "URL": "https://b.example/"},
]  # fmt: skip


def fields(data, name):
    return [one.fields for one in kinds.read(data.encode() if isinstance(data, str) else data, name)]


def test_bibtex_is_read_as_it_would_be_printed():
    first, second = fields(ENTRY, "a.bib")
    assert first == {
        "citekey": "doe-2020", "title": "The Sahel: a long wait for élèves & others, 100% true",
        "authors": ["Jane Doe", "Human Rights Watch", "Jean de La Fontaine", "Karl Müller Jr."],
        "publisher": "Journal of African Studies", "published": "2020-03", "url": "https://doi.org/10.1000/Sahel.7",
        "kind": "ngo", "language": "en",
    }  # fmt: skip
    assert second == {"citekey": "2nd_key", "title": "No date", "url": "https://b.example/", "kind": "blog"}


def test_ris_is_read():
    first, second = fields(RECORD.replace("\n", "\r\n"), "a.ris")
    assert fields(RECORD.replace("\n", "\r"), "a.ris") == [first, second] == fields(RECORD, "a.ris")
    assert first == {
        "title": "A wait", "authors": ["Jane Doe", "Reuters"], "publisher": "The Paper", "published": "2020-03-05",
        "url": "https://a.example/x", "kind": "news", "language": "en",
    }  # fmt: skip
    assert (second["publisher"], second["url"], second["kind"]) == (
        "The Institute", "https://doi.org/10.1000/b", "think_tank")  # fmt: skip


@for_each("wrapped", [ITEMS, {"items": ITEMS}])
def test_csl_json_is_read(wrapped):
    first, second = fields(json.dumps(wrapped), "a.json")
    assert first == {
        "citekey": "7", "title": "A long wait & more", "authors": ["Jane Doe", "Reuters", "Plain Name"],
        "publisher": "The Paper", "published": "2020-03", "url": "https://doi.org/10.1000/x", "kind": "academic",
        "language": "fr",
    }  # fmt: skip
    assert second["published"] == "5 March 2021"


@for_each("format_", ["bib", "ris", "csl.json"])
def test_a_list_of_ours_comes_back_whole(format_):
    written = io.BytesIO()
    contents = fixed_shapes.contents()
    FORMATS[format_].write(contents, written)
    found = {one["citekey"]: one for one in fields(written.getvalue(), f"ours.{format_}")}
    sources = {piece.source.citekey: piece.source for claim in fixed_shapes.claims() for piece in claim.evidence
               if piece.withdrawn_reason is None and piece.source.withdrawn_reason is None}  # fmt: skip
    assert found.keys() == sources.keys()
    for key, source in sources.items():
        for name in ("title", "authors", "publisher", "published", "url", "archived_url", "kind", "language"):
            wanted = getattr(source, name)
            wanted = [" ".join(one.split()) for one in wanted] if name == "authors" else wanted
            assert found[key].get(name) == (wanted or None), (key, name)


DAMAGED = {
    "no bibtex": ("no entry here", "a.bib", "holds no reference"),
    "an open brace": ("@article{a, title={x}", "a.bib", "line 1: premature end of file"),
    "a key twice": ("@misc{a, title={x}}@misc{a, title={y}}", "a.bib", "repeated bibliography entry: a"),
    "an unknown word": ("@misc{a, title=jgr}", "a.bib", "undefined string"),
    "too many commas": ("@misc{a, title={x}, author={a,b,c,d,e}}", "a.bib", "Too many commas"),
    "a record without its end": (RECORD + "TY  - NEWS\nTI  - x\n", "a.ris", "no end (ER); 2 of 3 records are whole"),
    "no record": ("TI  - x\n", "a.ris", "holds no reference"),
    "no json": ("{", "a.json", "is not readable JSON"),
    "deep json": ("[" * 10**5, "a.json", "is not readable JSON"),
    "no item": ('[{"title": "x"}]', "a.json", "item 1: it is no CSL item with a type"),
    "a list of texts": ('["x"]', "a.json", "item 1: it is no CSL item"),
    "an empty list": ("[]", "a.json", "holds no reference"),
    "another ending": ("x", "a.docx", "a.docx is nothing that can be imported; known are .csv"),
}


@for_each("kind", DAMAGED)
def test_what_cannot_be_read_is_refused_in_one_sentence(kind):
    data, name, sentence = DAMAGED[kind]
    with pytest.raises(Invalid) as refusal:
        kinds.read(data.encode(), name)
    assert sentence in refusal.value.sentence
    assert "\n" not in refusal.value.sentence


@given(st.text(), st.sampled_from(["a.bib", "a.ris", "a.json", "a.jsonld"]))
def test_any_text_is_read_or_refused(text, name):
    with suppress(Invalid):
        kinds.read(text.encode(errors="replace"), name)


LIGATURES = "`'-<>!?,\"\u00a0"
"""Signs of which LaTeX prints another where two of them meet, and the blank that is no line's end."""
WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=LIGATURES), min_size=1, max_size=30
)


@given(WORDS.map(lambda one: " ".join(one.split())).filter(bool))
def test_any_title_survives_bibtex(title):
    (found,) = fields(f"@misc{{a,\n  title = {{{{{_text(title)}}}}},\n}}\n", "a.bib")
    assert found.get("title", "") == title


@for_each(("typed", "printed"), [("``so''", "“so”"), ("1990--1995", "1990–1995"), ("a---b", "a—b")])
def test_what_latex_prints_as_one_sign_is_read_as_it(typed, printed):
    assert fields(f"@misc{{a, title = {{{typed}}}}}", "a.bib")[0]["title"] == printed
