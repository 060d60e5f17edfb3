"""The fields of every form: name, label, kind of control, choices, and a hint where one helps."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from factdesk.vocabulary import (
    CONFIDENCE_QUESTION,
    Audience,
    Checked,
    ClaimType,
    Confidence,
    Credibility,
    DerivationHow,
    Hedge,
    Lineage,
    Reliability,
    SourceKind,
    Stance,
    SupportCheck,
    TieHow,
    Verdict,
    Word,
)

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind` is line, text, select, radio, box, password, source, file or confirm, a box shown when needed.

    `half`: half a line is room enough.
    """

    name: str
    label: str
    kind: str = "line"
    choices: Choices = ()
    hint: str = ""
    needed: bool = True
    half: bool = False


def _words(list_: Iterable[Word], *, coded: bool = False) -> Choices:
    return tuple((str(word), f"{word} {word.label.lower()}" if coded else word.label) for word in list_)


def half(*fields: Field) -> tuple[Field, ...]:
    """Give fields for which half a line is room enough."""
    return tuple(replace(field, half=True) for field in fields)


def optional(*fields: Field) -> tuple[Field, ...]:
    """Give fields that may be left blank."""
    return tuple(replace(field, needed=False) for field in fields)


REASON = Field("reason", "Reason", "text", half=True, hint="Readers see it beside your verdict.")
WITHDRAWAL = (Field("reason", "Reason for withdrawing", "text", hint="It stays on the page and says why."),)
DATE_HINT = "As exact as it is known: 2021, March 2021 or 2021-03-05."

READ = (
    f"Readers are told what the evidence says: {'; '.join(f'{one.label.lower()}, {one.read}' for one in Confidence)}."
)

_JUDGED = (
    Field("verdict", "Verdict", "radio", _words(v for v in Verdict if v is not Verdict.UNREVIEWED)),
    Field("confidence", CONFIDENCE_QUESTION, "radio", _words(Confidence), hint=READ),
)
_RECHECK = optional(Field("recheck_on", "Look again on", hint="A day, such as 2027-03-05, if it should be."))
JUDGEMENT = half(*_JUDGED, REASON, *_RECHECK)
ADJUDICATION = half(
    *_JUDGED, replace(REASON, hint="Say how you weighed the reviews; dissent stays on the page."), *_RECHECK
)
RETRACTION = (Field("reason", "Why you take your verdict back", "text"),)
UNDECIDING = (Field("reason", "Why you take the decision back", "text", hint="The claim is split again."),)
NOTE = (
    Field("body", "Note", "text", hint="Markdown: *emphasis*, [links](https://example.org), lists. Never a verdict."),
    Field("audience", "For whom", "radio", _words(Audience), hint="Internal: only people who are signed in."),
)
_PIECE = half(
    Field("stance", "It speaks", "radio", _words(Stance)),
    *optional(Field("locator", "Where in the source", hint="Page, section, minute.")),
    Field("says", "What the source says", "text", hint="In your own words."),
    *optional(Field("quotation", "Short quotation", "text", hint="Word for word.")),
    Field("credibility", "Credibility of this information", "select", _words(Credibility, coded=True)),
    Field("support_check", "Does the source say this?", "select", _words(SupportCheck)),
    *optional(
        Field("rests_on", "This very piece rests on", "text",
              hint="Citekeys of other sources, a line each, where this piece passes on what they report. It then "
                   "counts with them, whatever is on file about its source."),
    ),
)  # fmt: skip
NEW_EVIDENCE = (Field("source", "Source", "source", hint="Type part of its title or citekey."), *_PIECE)
EVIDENCE = _PIECE
ARTICLE = (
    Field("title", "Title"),
    *half(
        *optional(
            Field("author", "Author"),
            Field("editor", "Editor"),
            Field("publisher", "Publisher"),
            Field("published_on", "Published", hint=DATE_HINT),
        ),
    ),
    *optional(Field("url", "Address", hint="Where it can be read, beginning with https://.")),
    *half(
        Field("language", "Language", hint="As a code, such as en, fr or ar."),
        Field("reviews_required", "Reviews required", hint="How many reviews settle a claim."),
    ),
    *optional(
        Field(
            "blind_review",
            "Blind review",
            "box",
            hint="Until all required reviews are in, each is seen by its author alone.",
        ),
        Field("names_public", "Show reviewers’ names to readers", "box"),
        Field(
            "text_public",
            "Show the whole text to readers",
            "box",
            hint="Only where its author allows it. Otherwise readers see the quoted passages alone.",
        ),
    ),
)
NEW_ARTICLE = (
    *half(
        Field("slug", "Short name", hint="For its address: small letters, digits and hyphens. It stays for good."),
        Field("prefix", "Prefix of its claims", hint="Capital letters, such as MDS for MDS-1. It stays for good."),
    ),
    *ARTICLE,
)


