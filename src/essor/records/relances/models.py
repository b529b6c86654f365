"""Requests for news and their answers, personal links, rules, what was sent, calendars."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.records.journal.models import Tracked
from essor.records.plans.models import Action, ActionPart, Plan
from essor.records.relances.kinds import Nature
from essor.records.territoires.models import Territoire

MOST_DAYS, MOST_TIMES = 365, 12
NATURES = [(one.value, one.label) for one in Nature]
RULES = [(one.value, one.label) for one in Nature.rules()]


def nobody_holds() -> str:
    """Return the fingerprint of no link: what a row brought back by the journal receives."""
    return secrets.token_hex(32)


class Campagne(Tracked):
    """One request for news: about which actions, to whom, by when.

    launched_at : None while it is prepared and nobody was asked; closed_at : no answer awaited
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="campagnes", verbose_name="plan"
    )
    titre = models.CharField("titre", max_length=200)
    message = models.TextField("message aux pilotes", blank=True)
    echeance_on = models.DateField("réponse attendue le")
    launched_at = models.DateTimeField("lancée le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    is_demonstration = models.BooleanField("contenu de démonstration", default=False)

    class Meta:
        verbose_name = "demande de nouvelles"
        ordering = ("-echeance_on", "-created_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="campagne_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(launched_at__isnull=False),
                name="campagne_close_apres_lancement",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def is_open(self) -> bool:
        """Tell whether answers are awaited."""
        return self.launched_at is not None and self.closed_at is None


class Demande(Tracked):
    """News of one action asked from one person."""

    campagne = models.ForeignKey(
        Campagne, on_delete=models.PROTECT, related_name="demandes", verbose_name="demande"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name="pilote",
    )  # fmt: skip
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="demandes", verbose_name="action"
    )

    class Meta:
        verbose_name = "action demandée"
        ordering = ("campagne", "user", "action", "id")
        constraints = [
            models.UniqueConstraint(fields=("campagne", "user", "action"), name="demande_une_fois")
        ]

    def __str__(self) -> str:
        return f"{self.action} : {self.user}"

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the request: being asked is no news of the action."""
        return self.campagne_id


class NatureReponse(models.TextChoices):
    """What an answer says."""

    NOUVELLE = "nouvelle", "du nouveau"
    RIEN = "rien", "rien de nouveau"


class Reponse(ActionPart):
    """A pilot answered about one action; what she changed is in the action's history."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name="pilote",
    )  # fmt: skip
    campagne = models.ForeignKey(
        Campagne, on_delete=models.PROTECT, null=True, blank=True, related_name="reponses",
        verbose_name="demande",
    )  # fmt: skip
    nature = models.CharField("réponse", max_length=8, choices=NatureReponse)
    answered_at = models.DateTimeField("répondu le")

    class Meta:
        verbose_name = "réponse à une demande de nouvelles"
        ordering = ("-answered_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(nature__in=NatureReponse.values), name="reponse_nature_connue"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} : {self.get_nature_display()}"


class LienFiche(Tracked):
    """A personal link to the short sheet: one person, one plan, perhaps one request.

    Only the fingerprint of the link is kept; nobody can read the link here.
    """

    UNTRACKED: ClassVar[frozenset[str]] = Tracked.UNTRACKED | {"token_hash"}

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", verbose_name="plan")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name="pilote",
    )  # fmt: skip
    campagne = models.ForeignKey(
        Campagne, on_delete=models.PROTECT, null=True, blank=True, related_name="liens",
        verbose_name="demande",
    )  # fmt: skip
    token_hash = models.CharField(
        "empreinte", max_length=64, unique=True, default=nobody_holds, editable=False
    )
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "lien de fiche courte"
        ordering = ("-expires_at", "id")

    def __str__(self) -> str:
        return f"lien de fiche de {self.user}"


class RegleRelance(Tracked):
    """How one kind of reminder is sent in a territory; no row means the default.

    days : see ``rules.Rule`` ; every_days : 0 is once ; most : reminders of one thing at most
    """

    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="+", verbose_name="territoire"
    )
    nature = models.CharField("nature", max_length=20, choices=RULES)
    is_on = models.BooleanField("active", default=False)
    days = models.PositiveSmallIntegerField("jours")
    every_days = models.PositiveSmallIntegerField("répéter tous les (jours)", default=0)
    most = models.PositiveSmallIntegerField("rappels au plus", default=1)

    class Meta:
        verbose_name = "règle de relance"
        ordering = ("nature", "id")
        constraints = [
            models.UniqueConstraint(fields=("territoire", "nature"), name="regle_relance_unique"),
            models.CheckConstraint(
                condition=Q(nature__in=[value for value, _ in RULES]), name="regle_relance_nature"
            ),
            models.CheckConstraint(
                condition=Q(days__lte=MOST_DAYS)
                & Q(every_days__lte=MOST_DAYS)
                & Q(most__gte=1)
                & Q(most__lte=MOST_TIMES),
                name="regle_relance_bornes",
            ),
        ]

    def __str__(self) -> str:
        return f"règle « {Nature(self.nature).label} »"

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        faults: dict[str, str] = {}
        for name in ("days", "every_days"):
            if getattr(self, name) > MOST_DAYS:
                faults[name] = f"Au plus {MOST_DAYS} jours."
        if not 1 <= self.most <= MOST_TIMES:
            faults["most"] = f"De 1 à {MOST_TIMES} rappels."
        if faults:
            raise ValidationError(faults)


