from tests.helpers.rows import for_each

from factdesk.readers.front_matter import FrontMatter, parted


def test_front_matter_tells_title_author_date_and_language():
    front, rest = parted(
        '---\ntitle: "A: B"\nauthor:\n  - ann\n  - name: ben\ndate: 2021-12-05\nLang: en-GB\n---\n\nText'
    )
    assert front == FrontMatter("A: B", "ann, ben", "2021-12-05", "en-GB")
    assert rest == "\nText"


@for_each("end", ["...", "---", "---  "])
def test_its_end_is_written_in_several_ways(end):
    assert parted(f"---\ntitle: A\r\n{end}\nText") == (FrontMatter(title="A"), "Text")


@for_each(
    "text",
    [
        "Text",
        "---\nText without an end",
        "---\n- a list\n---\nText",
        "---\n{broken: [\n---\nText",
        "---\n\n---\nText",
        "",
    ],
)
def test_what_is_none_stays_in_the_text(text):
    assert parted(text) == (FrontMatter(), text)


def test_aliases_blow_nothing_up():
    lists = "\n".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert parted(f"---\na: &a [x]\n{lists}\ntitle: *i\nauthor: ann\n---\nText") == (FrontMatter(author="ann"), "Text")
