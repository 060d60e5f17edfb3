"""How a problem looks in the API, for its documentation."""

from typing import Any

from factdesk.shapes.base import Shape


class Problem(Shape):
    """A problem as RFC 9457 defines it; `parameter` names the parameter at fault, and is there only if one is."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str = ""


_CONTENT = {"application/problem+json": {"schema": Problem.model_json_schema()}}
REFUSED: dict[int | str, dict[str, Any]] = {422: {"description": "Not understood", "content": _CONTENT}}
NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"description": "Not found", "content": _CONTENT},
    **REFUSED,
}
