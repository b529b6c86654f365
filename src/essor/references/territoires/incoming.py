"""Prepare what a person wants to load: a list, a geography, or both, on top of known facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.references.territoires.assemble import Assembled, build_perimetre
from essor.references.territoires.phase import choose_phase, detect_phase
from essor.references.territoires.producers.etalab import Decoupage, read_decoupage
from essor.references.territoires.producers.liste import ListePubliee, MembrePublie
from essor.references.territoires.publish import as_geographie, known_publication, read_liste
from essor.references.territoires.schema import (
    PHASE_COURANTE,
    Faits,
    Geographie,
    Perimetre,
    Publication,
)

_DAY = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the files do not say and a person does.

    valid_from : first day of the list; cog_vintage : year of the geography, « 2027 »
    """

    phase: str | None = None
    valid_from: date | None = None
    cog_vintage: str | None = None


def prepare(
    *,
    paths: tuple[Path, ...],
    declared: Declared,
    known: Faits,
    certain: Faits,
    expected_counts: Mapping[str, int],
    read_on: date,
) -> Assembled:
    """Read the files and put them over the known facts. Raises UserFault, nothing half read.

    known : the version in force, completed by what is read
    certain : facts whose phase is sure, to recognise the phase of a list
    """
    listes = [p for p in paths if not _is_geographie(p)]
    geographies = [p for p in paths if _is_geographie(p)]
    if len(listes) > 1 or len(geographies) > 1:
        raise UserFault.single(
            "une seule liste et un seul découpage à la fois",
            value=", ".join(p.name for p in paths),
        )
    geographie = known.geographie
    if geographies:
        geographie = _geographie(read_decoupage(geographies[0]), geographies[0], declared,
                                 known.geographie, read_on)  # fmt: skip
    if not listes:
        return _keep_list(known.perimetre, geographie)
    liste = read_liste(listes[0])
    evidence = detect_phase(liste=liste, known=certain, expected_counts=expected_counts)
    phase = choose_phase(
        evidence=evidence, asked=declared.phase, current=PHASE_COURANTE, file=liste.file_name
    )
    publication = _list_publication(liste, declared, certain.perimetre, phase, read_on)
    return build_perimetre(liste=liste, geographie=geographie, phase=phase, publication=publication)


def _is_geographie(path: Path) -> bool:
    return path.is_dir() or path.name.endswith((".tgz", ".tar.gz"))


def _geographie(
    decoupage: Decoupage,
    path: Path,
    declared: Declared,
    known: Geographie,
    read_on: date,
) -> Geographie:
    if decoupage.files == dict(known.publication.files):
        return as_geographie(decoupage, publication=known.publication)
    vintage = declared.cog_vintage
    if vintage is None or not re.fullmatch(r"20\d\d", vintage):
        raise UserFault.single(
            "le millésime de ce découpage n’est pas écrit dans ses fichiers",
            value=vintage,
            expected="--millesime suivi de l’année, comme 2027",
            place=Place(file=path.name),
            code="millesime",
        )
    publication = replace(
        known_publication("geographie", read_on=read_on),
        title=f"Découpage administratif, paquet @etalab/decoupage-administratif ({path.name})",
        vintage=vintage,
        valid_from=date(int(vintage), 1, 1),
        # The remarks we ship are about the vintage we ship.
        remarks=(),
    )
    return as_geographie(decoupage, publication=publication)


def _keep_list(perimetre: Perimetre, geographie: Geographie) -> Assembled:
    """The same members over another geography; a member that it lost is a fault."""
    liste = ListePubliee(
        noms={t.code_territoire: t.nom for t in perimetre.territoires},
        membres=tuple(
            MembrePublie(code_territoire=m.code_territoire, siren=m.siren, nom=m.nom_publie)
            for m in perimetre.membres
        ),
        files=perimetre.publication.files,
        file_name=perimetre.publication.title,
    )
    return build_perimetre(
        liste=liste,
        geographie=geographie,
        phase=perimetre.phase,
        publication=perimetre.publication,
    )


def _list_publication(
    liste: ListePubliee, declared: Declared, certain: Perimetre, phase: str, read_on: date
) -> Publication:
    is_shipped = set(liste.files.values()) <= set(certain.publication.files.values())
    if is_shipped and phase == certain.phase and declared.valid_from is None:
        return certain.publication
    written = _DAY.search(liste.file_name)
    named = None
    with FaultGatherer() as faults:
        if written:
            try:
                named = date(*map(int, written.groups()))
            except ValueError:
                faults.add_message("la date du nom de fichier n’existe pas",
                                   place=Place(file=liste.file_name), value=written[0])  # fmt: skip
        elif declared.valid_from is None:
            faults.add_message(
                "la date de cette liste n’est écrite ni dans le fichier ni dans son nom",
                place=Place(file=liste.file_name),
                expected="--valable-du suivi d’une date, comme 2024-07-04",
                code="date",
            )
    day = declared.valid_from or named
    assert day is not None
    return replace(
        known_publication("perimetre", read_on=read_on),
        title=f"Programme Territoires d’industrie, fichier {liste.file_name}",
        vintage=f"liste du {day.isoformat()}",
        valid_from=day,
        published_on=named,
        files=liste.files,
        remarks=(),
    )
