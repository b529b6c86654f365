"""What the reader of the list asked for, read from the address; nonsense asks for nothing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from essor.records.territoires.register import Order

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """Search, region (code) and order of the list."""

    search: str = ""
    region: str = ""
    order: Order = Order.NOM

    @property
    def is_filtered(self) -> bool:
        """Tell whether part of the list is left out."""
        return bool(self.search or self.region)

    def query(self) -> str:
        """Return the question as the end of an address, empty when nothing is asked."""
        pairs = {"q": self.search, "region": self.region}
        if self.order is not Order.NOM:
            pairs["tri"] = self.order.value
        said = urlencode({key: value for key, value in pairs.items() if value})
        return f"?{said}" if said else ""


def read_asked(request: HttpRequest) -> ListAsked:
    """Read the question of the list."""
    order = request.GET.get("tri", "")
    return ListAsked(
        search=typed(request, "q"),
        region=typed(request, "region")[:3],
        order=Order(order) if order in set(Order) else Order.NOM,
    )


def typed(request: HttpRequest, name: str) -> str:
    """Return what was typed in a field: no control character, spaces tidied, never endless."""
    text = "".join(char if char.isprintable() else " " for char in request.GET.get(name, ""))
    return " ".join(text.split())[:LONGEST_SEARCH]
