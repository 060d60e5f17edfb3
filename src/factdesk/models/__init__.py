"""The tables, one file each. Import them from here, so that every table is known before the first is used."""

from factdesk.models.anchor import Anchor
from factdesk.models.anew import ANEW_CLAIM, ANEW_GIST, ANEW_POSTING
from factdesk.models.api_token import ApiToken
from factdesk.models.article import Article
from factdesk.models.article_version import ArticleVersion
from factdesk.models.assignment import Assignment
from factdesk.models.chain_head import ChainHead
from factdesk.models.claim import Claim
from factdesk.models.claim_past import ClaimPast
from factdesk.models.closed_round import ClosedRound
from factdesk.models.derivation import Derivation
from factdesk.models.done_once import DoneOnce
from factdesk.models.event import Event
from factdesk.models.evidence import Evidence
from factdesk.models.gist import Gist
from factdesk.models.lease import Lease
from factdesk.models.note import Note
from factdesk.models.pair import Pair
from factdesk.models.password import Password
from factdesk.models.person import Person
from factdesk.models.posting import Posting
from factdesk.models.publisher import Publisher
from factdesk.models.rederivation import Rederivation
from factdesk.models.register_basis import RegisterBasis
from factdesk.models.review import Review
from factdesk.models.sign_in import SignIn, SignInLink
from factdesk.models.sign_in_count import SignInCount
from factdesk.models.source import Source
from factdesk.models.term import Term
from factdesk.models.tie import Tie
from factdesk.models.token_use import TokenUse
from factdesk.models.upload import Upload

RECORDED = (
    Person, ApiToken, Publisher, Source, Derivation, Tie, Article, Claim, Evidence, Review, ClosedRound, Note,
    Assignment, ArticleVersion, Anchor,
)  # fmt: skip
"""The tables the audit chain covers, parents first."""

__all__ = [
    "ANEW_CLAIM", "ANEW_GIST", "ANEW_POSTING", "RECORDED", "Anchor", "ApiToken", "Article", "ArticleVersion",
    "Assignment", "ChainHead", "Claim", "ClaimPast", "ClosedRound", "Derivation", "DoneOnce", "Event", "Evidence",
    "Gist", "Lease", "Note", "Pair", "Password", "Person", "Posting", "Publisher", "Rederivation", "RegisterBasis",
    "Review", "SignIn", "SignInCount", "SignInLink", "Source", "Term", "Tie", "TokenUse", "Upload",
]  # fmt: skip
