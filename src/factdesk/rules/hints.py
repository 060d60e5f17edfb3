"""What the wording of a passage makes plain: how firmly it is stated, and what type of claim it is.

Never a guess: where nothing, several things or something doubtful is said, nothing is read from it. English and
French; of other languages nothing is known here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from factdesk.vocabulary import ClaimType, Hedge

Kind = TypeVar("Kind", Hedge, ClaimType)


@dataclass(frozen=True, slots=True)
class Hint:
    """A value read from the wording, and the words it was read from; "" where it is plain for want of any."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What was read from a passage, None where that is not plain."""

    hedge: Hint | None = None
    type: Hint | None = None


@dataclass(frozen=True, slots=True)
class _Language:
    hedges: Mapping[Hedge, re.Pattern[str]]
    types: Mapping[ClaimType, re.Pattern[str]]
    doubtful_hedge: re.Pattern[str]
    doubtful_type: re.Pattern[str]


def _any(*words: str) -> re.Pattern[str]:
    """Match any of some words as whole words, a capital at their beginning where a sentence begins with them."""
    inner = "|".join(words)
    return re.compile(rf"(?<![\w’'])(?:{inner})(?!\w)".replace(" ", r"\s+"))


def _either(word: str) -> str:
    """Let a word begin with a capital too."""
    return f"[{word[0].upper()}{word[0]}]{word[1:]}"


_BE = "(?:is|are|was|were|has been|have been)"
_ENGLISH = _Language(
    hedges={
        Hedge.RUMOURED: _any(
            _either("rumou?red"), _either("rumou?rs?"), _either("reportedly"), _either("allegedly"),
            rf"{_BE} said to", rf"{_BE} (?:widely )?reported to", rf"{_BE} alleged to", _either("it is said that"),
            _either("supposedly"),
        ),
        Hedge.HEDGED: _any(
            _either("suspected"), "may", "might", "could", r"(?:is|are|was|were|widely|long) believed",
            "believed to", "thought to", r"appears? (?:to|that)", r"appeared (?:to|that)", r"seems? (?:to|that)",
            r"seemed (?:to|that)", _either("likely"), _either("possibly"), _either("perhaps"), _either("probably"),
            _either("apparently"), _either("presumably"), r"widely (?:linked|assumed|seen)", "linked to",
        ),
    },
    types={
        ClaimType.FORECAST: _any(
            r"will", r"won’t|won't", r"(?:is|are) going to", r"(?:could|may|might) (?:result in|lead to|become|end in)",
            r"(?:is|are) (?:expected|set|bound|about) to",
        ),
        ClaimType.CAUSAL: _any(
            _either("because"), r"(?:has |have |had )?led to", r"(?:has |have |had )?resulted in", _either("due to"),
            r"(?:has |have |had )?caused", _either("as a result of"), "brought about", _either("owing to"),
        ),
        ClaimType.ATTRIBUTION: _any(
            _either("according to"), "said", r"says", r"(?:claimed|claims|claim) (?:that|to|responsibility)",
            r"(?:stated|declared|announced|argued|argues|admitted|denied|insisted|told|wrote|warned)(?: that)?",
            "in the words of",
        ),
    },
    doubtful_hedge=_any(r"(?:[Tt]he|[Ii]ts|[Tt]heir|military|political) might", "might of", "not likely",
                        r"(?:no|not|little|without) (?:\w+ )?(?:rumours?|suspected|doubt)", r"could(?:n’t|n't| not)",
                        r"so-called", _either("whether"), _either("if")),
    doubtful_type=_any(r"(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Aa]|good|political|free|last) will", r"will of",
                       r"(?:is|are|was|were) due to", rf"{_BE} said to", _either("it is said that"), _either("if"),
                       r"not because", "self-declared"),
)  # fmt: skip
_FRENCH = _Language(
    hedges={
        Hedge.RUMOURED: _any(
            _either("rumeurs?"), _either("le bruit court"), _either("on dit que"), "dit-on", _either("il se dit"),
            _either("paraît-il"), _either("supposément"), "selon certains bruits",
        ),
        Hedge.HEDGED: _any(
            _either("soupçonnée?s?"), _either("peut-être"), r"pourrai(?:t|ent)", r"sembl(?:e|ent|ait|aient)",
            _either("probablement"), _either("probables?"), _either("vraisemblablement"), _either("apparemment"),
            _either("il se peut"), r"présumée?s?", _either("possiblement"), r"considérée?s? comme",
        ),
    },
    types={
        ClaimType.FORECAST: _any(r"(?:va|vont) (?!à\b|au\b|aux\b|en\b|vers\b)\w+(?:er|ir|re|oir)",
                                 r"sera|seront|aura|auront|pourra|pourront|devra|devront|fera|feront",
                                 r"pourrai(?:t|ent) (?:entraîner|conduire|aboutir|mener|devenir)"),
        ClaimType.CAUSAL: _any(
            _either("parce qu(?:e|’|')"), _either("en raison d(?:e|es|u|’|')"), _either("à cause d(?:e|es|u|’|')"),
            r"(?:a|ont|avait|avaient) (?:conduit|abouti|mené) (?:à|au|aux)",
            r"(?:a|ont|avait|avaient) (?:entraîné|provoqué|causé)", "dus? (?:à|au|aux)", "dues? (?:à|au|aux)",
        ),
        ClaimType.ATTRIBUTION: _any(
            _either("selon"), _either("d(?:’|')après"),
            r"(?:a|ont|avait|avaient) (?:déclaré|affirmé|dit|soutenu|indiqué|annoncé|assuré|revendiqué|nié)",
            r"(?:affirme|affirment|déclare|déclarent|assure|assurent|soutient|soutiennent) qu(?:e|’|')",
        ),
    },
    doubtful_hedge=_any(r"aurai(?:t|ent)", r"serai(?:t|ent)", r"devrai(?:t|ent)", _either("selon"),
                        _either("si"), r"(?:aucun|aucune|sans|pas) (?:\w+ )?(?:rumeurs?|doute)"),
    doubtful_type=_any(_either("selon que"), _either("selon la rumeur"), _either("selon des rumeurs"), _either("car"),
                       _either("si"), "l(?:’|')aura", "une aura"),
)  # fmt: skip
_LANGUAGES = {"en": _ENGLISH, "fr": _FRENCH}
_SENTENCE_ENDS = re.compile(r"[.!?…][\"”’»)]*\s")


