"""The published schemas accept what is exported: CSL-JSON, and the W3C's assertions on annotations."""

import io
import json
import tarfile

from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from tests.helpers import judges
from tests.helpers.fixed_shapes import contents, hostile, nothing
from tests.helpers.rows import for_each
from tests.outside.material import DATA, needs

from factdesk.exports import FORMATS

MADE = [contents, lambda: contents(*hostile())]
pytestmark = needs(DATA)


def packed(name):
    with tarfile.open(DATA / name) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive.getmembers() if member.isfile()}


def exported(name, made):
    file = io.BytesIO()
    FORMATS[name].write(made(), file)
    return json.loads(file.getvalue())


@for_each("made", [*MADE, nothing])
def test_the_schema_accepts_every_item(made):
    schema = json.loads(packed("schemas.tar.xz")["schemas/csl-data.json"])
    judge = judges.of_schema(schema)
    assert list(judge.iter_errors(exported("csl.json", made))) == []


@for_each("made", MADE)
def test_every_must_of_the_annotation_model_holds(made):
    files = {name: json.loads(text) for name, text in packed("annotation-schemas.tar.xz").items()
             if name.endswith(".json")}  # fmt: skip
    named = [(schema["id"], Resource(schema, DRAFT4)) for schema in files.values() if "id" in schema]
    registry = Registry().with_resources(named)
    musts = {name: schema for name, schema in files.items()
             if "/annotations/" in name and schema.get("assertionType") == "must"
             and schema.get("expectedResult", "valid") == "valid"}  # fmt: skip
    assert musts
    for item in exported("annotations.jsonld", made)["items"]:
        annotation = {"@context": "http://www.w3.org/ns/anno.jsonld"} | item
        for name, schema in musts.items():
            judge = judges.of_schema(schema, registry)
            assert list(judge.iter_errors(annotation)) == [], name


def test_no_key_of_an_annotation_is_unknown_to_its_context():
    context = json.loads(packed("schemas.tar.xz")["schemas/anno.jsonld"])["@context"]
    known = {*context, "@context"}

    def keys(node):
        if isinstance(node, dict):
            for name, value in node.items():
                yield name
                yield from keys(value)
        elif isinstance(node, list):
            for one in node:
                yield from keys(one)

    page = exported("annotations.jsonld", contents)
    assert set(keys(page)) - known == set()
