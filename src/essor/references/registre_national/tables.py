"""Read the columns, the codes and the limits of the national register, as its files state them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from essor.references.yaml_reading import read_yaml

CODES = "codes.yaml"
REGISTRES = ("sortant", "entrant", "transporte")
NUMBERED = "{n}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonne:
    """One column: the field of the API, the head of the file, what may stand in it.

    type : one of the words of the file (« siret », « booleen »…), each read by one function
    maximum : largest number, in the unit of the head ; decimales : digits after the point
    is_in_file : False for what the API alone takes
    """

    champ: str
    entete: str
    type: str
    is_required: bool = False
    longueur_min: int = 0
    longueur_max: int = 0
    maximum: int = 0
    decimales: int = 0
    is_in_file: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Registre:
    """One register: its columns in order, the call of the API that takes its lines.

    champ_date : the date that starts the deadline ; champs_dates : those that are bounded
    """

    nom: str
    titre: str
    mutation: str
    type_ligne: str
    champ_date: str
    champs_dates: tuple[str, ...]
    source_title: str
    source_href: str
    source_commit: str
    colonnes: tuple[Colonne, ...]

    @property
    def in_file(self) -> tuple[Colonne, ...]:
        """Columns of the file, in order."""
        return tuple(one for one in self.colonnes if one.is_in_file)

    @property
    def by_champ(self) -> Mapping[str, Colonne]:
        """Columns by field of the API."""
        return {one.champ: one for one in self.colonnes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What the coded columns accept, and how much one call or one line may hold."""

    lignes_par_appel: int
    anciennete_mois: int
    transporteurs: int
    codes_dechet: Mapping[str, str]
    types_acteur: Mapping[str, str]
    traitements: Mapping[str, tuple[str, ...]]
    traitements_peses: frozenset[str]
    modes_traitement: Mapping[str, str]
    modes_transport: Mapping[str, str]
    tva_ue: Mapping[str, re.Pattern[str]]
    tva_pays: Mapping[str, str]


@cache
def registre(nom: str) -> Registre:
    """Return one register by its name, « sortant », « entrant » or « transporte »."""
    data = _read(f"{nom}.yaml")
    source = data["source"]
    return Registre(
        nom=nom,
        titre=data["titre"],
        mutation=data["mutation"],
        type_ligne=data["type_ligne"],
        champ_date=data["champ_date"],
        champs_dates=tuple(data["champs_dates"]),
        source_title=source["titre"],
        source_href=source["href"],
        source_commit=str(source["commit"]),
        colonnes=_columns(data["colonnes"], codes().transporteurs),
    )


@cache
def codes() -> Codes:
    """Return the codes and the limits."""
    data = _read(CODES)
    return Codes(
        **data["limites"],
        codes_dechet=MappingProxyType(data["codes_dechet"]),
        types_acteur=MappingProxyType(data["types_acteur"]),
        traitements={code: tuple(modes) for code, modes in data["traitements"].items()},
        traitements_peses=frozenset(data["traitements_peses"]),
        modes_traitement=MappingProxyType(data["modes_traitement"]),
        modes_transport=MappingProxyType(data["modes_transport"]),
        tva_ue={prefix: re.compile(form) for prefix, form in data["tva_ue"].items()},
        tva_pays=MappingProxyType(data["tva_pays"]),
    )


def _columns(rows: list[dict[str, Any]], times: int) -> tuple[Colonne, ...]:
    """Return the columns, those of the carriers repeated, carrier by carrier."""
    repeated = [row for row in rows if NUMBERED in row["champ"]]
    found: list[Colonne] = []
    for row in rows:
        if row in repeated:
            if row is repeated[0]:
                found += [_column(one, n) for n in range(1, times + 1) for one in repeated]
            continue
        found.append(_column(row))
    return tuple(found)


def _column(row: Mapping[str, Any], number: int = 0) -> Colonne:
    bounds = ("longueur_min", "longueur_max", "maximum", "decimales")
    return Colonne(
        champ=row["champ"].replace(NUMBERED, str(number)),
        entete=row["entete"].replace(NUMBERED, str(number)),
        type=row["type"],
        is_required=row.get("requis", False),
        is_in_file=not row.get("hors_fichier", False),
        **{name: row[name] for name in bounds if name in row},
    )


def _read(name: str) -> Any:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return read_yaml(text, file=name)
