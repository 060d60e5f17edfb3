"""Pages: at two sizes, against the same page made by hand, and unchanged ones against a bare route; over sockets."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.measuring import medians, register, share
from tests.benchmarks.sockets import Reader, bare, served
from tests.helpers import large_register

from factdesk.vocabulary import ClaimType, Hedge, Verdict

SMALL = 1_000

VERDICTS, HEDGES, TYPES = (
    [f"{name}={word}" for word in words]
    for name, words in (("verdict", Verdict), ("hedge", Hedge), ("type", ClaimType))
)
TOPICS = [f"topic={quote(f'topic {number}')}" for number in range(8)]
REQUESTS = {
    "no filter": ["/claims", "/claims?sort=newest", "/claims?sort=surest", "/claims?sort=unsurest"],
    "one filter": [f"/claims?{one}" for one in (*VERDICTS, *HEDGES, *TYPES, *TOPICS, "kind=un", "lineage=own")],
    "two filters": [f"/claims?{'&'.join(two)}" for two in product(VERDICTS, HEDGES)],
    "three filters": [f"/claims?{'&'.join(three)}" for three in product(VERDICTS, HEDGES, TYPES[:2])],
    "search, rare word": [f"/claims?q={large_register.RARE}"],
    "search, common word": [f"/claims?q={large_register.COMMON}"],
}

Row = tuple[str, str]


def growth(folder: Path, claims: int, seconds: float) -> Iterator[Row]:
    """Measure the register page of a large register against the same of a small one."""
    with ExitStack() as serving:
        readers = {size: Reader(serving.enter_context(served(register(folder, size)))) for size in (SMALL, claims)}
        for name, addresses in REQUESTS.items():
            sides = {str(size): reader.turns(addresses) for size, reader in readers.items()}
            taken = medians(sides, seconds=seconds / len(REQUESTS))
            small, large = taken[str(SMALL)], taken[str(claims)]
            yield (f"page, {name}: {claims:,} claims to {SMALL:,}",
                   f"{large / small:.2f} ({large * 1e3:.1f} ms to {small * 1e3:.1f} ms)")  # fmt: skip


def hand_made(folder: Path, claims: int, seconds: float) -> Iterator[Row]:
    """Measure whole pages against the same pages by hand: requests a second, as a share."""
    url = register(folder, claims)
    with served(url) as place:
        ours = Reader(place)
        for name, addresses in REQUESTS.items():
            with bare("hand", url, addresses[0]) as other:
                sides = {"ours": ours.turns(addresses[:1]), "hand": Reader(other).turns(["/claims"])}
                taken = medians(sides, seconds=seconds / len(REQUESTS))
            yield f"page, {name}: requests/s to those by hand", share(taken["ours"], taken["hand"])


def unchanged(folder: Path, claims: int, seconds: float) -> Iterator[Row]:
    """Measure a page the reader has already against a bare route that says ok."""
    with served(register(folder, claims)) as place, bare("ok") as other:
        ours, theirs = Reader(place), Reader(other)
        tag = ours.get("/claims").headers["etag"]
        sides = {"ours": lambda: ours.get("/claims", 304, If_None_Match=tag), "bare": lambda: theirs.get("/ok")}
        taken = medians(sides, seconds=seconds, most=20_000)
    yield "page unchanged (304): requests/s to a bare route's", share(taken["ours"], taken["bare"])
