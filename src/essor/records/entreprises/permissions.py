"""Who reads and writes what about firms: levels as for actions; people's details for fewer."""

from django.db.models import Q

from essor.records.accounts.permissions import Access, Forbidden, require_same_territoire
from essor.records.accounts.roles import Capability
from essor.records.entreprises.models import Contact, Echange, Etablissement
from essor.records.journal.models import Event, Verb
from essor.records.plans.models import Action
from essor.records.plans.permissions import readable_levels, visible_actions

NOTHING = Q(pk__in=[])


def visible_etablissements(by: Access) -> Q:
    """Return the filter of the establishments that this person may read, in her territory."""
    return Q(territoire_id=by.territoire_id, confidentialite__in=readable_levels(by))


def visible_projets(by: Access) -> Q:
    """Return the filter of the firms' projects: their own level and that of the firm."""
    return of_visible(by) & Q(confidentialite__in=readable_levels(by))


def visible_echanges(by: Access) -> Q:
    """Return the filter of the exchanges: for members, by level."""
    if not by.can(Capability.VIEW_INTERNAL):
        return NOTHING
    return visible_projets(by)


def visible_contacts(by: Access) -> Q:
    """Return the filter of the people met: for those who log exchanges themselves."""
    return of_visible(by) if can_read_contacts(by) else NOTHING


def visible_liens(by: Access) -> Q:
    """Return the filter of the links: the firm and the action must both be open to her."""
    return of_visible(by) & Q(action__in=Action.objects.filter(visible_actions(by)).values("pk"))


def of_visible(by: Access) -> Q:
    """Return the filter of what belongs to an establishment that this person may read."""
    rows = Etablissement.objects.filter(visible_etablissements(by)).values("pk")
    return Q(etablissement__in=rows)


def can_read_contacts(by: Access) -> bool:
    """Tell whether this person reads names and addresses of people: only who needs them."""
    return by.can(Capability.COMMENT)


def can_manage(by: Access) -> bool:
    """Tell whether this person keeps the list of firms."""
    return by.can(Capability.EDIT_PLAN)


def can_change_echange(by: Access, echange: Echange) -> bool:
    """Tell whether this person may correct an exchange: managers, and whoever logged it."""
    if by.territoire_id != echange.etablissement.territoire_id:
        return False
    return can_manage(by) or (by.can(Capability.COMMENT) and _wrote(by, echange))


def require_manage(by: Access, territoire_id: int) -> None:
    """Raise Forbidden unless this person keeps the list of firms of this territory."""
    require_same_territoire(by, territoire_id)
    by.require(Capability.EDIT_PLAN)


def require_log(by: Access, etablissement: Etablissement) -> None:
    """Raise Forbidden unless this person may note an exchange with a firm that she reads."""
    require_same_territoire(by, etablissement.territoire_id)
    by.require(Capability.COMMENT)
    if not Etablissement.objects.filter(visible_etablissements(by), pk=etablissement.pk).exists():
        raise Forbidden.single(
            "Cet établissement ne vous est pas ouvert.",
            expected="demander au chef de projet de vous l'ouvrir",
        )


def require_change_echange(by: Access, echange: Echange) -> None:
    """Raise Forbidden unless this person may correct the exchange."""
    require_log(by, echange.etablissement)
    if not can_change_echange(by, echange):
        raise Forbidden.single(
            "Seuls son auteur et le chef de projet corrigent un échange.",
            expected="noter un nouvel échange",
        )


def require_read_contact(by: Access, contact: Contact) -> None:
    """Raise Forbidden unless this person may read the details of a person."""
    require_log(by, contact.etablissement)


def _wrote(by: Access, echange: Echange) -> bool:
    if by.user_id is None:
        return False
    return Event.objects.filter(
        object_id=echange.pk, verb=Verb.CREATE, operation__author_id=by.user_id
    ).exists()
