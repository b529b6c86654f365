"""The thresholds of this room, read from the dated parameters."""

import datetime as dt

from essor.references.loader import parameter

ROOM = "terres/alertes_"


def number(name: str, on: dt.date) -> int:
    """Return a whole threshold as it stands on a day. Raises UserFault."""
    value = parameter(f"{ROOM}{name}").at(on).value
    assert value is not None  # the files of this room hold one number each
    return int(value)
