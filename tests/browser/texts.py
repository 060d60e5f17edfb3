"""Articles in many scripts: one to choose passages from, and some to read."""

import sqlalchemy as sa
from tests.helpers import article_texts, builders
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


TALES = {
    "ar": (
        "حكاية عن الماء والملح رواها كثيرون.\n\nارتفع النهر في الربيع، ثم انخفض في الخريف.",  # noqa: RUF001
        "الماء والملح",
    ),
    "ja": ("水と塩の話である。春に川が増水した。秋には水が引いた。", "春に川が増水した"),
    "he": ("מַיִם וָמֶלַח: כך סיפרו. הנהר עלה באביב.", "מַיִם וָמֶלַח"),
    "vi": (
        "Nu\u031b\u0323ớc và muối, ngu\u031bo\u031b\u0300i ta kể. Sông dâng lên.",
        "muối, ngu\u031bo\u031b\u0300i ta",
    ),
    "en": ("Families 👩‍👩‍👧‍👦 and flags 🇲🇱🇫🇷 were there 👍🏽, they say.", "👩‍👩‍👧‍👦 and flags 🇲🇱🇫🇷"),
}
"""A text in each of some languages, and the words of it that a claim quotes."""


def scripted(engine: sa.Engine) -> None:
    """Make an article with TEXT."""
    made.run(engine, articles.add, OPERATOR, made.new_article(slug="scripts", prefix="SCR"))
    article_texts.take(engine, OPERATOR, "scripts", TEXT)


def tales(engine: sa.Engine) -> None:
    """Make an article of each of TALES, and one whose text readers may not read."""
    for language, (text, quote) in TALES.items():
        claim = builders.a_claim(1, builders.a_piece("src01"), quote=quote, review=builders.a_review())
        slug = f"tale-{language}"
        draft = builders.a_register(claim, slug=slug, prefix=language.upper(), language=language, title=text[:20])
        builders.load(engine, draft)
        article_texts.hold(engine, OPERATOR, slug, text, public=True)
    claims = [builders.a_claim(1, quote="water"), builders.a_claim(2, quote="water and salt"), builders.a_claim(3)]
    builders.load(engine, builders.a_register(*claims, slug="kept", prefix="KEPT"))
    article_texts.hold(engine, OPERATOR, "kept", "A tale of water and salt. Nobody saw it.", public=False)
