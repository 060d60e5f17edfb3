"""Likelihood and confidence in one breath: a sentence that names both says neither, so its author is told.

The words of likelihood are those of Intelligence Community Directive 203 (2015), which asks to keep the two apart.
"""

import re

_LIKELIHOOD = re.compile(
    r"\b(almost no chance|remote chance|remote odds|roughly even (?:chance|odds)|almost certain(?:ly)?|nearly certain|"
    r"(?:(?:very|highly) )?(?:un)?likely|(?:(?:very|highly) )?(?:im)?probabl[ey])\b",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"\b(?:very low|low|moderate|medium|high|very high)(?:ly)?[- ]confiden(?:ce|t)\b|"
    r"\bconfidence (?:is|of|that|in)\b|\bconfident\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?;]\s+|\n\s*\n")


def mixed_with_confidence(text: str) -> str | None:
    """Give the first word of likelihood that stands in one sentence with a word of confidence, or None."""
    for sentence in _SENTENCE_ENDS.split(text):
        found = _LIKELIHOOD.search(sentence)
        if found and _CONFIDENCE.search(sentence):
            return found[0]
    return None
