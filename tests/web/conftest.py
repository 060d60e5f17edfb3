"""Registers to look at through the web: one with drafts in it, one full of hostile text."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.helpers import builders, hostile_register, with_drafts
from tests.helpers.at_work import AtWork

from factdesk.settings import Settings
from factdesk.web.app import create_app

_apps: dict[tuple[sa.Engine, frozenset[tuple[str, str]]], FastAPI] = {}


@contextmanager
def browsing(engine: sa.Engine, **settings: str) -> Iterator[TestClient]:
    """Open a browser on a database.

    An engine and its app serve again for other databases: they keep the statements they compiled and the routes.
    """
    key = engine, frozenset(settings.items())
    if key not in _apps:
        url = engine.url.render_as_string(hide_password=False)
        _apps[key] = create_app(Settings(database_url=url, **settings), engine)
    with TestClient(_apps[key]) as client:
        yield client


@pytest.fixture(scope="session")
def guarded(databases) -> Iterator[TestClient]:
    """Give a browser on a register some of whose claims, sources and articles are drafts."""
    with databases.opened("empty") as engine:
        with_drafts.load(engine)
        with browsing(engine) as client:
            yield client


@pytest.fixture(scope="session")
def attacked(databases) -> Iterator[TestClient]:
    """Give a browser on a register whose every text is hostile."""
    with databases.opened("empty") as engine:
        builders.load(engine, hostile_register.register())
        with browsing(engine) as client:
            yield client


@pytest.fixture
def own(engine) -> Iterator[TestClient]:
    """Give a browser on a database of the test's own, with the seed."""
    with browsing(engine) as client:
        yield client


@pytest.fixture
def bare(empty_engine) -> Iterator[TestClient]:
    """Give a browser on an empty register."""
    with browsing(empty_engine) as client:
        yield client


@pytest.fixture
def at_work(desk_engine) -> Iterator[AtWork]:
    """Give a browser in which the people of a small desk sign in by turns."""
    with browsing(desk_engine) as client:
        yield AtWork(desk_engine, client)
