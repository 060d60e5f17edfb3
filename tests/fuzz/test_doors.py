import re
from urllib.parse import quote, urlencode

import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factdesk.drafts.exports import ClaimExport
from factdesk.drafts.filters import ClaimPage, Sort, SourceFilter
from factdesk.vocabulary import Word

NAMES = sorted({*ClaimPage.model_fields, *ClaimExport.model_fields, *SourceFilter.model_fields, "as_of", "foo"})
WORDS = sorted({str(word) for words in Word.__subclasses__() for word in words} | {sort.value for sort in Sort})
EVIL = ("", "0", "-1", "1e309", "9" * 30, "none", "null", "true", "\x00", "\ud800", "%00", "'", '"', '"a', "a*", "*",
        "a b" * 200, "2026-02-30", "0001-01-01", "9999-12-31", "MDS-1", "hrw-2020", "malis-dark-shadow", "' OR 1=1 --",
        "../../etc/passwd", "<script>", "{{7*7}}", "漢字 mali", "\u202e", "é\u0301", "WyJhcnRpY2xlIiwgMV0")  # fmt: skip
VALUES = st.one_of(st.sampled_from(WORDS), st.sampled_from(EVIL), st.text(max_size=30), st.integers().map(str))
QUERIES = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=10)), VALUES), max_size=5)
HEADERS = st.fixed_dictionaries({}, optional={
    "HX-Request": st.sampled_from(["true", "false", "x"]),
    "HX-Boosted": st.sampled_from(["true", ""]),
    "Host": st.sampled_from(["example.org", "[", "a b", "[::1]:80", "-", "x" * 300]),
    "If-None-Match": st.sampled_from(["*", '""', '"', "W/"]),
    "Range": st.sampled_from(["bytes=0-1", "bytes=-", "x"]),
    "Accept": st.sampled_from(["application/json", "*/*", "nonsense"]),
    "Cookie": st.sampled_from(["a=b", "=;=", "\x7f"]),
})  # fmt: skip


def encoded(text):
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def routes(app):
    """Give the addresses of all routes that read, with a place for what stands in them."""
    return sorted({route.path for route in _all(app.routes) if "GET" in (getattr(route, "methods", None) or ())})


def _all(found):
    for route in found:
        inner = getattr(route, "original_router", None)
        yield from _all(inner.routes) if inner is not None and not isinstance(route, APIRoute) else [route]


def ask(client, path, pairs, headers):
    query = urlencode([(name.encode("utf-8", "surrogatepass"), value.encode("utf-8", "surrogatepass"))
                       for name, value in pairs])  # fmt: skip
    answer = client.get(f"{path}?{query}" if query else path, headers=headers, follow_redirects=False)
    assert answer.status_code < 500, (path, pairs, headers, answer.text[:300])
    assert "Traceback" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    return answer


@pytest.fixture(scope="session")
def addresses(running):
    """Give the addresses of all routes that read, and of the files beside them."""
    described = running.get("/api/openapi.json").json()["paths"]
    return [*routes(running.app), *sorted(described), "/static/{file}"]


def test_there_are_routes_to_try(addresses):
    assert {"/", "/claims/{ref}", "/sign-in/{secret}", "/api/v1/sources", "/articles/{slug}/edit"} <= set(addresses)


def test_no_question_whatever_breaks_a_door(running, addresses):
    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
    @given(path=st.sampled_from(addresses), inside=VALUES, pairs=QUERIES, headers=HEADERS)
    def check(path, inside, pairs, headers):
        ask(running, re.sub(r"\{[^}]+\}", lambda _: encoded(inside), path), pairs, headers)

    check()


def test_no_address_whatever_breaks_a_door(running):
    @settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.one_of(VALUES, st.sampled_from(["claims", "api", "v1", "sources", "static", "..", "."])), max_size=5
        )
    )
    def check(parts):
        ask(running, "http://testserver/" + "/".join(encoded(part) for part in parts), [], {})

    check()


def test_the_whole_of_latin_1_in_a_query_breaks_no_door(running):
    for sign in range(256):
        answer = running.get(f"/api/v1/claims?limit=1&q=a%{sign:02x}b&topic=%{sign:02X}")
        assert answer.status_code < 500, sign
