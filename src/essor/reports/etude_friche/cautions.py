"""What a reader must know before using the answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from essor.reports.etude_friche.words import label_of, percent, short_label

SURE, LEADING = 0.9, 0.5
Json = Mapping[str, Any]


def cautions_of(found: Json, read: Sequence[Json]) -> tuple[str, ...]:
    """Return the warnings of a computed study, the gravest first."""
    return tuple([*_sign(found), *_leader(found, read), *_balance(found), *_sources(read)])


def _sign(found: Json) -> Iterable[str]:
    probability = found["incertitude"]["van_eur"]["probabilite_positive"]
    if 1 - SURE < probability < SURE:
        yield (
            "Le signe du résultat n'est pas établi\u00a0: "
            f"{percent(probability)} des tirages sont positifs. Ne pas décider sur la seule valeur "
            "centrale."
        )


def _leader(found: Json, read: Sequence[Json]) -> Iterable[str]:
    indices = found["incertitude"]["indices_sobol"]
    if not indices or indices[0]["total"] < LEADING:
        return
    descriptions = {r["nom"].partition("/")[2].replace("/", "."): r["description"] for r in read}
    name = short_label(label_of(indices[0]["nom"], descriptions))
    yield (
        f"Une seule inconnue fait {percent(min(indices[0]['total'], 1.0))} de l'incertitude\u00a0: "
        f"«\u00a0{name}\u00a0». C'est elle qu'il faut étudier d'abord."
    )


def _balance(found: Json) -> Iterable[str]:
    if found["bilan_amenageur_eur"] < 0 < found["van_socioeconomique_eur"]:
        yield (
            "Le projet vaut pour la société mais l'aménageur y perd\u00a0: sans aide publique ou "
            "partage des gains, il ne se fera pas."
        )


def _sources(read: Sequence[Json]) -> Iterable[str]:
    count = sum(1 for row in read if row["statut"] != "verifie")
    if count:
        yield (
            f"{count} des {len(read)} paramètres lus sont «\u00a0à relire\u00a0»\u00a0: personne "
            "ne les a encore comparés à leur source première."
        )
    yield (
        "Étude de premier niveau, en valeurs moyennes\u00a0: elle aide à choisir ce qu'il faut "
        "étudier, elle ne remplace ni diagnostic des sols, ni étude de marché, ni chiffrage."
    )
