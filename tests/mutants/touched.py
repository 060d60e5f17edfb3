"""A plugin of pytest's that writes down which lines of the program each test runs, and what the test costs.

It is loaded by `python -m tests.mutants record`. Each process writes a file of its own, a line of JSON for each test:
its name, its processor seconds, those on the clock, and the numbers of the lines by file.
"""

import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

PACKAGE = f"{Path(__file__).resolve().parents[2] / 'src' / 'factdesk'}{os.sep}"
OUTPUT = "FACTDESK_TESTS_TOUCHED"
"""The variable that names the folder to write in; read at import, as tests hide such variables."""
_folder = Path(os.environ[OUTPUT])
_monitoring: Any = sys.monitoring  # type: ignore[attr-defined, unused-ignore]
_seen: defaultdict[str, set[int]] = defaultdict(set)


def _line(code: CodeType, number: int) -> object:
    """Note a line once in each test."""
    if code.co_filename.startswith(PACKAGE):
        _seen[code.co_filename.removeprefix(PACKAGE)].add(number)
    return _monitoring.DISABLE


def pytest_configure() -> None:
    _monitoring.use_tool_id(_monitoring.PROFILER_ID, "touched")
    _monitoring.register_callback(_monitoring.PROFILER_ID, _monitoring.events.LINE, _line)
    _monitoring.set_events(_monitoring.PROFILER_ID, _monitoring.events.LINE)


def _spent() -> float:
    """Give the processor seconds of this process and of those it waited for."""
    whose = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in whose)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _seen.clear()
    _monitoring.restart_events()
    spent, began = _spent(), time.monotonic()
    result = yield
    lines = {file: sorted(numbers) for file, numbers in sorted(_seen.items())}
    told = [item.nodeid, round(_spent() - spent, 4), round(time.monotonic() - began, 4), lines]
    with Path(_folder, f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(told) + "\n")
    return result
