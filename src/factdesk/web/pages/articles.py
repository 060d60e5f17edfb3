"""Articles: the list, one with the outline of its claims, and the forms to make and change them."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.access import Actor, Right, may, require
from factdesk.commands import articles as writing
from factdesk.drafts.judging import PublicationDraft, WithdrawalDraft
from factdesk.drafts.writing import ArticleChangeDraft, NewArticleDraft
from factdesk.queries import articles
from factdesk.shapes.articles import ArticleDetail, ArticleRow, OutlineClaim
from factdesk.vocabulary import Visibility
from factdesk.web.deps import ArticleSlug, FormDep, PersonDep, ReadDep, ViewerDep, WriteDep
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


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """An article's page."""

    template = "articles/article.html"
    room = "articles"
    article: ArticleDetail
    paragraphs: list[tuple[int | None, list[OutlineClaim]]]
    matching: None = None
    may_write: bool
    publication: Form | None


@router.get("/articles", response_class=HTMLResponse)
def index(request: Request, session: ReadDep, viewer: ViewerDep) -> HTMLResponse:
    """Show all articles."""
    return render(request, Index(articles=articles.find(session, viewer), may_write=may(viewer, Right.WRITE)))


@router.get("/articles/new", response_class=HTMLResponse)
def new(request: Request, viewer: ViewerDep) -> HTMLResponse:
    """Show the form for a new article."""
    require(viewer, Right.WRITE)
    values = {"language": "en", "reviews_required": "1"}
    return render(request, _new(Form(name="article", action="/articles", values=values)))


@router.post("/articles")
def add(request: Request, session: WriteDep, actor: PersonDep, form: FormDep) -> Response:
    """Make an article, a draft."""
    sent = Form(name="article", action="/articles", values=form)
    slug, shown = attempt(
        request, session, actor, sent, lambda: writing.add(session, actor, read(NewArticleDraft, form))
    )
    return done(request, f"/articles/{slug}") if slug else render(request, _new(shown), status=shown.status)


@router.get("/articles/{slug}", response_class=HTMLResponse)
def show(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Show one article."""
    return _show(request, session, viewer, slug)


@router.get("/articles/{slug}/edit", response_class=HTMLResponse)
def edit(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Show the form to change an article."""
    require(viewer, Right.WRITE)
    values = _values(articles.get(session, viewer, slug))
    return render(request, _edit(slug, Form(name="article", action=f"/articles/{slug}/edit", values=values)))


@router.post("/articles/{slug}/edit")
def revise(request: Request, session: WriteDep, actor: PersonDep, form: FormDep, slug: ArticleSlug) -> Response:
    """Change an article."""
    sent = Form(name="article", action=f"/articles/{slug}/edit", values=form)
    result, shown = attempt(
        request, session, actor, sent, lambda: writing.revise(session, actor, slug, read(ArticleChangeDraft, form))
    )
    return done(request, f"/articles/{slug}") if result else render(request, _edit(slug, shown), status=shown.status)


@router.post("/articles/{slug}/publication")
def publish(request: Request, session: WriteDep, actor: PersonDep, form: FormDep, slug: ArticleSlug) -> Response:
    """Show an article to everybody."""
    sent = Form(name="publication", action=f"/articles/{slug}/publication", values=form)
    result, shown = attempt(
        request, session, actor, sent,
        lambda: writing.publish(session, actor, slug, read(PublicationDraft, form).version),
    )  # fmt: skip
    return done(request, f"/articles/{slug}") if result else _show(request, session, actor, slug, shown)


@router.get("/articles/{slug}/withdrawal", response_class=HTMLResponse)
def withdrawal(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Ask why an article is withdrawn."""
    require(viewer, Right.WRITE)
    values = {"version": str(articles.get(session, viewer, slug).version)}
    form = Form(name="withdrawal", action=f"/articles/{slug}/withdrawal", values=values)
    return render(request, _withdraw(slug, form))


@router.post("/articles/{slug}/withdrawal")
def withdraw(request: Request, session: WriteDep, actor: PersonDep, form: FormDep, slug: ArticleSlug) -> Response:
    """Withdraw an article with all its claims."""
    sent = Form(name="withdrawal", action=f"/articles/{slug}/withdrawal", values=form)
    result, shown = attempt(
        request, session, actor, sent, lambda: writing.withdraw(session, actor, slug, read(WithdrawalDraft, form))
    )
    if result:
        return done(request, f"/articles/{slug}")
    return render(request, _withdraw(slug, shown), status=shown.status)


def _show(request: Request, session: ReadDep, viewer: Actor, slug: str, refused: Form | None = None) -> HTMLResponse:
    article, writes = articles.get(session, viewer, slug), may(viewer, Right.WRITE)
    publication = None
    if writes and article.visibility is Visibility.DRAFT and article.withdrawn_reason is None:
        values = {"version": str(article.version)}
        publication = Form(name="publication", action=f"/articles/{slug}/publication", values=values)
    page = Show(
        article=article,
        paragraphs=_by_paragraph(article.outline),
        may_write=writes,
        publication=refused or publication,
    )
    return render(request, page, status=refused.status if refused else 200)


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
    return values | ({"names_public": "true"} if article.names_public else {})


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
