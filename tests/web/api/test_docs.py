import pytest
from tests.helpers.rows import for_each
from tests.web.asking import PART, is_whole, page

from factdesk.drafts.filters import ClaimPage, SourceFilter

PROBLEMS = ("/api/v1/claims?foo=1", "/api/v1/claims/NOPE-1", "/api/v1/claims/%00", "/api/v1/sources?limit=0",
            "/api/v1/sources/nope", "/api/v1/articles/nope")  # fmt: skip


@pytest.fixture(scope="module")
def described(running):
    return running.get("/api/openapi.json").json()


def operations(described):
    return [(path, operation) for path, methods in described["paths"].items() for operation in methods.values()]


def test_the_description_is_openapi_of_this_program(described):
    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"] == "Factdesk"
    reading = {path for path, methods in described["paths"].items() if "get" in methods}
    assert reading == {
        f"/api/v1/{noun}{one}"
        for noun, key in (
            ("claims", "ref"),
            ("articles", "slug"),
            ("sources", "citekey"),
            ("publishers", "publisher_id"),
        )
        for one in ("", f"/{{{key}}}")
    } | {
        "/api/v1/statistics",
        "/api/v1/queue",
        "/api/v1/queue/checks",
        "/api/v1/changes",
        "/api/v1/articles/{slug}/publication",
        "/api/v1/articles/{slug}/versions",
        "/api/v1/articles/{slug}/versions/{number}",
        "/api/v1/articles/{slug}/passages",
    }


def test_every_reference_in_the_description_leads_somewhere(described):
    def references(value):
        if isinstance(value, dict):
            yield from [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    found = list(references(described))
    assert found
    for reference in found:
        place = described
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def test_every_parameter_is_documented(described):
    for path, operation in operations(described):
        assert operation["description"].endswith("."), path
        for parameter in operation.get("parameters", []):
            assert parameter["description"].endswith("."), (path, parameter["name"])
            assert parameter["required"] == (parameter["in"] == "path")


@for_each(("path", "model"), [("/api/v1/claims", ClaimPage), ("/api/v1/sources", SourceFilter)])
def test_every_filter_is_a_parameter(described, path, model):
    named = [parameter["name"] for parameter in described["paths"][path]["get"]["parameters"]]
    assert named == list(model.model_fields)


def test_every_answer_has_a_shape(described):
    for path, operation in operations(described):
        good = {"200", "201"} & set(operation["responses"])
        assert len(good) == 1, path
        schema = operation["responses"][good.pop()]["content"]["application/json"]["schema"]
        assert "$ref" in schema, path
        for status in set(operation["responses"]) - {"200", "201"}:
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"], path


@for_each("address", PROBLEMS)
def test_a_problem_is_what_the_description_says(client, described, address):
    answer = client.get(address)
    noun = address.split("?")[0].split("/")[3]
    path = next(path for path, _ in operations(described) if path.startswith(f"/api/v1/{noun}") and (
        ("{" in path) == (len(address.split("?")[0].split("/")) > 4)))  # fmt: skip
    told = described["paths"][path]["get"]["responses"][str(answer.status_code)]
    schema = told["content"]["application/problem+json"]["schema"]
    assert set(schema["required"]) <= answer.json().keys() <= set(schema["properties"])


def test_every_operation_is_on_the_page_with_its_parameters(client, described):
    shown = page(client, "/api/docs")
    sections = shown.all("section", class_="operation")
    assert [section.one("h2").text() for section in sections] == [
        f"{method.upper()} {path}" for path, methods in described["paths"].items() for method in methods
    ]
    for section, (_, operation) in zip(sections, operations(described), strict=True):
        named = [node.one("code").text() for node in section.all("dt")]
        assert named == [parameter["name"] for parameter in operation.get("parameters", [])]
        for parameter in operation.get("parameters", []):
            assert parameter["description"] in section.text()


@pytest.mark.slow
def test_every_link_of_the_page_leads_somewhere(client):
    for link in page(client, "/api/docs").one("main").all("a"):
        address = link.attributes["href"]
        if not address.startswith("#"):
            assert client.get(address).status_code == (401 if "/queue" in address else 200), address


def test_the_page_is_always_whole(client):
    assert is_whole(client.get("/api/docs", headers=PART).text)
