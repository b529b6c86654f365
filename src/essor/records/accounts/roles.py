"""The role table: the one place that says who may do what.

Every permission in Essor is a row of ``ROLE_TABLE``; predicates add only what
depends on the object (is it confidential, is she its pilot).
"""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """What a person is in one territory, from most to least."""

    ADMINISTRATEUR = "administrateur", "administrateur"
    CHEF_DE_PROJET = "chef_de_projet", "chef de projet"
    PILOTE = "pilote", "pilote"
    CONTRIBUTEUR = "contributeur", "contributeur"
    LECTEUR = "lecteur", "lecteur"
    PUBLIC = "public", "public"


class Capability(StrEnum):
    """One thing a role may do in a territory."""

    VIEW_PUBLIC = "voir les éléments publics"
    VIEW_INTERNAL = "voir les éléments internes"
    VIEW_RESTRICTED = "voir les éléments restreints"
    VIEW_HISTORY = "voir l'historique nominatif"
    COMMENT = "ajouter une note"
    EDIT_PILOTED = "modifier les actions dont on est pilote"
    EDIT_PLAN = "modifier le plan et toutes ses actions"
    IMPORT_PLAN = "importer un plan"
    EXPORT_PLAN = "exporter le plan"
    RESTORE = "rétablir une valeur ou une action supprimée"
    INVITE = "inviter des personnes"
    MANAGE_MEMBERS = "gérer les membres et leurs rôles"


_PUBLIC = frozenset({Capability.VIEW_PUBLIC, Capability.EXPORT_PLAN})
_READER = _PUBLIC | {Capability.VIEW_INTERNAL, Capability.VIEW_HISTORY}
_CONTRIBUTOR = _READER | {Capability.COMMENT}
_PILOT = _CONTRIBUTOR | {Capability.EDIT_PILOTED}
_MANAGER = _PILOT | {
    Capability.VIEW_RESTRICTED,
    Capability.EDIT_PLAN,
    Capability.IMPORT_PLAN,
    Capability.RESTORE,
    Capability.INVITE,
}

ROLE_TABLE: dict[Role, frozenset[Capability]] = {
    Role.ADMINISTRATEUR: _MANAGER | {Capability.MANAGE_MEMBERS},
    Role.CHEF_DE_PROJET: frozenset(_MANAGER),
    Role.PILOTE: frozenset(_PILOT),
    Role.CONTRIBUTEUR: frozenset(_CONTRIBUTOR),
    Role.LECTEUR: frozenset(_READER),
    Role.PUBLIC: _PUBLIC,
}

# Whom a role may invite: never someone above itself.
INVITABLE: dict[Role, tuple[Role, ...]] = {
    Role.ADMINISTRATEUR: (
        Role.ADMINISTRATEUR,
        Role.CHEF_DE_PROJET,
        Role.PILOTE,
        Role.CONTRIBUTEUR,
        Role.LECTEUR,
    ),
    Role.CHEF_DE_PROJET: (Role.PILOTE, Role.CONTRIBUTEUR, Role.LECTEUR),
}
