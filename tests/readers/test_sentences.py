from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.reader_files import filed
from tests.helpers.rows import for_each

from factdesk.readers.recognised import normal
from factdesk.readers.sentences import sentences


def parts(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@for_each(
    ("text", "language", "expected"),
    [
        ("Dr. Ada came. She left!  Why?", "en", ["Dr. Ada came.", "She left!", "Why?"]),
        ("A heading\n\nOne. Two.", "en", ["A heading", "One.", "Two."]),
        ("No full stop\n\nand none here", "en-GB", ["No full stop", "and none here"]),
        ("One line\nand its next. Two.", None, ["One line\nand its next.", "Two."]),
        ("图书馆关门了。有书\uff01为什么\uff1f", "zh-Hans", ["图书馆关门了。", "有书\uff01", "为什么\uff1f"]),
        ("橋は閉まった。だれも知らない。", "ja", ["橋は閉まった。", "だれも知らない。"]),
        ("جفّت البئر. هل يكفي ذلك؟ لا أحد يعرف.", "ar", ["جفّت البئر.", "هل يكفي ذلك؟", "لا أحد يعرف."]),
        ("👩‍👩‍👧‍👦 waves 👋🏽. The e\u0301 stays. 🇲🇱!", "en", ["👩‍👩‍👧‍👦 waves 👋🏽.", "The e\u0301 stays.", "🇲🇱!"]),
        ("Das kostet z. B. drei Euro. Ja.", "de", ["Das kostet z. B. drei Euro.", "Ja."]),
        ("Eins. Zwei.", "tlh", ["Eins.", "Zwei."]),
        ("", "en", []),
    ],
)  # fmt: skip
def test_a_text_is_parted_into_its_sentences(text, language, expected):
    assert parts(text, language) == expected


@given(
    st.text(st.sampled_from("aB.!?。؟ \n\u3000😀é\u0301“”(1)")).map(normal),
    st.sampled_from(["en", "ar", "zh", None, "xx"]),
)
def test_sentences_are_in_order_and_leave_out_only_blanks(text, language):
    found = sentences(text, language)
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert all(text[start:end] == text[start:end].strip() and "\n\n" not in text[start:end] for start, end in found)
    covered = {at for start, end in found for at in range(start, end)}
    assert all(at in covered or character.isspace() for at, character in enumerate(text))


def test_the_sentences_of_an_arabic_article():
    text = filed("well.md").decode().split("---\n", 2)[2]
    assert "ويقول السكان إن الماء انخفض ببطء، ثم اختفى في أسبوع واحد." in parts(normal(text), "ar")


def test_half_a_million_characters_are_cheap():
    text = "\n\n".join(["The bridge at Lower Hatch was closed, said Mr. Ben. Nobody had expected it. " * 6] * 1_200)
    assert len(text) > 500_000
    assert len(sentences(text, "en")) == 1_200 * 12
