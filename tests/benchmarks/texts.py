"""The reading view of an article whose text is held, against the outline of the same article."""

from pathlib import Path

from tests.benchmarks.measuring import medians
from tests.benchmarks.sockets import Reader, served
from tests.helpers.article_texts import hold_seed

from factdesk.access import OPERATOR
from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate
from factdesk.database.transaction import writing
from factdesk.imports import seed

ARTICLE, BAR = "/articles/malis-dark-shadow", 1.5


def reading(folder: Path, _claims: int, seconds: float) -> list[tuple[str, str]]:
    """Measure the reading view of the example, with a text made of its quotes, against its outline."""
    file = folder / "reading.db"
    url = f"sqlite:///{file}"
    if not file.exists():
        engine = open_engine(url)
        migrate(engine)
        with writing(engine) as session:
            seed.load(session, OPERATOR)
        hold_seed(engine)
        engine.dispose()
    with served(url) as place:
        reader = Reader(place)
        sides = {"text": reader.turns([ARTICLE]), "outline": reader.turns([f"{ARTICLE}?layout=outline"])}
        taken = medians(sides, seconds=seconds)
    text, outline = taken["text"], taken["outline"]
    return [(f"article of 40 claims: text to outline (bar {BAR})",
             f"{text / outline:.2f} ({text * 1e3:.1f} ms to {outline * 1e3:.1f} ms)")]  # fmt: skip
