"""How long a person's details are kept: from the last exchange with her."""

import datetime as dt

from essor.references.loader import parameter

CONSERVATION = "entreprises/conservation_contact"


def conserve_until(last_on: dt.date) -> dt.date:
    """Return the last day of conservation after an exchange. Raises UserFault before 2022."""
    years = parameter(CONSERVATION).at(last_on).value
    assert years is not None  # one number; the file is part of the package
    year = last_on.year + int(years)
    leap_day = (last_on.month, last_on.day) == (2, 29)
    return dt.date(year, 3, 1) if leap_day else last_on.replace(year=year)
