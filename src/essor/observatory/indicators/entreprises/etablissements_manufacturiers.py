"""Active establishments of manufacturing (section C)."""

from essor.observatory.indicators.entreprises.register import MANUFACTURING, counted, listed


def select() -> str:
    """Count them by place."""
    return counted(MANUFACTURING)


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return listed(MANUFACTURING)
