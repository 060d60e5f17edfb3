"""Articles: the list, one with the outline of its claims, and the forms to make and change them."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, may, require
from factdesk.commands import articles as writing
from factdesk.drafts.judging import WithdrawalDraft
from factdesk.drafts.marks import ReadingFilter
from factdesk.drafts.writing import ArticleChangeDraft, NewArticleDraft
from factdesk.queries import articles, passages, publications
from factdesk.shapes.articles import ArticleDetail, ArticleRow, OutlineClaim
from factdesk.web.deps import ArticleSlug, FormDep, PersonDep, ReadDep, RegisterDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages import _fields
from factdesk.web.pages._showing import EditArticle
from factdesk.web.rendering import Page, render

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The list of articles."""

    template = "articles/index.html"
    room = "articles"
    articles: list[ArticleRow]
    may_write: bool
    to_settle: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """An article's page where its text is not held, or where its outline was asked for (`by_choice`).

    `drafts` counts the claims that wait to be published in an article that is, for whoever may publish them.
    """

    template = "articles/article.html"
    room = "articles"
    article: ArticleDetail
    paragraphs: list[tuple[int | None, list[OutlineClaim]]]
    matching: None = None
    may_write: bool
    drafts: int
    as_of: str | None
    by_choice: bool


@router.get("/articles", response_class=HTMLResponse)
def index(request: Request, session: ReadDep, viewer: ViewerDep) -> HTMLResponse:
    """Show all articles."""
    found, writes = articles.find(session, viewer), may(viewer, Right.WRITE)
    waiting = passages.numbers_to_settle(session, viewer, [one.slug for one in found]) if writes else {}
    return render(request, Index(articles=found, may_write=writes, to_settle=waiting))


@router.get("/articles/new", response_class=HTMLResponse)
def new(request: Request, viewer: ViewerDep) -> HTMLResponse:
    """Show the form for a new article."""
    require(viewer, Right.WRITE)
    values = {"language": "en", "reviews_required": "1"}
    return render(request, _new(Form(name="article", action="/articles", values=values)))


@router.post("/articles")
async def add(request: Request, register: RegisterDep, actor: PersonDep, form: FormDep) -> Response:
    """Make an article, a draft."""
    sent = Form(name="article", action="/articles", values=form)
    slug, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(NewArticleDraft, form),
        lambda session, draft: writing.add(session, actor, draft),
    )
    if slug:
        return done(request, f"/articles/{slug}")
    return await register.read(lambda _: render(request, _new(shown), status=shown.status))


@router.get("/articles/{slug}/edit", response_class=HTMLResponse)
def edit(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Show the form to change an article."""
    require(viewer, Right.WRITE)
    values = _values(articles.get(session, viewer, slug))
    return render(request, _edit(slug, Form(name="article", action=f"/articles/{slug}/edit", values=values)))


@router.post("/articles/{slug}/edit")
async def revise(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, slug: ArticleSlug
) -> Response:
    """Change an article."""
    sent = Form(name="article", action=f"/articles/{slug}/edit", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(ArticleChangeDraft, form),
        lambda session, draft: writing.revise(session, actor, slug, draft),
    )
    if result:
        return done(request, f"/articles/{slug}")
    return await register.read(lambda _: render(request, _edit(slug, shown), status=shown.status))


@router.get("/articles/{slug}/withdrawal", response_class=HTMLResponse)
def withdrawal(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Ask why an article is withdrawn."""
    require(viewer, Right.WRITE)
    values = {"version": str(articles.get(session, viewer, slug).version)}
    form = Form(name="withdrawal", action=f"/articles/{slug}/withdrawal", values=values)
    return render(request, _withdraw(slug, form))


@router.post("/articles/{slug}/withdrawal")
async def withdraw(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, slug: ArticleSlug
) -> Response:
    """Withdraw an article with all its claims."""
    sent = Form(name="withdrawal", action=f"/articles/{slug}/withdrawal", values=form)
    result, shown = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(WithdrawalDraft, form),
        lambda session, draft: writing.withdraw(session, actor, slug, draft),
    )
    if result:
        return done(request, f"/articles/{slug}")
    return await register.read(lambda _: render(request, _withdraw(slug, shown), status=shown.status))


def outline(
    request: Request, session: ReadDep, viewer: Actor, article: ArticleDetail, wanted: ReadingFilter
) -> HTMLResponse:
    """Show an article with the outline of its claims."""
    writes = may(viewer, Right.WRITE) and wanted.as_of is None
    page = Show(
        article=article,
        paragraphs=_by_paragraph(article.outline),
        may_write=writes,
        drafts=publications.waiting(session, viewer, article.slug) if writes else 0,
        as_of=wanted.as_of,
        by_choice=wanted.layout == "outline",
    )
    return render(request, page)


def _by_paragraph(outline: list[OutlineClaim]) -> list[tuple[int | None, list[OutlineClaim]]]:
    """Give the claims by paragraph; those without one come last."""
    found: dict[int | None, list[OutlineClaim]] = {}
    for claim in outline:
        found.setdefault(claim.paragraph, []).append(claim)
    return sorted(found.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))


def _values(article: ArticleDetail) -> dict[str, str]:
    """Give an article as the values of its form."""
    names = ("title", "author", "editor", "publisher", "url", "language", "published_on", "reviews_required", "version")
    values = {name: str(value) for name in names if (value := getattr(article, name)) is not None}
    boxes = {
        "names_public": article.names_public,
        "blind_review": article.blind_review,
        "text_public": article.text_public,
    }
    return values | {name: "true" for name, ticked in boxes.items() if ticked}


def _new(form: Form) -> EditArticle:
    return EditArticle(heading="A new article", intro="It is a draft until it is published.", back="/articles",
                       form=form, fields=_fields.NEW_ARTICLE, button="Make the article")  # fmt: skip


def _edit(slug: str, form: Form) -> EditArticle:
    return EditArticle(heading="Change the article", intro="Every change is kept in its history.",
                       back=f"/articles/{slug}", form=form, fields=_fields.ARTICLE, button="Save")  # fmt: skip


def _withdraw(slug: str, form: Form) -> EditArticle:
    intro = "Its claims are withdrawn with it; the pages stay and say why."
    return EditArticle(heading="Withdraw the article", intro=intro, back=f"/articles/{slug}", form=form,
                       fields=_fields.WITHDRAWAL, button="Withdraw")  # fmt: skip
