import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.errors import Invalid
from factdesk.rules.words import (
    FIELD_GAP,
    LONGEST_WORD,
    MOST_PHRASES,
    Phrase,
    Query,
    fold,
    fold_all,
    hits,
    parse_query,
    words_in,
)

SCRIPTS = (
    "aZ0_-.,' \"\n\t\u00a0"
    "éÉßẞøŁİıſﬁÅ\u0301\u0308\u0345ñ½²①Ⅳ"
    "ΑλφάΣσςᾳᾼЁёЙй"
    "مُحَمَّدﷺ٣ابةשלוםָ"
    "日本語漢字カタカナがｶﾞ㌔㋿㈱𠀀서울한국"
    "हिन्दीกำไรதமிழ்"
    "😀👩\u200d🇲🇱1\ufe0f\u20e3\U0001d518\U0001d7d8\u00ad\u200b"
)
texts = st.text(st.sampled_from(SCRIPTS) | st.characters(exclude_categories=["Cs"]), max_size=30)


@given(texts)
@example("㌔と㋿")
@example("ｶﾀｶﾅ")
def test_folded_words_fold_to_themselves(text):
    words = fold(text)
    assert fold(" ".join(words)) == words


@given(texts)
@example("서울시")
@example("ᾳ")
@example("Ǖber")
@example("が")
def test_composed_and_decomposed_text_have_the_same_words(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(unicodedata.normalize("NFC", text))


@given(texts)
def test_words_are_letters_and_digits_in_lower_case(text):
    for word in fold(text):
        assert word.isalnum()
        assert word == word.casefold()
        assert 0 < len(word) <= LONGEST_WORD


@given(texts)
def test_the_place_of_a_word_folds_to_the_word(text):
    last = 0
    stretches: dict[tuple[int, int], list[str]] = {}
    for word in words_in(text):
        assert last <= word.start < word.end <= len(text) or (word.start, word.end) in stretches
        last = word.end
        stretches.setdefault((word.start, word.end), []).append(word.text)
    for (start, end), words in stretches.items():
        assert fold(text[start:end]) == words


@given(texts, texts)
def test_words_of_joined_texts_are_those_of_each(one, other):
    assert fold(f"{one} \n{other}") == fold(one) + fold(other)


@given(st.text(st.sampled_from("abcxyzéöñÅøçš"), max_size=20))
def test_case_and_accents_do_not_matter(text):
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    assert fold(text) == fold(text.upper()) == fold(plain)


@for_each(
    ("text", "words"),
    [
        ("", []),
        (" ,.-!? \n", []),
        ("Coup d'état", ["coup", "d", "etat"]),
        ("COUP D\u2019E\u0301TAT!", ["coup", "d", "etat"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ΣΊΣΥΦΟΣ σίσυφος", ["σισυφοσ", "σισυφοσ"]),
        ("İstanbul", ["istanbul"]),
        ("ﬁne", ["fine"]),
        ("7,5 million", ["7", "5", "million"]),
        ("2012-2022", ["2012", "2022"]),
        ("MDS-29", ["mds", "29"]),
        ("snake_case", ["snake", "case"]),
        ("日本語", ["日", "本", "語"]),
        ("abc漢字def", ["abc", "漢", "字", "def"]),
        ("が", ["か"]),
        ("مُحَمَّد", ["محمد"]),
        ("٣٤", ["٣٤"]),
        ("שָׁלוֹם", ["שלום"]),
        ("😀 👩\u200d👧", []),
        ("go😀go", ["go", "go"]),
        ("\u0301a", ["a"]),
        ("½", ["12"]),
        ("\U0001d518\U0001d52b\U0001d526", ["uni"]),
        (FIELD_GAP, []),
        ("a" * 150 + " b", ["a" * LONGEST_WORD, "b"]),
    ],
)
def test_folding_by_example(text, words):
    assert fold(text) == words


def test_han_kana_and_hangul_count_by_the_character():
    for text in ("漢字", "カナ", "かな", "서울", "\U00020000\U00020001"):
        assert len(fold(text)) == 2
        assert [(word.start, word.end) for word in words_in(text)] == [(0, 1), (1, 2)]


def test_places_are_code_points_and_take_in_the_accents():
    text = "😀 e\u0301te\u0301 \U0001d518x 日"
    assert [(word.text, text[word.start : word.end]) for word in words_in(text)] == [
        ("ete", "e\u0301te\u0301"),
        ("ux", "\U0001d518x"),
        ("日", "日"),
    ]


def test_a_gap_stands_after_each_text_and_nobody_can_ask_for_it():
    assert fold_all(["one two", None, "", "three"]) == ["one", "two", FIELD_GAP, "three", FIELD_GAP]
    with pytest.raises(Invalid):
        parse_query(FIELD_GAP)


def bare(word):
    return Phrase((word,))


RANSOM, TRIBUTE, ALGERIA, MALI = map(bare, ("ransom", "tribute", "algeria", "mali"))


@for_each(
    ("query", "groups", "without"),
    [
        ("ransom -Algeria", [[RANSOM]], [ALGERIA]),
        ("-Algeria ransom", [[RANSOM]], [ALGERIA]),
        ('ransom -"north of Mali"', [[RANSOM]], [Phrase(("north", "of", "mali"))]),
        ("ransom -Alger*", [[RANSOM]], [Phrase(("alger",), prefix=True)]),
        ("ransom NOT Algeria", [[RANSOM]], [ALGERIA]),
        ("ransom NOT -Algeria", [[RANSOM]], [ALGERIA]),
        ("ransom -Algeria -Mali", [[RANSOM]], [ALGERIA, MALI]),
        ("ransom OR tribute", [[RANSOM, TRIBUTE]], []),
        ("ransom OR tribute Mali", [[RANSOM, TRIBUTE], [MALI]], []),
        ("Mali ransom OR tribute -Algeria", [[MALI], [RANSOM, TRIBUTE]], [ALGERIA]),
        ('"ransom" OR tribute OR Mali', [[RANSOM, TRIBUTE, MALI]], []),
        ("ransom or tribute not Mali", [[RANSOM], [bare("or")], [TRIBUTE], [bare("not")], [MALI]], []),
        ("OR ransom NOT", [[bare("or")], [RANSOM], [bare("not")]], []),
        ('ransom "OR" tribute', [[RANSOM], [bare("or")], [TRIBUTE]], []),
        ("ransom OR OR tribute", [[RANSOM, bare("or")], [TRIBUTE]], []),
        ("Al-Qaeda", [[Phrase(("al", "qaeda"))]], []),
        ("Al-Qaeda -Al-Mourabitoun", [[Phrase(("al", "qaeda"))]], [Phrase(("al", "mourabitoun"))]),
        ("ransom -5", [[RANSOM], [bare("5")]], []),
        ("ransom - Mali", [[RANSOM], [MALI]], []),
        ("ransom --Mali", [[RANSOM], [MALI]], []),
        ('"ransom"-Mali', [[RANSOM], [MALI]], []),
        ("ransom -مالي -日", [[RANSOM]], [bare("مالي"), bare("日")]),
        ("ransom … OR … tribute", [[RANSOM, TRIBUTE]], []),
    ],
)
def test_operators_by_example(query, groups, without):
    assert parse_query(query) == Query(tuple(map(tuple, groups)), tuple(without))


@for_each(
    ("query", "told"),
    [
        ("-Algeria", "The search only says what to leave out; say also what to look for."),
        ('-"Algeria" -Mali', "The search only says what to leave out; say also what to look for."),
        ("ransom OR -Algeria", "OR joins words to look for; a word to leave out cannot stand beside it."),
        ("ransom NOT Algeria OR Mali", "OR joins words to look for; a word to leave out cannot stand beside it."),
        ("-Algeria OR ransom", "OR joins words to look for; a word to leave out cannot stand beside it."),
    ],
)
def test_operators_that_make_no_sense_are_refused_in_a_sentence(query, told):
    with pytest.raises(Invalid) as caught:
        parse_query(query)
    assert (caught.value.sentence, caught.value.place) == (told, "q")


@for_each(
    ("query", "phrases"),
    [
        ("coup", [Phrase(("coup",))]),
        ("  Coup  ÉTAT ", [Phrase(("coup",)), Phrase(("etat",))]),
        ('"coup d\'état" mali', [Phrase(("coup", "d", "etat")), Phrase(("mali",))]),
        ('"never closed', [Phrase(("never", "closed"))]),
        ("d'état", [Phrase(("d", "etat"))]),
        ("jihad*", [Phrase(("jihad",), prefix=True)]),
        ("MDS-2*", [Phrase(("mds", "2"), prefix=True)]),
        ('"jihad*"', [Phrase(("jihad",))]),
        ("*", None),
        ('""', None),
        ("... !", None),
        ("", None),
        ("* coup", [Phrase(("coup",))]),
        ('"" coup', [Phrase(("coup",))]),
        ("日本", [Phrase(("日", "本"))]),
        ("coup AND mali OR", [Phrase(("coup",)), Phrase(("and",)), Phrase(("mali",)), Phrase(("or",))]),
        ("public: {x} ^y", [Phrase(("public",)), Phrase(("x",)), Phrase(("y",))]),
        ("'; DROP TABLE claim", [Phrase(("drop",)), Phrase(("table",)), Phrase(("claim",))]),
    ],
)
def test_queries_by_example(query, phrases):
    if phrases is None:
        with pytest.raises(Invalid, match=r"^The search has no letters or digits in it\.$") as refusal:
            parse_query(query)
        assert refusal.value.place == "q"
    else:
        assert parse_query(query) == Query(tuple((phrase,) for phrase in phrases))


def test_a_query_of_too_many_words_is_refused():
    assert len(parse_query("a " * MOST_PHRASES).phrases) == MOST_PHRASES
    with pytest.raises(Invalid, match="more than 32 words and phrases") as refusal:
        parse_query("a " * (MOST_PHRASES + 1))
    assert refusal.value.place == "q"


@given(texts)
def test_any_query_is_read_or_refused(query):
    try:
        phrases = parse_query(query).phrases
    except Invalid:
        assert not fold(query)
    else:
        assert [word for phrase in phrases for word in phrase.words] == fold(query)


@for_each(
    ("text", "query", "marked"),
    [
        ("The coup in Mali", "coup", ["coup"]),
        ("The coup in Mali", "COUP mali", ["coup", "Mali"]),
        ("Un coup d\u2019État!", '"coup d etat"', ["coup d", "État"]),
        ("old town, town hall", '"town hall"', ["town hall"]),
        ("town old hall", '"town hall"', []),
        ("one two three", "two three", ["two three"]),
        ("jihadist jihad hijad", "jihad*", ["jihadist jihad"]),
        ("jihadist", "jihad", []),
        ("old Jihadist movement", '"old" jihad*', ["old Jihadist"]),
        ("日本語の本", "本", ["本", "本"]),
        ("日本語", "日本", ["日本"]),
        ("a a a", '"a a"', ["a a a"]),
        ("😀 e\u0301te\u0301", "ete", ["e\u0301te\u0301"]),
        ("", "coup", []),
    ],
)
def test_what_a_query_marks_in_a_text(text, query, marked):
    assert [text[start:end] for start, end in hits(text, parse_query(query).phrases)] == marked


@given(texts, texts)
def test_marks_stand_in_order_apart_and_fold_to_words_asked_for(text, query):
    try:
        phrases = parse_query(query).phrases
    except Invalid:
        return
    asked = {word for phrase in phrases for word in phrase.words}
    last = 0
    for start, end in hits(text, phrases):
        assert last <= start < end <= len(text)
        last = end
        starts = tuple(phrase.words[-1] for phrase in phrases if phrase.prefix)
        assert all(word in asked or word.startswith(starts) for word in fold(text[start:end]))


@given(st.lists(st.sampled_from(["ab", "abc", "b", "日", "é"]), min_size=1, max_size=6), st.data())
def test_every_part_of_a_text_is_found_in_it(words, data):
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    found = {
        at
        for start, end in hits(text, parse_query(f'"{" ".join(words[first : last + 1])}"').phrases)
        for at in range(start, end)
    }
    starts = [len(" ".join([*words[:at], ""])) for at in range(len(words))]
    assert {starts[at] for at in range(first, last + 1)} <= found


@given(st.text() | st.text("aZ0 -_.\u00e9\u0301\u4e00\u1100\u1161\t\x1c\u2028"))
def test_the_quick_way_finds_the_words_the_other_finds(text):
    assert fold(text) == [word.text for word in words_in(text)]
