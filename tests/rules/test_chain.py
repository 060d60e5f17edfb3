import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers.rows import for_each

from factdesk.rules import chain
from factdesk.vocabulary import Verdict

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | text | st.sampled_from(Verdict) | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)
rows = st.dictionaries(text, values, max_size=5)


@dataclass(frozen=True)
class Link:
    """What is stored of an event beside its payload."""

    previous: str
    seq: int
    at: datetime
    actor_id: int | None
    action: str
    subject: str
    digest: str


LINK = Link("0" * 64, 1, datetime(2026, 1, 2, 3, 4, 5, 6, UTC), 7, "claim.review", "claim:MDS-1", "d" * 64)


def hash_of(link: Link) -> str:
    return chain.event_hash(**asdict(link))


def turned(value: Any) -> Any:
    """Give the same data with every mapping in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(one) for one in value] if isinstance(value, list) else value


@given(rows)
def test_canonical_json_does_not_depend_on_the_order_of_keys(row):
    assert chain.canonical(turned(row)) == chain.canonical(row)


@given(rows, rows)
def test_canonical_json_tells_different_plain_rows_apart(one, other):
    assert (chain.canonical(one) == chain.canonical(other)) == (
        repr(turned_sorted(chain.plain(one))) == repr(turned_sorted(chain.plain(other)))
    )


def turned_sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: turned_sorted(value[key]) for key in sorted(value)}
    return [turned_sorted(one) for one in value] if isinstance(value, list) else value


@given(rows)
def test_plain_rows_stay_as_they_are(row):
    once = chain.plain(row)
    assert chain.plain(once) == once
    assert chain.canonical(once) == chain.canonical(row)


def test_words_and_times_become_plain_text():
    at = datetime(2026, 1, 2, 5, 4, 5, tzinfo=timezone(timedelta(hours=2)))
    assert chain.plain({"verdict": Verdict.MIXED, "at": at}) == {
        "verdict": "mixed",
        "at": "2026-01-02T03:04:05.000000+00:00",
    }


@given(st.datetimes(timezones=st.timezones()))
def test_one_moment_is_written_alike_in_every_zone(at):
    assert chain.canonical(at) == chain.canonical(at.astimezone(UTC))


@for_each("stranger", [object(), b"bytes", {1, 2}, 1j])
def test_what_has_no_plain_form_is_refused(stranger):
    with pytest.raises(TypeError, match="has no place in the audit chain"):
        chain.canonical({"key": stranger})


@for_each(
    ("name", "other"),
    [
        ("previous", "1" * 64),
        ("seq", 2),
        ("at", LINK.at + timedelta(microseconds=1)),
        ("actor_id", 8),
        ("actor_id", None),
        ("action", "claim.revise"),
        ("subject", "claim:MDS-2"),
        ("digest", "e" * 64),
    ],
)
def test_every_field_of_an_event_changes_its_hash(name, other):
    assert hash_of(replace(LINK, **{name: other})) != hash_of(LINK)


def test_text_moved_from_one_field_to_the_next_changes_the_hash():
    assert hash_of(replace(LINK, action="ab", subject="c")) != hash_of(replace(LINK, action="a", subject="bc"))


def test_the_hash_of_an_event_never_changes_between_versions():
    assert hash_of(LINK) == "f4c2f3aab1453b39c019ef04dc23bf12c7a00e0a665548783d5bef4e6e4cebfb"


@given(text, rows, rows)
def test_a_digest_changes_with_its_payload(salt, one, other):
    same = chain.canonical(one) == chain.canonical(other)
    assert (chain.payload_digest(salt, one) == chain.payload_digest(salt, other)) == same


@given(rows)
def test_a_digest_changes_with_its_salt_so_that_a_redacted_payload_cannot_be_guessed(row):
    assert chain.payload_digest("a", row) != chain.payload_digest("b", row)


@given(st.lists(rows, max_size=4))
def test_rows_are_counted_and_their_order_matters(many):
    number, digest = chain.rows_digest(many)
    assert number == len(many)
    assert re.fullmatch("[0-9a-f]{64}", digest)
    written = [chain.canonical(row) for row in many]
    assert (chain.rows_digest(reversed(many))[1] == digest) == (written == written[::-1])
    assert chain.rows_digest(iter(many)) == (number, digest)


def test_rows_are_told_apart_from_one_row_holding_both():
    assert chain.rows_digest([{"a": 1}, {"b": 2}]) != chain.rows_digest([{"a": 1, "b": 2}])
    assert chain.rows_digest([{"a": "1"}]) != chain.rows_digest([{"a": 1}])


@dataclass
class Stored:
    """An event as a table keeps it."""

    link: Link
    hash: str
    payload: dict[str, Any] | None
    salt: str | None


def a_chain(*payloads: dict[str, Any]) -> list[Stored]:
    stored: list[Stored] = []
    for seq, payload in enumerate(payloads, start=1):
        previous = stored[-1].hash if stored else chain.FIRST
        link = replace(LINK, previous=previous, seq=seq, digest=chain.payload_digest(f"salt{seq}", payload))
        stored.append(Stored(link, hash_of(link), payload, f"salt{seq}"))
    return stored


def holds(events: list[Stored]) -> bool:
    previous = chain.FIRST
    for event in events:
        if event.link.previous != previous or hash_of(event.link) != event.hash:
            return False
        if event.payload is not None and chain.payload_digest(event.salt or "", event.payload) != event.link.digest:
            return False
        previous = event.hash
    return True


def test_a_chain_holds_after_a_redaction_and_not_after_a_change():
    events = a_chain({"text": "one"}, {"text": "unlawful"}, {"text": "three"})
    assert holds(events)
    events[1].payload, events[1].salt = None, None
    assert holds(events)
    events[1].payload, events[1].salt = {"text": "forged"}, "salt2"
    assert not holds(events)


@for_each("at", range(3))
def test_a_chain_shows_an_event_that_was_taken_out_or_rewritten(at):
    events = a_chain({"n": 1}, {"n": 2}, {"n": 3}, {"n": 4})
    assert not holds(events[:at] + events[at + 1 :])
    forged = a_chain({"n": 1}, {"n": 2}, {"n": 3}, {"n": 4})
    forged[at].payload = {"n": 99}
    assert not holds(forged)
    link = replace(forged[at].link, digest=chain.payload_digest(f"salt{at + 1}", {"n": 99}))
    forged[at] = Stored(link, hash_of(link), {"n": 99}, f"salt{at + 1}")
    assert not holds(forged)
