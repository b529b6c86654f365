"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from essor import __version__


def essor(request: HttpRequest) -> dict[str, Any]:
    """Return the version and whether this is a demonstration."""
    return {"essor_version": __version__, "is_demonstration": settings.IS_DEMONSTRATION}
