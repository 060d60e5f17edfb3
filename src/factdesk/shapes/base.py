"""What every shape shares."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """A value on its way out. It has no defaults, so that nothing is forgotten in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")
