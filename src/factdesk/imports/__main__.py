"""The process that reads a file to import: `python -m factdesk.imports`, see factdesk.imports.child."""

import sys

from factdesk.imports import kinds
from factdesk.imports.child import told
from factdesk.readers.process import outcome, question


def main() -> None:
    """Answer what is asked."""
    name = question(sys.stdin.buffer)["name"]
    data = sys.stdin.buffer.read()
    too_much = f"{name} needs more memory to read than such a file should."
    for line in told(outcome(lambda: kinds.read(data, name), name, too_much)):
        sys.stdout.buffer.write(line)


if __name__ == "__main__":
    main()
