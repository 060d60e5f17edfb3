from tests.helpers.rows import for_each

from factdesk.rules.likeness import FLOOR, Finder, Likely

TEXT = (
    "Before the storm the fishermen mended their nets on the mole and said little.\n\n"
    "“The old lamp went out at midnight,” the widow wrote, “and nobody lit it again.”\n\n"
    "After the storm there was no mole to mend nets on."
)


def _find(exact: str, prefix: str = "", suffix: str = "", text: str = TEXT) -> Likely | None:
    return Finder(text, (exact, prefix, suffix)).find(exact, prefix, suffix, ())


def _read(found: Likely | None) -> str:
    assert found is not None
    return TEXT[found.start : found.end]


@for_each(
    ("exact", "expected"),
    [
        ("the fishermen mended all their nets on the mole", "the fishermen mended their nets on the mole"),
        (
            "«The old lamp went out at Midnight», the widow wrote",
            "“The old lamp went out at midnight,” the widow wrote",
        ),
        ("“The old lamp went out at last, at midnight,”", "“The old lamp went out at midnight,”"),
        (
            "\nAfter the storm there was no mole left to mend nets on!",
            "\nAfter the storm there was no mole to mend nets on",
        ),
    ],
)
def test_a_place_begins_and_ends_where_the_quote_does(exact, expected):
    found = _find(exact)
    assert _read(found) == expected
    assert FLOOR <= found.score <= 100


def test_surroundings_carry_a_short_quote_that_changed():
    prefix, suffix = "old lamp went out at ", ",” the widow wrote"
    assert _read(_find("midnite", prefix, suffix)) == "midnight"
    assert _find("midnite") is None


def test_surroundings_do_not_carry_a_quote_that_is_gone():
    assert _find("the harbour burned", "old lamp went out at ", ",” the widow wrote") is None


def test_a_likeness_that_is_not_much_of_one_is_none():
    assert _find("Before the war the farmers sharpened their scythes in the barn and sang") is None


def test_the_likest_of_several_is_found_if_it_is_well_ahead():
    first, second = "the grey cat slept on the warm stove", "the grey cat slept under the cold bridge all night"
    text = f"They say {first}.\n\nThey say {second}."
    found = _find("the grey cat slept on the warm old stove", text=text)
    assert found is not None
    assert text[found.start : found.end] == first
    assert _find("the grey cat slept on the warm old stove", text=f"{text}\n\nThey say {first}.") is None


def test_a_quote_without_letters_or_signs_is_like_nothing():
    assert _find("… – …") is None
