"""Writes on subscriptions, by whoever manages the plan; the secret leaves no trace."""

import datetime as dt
from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.journal.actions import OpenOperation, operation
from essor.records.territoires.models import Territoire
from essor.records.webhooks.addresses import read_target
from essor.records.webhooks.choices import EtatLivraison, Famille, Niveau
from essor.records.webhooks.delivery import note_delivery, wake, wake_one
from essor.records.webhooks.models import Abonnement, Livraison
from essor.records.webhooks.permissions import require_manage
from essor.records.webhooks.secret import OVERLAP, draw_seed, seal_of, secret_of

MOST_HERE = 10  # each costs a little to every write in the territory
SETTABLE = ("titre", "url", "familles", "niveau")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecret:
    """A subscription on the day its secret is drawn: the only moment when it is shown."""

    abonnement: Abonnement
    secret: str


def create_abonnement(
    *,
    by: Access,
    territoire: Territoire,
    titre: str,
    url: str,
    familles: Collection[Famille],
    niveau: Niveau = Niveau.PUBLIC,
) -> NewSecret:
    """Tell a program of what changes. Raises Forbidden, UserFault with every fault."""
    require_manage(by, territoire)
    user_id = _person(by)
    _refuse_wrong(titre=titre, url=url, familles=familles)
    if Abonnement.objects.filter(territoire=territoire).count() >= MOST_HERE:
        raise UserFault.single(
            f"Ce territoire a déjà {MOST_HERE} webhooks.", expected="en supprimer un d'abord"
        )
    abonnement = Abonnement(
        territoire=territoire,
        user_id=user_id,
        titre=titre.strip(),
        url=url.strip(),
        familles=_ordered(familles),
        niveau=niveau,
    )
    with operation(kind="webhook.creer", author=by, territoire_code=territoire.code) as op:
        secret = _draw(abonnement, at=op.row.at)
        return NewSecret(abonnement=op.create(abonnement), secret=secret)


def change_abonnement(
    *, by: Access, abonnement: Abonnement, expected_version: int | None = None, **values: Any
) -> Abonnement:
    """Change what is announced, where; whoever does it answers for it from now on.

    Raises Forbidden, Conflict, UserFault with every fault.
    """
    require_manage(by, abonnement.territoire)
    user_id = _person(by)
    if unknown := values.keys() - set(SETTABLE):
        raise TypeError(f"not settable: {sorted(unknown)}")
    whole = {name: getattr(abonnement, name) for name in SETTABLE} | values
    _refuse_wrong(titre=whole["titre"], url=whole["url"], familles=whole["familles"])
    kept = values | ({"familles": _ordered(values["familles"])} if "familles" in values else {})
    for name in ("titre", "url"):
        if name in kept:
            kept[name] = kept[name].strip()
    with _operation("webhook.modifier", by, abonnement) as op:
        return op.change(abonnement, expected_version=expected_version, user_id=user_id, **kept)


def renew_secret(*, by: Access, abonnement: Abonnement, is_leaked: bool = False) -> NewSecret:
    """Draw another secret; the one before signs beside it for a day, unless it leaked."""
    require_manage(by, abonnement.territoire)
    seed = draw_seed()
    secret = secret_of(seed)
    with _operation("webhook.secret.renouveler", by, abonnement) as op:
        keeps = abonnement.has_secret and not is_leaked
        row = op.change(
            abonnement,
            drawn_at=op.row.at,
            seed=seed,
            seal=seal_of(secret),
            old_seed=abonnement.seed if keeps else "",
            old_seed_until=op.row.at + OVERLAP if keeps else None,
        )
    return NewSecret(abonnement=row, secret=secret)


def pause_abonnement(*, by: Access, abonnement: Abonnement) -> Abonnement:
    """Stop announcing; what waits leaves when it is restarted. Raises Forbidden."""
    require_manage(by, abonnement.territoire)
    with _operation("webhook.mettre_en_pause", by, abonnement) as op:
        if abonnement.paused_at is not None:
            return abonnement
        return op.change(abonnement, paused_at=op.row.at)


def restart_abonnement(*, by: Access, abonnement: Abonnement) -> Abonnement:
    """Announce again; failures of the past are forgiven. Raises Forbidden."""
    require_manage(by, abonnement.territoire)
    with _operation("webhook.reprendre", by, abonnement) as op:
        if abonnement.is_open:
            return abonnement
        row = op.change(
            abonnement,
            paused_at=None,
            suspended_at=None,
            suspended_why="",
            restarted_at=op.row.at,
        )
        transaction.on_commit(lambda: wake(row))
        return row


def delete_abonnement(*, by: Access, abonnement: Abonnement) -> None:
    """Forget a subscription and its deliveries. Raises Forbidden."""
    require_manage(by, abonnement.territoire)
    with _operation("webhook.supprimer", by, abonnement) as op:
        op.delete(abonnement)


def ask_trial(*, by: Access, abonnement: Abonnement) -> Livraison:
    """Send a message that says that nothing happened. Raises Forbidden."""
    require_manage(by, abonnement.territoire)
    livraison = note_delivery(abonnement, operation_id=None, at=timezone.now())
    transaction.on_commit(lambda: wake_one(livraison))
    return livraison


def ask_again(*, by: Access, livraison: Livraison) -> None:
    """Send a message again, under the same identity. Raises Forbidden."""
    require_manage(by, livraison.abonnement.territoire)
    _put_back(livraison, at=timezone.now())
    transaction.on_commit(lambda: wake_one(livraison))


def _put_back(livraison: Livraison, at: dt.datetime) -> None:
    Livraison.objects.filter(pk=livraison.pk).update(
        state=EtatLivraison.EN_ATTENTE, next_attempt_at=at, closed_at=None
    )


def _operation(
    kind: str, by: Access, abonnement: Abonnement
) -> AbstractContextManager[OpenOperation]:
    return operation(kind=kind, author=by, territoire_code=abonnement.territoire.code)


def _draw(abonnement: Abonnement, *, at: dt.datetime) -> str:
    abonnement.seed = draw_seed()
    secret = secret_of(abonnement.seed)
    abonnement.seal, abonnement.drawn_at = seal_of(secret), at
    return secret


def _person(by: Access) -> int:
    if by.user_id is None:
        raise Forbidden.single(
            "Un webhook annonce ce qu'une personne peut lire.", expected="se connecter"
        )
    return by.user_id


def _ordered(familles: Collection[str]) -> list[str]:
    return [one.value for one in Famille if one in familles]


def _refuse_wrong(*, titre: str, url: str, familles: Collection[str]) -> None:
    with FaultGatherer() as faults:
        if not titre.strip():
            faults.add_message("Dire à quoi servira ce webhook", place=Place(field="titre"))
        if not familles:
            faults.add_message(
                "Choisir au moins un type de changement", place=Place(field="familles")
            )
        try:
            read_target(url.strip(), is_demonstration=bool(settings.IS_DEMONSTRATION))
        except UserFault as error:
            faults.extend(error.faults)
