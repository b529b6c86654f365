"""Closed lists of the firms' room."""

from django.db import models

from essor.references.nomenclatures.tranche_effectif import tranches_effectif

TRANCHES = [(one.code, one.libelle) for one in tranches_effectif()]


class EtatEtablissement(models.TextChoices):
    """Administrative state, as the Sirene directory says it; empty is unknown."""

    ACTIF = "A", "En activité"
    FERME = "F", "Fermé"


class RoleEntreprise(models.TextChoices):
    """What a firm is to an action."""

    PORTEUR = "porteur", "Porteur"
    PARTENAIRE = "partenaire", "Partenaire"
    BENEFICIAIRE = "beneficiaire", "Bénéficiaire"
    OCCUPANT = "occupant", "Occupant ou propriétaire du site"
    RIVERAIN = "riverain", "Riverain"
    AUTRE = "autre", "Autre"


class NatureEchange(models.TextChoices):
    """How one met."""

    VISITE = "visite", "Visite"
    REUNION = "reunion", "Réunion"
    TELEPHONE = "telephone", "Appel téléphonique"
    COURRIEL = "courriel", "Courriel"
    EVENEMENT = "evenement", "Salon ou évènement"


class BaseLegale(models.TextChoices):
    """Why the law lets the person's details be kept (article 6 of the RGPD)."""

    MISSION = "mission", "Mission d'intérêt public"
    CONSENTEMENT = "consentement", "Consentement"
    CONTRAT = "contrat", "Contrat ou préparation d'un contrat"


class MotifEffacement(models.TextChoices):
    """Why someone's details were erased."""

    DEMANDE = "demande", "à la demande de la personne"
    FIN = "fin", "à la fin de la durée de conservation"
