"""What stands on the outside of an export: its file name, and its facts as response headers."""

import re
import unicodedata
from urllib.parse import quote

from factdesk.shapes.facts import ChangeFacts, Facts, written

LONGEST_NAME = 100
HEAD_DIGITS = 12


def told(facts: Facts) -> list[tuple[str, str]]:
    """Give the facts as names and texts, in the order in which every format tells them."""
    return [
        ("Title", facts.title),
        ("Filter", facts.filter),
        ("Address", facts.address),
        *([("After", written(facts.after))] if isinstance(facts, ChangeFacts) else []),
        ("Moment", written(facts.moment)),
        ("Count", str(facts.count)),
        ("Scale", f"Confidence that the claim is true: {facts.scale}"),
        ("Weights", facts.weights),
        ("Head", facts.head),
        ("Program", facts.program),
    ]


def headers(facts: Facts) -> dict[str, str]:
    """Give the facts as response headers; what is not ASCII is percent-encoded as UTF-8 (RFC 3986)."""
    return {f"Factdesk-{name}": quote(value, safe=" !#$&'()*+,/:;=?@[]~") for name, value in told(facts)}


def file_name(facts: Facts, suffix: str) -> str:
    """Give an ASCII file name that says which register, what was chosen, when, and the chain's head."""
    moment = facts.moment.strftime("%Y-%m-%d")
    tail = f"-{moment}-{facts.head[:HEAD_DIGITS]}.{suffix}"
    chosen = "" if facts.filter.startswith("none:") else f"-{facts.filter}"
    return slug(f"{facts.title}{chosen}")[: LONGEST_NAME - len(tail)].rstrip("-") + tail


def slug(text: str) -> str:
    """Give a text as lower-case ASCII words joined by hyphens; "register" where nothing of it is ASCII."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-") or "register"
