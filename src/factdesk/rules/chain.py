"""The audit chain: each event's hash covers the one before, so no past event can change unseen.

The hash covers the previous hash, sequence, time, actor, action, subject and a salted digest of the payload; the
payload itself may therefore be redacted and the chain still holds. What it cannot catch: an operator who rewrites
every event and every hash, unless somebody kept an earlier head (for example from an export).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

FIRST = "0" * 64
"""What the first event names as its previous hash, and the head of an empty register."""


def canonical(value: object) -> str:
    """Write plain data as JSON in one and only one way: sorted keys, no spaces, UTC times to the microsecond."""
    return _CANONICAL.encode(value)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"{type(value).__name__} has no place in the audit chain")


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row as plain JSON data, just as it will read back from a stored payload."""
    read: dict[str, Any] = json.loads(canonical(row))
    return read


def payload_digest(salt: str, payload: Mapping[str, Any]) -> str:
    """Give the salted SHA-256 of a payload, in hex."""
    return _sha256(salt + canonical(payload))


def event_hash(
    *, previous: str, seq: int, at: datetime, actor_id: int | None, action: str, subject: str, digest: str
) -> str:
    """Give the hash of one event, in hex."""
    return _sha256(canonical([previous, seq, at, actor_id, action, subject, digest]))


def rows_digest(rows: Iterable[Mapping[str, Any]]) -> tuple[int, str]:
    """Give number and SHA-256 (hex) of many rows in the order given, in constant memory."""
    sha, number = hashlib.sha256(), 0
    for row in rows:
        sha.update(canonical(row).encode())
        sha.update(b"\n")
        number += 1
    return number, sha.hexdigest()


def secret_hash(secret: str) -> str:
    """Give the SHA-256 (hex) by which a random secret is kept; it needs no salt, being random itself."""
    return _sha256(secret)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
