from pathlib import Path

import pytest

from factdesk import paths
from factdesk.errors import Invalid
from factdesk.imports import seed

ARTICLE = """\
article: {slug: a-tale, prefix: TALE, title: A tale, language: en}
claims:
- number: 1
  statement: Something happened.
  hedge: asserted
  type: fact
  evidence:
  - {source: paper, stance: supports, credibility: 2, says: It happened.}
"""
SOURCES = """\
sources:
- citekey: paper
  title: The Paper
  kind: news
  published: '2021-03'
  consulted: true
  checked: 'no'
  lineage: own
  reliability: B
  derived_from:
  - {source: wire, how: relays}
- {citekey: wire, title: Wire, kind: news, consulted: true, checked: once, lineage: own, reliability: A}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "article.yaml").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return tmp_path


def refusal_of(folder: Path) -> Invalid:
    """Give the refusal after checking that it is one sentence."""
    with pytest.raises(Invalid) as refusal:
        seed.read(folder)
    sentence = refusal.value.sentence
    assert sentence.endswith(".")
    assert not sentence.endswith("..")
    assert "\n" not in sentence
    return refusal.value


def change(folder: Path, old: str, new: str) -> None:
    """Change one place in the two files."""
    for file in (folder / "article.yaml", folder / "sources.yaml"):
        text = file.read_text(encoding="utf-8")
        if old in text:
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            return
    raise AssertionError(old)


def test_the_projects_own_seed_is_sound():
    draft = seed.read(paths.SEED)
    numbers = (len(draft.claims), len(draft.sources), len(draft.ties))
    assert numbers == (40, 252, 7)
    assert sum(len(claim.evidence) for claim in draft.claims) == 302
    assert sum(len(source.derived_from) for source in draft.sources) == 39
    assert all(claim.review for claim in draft.claims)


def test_a_folder_is_read(folder: Path):
    draft = seed.read(folder)
    assert [claim.evidence[0].source for claim in draft.claims] == ["paper"]
    assert [source.citekey for source in draft.sources] == ["paper", "wire"]


@pytest.mark.parametrize("name", ["article.yaml", "sources.yaml"])
def test_a_missing_file_is_named(folder: Path, name: str):
    (folder / name).unlink()
    assert refusal_of(folder).sentence == f"{folder / name} cannot be read: No such file or directory."


def test_a_folder_in_place_of_a_file_is_named(folder: Path):
    (folder / "article.yaml").unlink()
    (folder / "article.yaml").mkdir()
    assert refusal_of(folder).sentence.startswith(f"{folder / 'article.yaml'} cannot be read: ")


@pytest.mark.parametrize(
    "content",
    [b"article: [unclosed", b"a: b: c", b"\tx: 1", b"a: !!python/object:os.system x", b"a: \0",
     b"\xff\xfe\xfd", b"a: &x *x", b"? {a: b}\n: c", b"published: 2021-02-30",
     b'a: "\\ud800"', b"title: one\ntitle: two", b"- {a: 1, b: 2, a: 3}"],
    ids=ascii,
)  # fmt: skip
def test_bad_yaml_is_refused_with_the_files_name(folder: Path, content: bytes):
    (folder / "sources.yaml").write_bytes(content)
    refusal = refusal_of(folder)
    assert refusal.sentence.startswith(f"{folder / 'sources.yaml'} is not readable YAML: ")


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "just text", "12"])
def test_a_file_without_names_and_values_is_refused(folder: Path, content: str):
    (folder / "article.yaml").write_text(content, encoding="utf-8")
    assert refusal_of(folder).sentence == f"{folder / 'article.yaml'} does not hold names with values."


@pytest.mark.parametrize(
    ("old", "new", "place", "why"),
    [
        ("prefix: TALE", "prefix: TALE, colour: red", "article.colour", "Extra inputs are not permitted"),
        ("hedge: asserted", "hegde: asserted", "claims.0.hedge", "Field required"),
        ("claims:", "claims: []\nremarks:", "remarks", "Extra inputs are not permitted"),
        ("sources:", "claim_sources:", "sources", "Field required"),
        ("type: fact", "type: rumour", "claims.0.type", "Input should be 'fact', 'causal'"),
        ("stance: supports", "stance: for", "claims.0.evidence.0.stance", "Input should be 'supports'"),
        ("credibility: 2", "credibility: 7", "claims.0.evidence.0.credibility", "Input should be '1', '2'"),
        ("'2021-03'", "'2021-02-30'", "sources.0.published", "is not a date of the calendar: 2021-02-30"),
        (
            "'2021-03'",
            "'March 2021'",
            "sources.0.published",
            "is not a date such as 2021, 2021-03 or 2021-03-05",
        ),
        ("'2021-03'", "2021-02-03", "sources.0.published", "Input should be a valid string"),
        ("checked: 'no'", "checked: no", "sources.0.checked", "Input should be 'twice', 'once' or 'no'"),
        ("number: 1", "number: one", "claims.0.number", "Input should be a valid integer"),
        ("title: The Paper", "title: ''", "sources.0.title", "String should have at least 1 character"),
        ("title: The Paper", 'title: "a\\0b"', "sources.0.title", "has control characters in it"),
        (
            "source: paper",
            "source: absent",
            "the whole",
            "claim 1 names the source absent, which is not there",
        ),
        ("source: wire", "source: absent", "the whole", "paper names the source absent, which is not there"),
        (
            "source: wire",
            "source: paper",
            "the whole",
            "sources derive from each other in a circle: paper from paper",
        ),
        ("citekey: wire", "citekey: paper", "the whole", "the citekey paper is given twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(folder: Path, old: str, new: str, place: str, why: str):
    change(folder, old, new)
    refusal = refusal_of(folder)
    assert refusal.place == place
    assert refusal.sentence.startswith(f"{folder}: at {place}: ")
    assert why in refusal.sentence
    assert "Value error" not in refusal.sentence


def test_a_name_given_twice_is_refused_with_its_line(folder: Path):
    change(folder, "title: The Paper", "title: The Paper\n  title: The Other")
    sentence = refusal_of(folder).sentence
    assert "title is given twice" in sentence
    assert "line 2" in sentence


def test_a_circle_through_several_sources_is_named(folder: Path):
    change(folder, "reliability: A}", "reliability: A, derived_from: [{source: paper, how: cites}]}")
    assert "in a circle: " in refusal_of(folder).sentence
