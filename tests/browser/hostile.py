"""A register that strains the layout: endless words, other scripts, long statements, many topics, dozens of copies."""

from tests.helpers import builders

from factdesk.drafts.register import RegisterDraft

ENDLESS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
ARABIC = "قالت الحكومة إن الجماعة المسلحة (JNIM) سيطرت على مدينة غاو في عام 2012 ثم انسحبت منها."
LONG = ("The commission found, after a hearing that lasted eleven days, that nobody had told it the truth; " * 7)[:600]
LARGEST = ("A claim of two thousand characters, such as a database hands on without reading it. " * 25)[:2000].strip()
MARKUP = "<script>alert('ran')</script><b>bold</b> & “quoted” 'text' {{ 7 * 7 }}"
PAGES_OF_CLAIMS = ("/claims?limit=20", *(f"/claims/HOSTILE-{number}" for number in range(1, 6)))
OTHER_PAGES = (
    "/claims", "/claims?topic=none&q=commission", "/articles", "/articles/a-tale", "/sources", "/sources/source-0",
    "/sources/source-1", "/statistics",
)  # fmt: skip
"""Where such texts stand: pages that differ in what they strain, and the others."""
TOPICS = [f"a topic with a rather long name, the {number}th of twelve" for number in range(1, 13)]


def hostile_register() -> RegisterDraft:
    sources = [
        builders.a_source(
            f"source-{number}",
            title=[ENDLESS, ARABIC, LONG[:500], MARKUP][number % 4],
            authors=[f"Author {name} of many, {ENDLESS[:90]}" for name in range(8)],
            publisher=ENDLESS,
            url=f"https://example.org/{'a' * 300}/{number}",
            language=["de", "ar", "en", "en"][number % 4],
            reliability_why=LONG,
        )
        for number in range(40)
    ]
    pieces = [
        builders.a_piece(
            source["citekey"],
            stance=["supports", "supports", "supports", "disputes", "context"][number % 5],
            says=[LONG, ARABIC, ENDLESS, MARKUP][number % 4],
            quotation=ENDLESS if number % 7 == 0 else None,
            locator="p. " + "1234567890" * 12,
        )
        for number, source in enumerate(sources)
    ]
    statements = [ENDLESS, ARABIC, LONG, LARGEST, MARKUP]
    # All pieces stand below one claim, some of each sort below four more.
    below = {1: pieces, 2: pieces[:8], 3: pieces[8:16], 4: pieces[16:24], 5: pieces[24:32]}
    claims = [
        builders.a_claim(
            number,
            *below.get(number, []),
            statement=statements[(number - 1) % len(statements)],
            quote=ENDLESS,
            paragraph=1 + number // 3,
            topics=TOPICS if number % 2 else [ENDLESS[:80]],
            entities=[ENDLESS[:120], ARABIC, *(f"Name {name}" for name in range(30))],
            review=builders.a_review(reason=LONG * 4) if number % 3 else None,
        )
        for number in range(1, 121)
    ]
    return builders.a_register(
        *claims,
        sources=sources,
        title=f"{MARKUP} {ENDLESS}",
        author=ARABIC,
        publisher=ENDLESS,
        prefix="HOSTILE",
        language="de",
    )
