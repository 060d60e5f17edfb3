"""One address for each kind of page that a reader can meet."""

PAGES = {
    "home": "/",
    "register": "/claims",
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
    "sources": "/sources",
    "sources, none": "/sources?kind=court&reliability=E&lineage=own",
    "source": "/sources/keenan-pambazuka-2012",
    "about": "/about",
    "API": "/api/docs",
    "not found": "/nothing-here",
    "not understood": "/claims?verdict=wrong",
}
STATUS = {"not found": 404, "not understood": 422}
