"""What may be announced, to whom it may be shown, how a delivery ends."""

from django.db import models


class Famille(models.TextChoices):
    """A kind of events that a subscription asks for."""

    PLAN = "plan", "Plan et axes"
    ACTIONS = "actions", "Actions"
    JALONS = "jalons", "Jalons et prévisions"
    INDICATEURS = "indicateurs", "Indicateurs"
    RISQUES = "risques", "Risques"
    POINTS = "points_bloquants", "Points bloquants"
    DECISIONS = "decisions", "Comités et décisions"
    NOTES = "notes", "Notes de suivi"
    ANNONCES = "annonces", "Annonces publiées"
    ETUDES = "etudes", "Études de friche"


class Niveau(models.TextChoices):
    """How far the announcements go: never further than the person who answers for them."""

    PUBLIC = "public", "Ce que tout le monde peut lire"
    INTERNE = "interne", "Ce qu'un lecteur du territoire peut lire"
    RESTREINT = "restreint", "Tout ce que je peux lire, éléments restreints compris"


class EtatLivraison(models.TextChoices):
    """Where the announcement of one operation to one subscriber stands."""

    EN_ATTENTE = "en_attente", "en attente"
    REMISE = "remise", "remise"
    ABANDONNEE = "abandonnee", "abandonnée"
    ECARTEE = "ecartee", "écartée"