class Desabonnement(Tracked):
    """A person receives no more reminder of one kind; deleted when she subscribes again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name="personne",
    )  # fmt: skip
    nature = models.CharField("nature", max_length=20, choices=NATURES)

    class Meta:
        verbose_name = "désabonnement"
        ordering = ("user", "nature", "id")
        constraints = [
            models.UniqueConstraint(fields=("user", "nature"), name="desabonnement_unique"),
            models.CheckConstraint(
                condition=Q(nature__in=[value for value, _ in NATURES]), name="desabonnement_nature"
            ),
        ]

    def __str__(self) -> str:
        return f"désabonnement « {Nature(self.nature).label} »"


class FluxAgenda(Tracked):
    """A private calendar address: one plan, or the milestones of one person when plan is None."""

    UNTRACKED: ClassVar[frozenset[str]] = Tracked.UNTRACKED | {"token_hash"}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name="personne",
    )  # fmt: skip
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="plan",
    )  # fmt: skip
    token_hash = models.CharField(
        "empreinte", max_length=64, unique=True, default=nobody_holds, editable=False
    )

    class Meta:
        verbose_name = "agenda"
        ordering = ("user", "plan", "id")
        constraints = [
            models.UniqueConstraint(fields=("user", "plan"), name="flux_agenda_un_par_plan"),
            models.UniqueConstraint(
                fields=("user",), condition=Q(plan__isnull=True), name="flux_agenda_un_personnel"
            ),
        ]

    def __str__(self) -> str:
        return f"agenda de {self.user}"


class EtatCourriel(models.TextChoices):
    """How a mail ended."""

    A_ENVOYER = "a_envoyer", "à envoyer"
    EN_COURS = "en_cours", "en cours d'envoi"
    ENVOYE = "envoye", "envoyé"
    ECHOUE = "echoue", "non remis au serveur"
    INCERTAIN = "incertain", "issue inconnue, non renvoyé"
    ECARTE = "ecarte", "écarté"


class Courriel(models.Model):
    """One mail to one person on one day, whatever the number of reminders in it.

    Machinery like a job: not tracked, kept as the log of what was sent. Links are not in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name="personne",
    )  # fmt: skip
    day = models.DateField("jour")
    subject = models.CharField("objet", max_length=200)
    state = models.CharField(
        "issue", max_length=10, choices=EtatCourriel, default=EtatCourriel.A_ENVOYER
    )
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    fault = models.TextField("ce qui n'a pas marché", blank=True)
    created_at = models.DateTimeField("préparé le")
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel"
        ordering = ("-day", "-created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("user", "day"), name="courriel_un_par_jour"),
            models.CheckConstraint(
                condition=Q(state__in=EtatCourriel.values), name="courriel_etat_connu"
            ),
            models.CheckConstraint(
                condition=~Q(state="envoye") | Q(sent_at__isnull=False), name="courriel_envoye_le"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"


class Rappel(models.Model):
    """One reminder that was put in a mail, under the key that keeps it from leaving twice."""

    id = models.BigAutoField(primary_key=True)
    courriel = models.ForeignKey(Courriel, on_delete=models.CASCADE, related_name="rappels")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name="personne",
    )  # fmt: skip
    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="+", verbose_name="territoire"
    )
    nature = models.CharField("nature", max_length=20, choices=NATURES)
    object_id = models.UUIDField("objet")
    occurrence = models.CharField("occurrence", max_length=60)
    texte = models.CharField("texte", max_length=500)
    path = models.CharField("adresse", max_length=300)

    class Meta:
        verbose_name = "rappel"
        ordering = ("id",)
        indexes = [models.Index(fields=("territoire", "nature"), name="rappel_territoire_nature")]
        constraints = [
            models.UniqueConstraint(
                fields=("user", "nature", "object_id", "occurrence"), name="rappel_une_seule_fois"
            )
        ]

    def __str__(self) -> str:
        return self.texte
