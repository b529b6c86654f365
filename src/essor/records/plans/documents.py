"""Writes of the documents of an action: a file kept by its digest, or a link."""

from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import urlsplit

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import operation
from essor.records.plans.files import check_file, store_file
from essor.records.plans.models import Action, Document
from essor.records.plans.permissions import require_edit_action

PERMISSION_NAME = frozenset({"documents"})


def add_document(
    *,
    by: Access,
    action: Action,
    titre: str = "",
    href: str = "",
    file_name: str = "",
    content: BinaryIO | None = None,
) -> Document:
    """Attach a file or a link, one of the two; the title is the file's name unless given.

    Raises Forbidden, or UserFault when the file is refused or the link is not http(s).
    """
    require_edit_action(by, action, PERMISSION_NAME)
    if (content is None) == (not href.strip()):
        raise UserFault.single(
            "Un document est soit un fichier, soit un lien.",
            expected="l'un des deux",
            code="document",
        )
    if content is None:
        document = _link(action, titre, href.strip())
    else:
        document = _file(action, titre, file_name, content)
    with operation(
        kind="plan.action.document.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.create(document)


def change_document(
    *, by: Access, document: Document, titre: str, expected_version: int | None = None
) -> Document:
    """Rename a document. Raises Forbidden, Conflict, UserFault."""
    require_edit_action(by, document.action, PERMISSION_NAME)
    with operation(
        kind="plan.action.document.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(document, expected_version=expected_version, titre=titre.strip())


def delete_document(*, by: Access, document: Document, reason: str = "") -> None:
    """Detach a document; its file stays, so that the deletion can be undone. Raises Forbidden."""
    require_edit_action(by, document.action, PERMISSION_NAME)
    with operation(
        kind="plan.action.document.supprimer",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason,
    ) as op:
        op.delete(document)


def check_link(href: str) -> str:
    """Return a link without the spaces around it. Raises UserFault when it is not http(s)."""
    href = href.strip()
    parts = urlsplit(href)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserFault.single(
            "Le lien n'est pas une adresse du web.",
            value=href,
            expected="une adresse qui commence par https:// ou http://",
            field="lien",
            code="lien",
        )
    return href


def _link(action: Action, titre: str, href: str) -> Document:
    href = check_link(href)
    return Document(action=action, titre=titre.strip() or href[:300], href=href)


def _file(action: Action, titre: str, file_name: str, content: BinaryIO) -> Document:
    file = check_file(name=file_name, content=content)
    store_file(file)
    return Document(
        action=action,
        titre=titre.strip() or PurePosixPath(file.name).stem[:300],
        file_name=file.name,
        sha256=file.sha256,
        size_bytes=len(file.content),
    )
