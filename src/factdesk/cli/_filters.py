"""Filters as options of a command: the same names as in addresses, with hyphens, repeatable where they may be."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_origin

import typer

from factdesk.drafts.filters import ClaimFilter, Filter, read


def with_filters(
    model: type[ClaimFilter], *, otherwise: Callable[[dict[str, Any]], type[Filter] | None] = lambda _: None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each field of the filter, and hand it the filter as `wanted`.

    `otherwise` may name another filter to read the options into, given the command's own arguments.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = {name: one for name, one in inspect.signature(command).parameters.items() if name != "wanted"}

        def run(**values: Any) -> None:  # noqa: ANN401  whatever the options hold
            given = {name: values.pop(name) for name in model.model_fields}
            asked = {name: value for name, value in given.items() if value}
            command(wanted=read(otherwise(values) or model, asked), **values)

        options = [_option(name, model) for name in model.model_fields]
        run.__signature__ = inspect.Signature([*own.values(), *options])  # type: ignore[attr-defined] # read by typer
        run.__annotations__ = {one.name: one.annotation for one in (*own.values(), *options)}
        run.__doc__ = command.__doc__
        return run

    return decorate


def _option(name: str, model: type[ClaimFilter]) -> inspect.Parameter:
    field = model.model_fields[name]
    kind = list[str] if get_origin(field.annotation) is tuple else str
    option = typer.Option(f"--{name.replace('_', '-')}", help=field.description)
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
    )
