"""The example's own article, which is not part of the project: its 40 quotes are found where they stand."""

from sqlmodel import col, select
from tests.helpers.command_line import address_of, run
from tests.outside.material import SHARED, needs

from factdesk.database.transaction import reading
from factdesk.models import Anchor, ArticleVersion, Claim
from factdesk.queries import verification
from factdesk.vocabulary import AnchorState

ARTICLE = SHARED / "seed-research" / "article.txt"
SLUG = "malis-dark-shadow"
pytestmark = needs(ARTICLE)


def anchors(engine, number):
    """Give the quote of each claim with its passage, and the text of a version."""
    with reading(engine) as session:
        text = session.exec(select(ArticleVersion.text).where(col(ArticleVersion.number) == number)).one()
        query = (
            select(Claim.quote, Anchor)
            .join(Anchor, col(Anchor.claim_id) == col(Claim.id))
            .join(ArticleVersion, col(ArticleVersion.id) == col(Anchor.article_version_id))
        )
        found = session.exec(query.where(col(ArticleVersion.number) == number).order_by(col(Claim.number))).all()
        session.expunge_all()
    return text, found


def test_every_quote_is_found_where_it_stands(engine):
    options = ("--into", SLUG, "--yes", "--database", address_of(engine))
    first = run("import", "article", str(ARTICLE), *options)
    assert (first.code, first.said.splitlines()[-1]) == (
        0, f"Stored {SLUG}, version 1: 40 of 40 passages found (40 exact).",
    )  # fmt: skip
    text, found = anchors(engine, 1)
    assert len(found) == 40
    for quote, anchor in found:
        assert (anchor.state, anchor.score) == (AnchorState.EXACT, 100)
        assert text[anchor.start : anchor.end] == anchor.exact == quote
        assert text.count(quote) == 1

    again = run("import", "article", str(ARTICLE), *options)
    assert (again.code, again.said.splitlines()[-1]) == (
        0, f"Nothing changed: {SLUG}, version 1, has this text already.",
    )  # fmt: skip
    with reading(engine) as session:
        assert list(verification.problems(session)) == []


def test_an_edited_copy_is_a_second_version(engine, tmp_path):
    options = ("--into", SLUG, "--yes", "--database", address_of(engine))
    run("import", "article", str(ARTICLE), *options)
    _, before = anchors(engine, 1)
    copy = tmp_path / "copy.txt"
    copy.write_text(f"Foreword.\n\n{ARTICLE.read_text(encoding='utf-8')}", encoding="utf-8")
    assert f"Stored {SLUG}, version 2: 40 of 40 passages found" in run("import", "article", str(copy), *options).said
    text, after = anchors(engine, 2)
    for (quote, old), (_, new) in zip(before, after, strict=True):
        assert new.state in (AnchorState.EXACT, AnchorState.MOVED)
        assert text[new.start : new.end] == quote
        assert new.start - old.start == len("Foreword.\n\n")
