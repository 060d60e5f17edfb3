from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules import hints
from factdesk.vocabulary import ClaimType, Hedge


def read(text, words=None, language="en"):
    """Read some words of a text, or all of it; give hedge and type, each with the words it was read from."""
    start = text.index(words) if words else 0
    found = hints.read(text, start, start + len(words or text), language)
    return tuple(one and (one.value, one.words) for one in (found.hedge, found.type))


@for_each(
    ("text", "hedge", "words"),
    [
        ("Five journalists are rumoured to have been exchanged.", "rumoured", "rumoured"),
        ("Reportedly he fled.", "rumoured", "Reportedly"),
        ("He allegedly fled.", "rumoured", "allegedly"),
        ("He is said to have fled.", "rumoured", "is said to"),
        ("The suspected leader fled.", "hedged", "suspected"),
        ("The group may have fled.", "hedged", "may"),
        ("It might be over.", "hedged", "might"),
        ("They could return.", "hedged", "could"),
        ("He is believed to have fled.", "hedged", "is believed"),
        ("It appears to be over.", "hedged", "appears to"),
        ("It is likely over.", "hedged", "likely"),
        ("Possibly he fled.", "hedged", "Possibly"),
        ("He has been widely linked to the services.", "hedged", "widely linked"),
        ("He fled in 2012.", "asserted", ""),
        ("He fled in May 2012.", "asserted", ""),
        ("An unlikely alliance was made.", "asserted", ""),
        ("He appears in a film.", "asserted", ""),
    ],
)
def test_a_plain_hedge_is_read_from_english_words(text, hedge, words):
    assert read(text)[0] == (hedge, words)


@for_each(
    ("text", "type_", "words"),
    [
        ("The mission will end.", "forecast", "will"),
        ("The mission is going to end.", "forecast", "is going to"),
        ("This could result in war.", "forecast", "could result in"),
        ("He fled because of the drought.", "causal", "because"),
        ("The drought led to war.", "causal", "led to"),
        ("The drought has resulted in war.", "causal", "has resulted in"),
        ("He fled due to the drought.", "causal", "due to"),
        ("According to Keenan, he fled.", "attribution", "According to"),
        ("He said the war was over.", "attribution", "said"),
        ("He claimed that the war was over.", "attribution", "claimed that"),
        ("The war is over.", "fact", ""),
        ("The war claimed 200 lives.", "fact", ""),
    ],
)
def test_a_plain_type_is_read_from_english_words(text, type_, words):
    assert read(text)[1] == (type_, words)


@for_each(
    ("text", "hedge", "type_"),
    [
        ("Le chef est soupçonné de trafic.", ("hedged", "soupçonné"), ("fact", "")),
        ("Des rumeurs disent qu’il est mort.", ("rumoured", "rumeurs"), ("fact", "")),
        ("La guerre va finir.", ("asserted", ""), ("forecast", "va finir")),
        ("La sécheresse a provoqué la guerre.", ("asserted", ""), ("causal", "a provoqué")),
        ("Il a déclaré la guerre finie.", ("asserted", ""), ("attribution", "a déclaré")),
        ("Il pourrait revenir.", ("hedged", "pourrait"), ("fact", "")),
        ("Il est mort en raison de la sécheresse.", ("asserted", ""), ("causal", "en raison de")),
        ("Selon Keenan, il est mort.", None, ("attribution", "Selon")),
        ("Il aurait été tué.", None, ("fact", "")),
    ],
)
def test_french_is_read_too(text, hedge, type_):
    assert read(text, language="fr") == (hedge, type_)
    assert read(text, language="fr-ML") == (hedge, type_)


@for_each(
    ("text", "nth"),
    [
        ("Reportedly he may return.", 0),  # both
        ("He said the mission will end because of the cost.", 1),  # three
        ("The military might of the state was shown.", 0),
        ("It is not likely.", 0),
        ("His will was read.", 1),
        ("He is due to arrive.", 1),
        ("Nobody knows whether it may end.", 0),
    ],
)
def test_nothing_is_read_where_it_is_not_plain(text, nth):
    assert read(text)[nth] is None


def test_a_passage_cut_out_of_its_rumour_is_not_called_asserted():
    text = "It began long ago. It is rumoured that five journalists were exchanged. It may end."
    assert read(text, "five journalists were exchanged")[0] is None
    assert read(text, "It began long ago")[0] == ("asserted", "")
    assert read(text, "rumoured that five journalists were exchanged")[0] == ("rumoured", "rumoured")


def test_a_sentence_ends_with_its_paragraph():
    assert read("A rumour\n\nHe fled\n\nIt may be", "He fled")[0] == ("asserted", "")


@for_each("language", ["ar", "de", "zh-Hans", "x", ""])
def test_of_other_languages_nothing_is_known(language):
    assert hints.read("He may have fled because of it.", 0, 5, language) == hints.Hints()


def test_blanks_say_nothing():
    assert hints.read("   ", 0, 3, "en") == hints.Hints()


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.sampled_from(["en", "fr", "ar"]))
def test_whatever_is_read_stands_in_the_passage_and_is_a_word_of_ours(text, start, end, language):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    found = hints.read(text, start, end, language)
    for hint, words in ((found.hedge, Hedge), (found.type, ClaimType)):
        if hint is not None:
            assert hint.value in {str(word) for word in words}
            assert hint.words in " ".join(text[start:end].split())
