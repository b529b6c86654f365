"""Writes of what is laid before a committee: documents, links, studies, plans of soils."""

from pathlib import PurePosixPath
from typing import BinaryIO, TypeVar

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.comites.models import (
    Comite,
    ComitePart,
    DocumentComite,
    EtudePresentee,
    PlanTerresPresente,
)
from essor.records.comites.permissions import require_manage
from essor.records.journal.actions import operation
from essor.records.plans.documents import check_link
from essor.records.plans.files import check_file, store_file
from essor.records.studies.models import Study
from essor.records.terres_plans.models import PlanTerres

PartT = TypeVar("PartT", bound=ComitePart)


def add_document(
    *,
    by: Access,
    comite: Comite,
    titre: str = "",
    href: str = "",
    file_name: str = "",
    content: BinaryIO | None = None,
) -> DocumentComite:
    """Lay a file or a link before a committee. Raises Forbidden, UserFault."""
    require_manage(by, comite.plan)
    if (content is None) == (not href.strip()):
        raise UserFault.single(
            "Un document est soit un fichier, soit un lien.", expected="l'un des deux"
        )
    if content is None:
        link = check_link(href)
        document = DocumentComite(comite=comite, titre=titre.strip() or link[:300], href=link)
    else:
        file = check_file(name=file_name, content=content)
        store_file(file)
        document = DocumentComite(
            comite=comite,
            titre=titre.strip() or PurePosixPath(file.name).stem[:300],
            file_name=file.name,
            sha256=file.sha256,
            size_bytes=len(file.content),
        )
    return _laid(by, "plan.comite.document.ajouter", document)


def delete_document(*, by: Access, document: DocumentComite) -> None:
    """Take a document away; its file stays, so that this can be undone. Raises Forbidden."""
    _taken(by, "plan.comite.document.supprimer", document)


def present_study(*, by: Access, comite: Comite, study: Study) -> EtudePresentee:
    """Lay a study before a committee. Raises Forbidden, UserFault."""
    require_manage(by, comite.plan)
    if study.plan_id != comite.plan_id:
        raise UserFault.single("Cette étude n'est pas de ce plan.", field="etude")
    if EtudePresentee.objects.filter(comite=comite, study=study).exists():
        raise UserFault.single("Cette étude est déjà présentée à ce comité.", field="etude")
    return _laid(by, "plan.comite.etude.presenter", EtudePresentee(comite=comite, study=study))


def withdraw_study(*, by: Access, presentation: EtudePresentee) -> None:
    """Take a study off a committee; the study itself stays. Raises Forbidden."""
    _taken(by, "plan.comite.etude.retirer", presentation)


def present_plan_terres(
    *, by: Access, comite: Comite, plan_terres: PlanTerres
) -> PlanTerresPresente:
    """Lay a plan of excavated soils before a committee. Raises Forbidden, UserFault."""
    require_manage(by, comite.plan)
    if plan_terres.plan_id != comite.plan_id:
        raise UserFault.single("Ce plan de terres n'est pas de ce plan.", field="plan_terres")
    if PlanTerresPresente.objects.filter(comite=comite, plan_terres=plan_terres).exists():
        raise UserFault.single(
            "Ce plan de terres est déjà présenté à ce comité.", field="plan_terres"
        )
    row = PlanTerresPresente(comite=comite, plan_terres=plan_terres)
    return _laid(by, "plan.comite.terres.presenter", row)


def withdraw_plan_terres(*, by: Access, presentation: PlanTerresPresente) -> None:
    """Take a plan of soils off a committee; the plan itself stays. Raises Forbidden."""
    _taken(by, "plan.comite.terres.retirer", presentation)


def _laid(by: Access, kind: str, row: PartT) -> PartT:
    with operation(kind=kind, author=by, territoire_code=by.territoire_code) as op:
        return op.create(row)


def _taken(by: Access, kind: str, row: ComitePart) -> None:
    require_manage(by, row.comite.plan)
    with operation(kind=kind, author=by, territoire_code=by.territoire_code) as op:
        op.delete(row)
