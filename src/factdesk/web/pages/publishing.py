"""Publishing an article and its drafts: what would become visible, then all of it or nothing."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from factdesk.commands import articles as writing
from factdesk.drafts.judging import ArticlePublicationDraft
from factdesk.queries import publications
from factdesk.shapes.articles import Publication
from factdesk.vocabulary import Visibility
from factdesk.web.deps import ArticleSlug, FormDep, PersonDep, ReadDep, RegisterDep, ViewerDep
from factdesk.web.forms import Form, attempt, done, read
from factdesk.web.pages._fields import Field
from factdesk.web.rendering import Page, plural, render

router = APIRouter()
SHOWN = 200
"""Drafts of each sort that the preview lists."""


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """The preview of a publication. `choice` asks whether the drafts go with a draft article, None where nothing asks.

    `heading` says what the button does.
    """

    template = "publishing/preview.html"
    room = "articles"
    plan: Publication
    form: Form
    choice: Field | None
    heading: str
    most: int


@router.get("/articles/{slug}/publication", response_class=HTMLResponse)
def preview(request: Request, session: ReadDep, viewer: ViewerDep, slug: ArticleSlug) -> HTMLResponse:
    """Show what publishing an article, or the drafts left in it, would come to."""
    return render(request, _show(publications.get(session, viewer, slug)))


@router.post("/articles/{slug}/publication")
async def publish(
    request: Request, register: RegisterDep, actor: PersonDep, form: FormDep, slug: ArticleSlug
) -> Response:
    """Publish what the preview showed; where it no longer holds, show it again as it is now."""
    sent = Form(name="publication", action=_action(slug), values=form)
    result, refused = await attempt(
        request,
        register,
        actor,
        sent,
        lambda _: read(ArticlePublicationDraft, form),
        lambda session, draft: writing.publish(session, actor, slug, draft.version, draft.chosen),
    )
    if result:
        return done(request, f"/articles/{slug}")
    return await register.read(
        lambda session: render(request, _show(publications.get(session, actor, slug), refused), status=refused.status)
    )


def _show(plan: Publication, refused: Form | None = None) -> Show:
    """Make the page of a preview; what a refused form had ticked stays ticked, and the rest is as it is now."""
    appears = plan.visibility is Visibility.DRAFT
    ticked = refused is None or "drafts" in refused.values
    values = {"version": str(plan.version), "preview": plan.preview}
    values |= {"drafts": "true"} if plan.drafts and (ticked or not appears) else {}
    number = plural(len(plan.drafts), "draft")
    choice = Field("drafts", f"and its {number}", "box") if appears and plan.drafts else None
    sentence = refused.sentence if refused else None
    form = Form(name="publication", action=_action(plan.slug), values=values, sentence=sentence)
    heading = "Publish the article" if appears else f"Publish its {number}"
    return Show(plan=plan, form=form, choice=choice, heading=heading, most=SHOWN)


def _action(slug: str) -> str:
    return f"/articles/{slug}/publication"
