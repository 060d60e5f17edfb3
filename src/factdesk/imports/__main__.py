"""The process that reads a file to import: `python -m factdesk.imports`, see factdesk.imports.child."""

import sys

from factdesk.errors import Invalid
from factdesk.imports import kinds
from factdesk.imports.child import told
from factdesk.imports.kinds import Found
from factdesk.readers.process import question


def main() -> None:
    """Answer what is asked."""
    asked = question(sys.stdin.buffer)
    for line in told(outcome(sys.stdin.buffer.read(), asked["name"])):
        sys.stdout.buffer.write(line)


def outcome(data: bytes, name: str) -> Found | Invalid:
    """Read a file; a refusal is given, not raised."""
    try:
        return kinds.read(data, name)
    except Invalid as refusal:
        return refusal
    except (MemoryError, RecursionError):
        return Invalid(f"{name} needs more memory to read than such a file should.", place=name)
    except Exception:  # noqa: BLE001  libraries raise whatever a broken file leads them to
        return Invalid(f"{name} cannot be read: it seems to be damaged.", place=name)


if __name__ == "__main__":
    main()
