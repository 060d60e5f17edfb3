"""The application: wiring only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine

from factdesk import __version__, paths
from factdesk.database.engine import open_engine
from factdesk.readers import process
from factdesk.rules.uses import Uses
from factdesk.settings import Settings
from factdesk.web import api, pages, problems
from factdesk.web.entry import Entry
from factdesk.web.guesses import Guesses
from factdesk.web.leaving import Leaving
from factdesk.web.middleware import EntityTags, HeadRequests, SecurityHeaders
from factdesk.web.register import Register


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> FastAPI:
    """Make the application for some settings, or for those of the environment; the database must be migrated.

    An engine that is open on the settings' database may be handed in; its connections are closed when the app ends.
    """
    settings = settings or Settings()
    engine = engine or open_engine(settings.database_url)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.register = register = Register(engine)
        app.state.guesses = guesses = Guesses(register)
        app.state.uses = Uses()
        yield
        await guesses.close()
        register.close()
        process.end_all()
        engine.dispose()

    app = FastAPI(
        title="Factdesk",
        version=__version__,
        description="The claims of articles with their verdicts, confidence, graded sources and reviewers’ reasons.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.settings = settings
    app.state.engine = engine
    app.add_middleware(EntityTags, engine=engine, shown_settings=f"{settings.contact} {settings.base_url}")
    app.add_middleware(Entry)
    app.add_middleware(Leaving)
    app.add_middleware(HeadRequests)
    app.add_middleware(SecurityHeaders)
    problems.install(app)
    app.mount("/static", StaticFiles(directory=paths.STATIC), name="static")
    app.include_router(api.router)
    app.include_router(pages.router)
    return app
