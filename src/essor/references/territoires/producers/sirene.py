"""A SIRENE extract: which commune an establishment is in.

Reads the national file's columns (`siret`, `codeCommuneEtablissement`) and the short form some
extracts use (`siret`, `codecommune`). Only these two columns are read and kept: no name, no
address, hence no personal data.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence

from essor.foundations.codes import parse_code_commune_insee, parse_siret
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.text import fold

_SIRET = ("siret", "siretetablissement")
_COMMUNE = ("codecommuneetablissement", "codecommune", "code_commune", "code_commune_insee")
MAX_FAULTS = 200


def read_etablissements(lines: Iterable[str], *, file: str) -> Iterator[tuple[str, str]]:
    """(SIRET, commune code) of each line, one line at a time, so that size is no limit.

    Lines without a commune (abroad, not diffused) are passed over. Raises UserFault at the end
    with the faulty lines, at most 200 of them: what was yielded before must then be thrown away.
    """
    stream = iter(lines)
    first = next(stream, "").removeprefix("\ufeff")
    separator = max(",;\t", key=first.count)
    siret_at, commune_at = _columns(next(csv.reader([first], delimiter=separator), []), file)
    with FaultGatherer() as faults:
        for number, cells in enumerate(csv.reader(stream, delimiter=separator), start=2):
            if len(cells) <= max(siret_at, commune_at) or not cells[commune_at].strip():
                continue
            with faults.catching(Place(file=file, cell=f"ligne {number}")):
                commune = str(parse_code_commune_insee(cells[commune_at]))
                yield str(parse_siret(cells[siret_at])), commune
            if len(faults) >= MAX_FAULTS:
                faults.add_message("trop de lignes fautives, lecture arrêtée",
                                   place=Place(file=file))  # fmt: skip
                break


def _columns(header: Sequence[str], file: str) -> tuple[int, int]:
    labels = [fold(label) for label in header]
    siret = next((labels.index(n) for n in _SIRET if n in labels), None)
    commune = next((labels.index(n) for n in _COMMUNE if n in labels), None)
    if siret is None or commune is None:
        raise UserFault.single(
            "les colonnes ne sont pas celles d’un extrait SIRENE",
            value=", ".join(header),
            expected="siret et codeCommuneEtablissement",
            place=Place(file=file),
        )
    return siret, commune
