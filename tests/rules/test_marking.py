from hypothesis import example, given
from hypothesis import strategies as st

from factdesk.rules.marking import Segment, Span, marked, paragraph_at, paragraphs

TEXT = "One two three.\n\nFour five six.\nSeven.\n\n\n  \nEight."
TEXTS = st.text(st.sampled_from("ab \n\t\u00a0é油"), max_size=60)


@st.composite
def cases(draw):
    """Some paragraphs, perhaps with gaps, and spans that may lie anywhere, empty ones too."""
    edges = sorted(draw(st.lists(st.integers(0, 60), max_size=10, unique=True)))
    stretches = list(zip(edges[::2], edges[1::2], strict=False))
    ends = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
    spans = [Span(f"TALE-{number}", 1, *draw(ends)) for number in range(draw(st.integers(0, 6)))]
    return stretches, spans


def test_a_text_is_cut_where_claims_begin_and_end():
    outer, inner, beyond = Span("TALE-1", 1, 0, 14), Span("TALE-2", 1, 4, 7), Span("TALE-3", 2, 8, 20)
    first, second = marked([(0, 14), (16, 30)], [inner, beyond, outer])
    assert first == [
        Segment(0, 4, (outer,), (outer,), ()),
        Segment(4, 7, (outer, inner), (inner,), (inner,)),
        Segment(7, 8, (outer,), (), ()),
        Segment(8, 14, (outer, beyond), (beyond,), (outer,)),
    ]
    assert second == [Segment(16, 20, (beyond,), (), (beyond,)), Segment(20, 30)]


def test_of_two_that_begin_together_the_longer_comes_first():
    long, short = Span("TALE-9", 1, 0, 9), Span("TALE-1", 1, 0, 5)
    assert marked([(0, 9)], [short, long])[0][0].spans == (long, short)


@given(cases())
@example(([(0, 5)], [Span("TALE-1", 1, 0, 0), Span("TALE-1", 2, 5, 9)]))
def test_segments_tile_their_paragraphs(case):
    stretches, spans = case
    for (start, end), segments in zip(stretches, marked(stretches, spans), strict=True):
        assert [segment.start for segment in segments] == [start, *(segment.end for segment in segments[:-1])]
        assert segments[-1].end == end
        assert all(segment.start < segment.end for segment in segments)


@given(cases())
def test_every_letter_is_under_just_its_claims(case):
    stretches, spans = case
    for segments in marked(stretches, spans):
        for segment in segments:
            for at in range(segment.start, segment.end):
                assert set(segment.spans) == {span for span in spans if span.start <= at < span.end}


@given(cases())
def test_every_span_that_covers_something_begins_and_ends_once(case):
    stretches, spans = case
    segments = [segment for paragraph in marked(stretches, spans) for segment in paragraph]
    for span in spans:
        under = [segment for segment in segments if span in segment.spans]
        assert [segment for segment in segments if span in segment.begins] == under[:1]
        assert [segment for segment in segments if span in segment.ends] == under[-1:]


@given(cases())
def test_the_order_of_the_spans_given_does_not_matter(case):
    stretches, spans = case
    assert marked(stretches, spans) == marked(stretches, spans[::-1])


def test_paragraphs_are_parted_by_blank_lines():
    assert [TEXT[start:end] for start, end in paragraphs(TEXT)] == [
        "One two three.",
        "Four five six.\nSeven.",
        "Eight.",
    ]
    assert paragraphs("") == paragraphs(" \n\n ") == []


@given(TEXTS)
def test_paragraphs_hold_all_that_is_not_blank(text):
    stretches = paragraphs(text)
    outside, last = "", 0
    for start, end in stretches:
        assert last <= start < end
        assert text[start:end] == text[start:end].strip()
        assert not any(not line.strip() for line in text[start:end].split("\n"))
        outside, last = outside + text[last:start], end
    assert not (outside + text[last:]).strip()


def test_an_offset_has_a_paragraph():
    stretches = paragraphs(TEXT)
    offsets = {0: 1, 13: 1, 15: 1, 16: 2, TEXT.index("Seven"): 2, TEXT.index("Eight"): 3, len(TEXT): 3}
    assert {offset: paragraph_at(stretches, offset) for offset in offsets} == offsets
    assert paragraph_at([(5, 9)], 0) == 1
    assert paragraph_at([], 4) == 0
