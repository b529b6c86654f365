"""Results as plain JSON values, so that a saved plan is read again years later."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from math import isfinite

import numpy as np


def as_plain(value: object) -> object:
    """Dataclasses become mappings, sequences lists, enums their value, what is not finite None.

    Raises TypeError for anything JSON cannot hold.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | np.floating):
        return float(value) if isfinite(value) else None
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if isinstance(value, Mapping):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | np.ndarray):
        return [as_plain(item) for item in value]
    if is_dataclass(value):
        return {part.name: as_plain(getattr(value, part.name)) for part in fields(value)}
    raise TypeError(f"no plain form for {type(value).__name__}")


def as_plain_dict(value: object) -> dict[str, object]:
    """The plain form of a dataclass or a mapping."""
    plain = as_plain(value)
    if not isinstance(plain, dict):
        raise TypeError(f"{type(value).__name__} is not a mapping")
    return plain
