from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules.clusters import Box, Link
from factdesk.rules.provenance import Layout, Rect, lay_out

KEYS = [f"k{number}" for number in range(14)]


@st.composite
def webs(draw: st.DrawFn) -> tuple[list[Box], list[Link]]:
    """Give boxes in any sections and origins, and links between them: cycles, ties, and doubled ones as well."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=14))
    boxes = [Box(section=draw(st.integers(0, 2)), origin=draw(st.integers(0, 6)), key=key) for key in keys]
    ends = st.sampled_from(KEYS)
    links = draw(st.lists(st.builds(Link, tie=st.booleans(), key=ends, other=ends), max_size=20))
    return boxes, links


def apart(one: Rect, other: Rect) -> bool:
    return (one.right <= other.x or other.right <= one.x) or (one.bottom <= other.y or other.bottom <= one.y)


def inside(one: Rect, other: Rect) -> bool:
    return one.x >= other.x and one.y >= other.y and one.right <= other.right and one.bottom <= other.bottom


def crosses(rect: Rect, begin: tuple[int, int], end: tuple[int, int]) -> bool:
    """Say whether a stretch of a line, upright or level, goes through the inside of a box."""
    left, right = sorted((begin[0], end[0]))
    top, bottom = sorted((begin[1], end[1]))
    return left < rect.right and right > rect.x and top < rect.bottom and bottom > rect.y


def drawn(web: tuple[list[Box], list[Link]]) -> tuple[list[Box], list[Link], Layout]:
    boxes, links = web
    return boxes, links, lay_out(boxes, links)


@given(webs())
def test_no_two_boxes_and_no_two_frames_overlap(web):
    _, _, layout = drawn(web)
    for rects in (list(layout.boxes.values()), [rect for _, rect in layout.frames], [r for _, r in layout.sections]):
        assert all(apart(one, other) for one, other in combinations(rects, 2))


@given(webs())
def test_every_box_is_drawn_once_in_a_frame_of_its_origin_and_in_the_picture(web):
    boxes, _, layout = drawn(web)
    assert layout.boxes.keys() == {box.key for box in boxes}
    assert sorted(box for _, box in layout.order) == sorted(boxes)
    whole = Rect(0, 0, layout.width, layout.height)
    for box in boxes:
        frames = [rect for origin, rect in layout.frames if origin == box.origin]
        assert len(frames) == 1
        assert inside(layout.boxes[box.key], frames[0])
        assert inside(frames[0], whole)


@given(webs())
def test_every_link_between_two_boxes_is_drawn_once_from_one_to_the_other(web):
    boxes, links, layout = drawn(web)
    known = {box.key for box in boxes}
    wanted = {link for link in links if {link.key, link.other} <= known and link.key != link.other}
    assert sorted(line.link for line in layout.lines) == sorted(wanted)
    for line in layout.lines:
        one, other = layout.boxes[line.link.key], layout.boxes[line.link.other]
        ends = (line.points[0], line.points[-1])
        if line.link.tie:
            assert {x for x, _ in ends} == {one.x, other.x}
        else:
            assert ends == ((one.x, one.middle), (other.right, other.middle))


@given(webs())
def test_no_line_goes_through_a_box(web):
    _, _, layout = drawn(web)
    for line in layout.lines:
        for begin, end in zip(line.points, line.points[1:], strict=False):
            assert begin[0] == end[0] or begin[1] == end[1]
            assert not any(crosses(rect, begin, end) for rect in layout.boxes.values()), line


@given(webs(), st.randoms())
def test_the_order_of_input_never_matters(web, chance):
    boxes, links, layout = drawn(web)
    chance.shuffle(boxes)
    chance.shuffle(links)
    assert lay_out(boxes, [*links, *links]) == layout


@given(webs())
def test_who_stands_under_another_repeats_it_and_stands_right_of_it(web):
    _, links, layout = drawn(web)
    for key, parent in layout.under.items():
        assert Link(tie=False, key=key, other=parent) in links
        assert layout.boxes[key].x > layout.boxes[parent].x


@given(webs())
def test_sections_stand_below_each_other_in_order(web):
    _, _, layout = drawn(web)
    assert [number for number, _ in layout.sections] == sorted({at for at, _ in layout.order})
    assert [rect.y for _, rect in layout.sections] == sorted(rect.y for _, rect in layout.sections)


def test_a_chain_stands_in_one_row_and_copies_below_each_other():
    boxes = [Box(0, 0, key) for key in ("a", "b", "c", "d")]
    links = [Link(tie=False, key=key, other=other) for key, other in (("b", "a"), ("c", "b"), ("d", "a"))]
    layout = lay_out(boxes, links)
    a, b, c, d = (layout.boxes[key] for key in ("a", "b", "c", "d"))
    assert a.y == b.y == c.y < d.y
    assert a.x < b.x == d.x < c.x
    assert layout.under == {"b": "a", "c": "b", "d": "a"}


@for_each("number", [1, 4, 5])
def test_single_sources_stand_side_by_side_four_in_a_row(number):
    layout = lay_out([Box(0, at, f"k{at}") for at in range(number)], [])
    assert len({rect.y for rect in layout.boxes.values()}) == (2 if number > 4 else 1)


def test_nothing_gives_an_empty_picture():
    layout = lay_out([], [])
    assert (layout.width, layout.height, dict(layout.boxes)) == (0, 0, {})
