"""The ANCT's CSV lists: by commune (`liste-ti-com…`) or by group (`liste-ti-grpt…`).

Columns are found by label, in any order. Encoding and separator vary from one edition to the next;
one cell may hold several territories (« ti-0101 ; ti-0102 ») in the commune list.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from essor.foundations.codes import parse_code_commune_insee, parse_siren
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.text import fold
from essor.references.territoires.producers.files import RawFile
from essor.references.territoires.producers.liste import (
    CommunePubliee,
    ListePubliee,
    MembrePublie,
    clean,
)

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "commune": ("insee_com", "id_geo", "code_insee", "codgeo"),
    "nom_commune": ("lib_com", "lib_geo", "libgeo"),
    "siren": ("siren_groupement", "siren_epci"),
    "nom_membre": ("lib_groupement", "nom_epci", "lib_epci"),
    "code": ("id_ti", "id_territoire"),
    "nom": ("lib_ti", "lib_territoire"),
}
_TERRITOIRE = re.compile(r"ti-[0-9a-z]+(?:-[0-9a-z]+)*")

Row = Mapping[str, str]


def parse_anct_csv(raw: RawFile) -> ListePubliee:
    """Read a list by commune or by group. Raises UserFault with every faulty line at once."""
    header, rows = _table(raw)
    columns = _find_columns(header, raw.name)
    noms: dict[str, str] = {}
    membres: list[MembrePublie] = []
    communes: list[CommunePubliee] = []
    with FaultGatherer() as faults:
        for number, cells in rows:
            row = {key: clean(cells[i]) if i < len(cells) else "" for key, i in columns.items()}
            place = Place(file=raw.name, cell=f"ligne {number}")
            with faults.catching(place):
                for code, nom in _territoires(row):
                    noms.setdefault(code, nom)
                    if "commune" in columns:
                        communes.append(_commune(code, row))
                    else:
                        membres.append(_membre(code, row))
        if not noms and not faults:
            faults.add_message("la liste est vide", place=Place(file=raw.name))
    return ListePubliee(
        noms=noms,
        membres=tuple(membres),
        communes=tuple(communes),
        files={raw.name: raw.sha256},
        file_name=raw.name,
    )


def _table(raw: RawFile) -> tuple[Sequence[str], Iterable[tuple[int, Sequence[str]]]]:
    text = raw.text()
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UserFault.single(
            "le fichier n’est pas un CSV lisible", place=Place(file=raw.name)
        ) from error
    numbered = [
        (n, cells) for n, cells in enumerate(lines[1:], start=2) if any(map(str.strip, cells))
    ]
    return (lines[0] if lines else []), numbered


def _find_columns(header: Sequence[str], file: str) -> dict[str, int]:
    labels = [fold(label) for label in header]
    found = {
        key: labels.index(name)
        for key, names in _COLUMNS.items()
        for name in names[::-1]
        if name in labels
    }
    missing = [k for k in ("code", "nom") if k not in found]
    if missing or not found.keys() & {"commune", "siren"}:
        raise UserFault.single(
            "les colonnes ne sont pas celles d’une liste de l’ANCT",
            value=", ".join(header),
            expected="insee_com, lib_com, id_ti, lib_ti ou siren_groupement, lib_groupement, "
            "id_ti, lib_ti",
            place=Place(file=file),
        )
    return found


def _territoires(row: Row) -> list[tuple[str, str]]:
    codes = [c.strip().lower() for c in row["code"].split(";") if c.strip()]
    bad = [c for c in codes if not _TERRITOIRE.fullmatch(c)]
    if bad or not codes:
        raise UserFault.single(
            "le code du territoire n’est pas reconnu",
            value=row["code"],
            expected="un code comme ti-8404",
            place=Place(column="id_ti"),
        )
    noms = [n.strip() for n in row["nom"].split(" ; ")]
    return list(zip(codes, noms if len(noms) == len(codes) else [row["nom"]] * len(codes),
                    strict=True))  # fmt: skip


def _commune(code: str, row: Row) -> CommunePubliee:
    # Spreadsheets drop the leading zero of « 01004 ».
    insee = row["commune"].zfill(5)
    return CommunePubliee(
        code_territoire=code,
        code_commune_insee=str(parse_code_commune_insee(insee)),
        nom=row.get("nom_commune", ""),
    )


def _membre(code: str, row: Row) -> MembrePublie:
    return MembrePublie(
        code_territoire=code,
        siren=str(parse_siren(row["siren"])),
        nom=row.get("nom_membre", ""),
    )
