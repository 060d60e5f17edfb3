import re
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.helpers.builders import a_claim, a_piece, a_register, load
from tests.helpers.markup import parse
from tests.helpers.rows import for_each
from tests.web.asking import PART, WHOLE
from tests.web.conftest import browsing

from factdesk import __version__
from factdesk.settings import Settings
from factdesk.web.app import create_app

PAGES = ("/", "/claims", "/claims?verdict=disputed&q=mali", "/claims/MDS-1", "/articles", "/articles/malis-dark-shadow",
         "/sources", "/sources/hrw-2020", "/about", "/api/docs")  # fmt: skip
DATA = ("/claims.csv", "/claims.json", "/api/v1/claims", "/api/v1/claims/MDS-1", "/api/v1/articles",
        "/api/v1/sources", "/api/openapi.json")  # fmt: skip
REFUSED = ("/nothing", "/claims/NOPE-1", "/claims?foo=1", "/claims.csv?foo=1", "/api/v1/nothing", "/static/nothing")
STATIC = ("/static/site.css", "/static/site.js", "/static/icon.svg")
FACTS = ("Title", "Filter", "Address", "Moment", "Count", "Scale", "Weights", "Head", "Program")


def tag_of(client, address, **headers):
    return client.get(address, headers=headers).headers["ETag"]


@for_each("address", [*PAGES, *DATA])
def test_an_unchanged_page_is_not_sent_again(client, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Vary"] == first.headers["Vary"]
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_one_of_several_tags_and_a_weak_one_do_as_well(client):
    tag = tag_of(client, "/about")
    for given in (f'"a", {tag}, "b"', f"W/{tag}"):
        assert client.get("/about", headers={"If-None-Match": given}).status_code == 304


def test_the_tag_tells_addresses_and_parts_apart(client):
    tags = [tag_of(client, address) for address in (*PAGES, *DATA)]
    tags += [tag_of(client, "/claims", **PART), tag_of(client, "/claims", **WHOLE[0])]
    tags += [tag_of(client, "/claims?q=mali&verdict=disputed")]
    assert len(set(tags)) == len(tags)
    assert tag_of(client, "/claims") == tag_of(client, "/claims")


def test_the_tag_changes_with_what_of_the_settings_is_shown(seeded_engine, client):
    with browsing(seeded_engine, contact="desk@example.org") as other:
        assert tag_of(other, "/about") != tag_of(client, "/about")


def test_after_a_write_nothing_is_taken_for_unchanged(own, engine):
    tags = {address: tag_of(own, address) for address in (*PAGES, *DATA)}
    load(engine, a_register(a_claim(1, a_piece("new"))))
    for address, tag in tags.items():
        answer = own.get(address, headers={"If-None-Match": tag})
        assert answer.status_code == 200, address
        assert answer.headers["ETag"] != tag


@for_each("address", [*PAGES, *DATA])
def test_what_is_sent_may_be_kept_and_must_be_asked_for_again(client, address):
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Vary"] == "Cookie, Authorization, HX-Request"
    assert "Set-Cookie" not in answer.headers


@for_each("address", REFUSED)
def test_a_refusal_has_no_tag_and_is_never_unchanged(client, address):
    answer = client.get(address)
    assert 400 <= answer.status_code < 500
    assert "ETag" not in answer.headers
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == answer.status_code


def has_security(answer):
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"]


@for_each("address", [*PAGES, *DATA, *REFUSED, *STATIC, "/claims/", "/static/../pyproject.toml"])
def test_every_answer_says_what_it_may_load(client, address):
    has_security(client.get(address, follow_redirects=False))
    has_security(client.head(address, follow_redirects=False))
    has_security(client.post(address))


def test_an_unchanged_page_and_a_part_say_it_too(client):
    has_security(client.get("/about", headers={"If-None-Match": tag_of(client, "/about")}))
    has_security(client.get("/claims", headers=PART))


@pytest.fixture
def failing(seeded_url):
    """Give a browser on an app with an address that fails."""
    app: FastAPI = create_app(Settings(database_url=seeded_url))
    for path in ("/fails", "/api/v1/fails"):
        app.add_api_route(path, lambda: 1 / 0)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_a_fault_of_the_program_says_so_and_no_more(failing):
    page = failing.get("/fails")
    assert page.status_code == 500
    assert "fault of the program" in parse(page.text).one("main").text()
    assert "ZeroDivisionError" not in page.text
    has_security(page)
    told = failing.get("/api/v1/fails")
    assert told.headers["Content-Type"] == "application/problem+json"
    assert told.json()["status"] == 500
    has_security(told)


def test_a_register_that_cannot_be_read_is_said_without_its_place(tmp_path):
    file = tmp_path / "secret-place.db"
    file.write_bytes(b"this is no database" * 100)
    with TestClient(create_app(Settings(database_url=f"sqlite:///{file}")), raise_server_exceptions=False) as client:
        for address in ("/claims", "/api/v1/claims", "/claims.csv"):
            answer = client.get(address)
            assert answer.status_code == 503
            assert "secret-place" not in answer.text
            assert "cannot be read at the moment" in answer.text
            has_security(answer)


@for_each("address", [*PAGES, *REFUSED[:3]])
def test_no_page_holds_script_or_style_of_its_own_or_loads_from_elsewhere(client, address):
    page = parse(client.get(address).text)
    for node in page.walk():
        assert node.tag != "style"
        is_data = node.attributes.get("type") == "application/ld+json"  # no browser runs it
        assert node.tag != "script" or is_data or node.attributes["src"].startswith("/static/")
        for name, value in node.attributes.items():
            assert name != "style"
            assert not name.startswith("on")
            assert not name.startswith("hx-")
            if name in ("src", "srcset", "poster", "data") or (name == "href" and node.tag in ("link", "use")):
                assert re.match(r"/(?!/)|#", value), (node.tag, name, value)
    assert 'name="htmx-config"' in client.get(address).text


@for_each("address", PAGES)
def test_everything_a_page_loads_is_there(client, address):
    page = parse(client.get(address).text)
    links = [node.attributes["href"] for node in page.all("link")]
    for loaded in links + [node.attributes["src"] for node in page.all("script") if "src" in node.attributes]:
        assert client.get(loaded).status_code == 200, loaded


@for_each("address", [*PAGES, *DATA, "/static/site.css"])
def test_head_is_answered_like_get_without_a_body(client, address):
    got, asked = client.get(address), client.head(address)
    assert asked.status_code == 200
    assert asked.content == b""
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]
    assert asked.headers["ETag"] == got.headers["ETag"]


