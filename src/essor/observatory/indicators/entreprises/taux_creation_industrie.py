"""Openings of the year for a hundred establishments of industry open on 1 January."""

from essor.observatory.indicators.entreprises.register import listed_moves, yearly_rate


def select() -> str:
    """Give the rate by place, for each whole year."""
    return yearly_rate("creations")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return listed_moves()
