"""The article whose claims are kept."""

from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, Withdrawable, enum_type
from factdesk.vocabulary import Visibility


class Article(Recorded, Withdrawable, table=True):
    """One article: its bibliographic data and how its claims are reviewed."""

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    slug: str = Field(unique=True)
    prefix: str = Field(unique=True)
    title: str
    author: str | None = None
    editor: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str
    published_on: str | None = None
    visibility: Visibility = Field(default=Visibility.DRAFT, sa_type=enum_type(Visibility))
    reviews_required: int = 1
    blind_review: bool = False
    names_public: bool = False
    text_public: bool = False
