"""Which commune a postcode and a name designate: the only way to place many producers' rows."""

import re
from collections import defaultdict
from collections.abc import Iterable

import duckdb

from essor.foundations.text import fold_words
from essor.observatory import geography

_NOT_A_NAME = re.compile(r"\b(cedex|arrondissement)\b.*|\b\d+\s*(e|er|eme)?\b")
_SHORT = {"st": "saint", "ste": "sainte", "s": "sur"}


def lay_postcodes(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `code_postal_commune(code_postal, code_commune_insee)`, from the shipped communes."""
    rows = [
        (code_postal, one.code_commune_insee)
        for one in geography.shipped().geographie.communes
        for code_postal in one.codes_postaux
    ]
    connection.execute(
        "CREATE TEMP TABLE code_postal_commune AS "
        "SELECT unnest(?) AS code_postal, unnest(?) AS code_commune_insee",
        [[code for code, _ in rows], [code for _, code in rows]],
    )


def lay_addresses(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Create `adresse_commune(code_postal, commune, code_commune_insee)`, one row an address.

    rows : SQL with `code_postal` and `commune`, as the producer writes them
    An address that designates no commune, or several, is not in the table.
    """
    addresses = connection.execute(f"SELECT DISTINCT code_postal, commune FROM ({rows})").fetchall()
    directory = _Directory()
    found = [(code, name, directory.find(code or "", name or "")) for code, name in addresses]
    known = [one for one in found if one[2]]
    connection.execute(
        "CREATE TEMP TABLE adresse_commune AS SELECT unnest(?) AS code_postal, "
        "unnest(?) AS commune, unnest(?) AS code_commune_insee",
        [[str(one[n]) for one in known] for n in range(3)],
    )


class _Directory:
    """Communes by postcode and name, then by departement and name for a Cedex postcode."""

    def __init__(self) -> None:
        geographie = geography.shipped().geographie
        self.by_code: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.by_departement: dict[tuple[str, str], set[str]] = defaultdict(set)
        departements = {}
        for one in geographie.communes:
            departements[one.code_commune_insee] = one.code_departement
            name = _name(one.nom)
            self.by_departement[one.code_departement, name].add(one.code_commune_insee)
            for code in one.codes_postaux:
                self.by_code[code, name].add(one.code_commune_insee)
        for former in geographie.rattachees:
            departement = departements.get(former.code_commune_insee)
            if former.nom and departement:
                key = departement, _name(former.nom)
                if key not in self.by_departement:  # a present commune keeps its name
                    self.by_departement[key].add(former.code_commune_insee)

    def find(self, code_postal: str, commune: str) -> str:
        """Return the code of the only commune that answers, else an empty text."""
        name = _name(commune)
        exact = self.by_code.get((code_postal, name))
        if exact:
            return _only(exact)
        return _only(
            code
            for departement in _departements(code_postal)
            for code in self.by_departement.get((departement, name), ())
        )


def _name(text: str) -> str:
    """Reduce the name of a commune: no article, no Cedex, no district, no abbreviation."""
    words = _NOT_A_NAME.sub(" ", fold_words(text)).split()
    return " ".join(_SHORT.get(one, one) for one in words if one not in ("le", "la", "les", "l"))


def _departements(code_postal: str) -> tuple[str, ...]:
    if code_postal.startswith("20"):
        return "2A", "2B"
    return (code_postal[:3],) if code_postal.startswith("97") else (code_postal[:2],)


def _only(codes: Iterable[str]) -> str:
    found = set(codes)
    return found.pop() if len(found) == 1 else ""
