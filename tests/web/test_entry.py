"""What is refused before a body is read, and how much of one is read at all."""

import json
from collections.abc import Iterator
from itertools import count, islice

import anyio
import pytest
from tests.helpers import desk

from factdesk.commands import people
from factdesk.database.transaction import writing
from factdesk.drafts.people import TokenDraft
from factdesk.vocabulary import Scope
from factdesk.web.deps import COOKIE
from factdesk.web.entry import MOST_IN_JSON, MOST_SENT, READ_PAST

CHUNK = b"x" * 100_000
REVIEW = "/claims/TALE-1/reviews"
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Endless:
    """A body that goes on, up to a hundred times what any address takes; counts what was taken of it."""

    def __init__(self, begins: bytes = b"") -> None:
        self.begins, self.taken = begins, 0

    def __iter__(self) -> Iterator[bytes]:
        yield self.begins
        for _ in islice(count(), 100 * READ_PAST // len(CHUNK)):
            self.taken += len(CHUNK)
            yield CHUNK


@pytest.fixture
def tokens(desk_engine):
    """Give tokens of an editor by their scope."""
    with writing(desk_engine) as session:
        return {
            scope: people.add_token(session, desk.OPERATOR, TokenDraft(name=f"t-{scope}", person="ed", scope=scope))
            for scope in Scope
        }


def send(at_work, path, body, headers):
    """Send a body bit by bit, as a server hands it on; give the status and the text of the answer."""
    own = [(name.lower().encode(), value.encode()) for name, value in ({"Host": "testserver"} | headers).items()]
    if "Content-Length" not in headers:
        own.append((b"transfer-encoding", b"chunked"))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": own,
        "client": ("testclient", 1), "server": ("testserver", 80), "state": {},
    }  # fmt: skip
    chunks, answered = iter(body), []

    async def receive():
        chunk = next(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def answer(message):
        answered.append(message)

    anyio.run(at_work.client.app, scope, receive, answer)
    return answered[0]["status"], b"".join(one["body"] for one in answered[1:]).decode()


def test_nothing_is_read_of_who_may_not_write(at_work, tokens):
    reads = {"Authorization": f"Bearer {tokens[Scope.READ]}"}
    nobody = {"Authorization": "Bearer nonsense"}
    for path, headers, status in (
        (f"/api/v1{REVIEW}", JSON, 401),
        (f"/api/v1{REVIEW}", JSON | nobody, 401),
        (f"/api/v1{REVIEW}", JSON | reads, 403),
        ("/api/v1/articles/a-tale/versions", JSON, 401),
        ("/api/v1/articles/a-tale/versions", JSON | reads, 403),
        ("/import", MULTIPART, 401),
        ("/articles/import", MULTIPART, 401),
        ("/articles/import", MULTIPART | reads, 403),
        (REVIEW, MULTIPART, 401),
        (REVIEW, JSON, 401),
    ):
        body = Endless()
        assert send(at_work, path, body, headers)[0] == status, (path, headers)
        assert body.taken <= 2 * len(CHUNK), (path, headers, body.taken)


def cookie_of(at_work, name):
    return {"Cookie": f"{COOKIE}={at_work.sign_in(name).client.cookies[COOKIE]}"}


def test_a_reviewer_uploads_nothing(at_work):
    for path in ("/import", "/articles/import"):
        body = Endless()
        assert send(at_work, path, body, MULTIPART | cookie_of(at_work, "ann"))[0] == 403
        assert body.taken <= 2 * len(CHUNK)


def test_every_body_has_an_end(at_work, tokens):
    writes = {"Authorization": f"Bearer {tokens[Scope.ADMIN]}"}
    cookie = cookie_of(at_work, "ed")
    for path, headers, begins, most in (
        (f"/api/v1{REVIEW}", JSON | writes, b'{"reason": "', MOST_SENT),
        ("/api/v1/articles/a-tale/versions", JSON | writes, b'{"text": "', MOST_IN_JSON),
        (REVIEW, FORM | cookie, b"reason=", MOST_SENT),
        (REVIEW, FORM, b"reason=", MOST_SENT),
        ("/sign-in", FORM, b"password=", MOST_SENT),
        ("/queue/next", FORM | cookie, b"list=", MOST_SENT),
        (
            "/import",
            MULTIPART | cookie,
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n',
            READ_PAST,
        ),
    ):
        body = Endless(begins)
        with desk.nothing_stored(at_work.engine):
            status, text = send(at_work, path, body, headers)
        assert status == 413, path
        assert body.taken <= most + 2 * len(CHUNK), (path, body.taken)
        assert "What was sent is larger than this address takes." in text, path


def test_a_length_that_is_too_long_is_refused_at_once(at_work, tokens):
    headers = JSON | {"Authorization": f"Bearer {tokens[Scope.ADMIN]}", "Content-Length": str(MOST_SENT + 1)}
    body = Endless()
    status, text = send(at_work, f"/api/v1{REVIEW}", body, headers)
    assert status == 413
    assert json.loads(text)["detail"] == "What was sent is larger than this address takes."
    assert body.taken <= 2 * len(CHUNK)


def test_many_fields_and_deep_nesting_are_refused_in_a_sentence(at_work, tokens):
    writes = JSON | {"Authorization": f"Bearer {tokens[Scope.ADMIN]}"}
    deep, wide = 400_000, 30_000
    for body in (
        "[" * deep, "[" * deep + "]" * deep, '{"a":' * 100_000 + "1" + "}" * 100_000, '{"reason":' + "[" * deep,
        json.dumps({f"field {number}": number for number in range(wide)}),
        json.dumps({"verdict": list(range(wide))}),
    ):  # fmt: skip
        with desk.nothing_stored(at_work.engine):
            answer = at_work.client.post(f"/api/v1{REVIEW}", content=body, headers=writes)
        assert answer.status_code in (400, 422), body[:20]
        assert len(answer.json()["detail"]) < 500
    at_work.sign_in("ann")
    for fields in ({f"field{number}": "x" for number in range(200)}, {f"f{number}": "" for number in range(20_000)}):
        answer = at_work.send(REVIEW, fields)
        assert answer.status_code in (400, 422)
