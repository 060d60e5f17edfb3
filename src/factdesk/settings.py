"""Settings: read once from the environment (FACTDESK_…) or given by a command's options; never changed after."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from factdesk import paths


def default_database_url() -> str:
    """Give the address of the SQLite file in the user's data folder."""
    return f"sqlite:///{paths.data_folder() / 'factdesk.db'}"


class Settings(BaseSettings):
    """Everything an operator may set."""

    model_config = SettingsConfigDict(env_prefix="FACTDESK_", frozen=True, extra="ignore")

    database_url: str = Field(default_factory=default_database_url)
    """SQLAlchemy address of the register: sqlite:///FILE or postgresql://…"""

    base_url: str = ""
    """Public address of the site, written into exports and feeds; empty: addresses there are relative."""

    contact: str = ""
    """Mail address or web address for error reports; empty: the page says that none is set."""

    @property
    def site(self) -> str:
        """Give the public address without a final slash."""
        return self.base_url.rstrip("/")
