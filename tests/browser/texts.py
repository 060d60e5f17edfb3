"""A desk with an article in many scripts, to choose passages from."""

from tests.browser.desk import Desk
from tests.helpers import article_texts
from tests.helpers import desk as made

from factdesk.access import OPERATOR
from factdesk.commands import articles

SCRIPTS = "/articles/scripts"
TEXT = (
    "It is suspected that the keeper 👩🏽‍🚀 sold 🇲🇱 salt to her cousin in the spring.\n\n"
    "قالت الحارسة إن الملح بيع في الربيع 🧂 إلى تاجر من الشمال.\n\n"
    "守灯人说盐在春天卖给了北方的商人。𠀋字也在这里。\n\n"
    "Cafe\u0301 owners led to nai\u0308ve hopes because of it.\n\n"
    "The last word stands\non two lines."
)


def scripted(desk: Desk, text: str = TEXT) -> None:
    """Make an article with this text."""
    made.run(desk.engine, articles.add, OPERATOR, made.new_article(slug="scripts", prefix="SCR"))
    article_texts.take(desk.engine, OPERATOR, "scripts", text)
