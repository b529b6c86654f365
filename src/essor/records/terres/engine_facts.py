"""What the engine asks of lots and outlets, taken from the records; the unknown is left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from essor.engines.terres.compatibility.analyses import read_measure
from essor.engines.terres.compatibility.lots import read_profile
from essor.engines.terres.compatibility.sheets import read_sheet
from essor.foundations.errors import FaultGatherer, Place
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.models import Analyse, Dap, Exutoire, Lot, Resultat
from essor.references.terres.parametres_analytiques import parametres_analytiques

Json = dict[str, Any]


def code_of(row: Resultat | ResultatValues) -> str:
    """Return the engine's name of a measured quantity: « eluat.as »."""
    return f"{row.support}.{row.parametre}"


def is_known(row: Resultat | ResultatValues) -> bool:
    """Tell whether a rule may ask for this quantity."""
    return code_of(row) in parametres_analytiques()


def measured(row: Resultat | ResultatValues) -> Json:
    """Return a measure as the engine reads it: « <0.05 » with its unit, none when not measured."""
    sign = "<" if row.is_borne else ""
    found: Json = {"value": "" if row.valeur is None else f"{sign}{row.valeur:f}"}
    if row.limite_quantification is not None:
        found["lq"] = f"{row.limite_quantification:f}"
    if row.unite:
        found["unit"] = row.unite
    return found


def samples_of(analyses: Iterable[Analyse]) -> Json | None:
    """Return the samples of a lot, None when nothing was measured."""
    samples: list[Json] = []
    for analyse in analyses:
        values = {code_of(row): measured(row) for row in analyse.resultats.all() if is_known(row)}
        if not values:
            continue
        sample: Json = {"id": analyse.numero, "values": values}
        if analyse.sampled_on is not None:
            sample["sampled_on"] = analyse.sampled_on.isoformat()
        samples.append(sample)
    return {"samples": samples} if samples else None


def profile_of(lot: Lot) -> Json:
    """Return the facts of a lot and of its site by the engine's names."""
    chantier, volume = lot.chantier, lot.volume_m3
    known: Json = {
        "is_dangereux": lot.is_dangereux,
        "is_pop": lot.is_pop,
        "is_ssp": chantier.is_ssp,
        "is_sis": chantier.is_sis,
        "sis_identifiant": chantier.sis_identifiant,
        "classe_gtr": lot.classe_gtr,
        "etat_hydrique": lot.etat_hydrique,
        "volume_m3": None if volume is None else float(round(volume, 3)),
    }
    return dict(lot.profil) | said(known)


def sheet_of(exutoire: Exutoire, daps: Iterable[Dap]) -> Json:
    """Return the acceptance sheet of an outlet by the engine's names, its acceptances in it."""
    permit = said(
        {
            "numero": exutoire.autorisation,
            "valid_until": exutoire.autorisation_fin_on and iso(exutoire.autorisation_fin_on),
        }
    )
    known: Json = {
        "source": exutoire.source_title,
        "usage": exutoire.niveau_usage,
        "classes_gtr": list(exutoire.classes_gtr),
        "fond": dict(exutoire.fond),
        "fond_source": exutoire.source_title if exutoire.fond else "",
        "autorisation": permit if exutoire.autorisation else None,
        "daps": [_dap(one) for one in daps if one.exutoire_id == exutoire.pk],
    }
    return dict(exutoire.fiche) | said(known)


def _dap(dap: Dap) -> Json:
    return said(
        {
            "numero": dap.numero,
            "lot": dap.lot.code if dap.lot else "",
            "chantier": "" if dap.lot else dap.chantier.code,
            "valid_from": dap.valid_from and iso(dap.valid_from),
            "valid_until": dap.valid_until and iso(dap.valid_until),
            "tonnage_max_t": None if dap.tonnage_max_t is None else float(dap.tonnage_max_t),
        }
    )


def iso(day: Any) -> str:
    """Write a date as files do."""
    return str(day.isoformat())


def said(values: Mapping[str, Any]) -> Json:
    """Return only what somebody said."""
    return {name: one for name, one in values.items() if one not in (None, "", [], {})}


def check_results(rows: Iterable[Resultat | ResultatValues]) -> None:
    """Refuse results that the engine could not read: wrong unit. Raises UserFault, all at once."""
    known = parametres_analytiques()
    with FaultGatherer() as faults:
        for row in rows:
            if is_known(row):
                with faults.catching(Place(field=row.libelle or known[code_of(row)].libelle)):
                    read_measure(measured(row), known[code_of(row)])


def check_profile(profil: Mapping[str, Any]) -> None:
    """Refuse facts of a lot that no rule knows. Raises UserFault, all at once."""
    read_profile(profil, prefix="")


def check_sheet(fiche: Mapping[str, Any], fond: Mapping[str, Any]) -> None:
    """Refuse an acceptance sheet that no rule could read. Raises UserFault, all at once."""
    read_sheet({**fiche, "fond": dict(fond)}, prefix="")
