"""Lists of the convention."""

from django.db import models

from essor.records.plans.choices import Confidentialite, Sortie

# A text is for everyone or for the members: a restricted convention would bind nobody.
OPENNESS = [
    (Confidentialite.INTERNE.value, Confidentialite.INTERNE.label),
    (Confidentialite.PUBLIC.value, Confidentialite.PUBLIC.label),
]
OPENNESS_VALUES = [value for value, _ in OPENNESS]


class NatureActe(models.TextChoices):
    """What kind of text binds the signatories."""

    CONVENTION = "convention", "Convention"
    AVENANT = "avenant", "Avenant"


class Qualite(models.TextChoices):
    """In what quality somebody signs."""

    EPCI = "epci", "Intercommunalité"
    REGION = "region", "Région"
    ETAT = "etat", "État (préfet)"
    OPERATEUR = "operateur", "Opérateur de l'État"
    INDUSTRIEL = "industriel", "Industriel"
    AUTRE = "autre", "Autre"


class RoleBinome(models.TextChoices):
    """The two halves of the pair that presides over the steering committee."""

    ELU = "elu", "Élu"
    INDUSTRIEL = "industriel", "Industriel"


class NatureMouvement(models.TextChoices):
    """How the list of actions changes."""

    AJOUT = "ajout", "Ajout"
    FUSION = "fusion", "Fusion"
    SCISSION = "scission", "Scission"
    FIN = "fin", "Fin"


class Sens(models.TextChoices):
    """On which side of a movement an action stands."""

    AVANT = "avant", "avant"
    APRES = "apres", "après"


# What an end may be; a merge and a split write theirs by themselves.
ENDS = (Sortie.REALISEE, Sortie.ABANDONNEE, Sortie.TRANSFEREE, Sortie.HORS_CONVENTION)
