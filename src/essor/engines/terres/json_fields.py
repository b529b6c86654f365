"""Fields of the instance file: amounts, whole numbers, limits per period, coordinates."""

from collections.abc import Mapping

from essor.engines.terres.inputs import PerPeriod
from essor.foundations.errors import Place
from essor.foundations.fields import FieldReader

AMOUNT = "un nombre positif ou nul"
MOST = 10**12  # beyond, the solvers would lose the gramme; no territory digs that


class TermReader(FieldReader):
    """Reads one object of the file; its path, like `lots[3].`, goes before every field."""

    def __init__(self, data: Mapping[str, object], *, path: str = "") -> None:
        """Read `data`, which stands at `path` in the file."""
        super().__init__(data, prefix=path)
        self.path = path

    def take(self, name: str) -> object:
        """The raw value of a field, which is then known."""
        return self._take(name)

    def has(self, name: str) -> bool:
        """Whether the field is there and is not null."""
        return self._data.get(name) is not None

    def names(self, name: str) -> tuple[str, ...]:
        """A list of identifiers; a whole number is taken as its digits."""
        found = self._data.get(name)
        if isinstance(found, list) and all(type(item) is int for item in found):
            self._known.add(name)
            return tuple(str(item) for item in found)
        return self.texts(name)

    def identifier(self, name: str, *, is_required: bool = True) -> str:
        """An identifier, as text; a whole number is taken as its digits."""
        found = self._data.get(name)
        if isinstance(found, int) and not isinstance(found, bool):
            self._known.add(name)
            return str(found)
        return self.text(name, is_required=is_required)

    def amount(self, name: str, *, is_required: bool = False) -> float | None:
        """A finite number at or above zero, None when absent."""
        found = self.signed(name, is_required=is_required)
        if found is not None and found < 0:
            self.refuse(name, "le nombre est négatif", found, AMOUNT)
            return None
        return found

    def signed(self, name: str, *, is_required: bool = False) -> float | None:
        """A finite number, None when absent."""
        if isinstance(self._data.get(name), str):
            self.refuse(name, "le champ n'est pas un nombre", self._take(name), AMOUNT)
            return None
        found = self.number(name, is_required=is_required)
        if found is not None and abs(found) > MOST:
            self.refuse(name, "le nombre est hors limites", found, f"au plus {MOST:.0e}")
            return None
        return None if found is None else float(found)

    def whole(self, name: str, *, least: int = 0, is_required: bool = False) -> int | None:
        """A whole number at or above `least`, None when absent."""
        found = self.signed(name, is_required=is_required)
        if found is None:
            return None
        if found != int(found) or found < least:
            self.refuse(name, "le nombre ne convient pas", found, f"un entier, {least} ou plus")
            return None
        return int(found)

    def amounts(self, name: str) -> tuple[float, ...]:
        """A list of finite numbers at or above zero, at least one; each fault with its rank."""
        found = self._take(name)
        if not isinstance(found, list) or not found:
            message = "le champ manque" if found is None else "le champ n'est pas une liste"
            self.refuse(name, message, found, f"[{AMOUNT}, …]")
            return ()
        return tuple(self._item(name, rank, item) for rank, item in enumerate(found))

    def _item(self, name: str, rank: int, item: object) -> float:
        reader = TermReader({str(rank): item}, path=f"{self.path}{name}[")
        value = reader.amount(str(rank), is_required=True)
        for fault in reader.faults:
            place = Place(field=f"{self.path}{name}[{rank}]")
            self.faults.add_message(
                fault.message,
                place=place,
                value=fault.value,
                expected=fault.expected,
                code=fault.code,
            )
        return value or 0.0

    def per_period(self, name: str, periods: int) -> PerPeriod:
        """One amount for all periods, or a list of one amount per period; None for no limit."""
        if not isinstance(self._data.get(name), list):
            return self.amount(name)
        found = self.amounts(name)
        if found and periods and len(found) != periods:
            expected = f"un nombre, ou {periods} nombres"
            self.refuse(name, "il n'y a pas un nombre par période", len(found), expected)
        return found

    def coordinates(self, *, is_required: bool) -> tuple[float | None, float | None]:
        """Longitude and latitude in WGS 84 degrees, both or none."""
        lon = self._degrees("lon", 180.0, is_required)
        lat = self._degrees("lat", 90.0, is_required)
        has_both = (self._data.get("lon") is None) == (self._data.get("lat") is None)
        if not has_both and not is_required:
            self.refuse("lon", "une coordonnée est seule", None, "lon et lat, ou aucune")
        return lon, lat

    def _degrees(self, name: str, limit: float, is_required: bool) -> float | None:
        found = self.signed(name, is_required=is_required)
        if found is not None and abs(found) > limit:
            self.refuse(name, "la coordonnée est hors limites", found, f"de -{limit} à {limit}")
            return None
        return found

    def group(self, name: str) -> Mapping[str, object] | None:
        """A free group of fields judged elsewhere, None when absent or an empty list."""
        if self._data.get(name) == []:
            self._known.add(name)
            return None
        return self.mapping(name, is_required=False)

    def class_amounts(self, name: str) -> Mapping[str, float] | None:
        """Amounts by class of soil, None when absent."""
        found = self.mapping(name, is_required=False)
        if found is None:
            return None
        inner = TermReader(found, path=f"{self.path}{name}.")
        amounts = {str(key): inner.amount(str(key), is_required=True) or 0.0 for key in found}
        self.faults.extend(inner.faults)
        return amounts

    def window(self) -> tuple[int, int | None]:
        """First and last period open; the last one may be absent."""
        opens = self.whole("opens") or 0
        closes = self.whole("closes")
        if closes is not None and closes < opens:
            expected = f"{opens} ou plus"
            self.refuse("closes", "la fenêtre d'ouverture est vide", closes, expected)
        return opens, closes
