"""The lake that the pages read: a folder of the workspace, replaced whole by a refresh."""

from pathlib import Path

from django.conf import settings

from essor.observatory.lake import Lake

TO_LOAD = "essor observatoire rafraichir"


def the_lake() -> Lake:
    """Return the lake of this installation; it may be empty."""
    return Lake(Path(settings.ESSOR_OBSERVATORY_DIR))


def is_empty(lake: Lake) -> bool:
    """Tell whether nothing was ever loaded: pages then say how to load it."""
    return lake.marts_folder() is None
