"""The addresses that tests/drills/plans.py asks a large register for, and what each may cost."""

from tests.helpers import large_register

LONGEST, COMMON, RARE = (f"article={large_register.LONGEST}", f"q={large_register.COMMON}", f"q={large_register.RARE}")
NO_OR_ONE_FILTER = (
    "", "verdict=supported", "verdict=mixed", "confidence=high", "confidence=none", "confidence_min=moderate",
    "state=settled", "topic=topic 0", "type=fact", "hedge=asserted", "kind=un", "kind=none", "reliability=A",
    "lineage=own", "stance=supports", "support=says_it", LONGEST, "verdict=supported&verdict=disputed", "withdrawn=yes",
)  # fmt: skip
SORTED = (
    "sort=newest", "sort=surest", "sort=unsurest", "sort=newest&verdict=supported", "sort=surest&verdict=supported",
    "sort=unsurest&topic=topic 0", "sort=surest&verdict=unreviewed", "sort=unsurest&confidence=very_high",
)  # fmt: skip
SEARCHED = (RARE, f"{RARE}&sort=relevance", f"{RARE}&sort=newest", f"{RARE}&verdict=supported")
ALIKE = (*(f"/claims?limit=20&{one}" for one in (*NO_OR_ONE_FILTER, *SORTED, *SEARCHED)),
         "/claims/A0-7", "/articles", "/sources?publisher=Publisher 0")  # fmt: skip
"""Addresses that cost the same at any size; of so few rows that a small register fills the page as well."""

READERS_ONLY = "/claims?limit=20&q=quagga&sort=newest"
"""Held to this for readers alone on PostgreSQL: of a search in two texts it expects so many hits that it walks all
claims in the order of change rather than sort the few there are."""

UP_TO_A_LIMIT = (
    "/claims?topic=topic 199", "/claims?article=article-9", "/claims?sort=surest&topic=topic 199",
    "/claims?sort=newest&article=article-9", "/claims?verdict=mixed&topic=topic 150",
    "/claims?verdict=supported&source=source0000", "/claims?source=source0000", "/claims?publisher=Publisher 0",
    "/claims?after=2026-01-28&sort=newest", "/sources", "/sources?kind=un", "/sources?reliability=A",
    "/sources?lineage=own", "/sources/source0000", f"/articles/{large_register.LONGEST}", "/statistics",
)  # fmt: skip
TWO_FILTERS = (
    "/claims?verdict=supported&hedge=asserted", "/claims?topic=topic 0&topic=topic 1", "/claims?kind=un&kind=court",
    "/claims?after=2026-01-20", "/claims?before=2026-01-20", "/claims?after=2026-01-20&verdict=supported",
    f"/claims?sort=newest&{LONGEST}", f"/claims?sort=newest&{LONGEST}&verdict=mixed", "/statistics?verdict=supported",
)  # fmt: skip
THREE_FILTERS = (
    "/claims?verdict=supported&hedge=asserted&type=fact", "/claims?verdict=mixed&hedge=rumoured&topic=topic 20",
)  # fmt: skip
COMMON_WORD = tuple(f"/claims?{COMMON}{more}" for more in ("", "&verdict=supported", "&sort=newest", "&sort=relevance"))

SAME, TAIL = 1.5, 4_000
"""A request of ALIKE may take so many times the steps it takes in a small register, and so many more on each of the
two shelves a reviewer sees: those are for the rarest topics, which a small register does not have yet."""
MOST_STEPS = {
    **dict.fromkeys(
        UP_TO_A_LIMIT, 150_000
    ),  # 10,000 rows, 2,000 claims sorted and looked through, or all values there are
    **dict.fromkeys(TWO_FILTERS, 1_500_000),  # 10,000 claims are counted, and looked through for the sidebar
    **dict.fromkeys(THREE_FILTERS, 5_000_000),  # looked through four times: each filter's own counts leave it out
    **dict.fromkeys(COMMON_WORD, 2_500_000),  # every hit is looked at: in 100,000 claims, 33,000
}
"""The steps a request may take that costs more in a larger register."""
SORTING = 60_000
"""The steps of a statement that sorts: 2,000 claims, the most that are sorted rather than walked past."""
WALKING = 90_000
"""The steps of a statement that walks an index in order: up to 10,000 sources are counted."""
MOST_PAGES = 2_000
"""The pages of 8 kB that PostgreSQL may touch for a request of ALIKE: fifty claims, their texts and the sidebar."""
MOST_ROWS = 2_500
"""The rows PostgreSQL may sort or read without an index for it: 2,000 claims, or the values of the sidebar."""

SORTS = ("article", "newest", "surest", "unsurest")
FAR_DOWN = tuple(
    (sort, f"/claims?limit=20&sort={sort}&{narrowed}")
    for sort in SORTS
    for narrowed in ("", "verdict=supported", "verdict=unreviewed", "confidence=very_high", "topic=topic 0")
)
"""Pages of some order, of which one far down costs what the first does."""

THEN = "as_of=2026-11-22"
PAST_ALIKE = (f"/claims/A0-7?{THEN}", "/changes.atom?verdict=supported")
"""What of time costs the same at any size."""
PAST_COUNTED = {
    **dict.fromkeys(
        (f"/claims?limit=20&{THEN}&{more}" for more in ("", "verdict=mixed&topic=topic 0", *SORTED[:3])), 320
    ),
    f"/api/v1/claims?limit=20&{THEN}": 80,  # two counts, where the page has the sidebar's as well
    "/changes?limit=20": 60,
}
"""What counts the versions of a moment, or what changed: the steps it may take for each claim of the register."""
