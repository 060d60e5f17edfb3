"""What somebody sends as the host they ask stands in no answer: others are given the same one, and keep it."""

import re

import pytest
from tests.helpers.rows import for_each
from tests.web.conftest import browsing

from factdesk.exports import CHANGES, FEED_NAME, FORMATS

EVIL = "evil.example"
SENT = {
    "Host": EVIL, "X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "https", "X-Forwarded-For": EVIL,
    "X-Forwarded-Server": EVIL, "X-Forwarded-Port": "6666", "X-Forwarded-Prefix": f"/{EVIL}",
    "Forwarded": f"host={EVIL};proto=https", "X-Original-URL": f"/{EVIL}", "X-Host": EVIL, "Origin": f"https://{EVIL}",
    "Referer": f"https://{EVIL}/",
}  # fmt: skip
FILES = [*(f"/claims.{name}?verdict=disputed" for name in FORMATS), *(f"/{name}" for name in (*CHANGES, FEED_NAME))]
PAGES = [
    "/", "/claims", "/claims?q=mali", "/claims/MDS-1", "/claims/MDS-1?as_of=2100-01-01", "/articles", "/sources",
    "/articles/malis-dark-shadow", "/changes", "/statistics", "/queue", "/sign-in", "/sign-in/x", "/about", "/account",
    "/api/docs", "/api/openapi.json", "/api/v1/claims", "/api/v1/claims/MDS-1", "/api/v1/nothing", "/nothing",
    "/claims?nothing=1", "/healthz",
]  # fmt: skip
LED_ON = ["/claims/", "/articles/", "/claims/MDS-1/", "/claims/MDS-1//", "/static", "/api/v1/claims/?q=mali"]


@pytest.mark.slow
@for_each("path", [*FILES, *PAGES, *LED_ON])
def test_no_answer_holds_what_was_sent_as_the_host(client, path):
    plain, sent = (client.get(path, headers=headers, follow_redirects=False) for headers in ({}, SENT))
    assert sent.status_code == plain.status_code
    assert _same(sent.content) == _same(plain.content)
    assert {**sent.headers} == {**plain.headers}
    for name in (b"evil.example", b"testserver"):
        assert name not in plain.content + sent.content
        assert name.decode() not in str(sent.headers)


@for_each("path", LED_ON)
def test_whoever_is_led_on_stays_on_this_site(client, path):
    answer = client.get(path, headers=SENT, follow_redirects=False)
    assert answer.status_code in (307, 404)
    if answer.status_code == 307:
        assert re.fullmatch(r"/(?![/\\])[!-~]*", answer.headers["Location"])


@pytest.mark.slow
def test_the_configured_address_stands_in_every_file(seeded_engine):
    with browsing(seeded_engine, base_url="https://claims.example/register/") as client:
        for path in FILES:
            answer = client.get(path, headers=SENT)
            assert answer.headers["Factdesk-Address"].startswith("https://claims.example/register/c"), path
            assert EVIL.encode() not in answer.content, path
        assert "https://claims.example/register/claims/MDS-1#review" in client.get("/claims/MDS-1", headers=SENT).text


def _same(content: bytes) -> bytes:
    """Leave out what differs each time: the marks of forms."""
    return re.sub(rb'name="once" value="[^"]*"', b"", content)
