"""The child that reads: `python -m factdesk.readers`, a line of JSON and the file's bytes come in, JSON goes out.

It limits itself before it looks at a byte, and whatever a library makes of a broken file becomes one sentence.
"""

import importlib
import sys
from email.message import Message
from typing import IO, Protocol, cast

from factdesk.errors import Invalid
from factdesk.readers.child import told
from factdesk.readers.kinds import kind_of
from factdesk.readers.process import outcome, question
from factdesk.readers.recognised import Recognised


class Reader(Protocol):
    """What each kind's module has."""

    def read(self, data: bytes, name: str, charset: str | None = None) -> Recognised: ...


def main() -> None:
    """Answer what the parent asks."""
    source: IO[bytes] = sys.stdin.buffer
    asked = question(source)
    sys.stdout.buffer.write(told(read(source.read(), asked["name"], asked["media_type"])))


def read(data: bytes, name: str, media_type: str | None) -> Recognised | Invalid:
    """Read a file by the reader of its kind; a refusal is given, not raised."""

    def by_kind() -> Recognised:
        reader = cast("Reader", importlib.import_module(f"factdesk.readers.{kind_of(data, name, media_type)}"))
        return reader.read(data, name, _charset(media_type))

    simpler = "import a simpler copy of it, such as its plain text."
    return outcome(by_kind, name, f"{name} needs more memory to read than an article should; {simpler}")


def _charset(media_type: str | None) -> str | None:
    header = Message()
    header["Content-Type"] = " ".join((media_type or "text/plain").split())
    return header.get_content_charset()


if __name__ == "__main__":
    main()
