from tests.helpers import hostile_register, with_drafts
from tests.helpers.rows import for_each
from tests.web.asking import problem

LIST = "/api/v1/articles"


def test_all_articles_with_the_numbers_of_their_claims(client):
    (article,) = client.get(LIST).json()["articles"]
    assert article["slug"] == "malis-dark-shadow"
    assert article["claims"] == sum(article["verdicts"].values()) == 40
    for verdict, number in article["verdicts"].items():
        assert client.get(f"/api/v1/claims?verdict={verdict}").json()["number"] == number


def test_one_article_with_its_outline(client):
    whole = client.get(f"{LIST}/malis-dark-shadow").json()
    assert client.get(LIST).json()["articles"][0].items() <= whole.items()
    assert [claim["ref"] for claim in whole["outline"]] == [f"MDS-{number}" for number in range(1, 41)]
    assert whole["left_out"] == 0


def test_an_empty_register_has_none(bare):
    assert bare.get(LIST).json() == {"articles": []}


def test_no_trace_of_a_draft_is_shown(guarded):
    for address in (LIST, f"{LIST}/a-tale"):
        answer = guarded.get(address)
        assert with_drafts.TRACE not in answer.text
        assert with_drafts.DRAFT_CLAIM not in answer.text
    assert [article["slug"] for article in guarded.get(LIST).json()["articles"]] == ["a-tale"]
    assert guarded.get(f"{LIST}/a-tale").json()["claims"] == 2


def test_a_draft_is_not_found_in_the_very_words_of_one_that_never_was(guarded):
    never = problem(guarded, f"{LIST}/never-was", 404)
    there = problem(guarded, f"{LIST}/{with_drafts.DRAFT_ARTICLE}", 404)
    assert there == never | {"detail": never["detail"].replace("never-was", with_drafts.DRAFT_ARTICLE)}


def test_hostile_text_stays_data(attacked):
    whole = attacked.get(f"{LIST}/attacked").json()
    assert whole["title"] == hostile_register.TEXTS[0]
    assert [claim["statement"] for claim in whole["outline"][:-1]] == list(hostile_register.TEXTS)


@for_each("slug", ["nope", "x" * 10_000, "%ED%A0%80", "%27"])
def test_a_slug_that_is_none_is_a_problem(client, slug):
    assert problem(client, f"{LIST}/{slug}", 404)["parameter"] == "slug"


def test_a_slug_with_control_characters_is_a_problem(client):
    assert problem(client, f"{LIST}/a%00")["parameter"] == "slug"


@for_each("path", [LIST, f"{LIST}/malis-dark-shadow"])
def test_another_kind_of_request_is_a_problem(client, path):
    answer = client.post(path)
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
