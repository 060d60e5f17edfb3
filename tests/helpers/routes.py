"""The routes of an application, through routers included in routers."""

from collections.abc import Iterator
from typing import Any

from fastapi.routing import APIRoute


def every(app: Any) -> Iterator[tuple[str, APIRoute]]:
    """Give every route with what stands before its path."""
    yield from _below(app.routes, "")


def _below(routes: Any, prefix: str) -> Iterator[tuple[str, APIRoute]]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield prefix, route
        elif hasattr(route, "original_router"):
            yield from _below(route.original_router.routes, prefix + route.include_context.prefix)
