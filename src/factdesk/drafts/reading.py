"""Reading named values into a draft, with a sentence for each field that is not what it should be."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from factdesk.drafts.base import Draft
from factdesk.errors import Invalid

Read = TypeVar("Read", bound=Draft)


class FieldsRefused(Invalid):
    """Fields that are not what they should be: a sentence for each, by name."""

    def __init__(self, errors: dict[str, str]) -> None:
        """Keep the sentences by field; as one sentence, name the first."""
        name, told = next(iter(errors.items()))
        super().__init__(f"{name}: {told}" if name else told, place=name or None)
        self.errors = errors


def read(draft: type[Read], values: Mapping[str, object]) -> Read:
    """Read values into a draft; raises FieldsRefused."""
    try:
        return draft.model_validate(dict(values))
    except ValidationError as cause:
        errors: dict[str, str] = {}
        for error in cause.errors():
            place = str(error["loc"][0]) if error["loc"] else ""
            errors.setdefault(place, _sentence(error["type"], error["msg"]))
        raise FieldsRefused(errors) from cause


def _sentence(kind: str, message: str) -> str:
    if kind == "missing":
        return "This is needed."
    told = message.removeprefix("Value error, ").removeprefix("Input ").removeprefix("String ").rstrip(".")
    return f"{told[:1].upper()}{told[1:]}."
