"""Reading in a process of its own: it is given the bytes and answers with JSON, or is ended when its time is up."""

import json
import unicodedata
from dataclasses import asdict
from typing import Any, Final

from factdesk.errors import Invalid
from factdesk.readers.limits import LARGEST_FILE, MEMORY, SECONDS
from factdesk.readers.process import Limits, TooLong, TooMuch, answering
from factdesk.readers.recognised import Recognised

LONGEST_NAME: Final = 100
UNNAMED = "The file"
MODULE = "factdesk.readers"


def read(data: bytes, name: str, media_type: str | None = None, *, seconds: float = SECONDS) -> Recognised:
    """Read an article's file: plain text, Markdown, HTML, DOCX, or PDF with a text layer.

    `name` is what its sender calls it, `media_type` what they say it is, with a charset perhaps; both may be wrong.
    Raises Invalid, with one sentence that names the file, if it cannot be read, is too much, or holds no text; Clash
    if so many others are being read that its turn did not come.
    """
    called = shown(name)
    if not data:
        raise Invalid(f"{called} is empty.", place=called)
    if len(data) > LARGEST_FILE:
        most = LARGEST_FILE // 1024 // 1024
        raise Invalid(f"{called} has {len(data) / 1024 / 1024:.1f} MB; at most {most} MB are read.", place=called)
    return _understood(_answer(data, called, media_type, seconds), called)


def shown(name: str) -> str:
    """Give a file's name as a sentence can hold it: without its folders or control characters, and not too long."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip()
    return (plain if len(plain) <= LONGEST_NAME else f"{plain[: LONGEST_NAME - 20]}…{plain[-19:]}") or UNNAMED


def _answer(data: bytes, name: str, media_type: str | None, seconds: float) -> bytes:
    try:
        with answering(MODULE, {"name": name, "media_type": media_type}, data, Limits(seconds, MEMORY)) as answer:
            return answer.read()
    except TooLong as late:
        raise Invalid(f"{name} takes longer than {seconds:g} seconds to read; import a simpler copy of it, such as "
                      "its plain text.", place=name) from late  # fmt: skip
    except TooMuch as more:
        raise Invalid(f"{name} needs more memory or time to read than an article should; import a simpler copy of "
                      "it, such as its plain text.", place=name) from more  # fmt: skip


def _understood(answer: bytes, name: str) -> Recognised:
    said: dict[str, Any] = json.loads(answer)
    if "refused" in said:
        raise Invalid(str(said["refused"]), place=name)
    return Recognised(**{**said, "warnings": tuple(said["warnings"])})


def told(found: Recognised | Invalid) -> bytes:
    """Give the child's answer."""
    said = {"refused": found.sentence} if isinstance(found, Invalid) else asdict(found)
    return json.dumps(said).encode()
