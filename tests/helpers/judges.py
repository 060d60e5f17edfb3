"""What outside programs say of exports. Each is imported when it is asked, which alone takes seconds."""

import json
import warnings
from pathlib import Path
from typing import Any

import frictionless

CLAIM_REVIEW = Path(__file__).parents[1] / "exports" / "claim_review.schema.json"


def stix_faults(bundle: str) -> list[str]:
    """Give what the validator of STIX 2.1 finds wrong with a bundle."""
    from stix2validator import ValidationOptions, validate_string

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the validator's own making
        found = validate_string(bundle, ValidationOptions(version="2.1"))
    assert found.is_valid == (not found.errors)
    return [str(error) for error in found.errors]


def of_schema(schema: Any, registry: Any = None) -> Any:
    """Give the validator of a JSON Schema, of the draft it names, else of draft 4."""
    import jsonschema

    of_draft = jsonschema.validators.validator_for(schema, jsonschema.Draft4Validator)
    more = {} if registry is None else {"registry": registry}
    return of_draft(schema, format_checker=jsonschema.FormatChecker(), **more)


def review_faults(review: dict[str, Any]) -> list[str]:
    """Give what the schema of a ClaimReview finds wrong with one."""
    judge = of_schema(json.loads(CLAIM_REVIEW.read_text(encoding="utf-8")))
    return [error.message for error in judge.iter_errors(review)]


def package_faults(file: Path, rows: dict[str, int] | None = None) -> list[str]:
    """Give what frictionless finds wrong with a Data Package, and where it counts other `rows`."""
    report = frictionless.Package(str(file)).validate()
    faults = [error.message for task in report.tasks for error in task.errors]
    faults += [error.message for error in report.errors]
    counted = {task.name: task.stats.get("rows") for task in report.tasks}
    return faults + [f"{name}: {counted.get(name)} rows" for name in rows or {} if counted.get(name) != rows[name]]
