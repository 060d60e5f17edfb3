"""One test for many rows: a test that only differs in what it is given runs once, over all of it."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

Test = Callable[..., None]


def for_each(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Run a test over rows, like `pytest.mark.parametrize`, but as one case; a failure says which row it was.

    `names` are those of the test's parameters that a row gives, a row is one value or as many as there are names.
    All rows share the fixtures of the one case: where each needs its own, parametrize. Raises AssertionError, when
    the test is made, where there is no row at all.
    """
    taken = tuple(name.strip() for name in names.split(",")) if isinstance(names, str) else names
    given = [dict(zip(taken, row if len(taken) > 1 else (row,), strict=True)) for row in rows]
    assert given, f"no rows of {names}"

    def over_rows(test: Test) -> Test:
        @wraps(test)
        def run(**fixtures: Any) -> None:
            for number, row in enumerate(given, 1):
                try:
                    test(**fixtures, **row)
                except BaseException as failure:
                    failure.add_note(f"row {number} of {len(given)}: {row!r}")
                    raise

        asked = inspect.signature(test)
        kept = [one for name, one in asked.parameters.items() if name not in taken]
        run.__signature__ = asked.replace(parameters=kept)
        return run

    return over_rows
