"""One address for each kind of page that a reader can meet."""

from datetime import UTC, datetime

TODAY = datetime.now(UTC).date()

PAGES = {
    "register": "/claims",  # at "/" too, as tests/web/pages/test_register.py holds
    "filtered": "/claims?confidence=very_low&verdict=disputed",
    "later page": "/claims?limit=10&q=JNIM&sort=relevance",
    "searched": "/claims?q=ransom",
    "empty": "/claims?q=zzzz&verdict=mixed",
    "claim with tied sources": "/claims/MDS-25",
    "claim with one side": "/claims/MDS-29",
    "claim with few pieces": "/claims/MDS-13",
    "claim with collapsed copies": "/claims/MDS-24",
    "articles": "/articles",
    "article": "/articles/malis-dark-shadow",
    "article, filtered": "/articles/malis-dark-shadow?verdict=disputed&confidence=very_low",
    "article, nothing found": "/articles/malis-dark-shadow?verdict=unreviewed",
    "article, outline": "/articles/malis-dark-shadow?layout=outline",
    "article, version": "/articles/malis-dark-shadow/versions/1",
    "sources": "/sources",
    "sources, none": "/sources?kind=court&reliability=E&lineage=own",
    "source": "/sources/keenan-pambazuka-2012",
    "statistics": "/statistics",
    "statistics, filtered": "/statistics?verdict=mixed&verdict=disputed&topic=security",
    "statistics, none": "/statistics?q=zzzz",
    "source whose fall matters": "/sources/sahelintel-tinzawaten-2021",
    "publishers": "/publishers",
    "publisher": "/publishers/6",
    "claim with copies of copies": "/claims/MDS-31",
    "about": "/about",
    "API": "/api/docs",
    "past register": f"/claims?as_of={TODAY}&verdict=disputed",
    "past, before the register": "/claims?as_of=2020-01-01",
    "past claim": f"/claims/MDS-29?as_of={TODAY}",
    "past article": f"/articles/malis-dark-shadow?as_of={TODAY}",
    "changes": "/changes",
    "no changes": "/changes?after=2020-01-01&before=2020-01-02&verdict=mixed",
    "not found": "/nothing-here",
    "not understood": "/claims?verdict=wrong",
}
STATUS = {"not found": 404, "not understood": 422}


def subject(address: str) -> str:
    """Give what an address is about: one noun, such as `claims`, or `claims/*` for one of them."""
    noun, _, rest = address.partition("?")[0].removeprefix("/").partition("/")
    return f"{noun}/*" if rest else noun
