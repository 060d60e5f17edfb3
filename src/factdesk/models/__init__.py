"""The tables, one file each. Import them from here, so that every table is known before the first is used."""

from factdesk.models.api_token import ApiToken
from factdesk.models.article import Article
from factdesk.models.chain_head import ChainHead
from factdesk.models.claim import Claim
from factdesk.models.derivation import Derivation
from factdesk.models.done_once import DoneOnce
from factdesk.models.event import Event
from factdesk.models.evidence import Evidence
from factdesk.models.pair import Pair
from factdesk.models.password import Password
from factdesk.models.person import Person
from factdesk.models.posting import Posting
from factdesk.models.publisher import Publisher
from factdesk.models.review import Review
from factdesk.models.sign_in import SignIn, SignInLink
from factdesk.models.source import Source
from factdesk.models.term import Term
from factdesk.models.tie import Tie

RECORDED = (Person, ApiToken, Publisher, Source, Derivation, Tie, Article, Claim, Evidence, Review)
"""The tables the audit chain covers, parents first."""

__all__ = [
    "RECORDED", "ApiToken", "Article", "ChainHead", "Claim", "Derivation", "DoneOnce", "Event", "Evidence", "Pair",
    "Password", "Person", "Posting", "Publisher", "Review", "SignIn", "SignInLink", "Source", "Term", "Tie",
]  # fmt: skip
