"""Lists of the action sheet; « en retard » is computed, never typed."""

from django.db import models


class Statut(models.TextChoices):
    """Where an action stands."""

    A_DISCUTER = "a_discuter", "À discuter"
    A_VENIR = "a_venir", "À venir"
    EN_COURS = "en_cours", "En cours"
    EN_PAUSE = "en_pause", "En pause"
    BLOQUE = "bloque", "Bloqué"
    REALISE = "realise", "Réalisé"
    ABANDONNE = "abandonne", "Abandonné"

    @property
    def is_closed(self) -> bool:
        """Tell whether nothing more is expected of the action."""
        return self in {Statut.REALISE, Statut.ABANDONNE}


class Sortie(models.TextChoices):
    """Why an action is no longer part of the plan; its sheet stays readable."""

    REALISEE = "realisee", "Réalisée"
    ABANDONNEE = "abandonnee", "Abandonnée"
    TRANSFEREE = "transferee", "Transférée hors du plan"
    HORS_CONVENTION = "hors_convention", "Sortie de la convention"
    FUSIONNEE = "fusionnee", "Fusionnée dans une autre action"
    SCINDEE = "scindee", "Scindée en plusieurs actions"


class Priorite(models.TextChoices):
    """Level of priority."""

    ELEVE = "eleve", "Élevé"
    MOYEN = "moyen", "Moyen"
    BAS = "bas", "Bas"


class Engagement(models.TextChoices):
    """How firm the commitment to carry the action out is."""

    FERME = "ferme", "Engagement ferme"
    A_CONFIRMER = "a_confirmer", "À confirmer"
    IDEE = "idee", "Idée"


class Confidentialite(models.TextChoices):
    """Who may read an action."""

    PUBLIC = "public", "Publique"
    INTERNE = "interne", "Interne au territoire"
    RESTREINT = "restreint", "Restreinte au chef de projet et aux pilotes"


class ParticipantRole(models.TextChoices):
    """In what capacity a person or structure takes part in an action."""

    PERSONNE_PILOTE = "personne_pilote", "Personne pilote"
    STRUCTURE_PILOTE = "structure_pilote", "Structure pilote"
    SERVICE_PILOTE = "service_pilote", "Direction ou service pilote"
    MAITRE_OUVRAGE = "maitre_ouvrage", "Maître d'ouvrage"
    ELU_REFERENT = "elu_referent", "Élu·e référent·e"
    INDUSTRIEL_REFERENT = "industriel_referent", "Industriel·le référent·e"
    PARTENAIRE = "partenaire", "Partenaire"


class NatureBudget(models.TextChoices):
    """Nature of a budget line."""

    INVESTISSEMENT = "investissement", "Investissement"
    FONCTIONNEMENT = "fonctionnement", "Fonctionnement"


class EtatFinancement(models.TextChoices):
    """Where the euros of a funder stand, from hoped for to paid out."""

    PRESSENTI = "pressenti", "Pressenti"
    SOLLICITE = "sollicite", "Sollicité"
    NOTIFIE = "notifie", "Notifié"
    CONVENTIONNE = "conventionne", "Conventionné"
    MANDATE = "mandate", "Mandaté"
    SOLDE = "solde", "Soldé"
    REFUSE = "refuse", "Refusé"


class NatureAnnonce(models.TextChoices):
    """What kind of quantity was announced in public."""

    DATE = "date", "Date attendue"
    FAIT = "fait", "Fait daté"
    MONTANT = "montant", "Montant"
    SURFACE = "surface", "Surface"
    EMPLOI = "emploi", "Emplois"
    NOMBRE = "nombre", "Nombre"
    TEXTE = "texte", "Texte"


class Precision(models.TextChoices):
    """How finely a date was given by its source."""

    JOUR = "jour", "au jour près"
    MOIS = "mois", "au mois près"
    TRIMESTRE = "trimestre", "au trimestre près"
    ANNEE = "annee", "à l'année près"


class Confiance(models.TextChoices):
    """How much a published figure may be relied on."""

    OFFICIELLE = "officielle", "Source officielle"
    PRESSE = "presse", "Presse"
    DECLARATIVE = "declarative", "Déclaration d'une partie"
    A_VERIFIER = "a_verifier", "À vérifier"
