"""Writes of the photos of a big project."""

from typing import BinaryIO

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.jalons.values import precision_of
from essor.records.journal.actions import lock, operation
from essor.records.plans.files import store_file
from essor.records.plans.models import Action
from essor.records.projets.models import PhotoProjet
from essor.records.projets.permissions import require_write
from essor.records.projets.photo_file import check_photo


def add_photo(
    *,
    by: Access,
    action: Action,
    file_name: str,
    content: BinaryIO,
    alt: str,
    taken: Period,
    credit: str,
    legende: str = "",
    is_publique: bool = False,
) -> PhotoProjet:
    """Keep a photo, without what the camera wrote in it.

    alt : what it shows. Raises Forbidden, or UserFault for what is no photo or is there already.
    """
    require_write(by, action)
    photo = check_photo(name=file_name, content=content)
    with operation(
        kind="plan.projet.photo.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(action)
        if PhotoProjet.objects.filter(action=action, sha256=photo.file.sha256).exists():
            raise UserFault.single("Cette photo est déjà là.", value=file_name, field="fichier")
        row = op.create(
            PhotoProjet(
                action=action,
                alt=alt.strip(),
                legende=legende.strip(),
                taken_on=taken.start,
                taken_precision=precision_of(taken),
                credit=credit.strip(),
                is_publique=is_publique,
                sha256=photo.file.sha256,
                file_name=photo.file.name,
                size_bytes=len(photo.file.content),
                width_px=photo.width_px,
                height_px=photo.height_px,
            )
        )
        store_file(photo.file)
        return row


def change_photo(
    *,
    by: Access,
    photo: PhotoProjet,
    alt: str,
    taken: Period,
    credit: str,
    legende: str = "",
    is_publique: bool = False,
    expected_version: int | None = None,
) -> PhotoProjet:
    """Correct what is said of a photo. Raises Forbidden, Conflict, UserFault."""
    require_write(by, photo.action)
    with operation(
        kind="plan.projet.photo.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(
            photo,
            expected_version=expected_version,
            alt=alt.strip(),
            legende=legende.strip(),
            taken_on=taken.start,
            taken_precision=precision_of(taken),
            credit=credit.strip(),
            is_publique=is_publique,
        )


def delete_photo(*, by: Access, photo: PhotoProjet, reason: str = "") -> None:
    """Take a photo away; its file stays, so that the deletion can be undone. Raises Forbidden."""
    require_write(by, photo.action)
    with operation(
        kind="plan.projet.photo.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        op.delete(photo)
