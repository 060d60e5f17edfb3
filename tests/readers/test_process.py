"""A process that reads what strangers send keeps to its limits, knows no secrets, and is ended when nobody reads on."""

import os
import time

import pytest

from factdesk.readers.process import Limits, TooLong, TooMuch, answering

MB = 1024 * 1024
LIMITS = Limits(20, 1024 * MB)
BEGIN = "import os, sys\nfrom factdesk.readers.process import question\nasked = question(sys.stdin.buffer)\n"


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Make a module for a process of its own; it is found by a path that the process is told."""
    found = filter(None, (str(tmp_path), os.environ.get("PYTHONPATH")))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(found))

    def made(code):
        (tmp_path / "made_here.py").write_text(BEGIN + code)
        return "made_here"

    return made


def answer(module, limits=LIMITS, data=b"bytes\n\x00"):
    with answering(module, {"name": "a.txt"}, data, limits) as lines:
        return lines.read()


def test_it_is_told_what_is_asked_and_the_bytes(module):
    said = answer(module("sys.stdout.buffer.write(str(asked).encode() + sys.stdin.buffer.read())"))
    assert said == b"{'name': 'a.txt'}bytes\n\x00"


def test_it_knows_no_secrets(module, monkeypatch):
    monkeypatch.setenv("FACTDESK_DATABASE_URL", "postgresql://a:secret@b/c")
    said = answer(module("print(dict(os.environ))"))
    assert b"PATH" in said
    assert b"a:secret@b" not in said


@pytest.mark.slow
def test_it_has_no_more_memory_and_processor_time_than_it_is_given(module):
    with pytest.raises(TooMuch):
        answer(module("bytearray(2 * 1024**3)"))
    assert answer(module("print(len(bytearray(100 * 1024**2)))")) == b"104857600\n"
    asks = module("import resource; print(resource.getrlimit(resource.RLIMIT_CPU)[0])")
    said = answer(asks, Limits(7, LIMITS.memory))
    assert said == b"7\n"


@pytest.mark.slow
def test_it_is_ended_when_its_time_is_up_even_in_the_middle_of_its_answer(module):
    began = time.monotonic()
    for code in ("import time; time.sleep(60)", "print('some', flush=True)\nwhile True: pass"):
        with pytest.raises(TooLong):
            answer(module(code), Limits(0.5, LIMITS.memory))
    assert time.monotonic() - began < 20


def test_it_is_ended_when_nobody_reads_on(module):
    code = "print(os.getpid(), flush=True)\nwhile True: print('x' * 1000)"
    with answering(module(code), {"name": "a.txt"}, b"", LIMITS) as lines:
        number = int(lines.readline())
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
