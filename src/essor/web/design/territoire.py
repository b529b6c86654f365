"""From an address to a territory and to what the person is there."""

from django.http import Http404, HttpRequest

from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.territoires.models import Territoire


def territoire_or_404(request: HttpRequest, code: str) -> tuple[Territoire, Access]:
    """Return the territory of the latest phase that bears this code, and the access to it."""
    territoire = Territoire.objects.filter(code=code).order_by("-phase").first()
    if territoire is None:
        raise Http404
    return territoire, access_for(request.user, territoire)
