"""STIX 2.1 (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html): a bundle for threat intelligence tools.

One report names the export; each claim is a note with its sources as external references and, as `confidence`, the
number of its confidence that the claim is true (Appendix A; absent where there is none); each review that counts is an
opinion on that note. Ids follow from addresses, so that the same claim has the same id in every bundle.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid5

from factdesk.exports.contents import Contents, began
from factdesk.exports.naming import told
from factdesk.shapes.claims import ClaimDetail, EvidencePiece, ReviewEntry
from factdesk.vocabulary import STIX_CONFIDENCE, Confidence, Verdict

NAMESPACE = UUID("5d0e9c1e-6a39-4c53-9d0f-6c1f5a0d3b77")
"""A namespace of our own (RFC 9562, section 5.5)."""
ALWAYS = "2026-01-01T00:00:00.000Z"
"""When the identity was made: it never changes, so neither does its time."""
Made = dict[str, Any]


def write(contents: Contents, file: BinaryIO) -> None:
    """Write one bundle, a claim at a time; what the report refers to waits in a temporary file meanwhile."""
    register = _id("identity", contents.site, "register")
    report = _id("report", contents.site, f"{contents.facts.address} {contents.facts.head}")
    bundle = _id("bundle", contents.site, f"{contents.facts.address} {contents.facts.head}")
    file.write(f'{{"type":"bundle","id":"{bundle}","objects":[\n'.encode())
    file.write(_line(_identity(contents, register)) + b",\n")
    with tempfile.TemporaryFile() as references:
        for claim in contents.claims:
            for made in _of_claim(contents, claim, register, report):
                file.write(_line(made) + b",\n")
                references.write(f',"{made["id"]}"'.encode())
        file.write(_line(_report(contents, register, report))[:-1] + f',"object_refs":["{register}"'.encode())
        references.seek(0)
        while part := references.read(1 << 20):
            file.write(part)
    file.write(b"]}\n]}\n")


def opinion(verdict: Verdict, confidence: Confidence | None) -> str:
    """Give a verdict as an opinion on the claim: the outermost words only for the outermost confidence."""
    if verdict is Verdict.SUPPORTED:
        return "strongly-agree" if confidence is Confidence.VERY_HIGH else "agree"
    if verdict is Verdict.DISPUTED:
        return "strongly-disagree" if confidence is Confidence.VERY_LOW else "disagree"
    return "neutral"


def _of_claim(contents: Contents, claim: ClaimDetail, register: str, report: str) -> Iterator[Made]:
    """Give a claim as a note, and the reviews that count as opinions on it."""
    first = began(claim)
    note = _common("note", _id("note", contents.site, claim.ref), register, first, max(first, claim.changed_at))
    note |= {
        "abstract": f"{claim.ref}: {claim.verdict.label}",
        "content": claim.statement,
        "object_refs": [report],
        "labels": [f"verdict:{claim.verdict}", f"state:{claim.state}"],
        "external_references": [
            {"source_name": "claim", "external_id": claim.ref} | _address(contents.page_of(claim.ref)),
            *(_reference(piece) for piece in claim.evidence if piece.withdrawn_reason is None),
        ],
    }
    if claim.confidence:
        note["confidence"] = STIX_CONFIDENCE[claim.confidence]
    if claim.withdrawn_reason is not None:
        note["revoked"] = True
    yield note
    for review in claim.reviews:
        if review.counts or review.decides:
            yield _opinion(contents, claim, review, register)


def _opinion(contents: Contents, claim: ClaimDetail, review: ReviewEntry, register: str) -> Made:
    written = f"{claim.ref} {review.reviewer} {review.created_at.isoformat()} {review.adjudication}"
    made = _common("opinion", _id("opinion", contents.site, written), register, review.created_at, review.created_at)
    return made | {
        "opinion": opinion(review.verdict, review.confidence),
        "explanation": review.reason,
        "authors": [review.reviewer],
        "object_refs": [_id("note", contents.site, claim.ref)],
    }


def _reference(piece: EvidencePiece) -> Made:
    """Give a piece of evidence with its grades as machine tags (https://github.com/MISP/misp-taxonomies)."""
    grades = (
        f'admiralty-scale:source-reliability="{piece.reliability.lower()}" '
        f'admiralty-scale:information-credibility="{piece.credibility}"'
    )
    described = f"{piece.stance}: {piece.says} [{piece.source.citation}] {grades}"
    return {
        "source_name": piece.source.citekey,
        "description": described,
        "external_id": piece.source.citekey,
    } | _address(piece.source.url)


def _address(url: str | None) -> Made:
    return {"url": url} if url and url.startswith(("https://", "http://")) else {}


def _identity(contents: Contents, id_: str) -> Made:
    made = {"type": "identity", "spec_version": "2.1", "id": id_, "created": ALWAYS, "modified": ALWAYS}
    return made | {"name": contents.site or "Claim register", "identity_class": "organization"}


def _report(contents: Contents, register: str, id_: str) -> Made:
    facts = contents.facts
    made = _common("report", id_, register, facts.moment, facts.moment)
    return made | {
        "name": facts.title,
        "description": "\n".join(f"{name}: {value}" for name, value in told(facts)),
        "published": _moment(facts.moment),
    }


def _common(type_: str, id_: str, register: str, created: datetime, modified: datetime) -> Made:
    return {
        "type": type_,
        "spec_version": "2.1",
        "id": id_,
        "created_by_ref": register,
        "created": _moment(created),
        "modified": _moment(modified),
    }


def _id(type_: str, site: str, what: str) -> str:
    return f"{type_}--{uuid5(NAMESPACE, f'{site} {type_} {what}')}"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _line(made: Made) -> bytes:
    return json.dumps(made, ensure_ascii=False).encode()
