"""The version that a program says it read."""

from tests.helpers import desk

GONE = {"reason": "It does not hold"}


def test_a_version_that_is_none_is_refused_in_one_sentence(at_work):
    at_work.sign_in("ed")
    for version in (
        "",
        "0",
        "00",
        "-1",
        "1.5",
        "x",
        "9" * 5_000,
        "1" * 10,
        "\u0663",
        "\u00b2",
        '""',
        "*",
        "W/",
        "1, 2",
    ):
        with desk.nothing_stored(at_work.engine):
            answer = at_work.ask("POST", "/api/v1/claims/TALE-1/withdrawal", GONE, **{"If-Match": version.encode()})
        assert answer.status_code == 422, version[:20]
        assert answer.json()["detail"] == "Give the version you read as If-Match, such as If-Match: 3."


def test_a_version_is_read_with_and_without_quotation_marks(at_work):
    at_work.sign_in("ed")
    for ref, version in (("TALE-1", "1"), ("TALE-2", '"1"'), ("TALE-3", 'W/"1"')):
        answer = at_work.ask("POST", f"/api/v1/claims/{ref}/withdrawal", GONE, **{"If-Match": version})
        assert answer.status_code == 200, (ref, answer.text)
