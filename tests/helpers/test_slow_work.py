import socket
import subprocess
import sys

from factdesk.commands import signing
from factdesk.database.transaction import reading, writing
from factdesk.web.rendering import _environment


def slow_things(folder):
    """Do everything that must not be done while writing."""
    signing.hashed("another horse battery")
    (folder / "file").write_text("text")
    _environment.from_string("a page").render()
    socket.getaddrinfo("localhost", 80)
    subprocess.run([sys.executable, "--version"], check=True, capture_output=True)


def test_slow_work_is_seen_while_writing_and_only_then(empty_engine, tmp_path, slow_work_seen):
    slow_things(tmp_path)
    with reading(empty_engine) as session:
        session.connection()
        slow_things(tmp_path)
    assert slow_work_seen == []
    with writing(empty_engine) as session:
        session.connection()
        slow_things(tmp_path)
    slow_things(tmp_path)
    seen = [one.split()[0] for one in slow_work_seen]
    assert {"password", "open", "render", "socket.getaddrinfo", "subprocess.Popen"} <= set(seen)
    assert len([one for one in seen if one == "render"]) == 1
    slow_work_seen.clear()
