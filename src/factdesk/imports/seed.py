"""The seed: a register kept as two YAML files, `article.yaml` and `sources.yaml`."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from factdesk import paths
from factdesk.access import Actor
from factdesk.commands import bulk
from factdesk.database.transaction import WriteSession
from factdesk.drafts.register import RegisterDraft
from factdesk.errors import Invalid

_PLAIN: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C where there is one


class _Loader(_PLAIN):  # type: ignore[misc]
    """Reads plain data; a name given twice is refused, because the first would be lost in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        names = [name.value for name, _ in node.value if isinstance(name, yaml.ScalarNode)]
        for name in names:
            if names.count(name) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{name} is given twice", node.start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def load(session: WriteSession, actor: Actor, folder: Path = paths.SEED) -> bulk.Loaded:
    """Add what is missing of the register in a folder; raises Invalid, naming file and place, if it cannot be read."""
    return bulk.load(session, actor, read(folder))


def read(folder: Path) -> RegisterDraft:
    """Read the register in a folder; raises Invalid, naming file and place."""
    article, sources = _mapping(folder / "article.yaml"), _mapping(folder / "sources.yaml")
    try:
        return RegisterDraft.model_validate(article | sources)
    except ValidationError as cause:
        first = cause.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise Invalid(f"{folder}: at {place}: {first['msg'].removeprefix('Value error, ')}.", place=place) from cause


def _mapping(file: Path) -> dict[str, Any]:
    try:
        loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  # nosec B506
    except OSError as cause:
        raise Invalid(f"{file} cannot be read: {cause.strerror}.") from cause
    except (yaml.YAMLError, ValueError) as cause:  # a date that is none is a ValueError
        raise Invalid(f"{file} is not readable YAML: {' '.join(str(cause).split())}.") from cause
    if not isinstance(loaded, dict):
        raise Invalid(f"{file} does not hold names with values.")
    return loaded