STATEMENT_CHANGES: Choices = (
    ("typo", "It mends a typo: reviews stay"), ("meaning", "Its meaning changed: it is reviewed anew"),
)  # fmt: skip
NEW_CLAIM = (
    Field("statement", "Statement", "text", hint="What the article claims, in a sentence of your own."),
    *optional(
        Field("quote", "The article’s own words", "text", hint="As short as will do."),
    ),
    Field("hedge", "How firmly the article states it", "radio", _words(Hedge)),
    Field("type", "Type of claim", "radio", _words(ClaimType)),
    *optional(
        Field("topics", "Topics", hint="Separated by commas."),
        Field("entities", "Names", hint="People, bodies and places it speaks of, separated by commas."),
        *half(
            Field("paragraph", "Paragraph", hint="Its number in the article."),
            Field("true_on", "Meant for the date", hint=DATE_HINT),
        ),
    ),
)
CLAIM = (
    *NEW_CLAIM,
    *optional(
        Field("statement_change", "If the statement changed", "radio", STATEMENT_CHANGES),
        Field("reason", "Reason for the change", "text", hint="Needed if the statement changed."),
    ),
)  # fmt: skip
SOURCE = (
    Field("title", "Title"),
    *optional(
        Field("authors", "Authors", "text", hint="A line each."),
        *half(
            Field("publisher", "Publisher"),
            Field("published", "Published", hint=DATE_HINT),
        ),
        Field("url", "Address", hint="Beginning with https://."),
        Field("archived_url", "Copy that was read", hint="Where it differs from the address."),
    ),
    *half(
        Field("kind", "Kind", "select", _words(SourceKind)),
        *optional(Field("language", "Language", hint="As a code, such as en, fr or ar.")),
        Field(
            "reliability",
            "Reliability of the source",
            "select",
            _words(Reliability, coded=True),
            hint="Left open, it is its publisher’s default.",
        ),
        Field("checked", "This record was checked", "select", _words(Checked)),
    ),
    *optional(
        Field(
            "reliability_why",
            "Why this grade",
            "text",
            hint="Without a reason it follows its publisher’s default, where there is one.",
        ),
    ),
    Field("lineage", "Lineage", "select", _words(Lineage)),
    *optional(
        Field("lineage_note", "Remark on its lineage", "text"),
        Field("consulted", "It was opened and read", "box", hint="A source nobody here has read adds nothing."),
    ),
)
NO_LONGER_ASKED = (Field("reason", "Reason", "text", hint="It is kept in the audit chain."),)
CHECK = (
    Field("support_check", "Does the source say this?", "radio",
          tuple((str(word), f"{word.label}: {word.meaning}") for word in SupportCheck)),
)  # fmt: skip


def assignment(people: Iterable[str]) -> tuple[Field, ...]:
    """Give the fields to ask one of these people to judge."""
    return (
        *half(
            Field("person", "Person", "select", tuple((name, name) for name in people)),
            *optional(Field("due_on", "By the day", hint="Such as 2026-12-01 or 1 December 2026.")),
        ),
        *optional(Field("message", "Message", "text", hint="Only people who are signed in see it.")),
    )


PUBLISHER = (Field("default_reliability", "Default reliability", "select", _words(Reliability, coded=True)),)
ANYWAY = Field("anyway", "It is another source: add it anyway", "confirm", needed=False)
NEW_SOURCE = (
    *optional(Field("citekey", "Citekey", hint="Left blank, one is made of author or publisher and year.")),
    *SOURCE,
    ANYWAY,
)
DERIVATION = (
    *half(
        Field("how", "It", "select", _words(DerivationHow)),
        Field("parent", "this source", "source", hint="Type part of its title or citekey."),
    ),
    *optional(Field("note", "Remark")),
)
TIE = (
    *half(
        Field("how", "It has the", "select", _words(TieHow)),
        Field("other", "as this source", "source", hint="Type part of its title or citekey."),
    ),
    *optional(Field("note", "Remark")),
)
SIGN_IN = (Field("name", "Name"), Field("password", "Password", "password"))
FIRST_PASSWORD = (Field("password", "New password", "password", hint="At least 12 characters."),)
NEW_PASSWORD = (Field("present", "Present password", "password"), *FIRST_PASSWORD)
