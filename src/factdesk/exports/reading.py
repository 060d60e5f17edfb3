"""The register as a document for reading: facts, then article by article and claim by claim, then references."""

from collections.abc import Iterator

from factdesk.exports.blocks import Block, Heading, Items, Paragraph, Reference, Run, Standing
from factdesk.exports.citations import reference
from factdesk.exports.contents import Contents
from factdesk.exports.naming import told
from factdesk.shapes.articles import ArticleRow
from factdesk.shapes.citation import written_date
from factdesk.shapes.claims import ClaimDetail, EvidencePiece, ReviewEntry
from factdesk.vocabulary import CONFIDENCE_QUESTION, Confidence, Stance

LABELS = {Stance.SUPPORTS: "Evidence for it", Stance.DISPUTES: "Evidence against it", Stance.CONTEXT: "Context"}
References = dict[str, Reference]
"""The references so far, by citekey."""
FACTS, REFERENCES = "About this file", "References"


def blocks(contents: Contents) -> Iterator[Block]:
    """Give the document, a claim at a time; sources are numbered as they are first named and listed at the end."""
    facts = contents.facts
    yield Heading(1, facts.title, "top")
    yield Items(FACTS, tuple((Run(f"{name}: ", strong=True), Run(value)) for name, value in told(facts)[1:]))
    articles = {article.slug: article for article in contents.articles}
    references: References = {}
    article = None
    for claim in contents.claims:
        if claim.article != article:
            article = claim.article
            yield from _article(claim, articles.get(article))
        yield from _claim(contents, claim, references)
    if references:
        yield Heading(2, REFERENCES, "references")
        yield from references.values()


def _article(claim: ClaimDetail, article: ArticleRow | None) -> Iterator[Block]:
    yield Heading(2, claim.article_title, f"article-{claim.article}-{claim.number}", claim.language)
    if article is not None:
        parts = [article.author, article.publisher]
        parts += [written_date(article.published_on)] if article.published_on else []
        runs = [Run(", ".join(part for part in parts if part))] if any(parts) else []
        runs += [Run(" "), Run(article.url, url=article.url)] if article.url else []
        if runs:
            yield Paragraph(tuple(runs))


def _claim(contents: Contents, claim: ClaimDetail, references: References) -> Iterator[Block]:
    yield Heading(3, f"{claim.ref}. {claim.statement}", claim.ref)
    if claim.withdrawn_reason is not None:
        yield Paragraph((Run("Withdrawn: ", strong=True), Run(claim.withdrawn_reason)))
    if claim.quote:
        yield Paragraph((Run(claim.quote, language=claim.language),), quoted=True)
    yield Standing(claim.verdict, claim.confidence)
    yield Paragraph(tuple(_particulars(claim)))
    if claim.reviews:
        yield Items("Reviews", tuple(_review(review) for review in claim.reviews))
    for stance, label in LABELS.items():
        pieces = [piece for piece in claim.evidence if piece.stance is stance and piece.withdrawn_reason is None]
        if pieces:
            yield Items(label, tuple(_piece(contents, piece, references) for piece in pieces))


def _particulars(claim: ClaimDetail) -> Iterator[Run]:
    sure = claim.confidence.label.lower() if claim.confidence else "none yet"
    yield Run(f"{CONFIDENCE_QUESTION}: {sure}.")
    if claim.computed:
        yield Run(f" From the grades alone: {_both(claim.computed)}.")
    origins = claim.origins
    yield Run(f" Independent origins: {origins.supports} for, {origins.disputes} against")
    unknown = origins.supports_not_recorded + origins.disputes_not_recorded
    yield Run(f" ({unknown} with lineage not recorded)." if unknown else ".")
    place = f"Paragraph {claim.paragraph}, " if claim.paragraph else ""
    yield Run(f" {place}{claim.hedge.label.lower()}, {claim.type.label.lower()}; {claim.state.label.lower()}.")
    if claim.topics:
        yield Run(f" Topics: {', '.join(claim.topics)}.")


def _review(review: ReviewEntry) -> tuple[Run, ...]:
    role = " (decides)" if review.decides else " (dissents)" if review.dissents else ""
    role = role or ("" if review.counts else " (does not count)")
    sure = f", {_both(review.confidence)}" if review.confidence else ""
    said = f"{review.reviewer}, {review.created_at.date().isoformat()}: {review.verdict.label.lower()}{sure}{role}."
    return (Run(said, strong=True), Run(f" {review.reason}"))


def _both(level: Confidence) -> str:
    """Give a level in readers' words, the stored one's label beside them."""
    return f"{level.evidence.lower()} ({level.label.lower()})"


def _piece(contents: Contents, piece: EvidencePiece, references: References) -> tuple[Run, ...]:
    source = piece.source
    known = references.get(source.citekey)
    if known is None:
        text = reference(source, contents.wanted.style)
        known = Reference(len(references) + 1, text, source.url or source.archived_url)
        references[source.citekey] = known
    runs = [Run(piece.says), Run(f"[{known.number}]", note=known.number)]
    if piece.quotation:
        runs += [Run(" “"), Run(piece.quotation, language=source.language), Run("”")]
    where = f"{piece.locator}; " if piece.locator else ""
    grades = f" ({where}{source.kind.label.lower()}, reliability {piece.reliability}, credibility {piece.credibility}"
    check = f"; {piece.support_check.label.lower()}" if piece.support_check else ""
    counted = f"; adds nothing: {piece.not_counted}" if piece.not_counted else ""
    return (*runs, Run(f"{grades}{check}{counted})."))
