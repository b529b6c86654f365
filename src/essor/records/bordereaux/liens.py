"""The link of a site: signed from its identity, so that its poster can be printed again.

Nothing of the link is in the database: whoever reads a backup opens nothing without the key of
the installation. Withdrawing a link, or letting it expire, closes it at once.
"""

import base64
import binascii
import datetime as dt
import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from essor.foundations.errors import FaultGatherer, Place
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Role
from essor.records.bordereaux.models import LienChantier
from essor.records.bordereaux.permissions import require_manage_bordereaux
from essor.records.bordereaux.seuils import number
from essor.records.journal.actions import operation
from essor.records.plans.permissions import readable_levels
from essor.records.terres.models import Chantier, Exutoire, Plateforme

SALT = "essor.bordereau"
MAC_BYTES = 16
TOKEN_LENGTH = 44
LONGEST_DAYS = 366


def open_lien(
    *, by: Access, chantier: Chantier, titre: str, days: int | None = None
) -> LienChantier:
    """Open a link for a site. Raises Forbidden, UserFault.

    days : how long it opens, at most a year; the parameter of the room when None
    """
    require_manage_bordereaux(by, chantier.plan)
    asked = number("lien_jours", timezone.localdate()) if days is None else days
    with FaultGatherer() as faults:
        if not titre.strip():
            faults.add_message(
                "Dire à quoi sert ce lien", place=Place(field="titre"), expected="« Barrière nord »"
            )
        if not 1 <= asked <= LONGEST_DAYS:
            faults.add_message(
                "La durée est hors de portée", place=Place(field="days"), value=str(asked),
                expected=f"de 1 à {LONGEST_DAYS} jours",
            )  # fmt: skip
    until = timezone.now() + dt.timedelta(days=asked)
    with operation(
        kind="terres.bordereaux.lien.ouvrir", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.create(LienChantier(chantier=chantier, titre=titre.strip(), expires_at=until))


def revoke_lien(*, by: Access, lien: LienChantier) -> LienChantier:
    """Close a link for good; a second time changes nothing. Raises Forbidden."""
    require_manage_bordereaux(by, lien.chantier.plan)
    with operation(
        kind="terres.bordereaux.lien.retirer", author=by, territoire_code=by.territoire_code
    ) as op:
        if lien.revoked_at is not None:
            return lien
        return op.change(lien, revoked_at=op.row.at)


def token_of(lien: LienChantier) -> str:
    """Return the secret part of the address that a link opens."""
    return _token(lien.pk)


def find_open_lien(token: str, *, at: dt.datetime) -> LienChantier | None:
    """Return the link that a secret opens now; None when cut, forged, withdrawn or outlived."""
    key = _identity(token)
    if key is None:
        return None
    found = LienChantier.objects.filter(pk=key).select_related("chantier__plan__territoire").first()
    return found if found is not None and found.is_open(at) else None


def holder(lien: LienChantier, name: str = "") -> Access:
    """Return who signs what a link sends: nobody's account, no right of a member."""
    territoire = lien.chantier.plan.territoire
    who = f", {name}" if name else ""
    return Access(
        territoire_id=territoire.pk,
        territoire_code=territoire.code,
        label=f"Téléphone du chantier {lien.chantier.code} ({lien.titre[:80]}{who[:80]})",
    )


def destinations_of(lien: LienChantier) -> tuple[QuerySet[Exutoire], QuerySet[Plateforme]]:
    """Return where trucks of a site may be said to go: names only, nothing restricted."""
    contributor = Access(territoire_id=0, territoire_code="", role=Role.CONTRIBUTEUR)
    shown: dict[str, Any] = {
        "plan_id": lien.chantier.plan_id,
        "confidentialite__in": readable_levels(contributor),
    }
    return (
        Exutoire.objects.filter(**shown).order_by("nom", "code"),
        Plateforme.objects.filter(**shown).order_by("nom", "code"),
    )


def _token(key: uuid.UUID) -> str:
    mac = salted_hmac(SALT, key.hex, algorithm="sha256").digest()[:MAC_BYTES]
    return base64.urlsafe_b64encode(key.bytes + mac).rstrip(b"=").decode()


def _identity(token: str) -> uuid.UUID | None:
    if len(token) > TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (ValueError, binascii.Error):
        return None
    if len(raw) != len(uuid.uuid4().bytes) + MAC_BYTES:
        return None
    key = uuid.UUID(bytes=raw[:16])
    return key if constant_time_compare(token, _token(key)) else None