def read(text: str, start: int, end: int, language: str) -> Hints:
    """Read the words from `start` to `end` of a text in their sentence.

    Words of the same sentence outside the passage count against a value that they would not bear out: a passage may
    be cut out of its rumour.
    """
    known = _LANGUAGES.get(language.lower().split("-")[0])
    if known is None or not text[start:end].strip():
        return Hints()
    first, last = _sentence(text, start, end)
    passage, rest = text[start:end], f"{text[first:start]} … {text[end:last]}"
    return Hints(
        hedge=_plain(passage, rest, known.hedges, known.doubtful_hedge, Hedge.ASSERTED),
        type=_plain(passage, rest, known.types, known.doubtful_type, ClaimType.FACT),
    )


def _plain(
    passage: str, rest: str, kinds: Mapping[Kind, re.Pattern[str]], doubtful: re.Pattern[str], otherwise: Kind
) -> Hint | None:
    """Give the one kind a passage speaks for, `otherwise` where its whole sentence speaks for none."""
    if doubtful.search(passage):
        return None
    found = _found(passage, kinds)
    if len(found) == 1:
        return Hint(*found[0])
    if found or _found(rest, kinds) or doubtful.search(rest):
        return None
    return Hint(str(otherwise), "")


def _found(words: str, kinds: Mapping[Kind, re.Pattern[str]]) -> Sequence[tuple[str, str]]:
    return [(str(kind), " ".join(hit[0].split())) for kind, pattern in kinds.items() if (hit := pattern.search(words))]


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Give about where the sentences begin and end that a range stands in."""
    before, after = text.rfind("\n\n", 0, start), text.find("\n\n", end)
    first, last = before + 1, after if after >= 0 else len(text)
    for hit in _SENTENCE_ENDS.finditer(text, first, start):
        first = hit.end()
    if _SENTENCE_ENDS.search(text[max(0, end - 2) : end] + " "):
        return first, end
    ending = _SENTENCE_ENDS.search(text, end, last)
    return first, ending.end() if ending else last
