"""What every draft shares: nothing unknown, nothing blank, no control characters, dates of the precision known."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator


class Draft(BaseModel):
    """Outside data on its way in. Unknown keys are refused, because a misspelt one would be lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Typed(Draft):
    """A draft that somebody typed into a form: blank counts as absent, and a line ends as it does in our texts."""

    @model_validator(mode="before")
    @classmethod
    def _as_typed(cls, values: Any) -> Any:  # noqa: ANN401  whatever the caller has
        """Count a blank text as absent, because an empty form field sends one; a browser ends lines with CR LF."""
        if not isinstance(values, dict):
            return values
        return {
            name: _our_lines(value) if isinstance(value, str) else value
            for name, value in values.items()
            if not isinstance(value, str) or value.strip()
        }


def _our_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


_REFUSED = re.compile("([\x00-\x08\x0b-\x1f\ufffe\uffff])|[\ud800-\udfff]")


def without_controls(text: str) -> str:
    """Refuse what no editor types and no spreadsheet or database bears: NUL and its like."""
    if text.isprintable():  # so are nearly all, and it takes a tenth of the time to see
        return text
    if found := _REFUSED.search(text):
        raise ValueError("has control characters in it" if found[1] else "is not valid Unicode")
    return text


SHORTEST_MONTH = 3
_MONTHS = {f"{date(2000, month, 1):%B}".lower(): month for month in range(1, 13)}
_TYPED = re.compile(r"^(?:(\d{1,2})\.? )?([a-z]+)\.? (\d{4})$|^([a-z]+)\.? (\d{1,2}),? (\d{4})$")


def _edtf(text: str) -> str:
    """Check a date of EDTF level 0 (https://www.loc.gov/standards/datetime/): year, month or day."""
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise ValueError("is not a date such as 2021, 2021-03 or 2021-03-05")
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError as cause:
        raise ValueError(f"is not a date of the calendar: {text}") from cause
    return text


def _typed_date(value: object) -> object:
    """Read a date as people type it into EDTF: 2021, March 2021, 5 March 2021, March 5, 2021, 2021-03-05."""
    if not isinstance(value, str):
        return value
    plain = re.sub(r"\s+", " ", value.strip())
    typed = _TYPED.match(plain.lower())
    if not typed:
        return plain
    day, month, year = typed[1] or typed[5], typed[2] or typed[4], typed[3] or typed[6]
    number = next((at for name, at in _MONTHS.items() if len(month) >= SHORTEST_MONTH and name.startswith(month)), 0)
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


def _web_address(text: str) -> str:
    """Accept only addresses a reader may safely follow."""
    if not re.fullmatch(r"https?://[^\s<>\"']+", text, flags=re.IGNORECASE):
        raise ValueError("is not a web address that begins with http:// or https://")
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(without_controls)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(without_controls)]
Edtf = Annotated[str, AfterValidator(_edtf)]
TypedDate = Annotated[Edtf, BeforeValidator(_typed_date)]


def _day(text: str) -> str:
    """Check that a date names its day."""
    if len(text) != len("2021-03-05"):
        raise ValueError("is not a day such as 2021-03-05 or 5 March 2021")
    return text


Day = Annotated[TypedDate, AfterValidator(_day)]
WebAddress = Annotated[
    str, StringConstraints(max_length=2_000), AfterValidator(without_controls), AfterValidator(_web_address)
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Prefix = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,9}$")]
Citekey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=100)]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
