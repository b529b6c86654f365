"""What the study document says, gathered before anything is written. No database, no clock."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from essor.engines.friches.loading import dotted, load_profile
from essor.engines.friches.outcome import evaluate
from essor.engines.friches.profiles import Profile
from essor.engines.friches.reading import read_study
from essor.foundations.errors import UserFault
from essor.records.studies.compute import canonical
from essor.references.parameter import Parameter
from essor.reports.etude_friche.assumptions import Assumption, assumptions_of
from essor.reports.etude_friche.defects import CENT, Path, defects_path
from essor.reports.etude_friche.drivers import Driver, drivers_of

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySheet:
    """What a study and one of its computations say, with no database behind.

    results : decoded results of the computation (`records/studies/compute.py`)
    parameters : decoded list of the parameters that the computation read
    inputs : the documented input of the engine
    edited_on : day of the document, that of the computation when it is kept
    localisation : where the site is, as the study says it now (`records/studies/location.py`)
    membres : SIREN of the groupings of the territory
    notice : what its author says of it: what is published, what is assumed
    """

    titre: str
    notice: str
    territoire: str
    is_demonstration: bool
    inputs: Json
    profil: str
    draws: int
    seed: int
    parameters_on: dt.date
    engine_version: str
    parameters: tuple[Json, ...]
    results: Json
    results_sha256: str
    edited_on: dt.date
    localisation: Json = field(default_factory=dict)
    membres: frozenset[str] = frozenset()

    @property
    def inputs_sha256(self) -> str:
        """Fingerprint of the inputs, written in one way only."""
        return hashlib.sha256(canonical(self.inputs).encode()).hexdigest()

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """What makes the result uncertain, widest bar first."""
        return tuple(drivers_of(self.results["incertitude"], self.descriptions))

    @property
    def descriptions(self) -> dict[str, str]:
        """French description of each parameter read, by the name the engine gives it."""
        return {dotted(row["nom"]): row["description"] for row in self.parameters}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFacts:
    """A sheet, and what the engine says again of its inputs.

    assumptions, defects : empty and None when the engine of today no longer finds the result of
        the computation: nothing is then said that the computation did not know
    """

    sheet: StudySheet
    assumptions: tuple[Assumption, ...]
    defects: Path | None

    @property
    def is_reproduced(self) -> bool:
        """Tell whether the engine of today finds the same result."""
        return bool(self.assumptions)


def gather(sheet: StudySheet, *, files: Mapping[str, Parameter]) -> StudyFacts:
    """Return the facts of a computed study.

    files : the parameter files of the package (`references.loader.parameters`)
    """
    try:
        profile = load_profile(sheet.profil, files, on=sheet.parameters_on)
        assumptions = _assumptions(sheet, profile)
        defects = defects_path(sheet.inputs, files=files, on=sheet.parameters_on)
    except UserFault:
        return StudyFacts(sheet=sheet, assumptions=(), defects=None)
    npv_eur = sheet.results["van_socioeconomique_eur"]
    is_known = bool(assumptions) and defects.agrees(sheet.profil, npv_eur)
    return StudyFacts(sheet=sheet, assumptions=assumptions, defects=defects if is_known else None)


def assumptions_again(
    sheet: StudySheet, *, files: Mapping[str, Parameter]
) -> tuple[Assumption, ...]:
    """Return every number that the computation took; empty when it is no longer found."""
    try:
        return _assumptions(sheet, load_profile(sheet.profil, files, on=sheet.parameters_on))
    except UserFault:
        return ()


def _assumptions(sheet: StudySheet, profile: Profile) -> tuple[Assumption, ...]:
    if not _finds_again(sheet, profile):
        return ()
    return tuple(assumptions_of(sheet.inputs, sheet.results["lois"], profile=profile))


def _finds_again(sheet: StudySheet, profile: Profile) -> bool:
    study = read_study(sheet.inputs, parameters=profile.parameters)
    npv_eur = float(evaluate(study, profile).npv_eur)
    kept_eur = float(sheet.results["van_socioeconomique_eur"])
    return abs(npv_eur - kept_eur) <= CENT
