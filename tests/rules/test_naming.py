import re

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.naming import free_prefix, free_slug, prefix_of, slug_of


@for_each(
    ("title", "slug", "prefix"),
    [
        ("Mali's Dark Shadow", "malis-dark-shadow", "MDS"),
        ("Mali’s Dark Shadow: Inside JNIM", "malis-dark-shadow-inside-jnim", "MDSIJ"),
        ("Überraschung in Łódź", "uberraschung-in-lodz", "UIL"),
        ("Straße, Œuvre, Ærø, Þór", "strasse-oeuvre-aero-thor", "SOAT"),
        ("Drought", "drought", "DROU"),
        ("2024: a year", "2024-a-year", "AY"),
        ("1984", "1984", "ART"),
        ("JNIM في مالي", "jnim", "JNIM"),
        ("ظل مالي المظلم", "article", "ART"),
        ("马里的阴影", "article", "ART"),
        ("…", "article", "ART"),
        ("", "article", "ART"),
    ],
)
def test_names_of_a_title(title, slug, prefix):
    assert (slug_of(title), prefix_of(title)) == (slug, prefix)


def test_a_long_title_ends_with_a_whole_word():
    slug = slug_of("wonderful " * 30)
    assert slug.split("-") == ["wonderful"] * 8
    assert len(slug_of("x" * 500)) == 80


def test_a_taken_name_gets_a_number():
    assert free_slug("ظل", {"article", "article-2"}.__contains__) == "article-3"
    assert free_slug("A tale", set().__contains__) == "a-tale"
    assert free_prefix("A tale of salt", {"ATOS"}.__contains__) == "ATOS2"


@given(st.text(max_size=200))
def test_every_title_has_names_that_an_article_can_bear(title):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(title))
    assert len(slug_of(title)) <= 80
    assert re.fullmatch(r"[A-Z][A-Z0-9]{0,9}", free_prefix(title, {prefix_of(title)}.__contains__))
