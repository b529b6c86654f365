"""Load a perimeter or a geography. What is loaded is never overwritten: a version is added.

Two actions that load the same content add nothing the second time.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from essor.foundations.errors import UserFault
from essor.records.journal.actions import Author, OpenOperation, operation
from essor.records.territoires.bulk import (
    refresh_statistics,
    write_etablissements,
    write_geographie,
    write_perimetre,
)
from essor.records.territoires.models import (
    CogVersion,
    EtablissementExtrait,
    PerimetreVersion,
)
from essor.records.territoires.queries import snapshot_of_version
from essor.references.territoires.changes import Change, Snapshot, compare, snapshot_of
from essor.references.territoires.fingerprint import (
    fingerprint_geographie,
    fingerprint_perimetre,
)
from essor.references.territoires.schema import Faits, Publication
from essor.references.territoires.tables import load_faits

KIND = "territoire.perimetre.charger"
KIND_ETABLISSEMENTS = "territoire.etablissements.charger"
EMPTY = Snapshot(territoires={}, membres={}, communes={}, populations={}, noms_commune={})


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """What a load did, or would do.

    version : None on a dry run; is_new False when the content was already there
    changes : against the version in force on the same day before the load
    """

    version: PerimetreVersion | None
    is_new: bool
    changes: tuple[Change, ...]
    replaced: PerimetreVersion | None


def load_reference_facts(*, author: Author | None, at: dt.datetime) -> LoadResult:
    """Load the facts that Essor ships, once: later calls find them there (1 query)."""
    faits = load_faits()
    return load_perimetre(faits=faits, author=author, at=at, reason="Faits livrés avec Essor")


def load_perimetre(
    *,
    faits: Faits,
    author: Author | None,
    at: dt.datetime,
    reason: str = "",
    dry_run: bool = False,
) -> LoadResult:
    """Add the version that these facts make, unless it is there already.

    A new vintage of the geography under the same list is valid from the day of the vintage.
    """
    marks = fingerprint_perimetre(faits.perimetre), fingerprint_geographie(faits.geographie)
    phase = faits.perimetre.phase
    known = PerimetreVersion.objects.filter(
        phase=phase, fingerprint=marks[0], cog_version__fingerprint=marks[1]
    ).first()
    if known is not None:
        return LoadResult(version=known, is_new=False, changes=(), replaced=known)
    valid_from = _valid_from(faits, marks[0])
    replaced = (
        PerimetreVersion.objects.filter(phase=phase, valid_from__lte=valid_from)
        .select_related("cog_version")
        .order_by("-valid_from", "-numero")
        .first()
    )
    before = snapshot_of_version(replaced) if replaced else EMPTY
    changes = compare(before, snapshot_of(faits))
    version = None
    if not dry_run:
        with operation(kind=KIND, author=author, reason=reason, at=at) as op:
            version = _write(op, faits, marks, valid_from, author, at)
    return LoadResult(version=version, is_new=True, changes=changes, replaced=replaced)


def load_etablissements(
    *,
    pairs: Iterable[tuple[str, str]],
    file_name: str,
    sha256: str,
    author: Author | None,
    at: dt.datetime,
) -> EtablissementExtrait:
    """Load where establishments are. Raises UserFault, and writes nothing, on a faulty line.

    pairs : (SIRET, commune code), as `read_etablissements` yields them
    """
    known = EtablissementExtrait.objects.filter(sha256=sha256).first()
    if known is not None:
        return known
    places = dict(pairs)
    if not places:
        raise UserFault.single(
            "aucun établissement n’a de commune dans ce fichier", value=file_name
        )
    with operation(kind=KIND_ETABLISSEMENTS, author=author, at=at, reason=file_name) as op:
        extrait = op.create(
            EtablissementExtrait(
                file_name=file_name,
                sha256=sha256,
                etablissements=len(places),
                loaded_at=at,
                loaded_by=_label(author),
            )
        )
        write_etablissements(extrait, places.items())
        refresh_statistics()
    return extrait


def _write(
    op: OpenOperation,
    faits: Faits,
    marks: tuple[str, str],
    valid_from: dt.date,
    author: Author | None,
    at: dt.datetime,
) -> PerimetreVersion:
    loaded: Mapping[str, object] = {"loaded_at": at, "loaded_by": _label(author)}
    cog = CogVersion.objects.filter(fingerprint=marks[1]).first()
    if cog is None:
        source = _source(faits.geographie.publication)
        cog = op.create(CogVersion(**source, **loaded, fingerprint=marks[1]))
        write_geographie(cog, faits.geographie)
    phase = faits.perimetre.phase
    last = PerimetreVersion.objects.filter(phase=phase).order_by("-numero").first()
    source = _source(faits.perimetre.publication) | {"valid_from": valid_from}
    version = op.create(
        PerimetreVersion(
            **source,
            **loaded,
            fingerprint=marks[0],
            phase=phase,
            numero=last.numero + 1 if last else 1,
            cog_version=cog,
        )
    )
    write_perimetre(version, faits)
    refresh_statistics()
    return version


def _valid_from(faits: Faits, fingerprint: str) -> dt.date:
    own = faits.perimetre.publication.valid_from
    same_list = PerimetreVersion.objects.filter(
        phase=faits.perimetre.phase, fingerprint=fingerprint
    )
    return max(own, faits.geographie.publication.valid_from) if same_list.exists() else own


def _source(publication: Publication) -> dict[str, object]:
    values = asdict(publication)
    values["remarks"] = list(publication.remarks)
    values["files"] = dict(publication.files)
    return values


def _label(author: Author | None) -> str:
    return "Essor" if author is None else author.label
