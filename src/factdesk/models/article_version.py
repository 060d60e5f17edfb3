"""What an article's text was, version by version."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from factdesk.models.base import BIG, Recorded, UtcDateTime


class ArticleVersion(Recorded, table=True):
    """The text of an article as it was imported once.

    Paragraphs are separated by a blank line. `sha256` is that of the imported bytes, in hexadecimal digits.
    """

    __tablename__ = "article_version"
    __table_args__ = (sa.UniqueConstraint("article_id", "number"),)

    id: int = Field(default=None, primary_key=True, sa_type=BIG)
    article_id: int = Field(foreign_key="article.id", sa_type=BIG)
    number: int
    text: str
    sha256: str
    media_type: str
    imported_at: datetime = Field(default=None, sa_type=UtcDateTime)
