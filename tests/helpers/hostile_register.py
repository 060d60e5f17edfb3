"""A register whose every text tries to do harm: to a page, to a spreadsheet, to a terminal or to the reader's eye."""

from tests.helpers.builders import a_claim, a_piece, a_register, a_review, a_source

from factdesk.drafts.register import RegisterDraft

MARK = "harm7391"
"""Stands in every name that a page would hold if hostile text became an element or an attribute of it."""
TEXTS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' onmouseover='{MARK}()' x='",
    f"</title></textarea></style><{MARK}>",
    f"<!--<{MARK} onload=1>-->",
    f"{{{{ 7*7 }}}}{{% {MARK} %}}",
    f"=cmd|' /C {MARK}'!A0",
    f'=HYPERLINK("https://{MARK}.example","x")',
    f"+1+{MARK}",
    f"-2+{MARK}",
    f"@SUM(1,{MARK})",
    f"'quoted {MARK}'",
    f'"quoted, {MARK}"; and\nanother line',
    f"\u202eright to left {MARK}\u202c \u200f\u05d0\u05d1",
    f"javascript:{MARK}()",
    f"&lt;{MARK}&gt; &amp;quot;",
    f"\\u003c{MARK}\\u003e \u2028 \u2029.",
)
LONG = f"{MARK} " + "long " * 3_990


def register() -> RegisterDraft:
    """Give a register with a claim for each text, which stands wherever a text may stand."""
    sources = [_source(number, text) for number, text in enumerate(TEXTS, start=1)]
    claims = [_claim(number, text) for number, text in enumerate(TEXTS, start=1)]
    piece = a_piece("s1", says=LONG, quotation=LONG)
    last = len(TEXTS) + 1
    claims.append(
        a_claim(last, piece, statement=LONG[:2000].strip(), quote=LONG, review=a_review(reason=LONG), topics=["x" * 80])
    )
    return a_register(
        *claims, sources=sources, title=_line(TEXTS[0]), author=_line(TEXTS[1]), editor=_line(TEXTS[2]),
        publisher=_line(TEXTS[6]), slug="attacked", prefix="BAD",
    )  # fmt: skip


def _line(text: str) -> str:
    return text[:500]


def _source(number: int, text: str) -> dict[str, object]:
    return a_source(
        f"s{number}", title=_line(text), authors=[_line(text), "others"], publisher=_line(text), lineage_note=text,
        reliability_why=text, url="https://example.org/?a=%22%3Cscript%3E&b=" + "x" * 1000,
    )  # fmt: skip


def _claim(number: int, text: str) -> dict[str, object]:
    piece = a_piece(f"s{number}", says=text, quotation=text, locator=_line(text))
    return a_claim(
        number, piece, statement=text, quote=text, topics=[text[:80]], entities=[_line(text)], paragraph=number,
        review=a_review(reason=text),
    )  # fmt: skip