@for_each("address", [*PAGES, *DATA])
@for_each("method", ["PUT", "DELETE"])
def test_another_kind_of_request_is_told_what_is_taken(client, address, method):
    answer = client.request(method, address)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "ETag" not in answer.headers


@for_each("ending", ["csv", "json"])
@for_each(
    "query", ["", "?verdict=disputed&topic=Algeria", "?q=%22coup%22&sort=newest", "?q=%22" + "long+" * 90 + "%22"]
)
def test_an_export_says_what_it_is(client, ending, query):
    answer = client.get(f"/claims.{ending}{query}")
    told = {name: unquote(answer.headers[f"Factdesk-{name}"]) for name in FACTS}
    body = client.get(f"/claims.json{query}").json()
    assert told["Title"] == "Mali's Dark Shadow: Inside JNIM"
    assert told["Count"] == str(len(body["claims"]))
    assert told["Head"] == body["facts"]["head"]
    assert told["Address"].startswith("/claims")
    assert client.get(told["Address"]).status_code == 200
    assert told["Filter"] == body["facts"]["filter"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["Moment"])
    assert told["Scale"].startswith("Confidence that the claim is true: Very low 10 (1-19)")
    assert told["Program"] == f"Factdesk {__version__}"
    assert told["Weights"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    name = re.fullmatch(r'attachment; filename="([^"]+)"', answer.headers["Content-Disposition"])
    assert name is not None
    assert name[1].isascii()
    assert len(name[1]) <= 100
    assert name[1].endswith(f"-{told['Moment'][:10]}-{told['Head'][:12]}.{ending}")


def test_a_head_in_an_export_is_the_last_event(own, engine):
    from factdesk.models import ChainHead

    with engine.connect() as connection:
        head = connection.execute(sa.select(ChainHead.__table__)).mappings().one()
    answer = own.get("/claims.csv")
    assert answer.headers["Factdesk-Head"] == head["hash"]
    assert answer.headers["Factdesk-Moment"] == head["at"].strftime("%Y-%m-%dT%H:%M:%SZ")
    assert own.get("/claims.csv").headers["Factdesk-Moment"] == answer.headers["Factdesk-Moment"]
