"""Many reviewers at once, over sockets: how long each waits, what is lost, and what readers notice of them."""

import asyncio
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from random import Random

import sqlalchemy as sa
from sqlmodel import col, func, select
from tests import conftest
from tests.benchmarks.measuring import register
from tests.benchmarks.sockets import Connection, Place, served
from tests.helpers import large_register

from factdesk.access import OPERATOR
from factdesk.commands import people
from factdesk.database.engine import open_engine
from factdesk.database.transaction import reading, writing
from factdesk.drafts.people import PersonDraft, TokenDraft
from factdesk.models import Claim, Review
from factdesk.vocabulary import Role, Scope

CLAIMS = 1_000
REVIEWERS = 64
READS_A_SECOND = 10
WARM_UP = 10
"""Seconds of reading before anything is measured."""
VERDICTS = ("supported", "disputed", "mixed", "unverifiable")
Row = tuple[str, str]


@dataclass(slots=True)
class Seen:
    """What clients saw: how long good answers took, what else came, and what each good answer stored by its key."""

    seconds: list[float] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    stored: dict[str, str] = field(default_factory=dict)

    def told(self) -> str:
        """Write the number of good answers, their median and 99th percentile, and what else came."""
        times = sorted(self.seconds) or [0.0]
        p50, p99 = (times[int((len(times) - 1) * part)] * 1e3 for part in (0.5, 0.99))
        faults = ", ".join(f"{number} × {what}" for what, number in self.others.items()) or "0 errors"
        return f"{len(self.seconds):,} answers, p50 {p50:,.0f} ms, p99 {p99:,.0f} ms, {faults}"


def writers(folder: Path, _claims: int, seconds: float) -> Iterator[Row]:
    """Measure reviewers who judge one claim after another, and readers beside them, on each engine."""
    for engine in conftest.ENGINES:
        yield from _on(engine, folder, seconds)


def _on(name: str, folder: Path, seconds: float) -> list[Row]:
    with _register(name, folder) as url:
        engine = open_engine(url)
        secrets, refs = _reviewers(engine), _refs(engine)
        with served(url) as place:
            asyncio.run(_read(place, refs, WARM_UP))
            alone = asyncio.run(_read(place, refs, min(seconds, 20)))
            written, read = asyncio.run(_both(place, secrets, refs, seconds))
        lost, twice = _lost(engine, written), _twice(engine)
        engine.dispose()
    what = f"{REVIEWERS} reviewers on {name}"
    return [
        (f"{what}: reviews stored a second", f"{len(written.seconds) / seconds:,.1f}"),
        (f"{what}: reviews", written.told()),
        (f"{what}: acknowledged and lost, or stored twice", f"{lost}, {twice}"),
        (f"{what}: {READS_A_SECOND} reads a second alone", alone.told()),
        (f"{what}: {READS_A_SECOND} reads a second beside them", read.told()),
    ]


@contextmanager
def _register(name: str, folder: Path) -> Iterator[str]:
    """Give the address of a register of its own, filled the same way on each engine."""
    if name == "sqlite":
        made = Path(register(folder, CLAIMS).removeprefix("sqlite:///"))
        copy = folder / "written.db"
        for file in folder.glob("written.db*"):
            file.unlink()
        shutil.copyfile(made, copy)
        yield f"sqlite:///{copy}"
        return
    with conftest.databases_on(name) as databases:
        _, url = databases.make(conftest.EMPTY)
        engine = open_engine(url)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # the tests' server forgoes them
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = on")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        large_register.fill(engine, CLAIMS)
        engine.dispose()
        yield url


def _reviewers(engine: sa.Engine) -> list[str]:
    """Make accounts that judge by tokens; give their secrets."""
    with writing(engine) as session:
        for number in range(REVIEWERS):
            people.add(session, OPERATOR, PersonDraft(name=f"reviewer{number}", role=Role.REVIEWER))
        return [
            people.add_token(session, OPERATOR, TokenDraft(name=f"t{at}", person=f"reviewer{at}", scope=Scope.REVIEW))
            for at in range(REVIEWERS)
        ]


def _refs(engine: sa.Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(Claim.ref).where(col(Claim.shelf) == "public").order_by(col(Claim.place))))


async def _both(place: Place, secrets: Sequence[str], refs: Sequence[str], seconds: float) -> tuple[Seen, Seen]:
    written, end = Seen(), time.perf_counter() + seconds
    judging = [_judge(place, secret, refs, Random(at), written, end) for at, secret in enumerate(secrets)]
    *_, read = await asyncio.gather(*judging, _read(place, refs, seconds))
    return written, read


async def _judge(place: Place, secret: str, refs: Sequence[str], chance: Random, seen: Seen, end: float) -> None:
    """Judge a claim, wait for the answer, judge the next."""
    connection = Connection(place)
    for number in count():
        if time.perf_counter() > end:
            break
        key = f"{secret[:8]}-{number}"
        path = f"/api/v1/claims/{chance.choice(refs)}/reviews"
        judgement = {"verdict": chance.choice(VERDICTS), "confidence": "high", "reason": f"Because of {key}.",
                     "wording": 1}  # fmt: skip
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Idempotency-Key": key}
        began = time.perf_counter()
        try:
            answer = await connection.ask("POST", path, headers, json.dumps(judgement).encode())
        except (OSError, asyncio.IncompleteReadError) as broken:
            seen.others[type(broken).__name__] += 1
            continue
        if answer.status == 201:
            seen.seconds.append(time.perf_counter() - began)
            seen.stored[judgement["reason"]] = json.loads(answer.body)["stored"]
        else:
            seen.others[str(answer.status)] += 1
    connection.close()


async def _read(place: Place, refs: Sequence[str], seconds: float) -> Seen:
    """Ask for the register and a claim by turns, at a steady rate, whether or not the last answer came."""
    seen, free, asked = Seen(), [Connection(place)], []

    async def ask(path: str, due: float) -> None:
        connection = free.pop() if free else Connection(place)
        try:
            answer = await connection.ask("GET", path, {"Accept": "text/html"})
        except (OSError, asyncio.IncompleteReadError) as broken:
            seen.others[type(broken).__name__] += 1
            return
        if answer.status == 200:
            seen.seconds.append(time.perf_counter() - due)
        else:
            seen.others[str(answer.status)] += 1
        free.append(connection)

    began, paths = time.perf_counter(), cycle(["/claims", f"/claims/{refs[0]}"])
    for number in range(int(seconds * READS_A_SECOND)):
        due = began + number / READS_A_SECOND
        await asyncio.sleep(max(0, due - time.perf_counter()))
        asked.append(asyncio.create_task(ask(next(paths), due)))
    await asyncio.gather(*asked)
    for connection in free:
        connection.close()
    return seen


def _lost(engine: sa.Engine, written: Seen) -> int:
    """Count what was acknowledged and is not there as it was sent."""
    with reading(engine) as session:
        query = select(Review.reason, Review.id).where(col(Review.reason).startswith("Because of "))
        found = dict(session.exec(query).all())
    return sum(found.get(reason) != int(stored) for reason, stored in written.stored.items())


def _twice(engine: sa.Engine) -> int:
    with reading(engine) as session:
        query = select(Review.reason).where(col(Review.reason).startswith("Because of ")).group_by(Review.reason)
        return len(session.exec(query.having(func.count() > 1)).all())
