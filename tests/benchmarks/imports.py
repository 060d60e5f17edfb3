"""Importing claims from a CSV against `sqlite-utils insert --csv` of the same rows, as whole commands."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.benchmarks.measuring import medians
from tests.helpers import desk

from factdesk.access import OPERATOR
from factdesk.commands import articles
from factdesk.database.engine import open_engine
from factdesk.database.migrate import migrate

Row = tuple[str, str]


def table(file: Path, number: int) -> None:
    """Write a CSV of so many claims, of made-up words."""
    chance = Random(7)
    words = [
        f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{chance.choice('lnrst')}{at}" for at in range(4_000)
    ]
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["statement", "quote", "hedge", "type", "topics", "entities"])
        for at in range(number):
            statement = f"{at} " + " ".join(chance.choices(words, k=14))
            topics = "\n".join(chance.choices(words[:200], k=2))
            writer.writerow(
                [statement, " ".join(chance.choices(words, k=8)), "asserted", "fact", topics, words[at % 900]]
            )


def imported(folder: Path, number: int, seconds: float) -> list[Row]:
    """Measure both commands, each into a database that has no claims yet."""
    file, empty, own, other = (folder / name for name in (f"claims-{number}.csv", "empty.db", "ours.db", "theirs.db"))
    table(file, number)
    empty.unlink(missing_ok=True)
    engine = open_engine(f"sqlite:///{empty}")
    migrate(engine)
    desk.run(engine, articles.add, OPERATOR, desk.new_article(slug="a-tale"))
    engine.dispose()
    database = ["--database", f"sqlite:///{own}"]
    ours = [sys.executable, "-m", "factdesk", "import", str(file), "--into", "a-tale", "--yes", *database]
    tool = Path(sys.executable).with_name("sqlite-utils")
    theirs = [str(tool), "insert", str(other), "claims", str(file), "--csv"]

    def insert_ours() -> None:
        for one in folder.glob("ours.db*"):
            one.unlink()
        shutil.copy(empty, own)
        subprocess.run(ours, check=True, stdout=subprocess.DEVNULL)

    def insert_theirs() -> None:
        other.unlink(missing_ok=True)
        subprocess.run(theirs, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    taken = medians({"ours": insert_ours, "theirs": insert_theirs}, seconds=seconds, most=3)
    told = f"{taken['ours'] / taken['theirs']:.1f} ({taken['ours']:.1f} s to {taken['theirs']:.1f} s)"
    return [(f"import of {number:,} claims: time to sqlite-utils’", told)]
