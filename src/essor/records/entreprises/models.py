"""Establishments of the territory, and what a project manager notes after a visit."""

import datetime as dt
import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from essor.foundations.codes import parse_code_commune_insee, parse_naf_2025, parse_naf_rev2
from essor.foundations.codes.siret import parse_siret
from essor.foundations.errors import UserFault
from essor.records.entreprises.choices import (
    TRANCHES,
    BaseLegale,
    EtatEtablissement,
    MotifEffacement,
    NatureEchange,
    RoleEntreprise,
)
from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confiance, Confidentialite
from essor.records.plans.models import ActionPart
from essor.records.territoires.models import Territoire

CHECKED = {
    "siret": parse_siret,
    "naf_rev2": parse_naf_rev2,
    "naf_2025": parse_naf_2025,
    "code_commune_insee": parse_code_commune_insee,
}
ERASED_NAME = "Personne effacée"


class Etablissement(Tracked):
    """An establishment that the territory follows: its card, where each line was read.

    siret : empty when nobody published it; is_non_diffusible : the firm asked the Sirene
    directory not to spread its details, which is not the same as not knowing them
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"read_on"})

    territoire = models.ForeignKey(
        Territoire, on_delete=models.PROTECT, related_name="etablissements",
        verbose_name="territoire",
    )  # fmt: skip
    siret = models.CharField("SIRET", max_length=14, blank=True)
    denomination = models.CharField("dénomination", max_length=300, blank=True)
    enseigne = models.CharField("enseigne", max_length=300, blank=True)
    naf_rev2 = models.CharField("activité (NAF rév. 2)", max_length=6, blank=True)
    naf_2025 = models.CharField("activité (NAF 2025)", max_length=6, blank=True)
    tranche_effectif = models.CharField(
        "tranche d'effectif", max_length=2, choices=TRANCHES, blank=True
    )
    adresse = models.CharField("adresse", max_length=300, blank=True)
    code_postal = models.CharField("code postal", max_length=5, blank=True)
    commune = models.CharField("commune", max_length=100, blank=True)
    code_commune_insee = models.CharField("code INSEE de la commune", max_length=5, blank=True)
    etat = models.CharField("état", max_length=1, choices=EtatEtablissement, blank=True)
    is_non_diffusible = models.BooleanField("diffusion restreinte par l'entreprise", default=False)
    source_title = models.CharField("source", max_length=300)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    read_on = models.DateField("lu le")
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.INTERNE
    )
    is_demonstration = models.BooleanField("démonstration", default=False)

    class Meta:
        verbose_name = "établissement"
        ordering = ("denomination", "enseigne", "siret", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("territoire", "siret"), condition=~Q(siret=""), name="etablissement_siret"
            ),
            models.CheckConstraint(
                condition=~Q(siret="", denomination="", enseigne=""), name="etablissement_nomme"
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=Confidentialite.values),
                name="etablissement_confidentialite",
            ),
        ]

    def __str__(self) -> str:
        return self.denomination or self.enseigne or f"Établissement {self.siret}"

    def clean(self) -> None:
        """Put the codes in their one form; say every fault at once."""
        faults: dict[str, str] = {}
        for name, parse in CHECKED.items():
            typed = getattr(self, name)
            if not typed:
                continue
            try:
                setattr(self, name, str(parse(typed)))
            except UserFault as error:
                faults[name] = " ".join(fault.sentence() for fault in error.faults)
        if not (self.siret or self.denomination or self.enseigne):
            faults["denomination"] = "Donner un nom ou un SIRET."
        if faults:
            raise ValidationError(faults)


class OfEtablissement(Tracked):
    """A row that belongs to an establishment and is read in its history."""

    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.PROTECT, related_name="%(class)ss",
        verbose_name="établissement",
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def journal_root(self) -> uuid.UUID:
        """History of the establishment."""
        return self.etablissement_id


class LienAction(ActionPart):
    """An establishment in an action, and what it is there."""

    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.PROTECT, related_name="liens", verbose_name="établissement"
    )
    role = models.CharField("rôle", max_length=12, choices=RoleEntreprise)

    class Meta:
        verbose_name = "entreprise de l'action"
        ordering = ("role", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("action", "etablissement", "role"), name="lien_action_une_fois"
            ),
            models.CheckConstraint(
                condition=Q(role__in=RoleEntreprise.values), name="lien_action_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} : {self.etablissement}"


class Contact(OfEtablissement):
    """A person met in a firm. Personal data: kept for a reason, until a day, then erased.

    erased_on, effacement_motif : the row stays, without the person; both or none
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"consentement_on", "informe_on"})

    nom = models.CharField("nom", max_length=200)
    fonction = models.CharField("fonction", max_length=200, blank=True)
    email = models.EmailField("adresse électronique", max_length=254, blank=True)
    telephone = models.CharField("téléphone", max_length=40, blank=True)
    base_legale = models.CharField("base légale", max_length=12, choices=BaseLegale)
    consentement_on = models.DateField("consentement donné le", null=True, blank=True)
    informe_on = models.DateField("personne informée le", null=True, blank=True)
    conserve_jusqu_au = models.DateField("conservé jusqu'au")
    erased_on = models.DateField("effacé le", null=True, blank=True)
    effacement_motif = models.CharField(
        "motif de l'effacement", max_length=8, choices=MotifEffacement, blank=True
    )

    # What says who she is, and what an erased person leaves in its place.
    PERSONAL: ClassVar[dict[str, str]] = {
        "nom": ERASED_NAME, "fonction": "", "email": "", "telephone": "",
    }  # fmt: skip

    class Meta:
        verbose_name = "contact"
        ordering = ("nom", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(nom=""), name="contact_nom"),
            models.CheckConstraint(
                condition=Q(base_legale__in=BaseLegale.values), name="contact_base_legale"
            ),
            models.CheckConstraint(
                condition=~Q(base_legale=BaseLegale.CONSENTEMENT)
                | Q(consentement_on__isnull=False),
                name="contact_consentement_date",
            ),
            models.CheckConstraint(
                condition=Q(erased_on__isnull=True, effacement_motif="")
                | Q(
                    erased_on__isnull=False,
                    effacement_motif__in=MotifEffacement.values,
                    nom=ERASED_NAME,
                    fonction="",
                    email="",
                    telephone="",
                ),
                name="contact_efface_sans_personne",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    @property
    def is_erased(self) -> bool:
        """Tell whether nothing of the person is left."""
        return self.erased_on is not None

    def is_due(self, day: dt.date) -> bool:
        """Tell whether its term of conservation has come."""
        return not self.is_erased and self.conserve_jusqu_au <= day

    def clean(self) -> None:
        """Refuse a consent without its date, and the return of an erased person."""
        faults: dict[str, str] = {}
        if self.base_legale == BaseLegale.CONSENTEMENT and self.consentement_on is None:
            faults["consentement_on"] = "Un consentement porte sa date."
        stored = Contact.objects.filter(pk=self.pk).first()
        if stored is not None and stored.is_erased:
            faults["nom"] = "Cette personne a été effacée : elle ne peut pas revenir."
        if faults:
            raise ValidationError(faults)


class Echange(OfEtablissement):
    """A visit, a call, a meeting: what was said, and what comes next.

    auteur : who wrote it, by name ; etape_faite_on : day on which the next step was done
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"etape_faite_on", "happened_on"})

    nature = models.CharField("nature", max_length=9, choices=NatureEchange)
    happened_on = models.DateField("date")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="echanges",
        verbose_name="contact",
    )  # fmt: skip
    avec_qui = models.CharField("avec qui", max_length=300, blank=True)
    auteur = models.CharField("auteur", max_length=200)
    compte_rendu = models.TextField("ce qui s'est dit")
    prochaine_etape = models.TextField("prochaine étape", blank=True)
    responsable_nom = models.CharField("responsable", max_length=300, blank=True)
    echeance_on = models.DateField("échéance", null=True, blank=True)
    etape_faite_on = models.DateField("étape faite le", null=True, blank=True)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.INTERNE
    )
    is_demonstration = models.BooleanField("démonstration", default=False)

    # Free text in which a person may be named.
    MAY_NAME: ClassVar[tuple[str, ...]] = (
        "avec_qui",
        "compte_rendu",
        "prochaine_etape",
        "responsable_nom",
    )

    class Meta:
        verbose_name = "échange"
        ordering = ("-happened_on", "-created_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(compte_rendu=""), name="echange_compte_rendu"),
            models.CheckConstraint(
                condition=Q(nature__in=NatureEchange.values), name="echange_nature"
            ),
            models.CheckConstraint(
                condition=Q(
                    confidentialite__in=[Confidentialite.INTERNE, Confidentialite.RESTREINT]
                ),
                name="echange_jamais_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} du {self.happened_on:%d/%m/%Y}"

    @property
    def is_step_open(self) -> bool:
        """Tell whether someone still has something to do."""
        return bool(self.prochaine_etape) and self.etape_faite_on is None

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        faults: dict[str, str] = {}
        if self.confidentialite == Confidentialite.PUBLIC:
            faults["confidentialite"] = "Un échange n'est jamais public."
        if (self.echeance_on or self.responsable_nom) and not self.prochaine_etape:
            faults["prochaine_etape"] = "Dire quelle est l'étape."
        if self.contact is not None and self.contact.etablissement_id != self.etablissement_id:
            faults["contact"] = "Ce contact est d'un autre établissement."
        if faults:
            raise ValidationError(faults)


class Projet(OfEtablissement):
    """A project that a firm announced: what was said of it, and where that is read."""

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"announced_on", "read_on"})

    titre = models.CharField("titre", max_length=300)
    texte = models.TextField("texte", blank=True)
    montant_eur = models.DecimalField(
        "montant annoncé (€)", null=True, blank=True, max_digits=16, decimal_places=2
    )
    emplois = models.PositiveIntegerField("emplois annoncés", null=True, blank=True)
    announced_on = models.DateField("annoncé le", null=True, blank=True)
    source_title = models.CharField("source", max_length=300)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    read_on = models.DateField("lu le")
    confiance = models.CharField("confiance", max_length=12, choices=Confiance)
    is_self_declared = models.BooleanField("déclaré par l'entreprise", default=True)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.INTERNE
    )

    class Meta:
        verbose_name = "projet d'entreprise"
        ordering = ("-announced_on", "titre", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="projet_entreprise_titre"),
            models.CheckConstraint(
                condition=Q(montant_eur__isnull=True) | Q(montant_eur__gte=0),
                name="projet_entreprise_montant",
            ),
            models.CheckConstraint(
                condition=Q(confidentialite__in=Confidentialite.values),
                name="projet_entreprise_confidentialite",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def clean(self) -> None:
        """Say in French what the constraints would refuse."""
        if self.montant_eur is not None and self.montant_eur < 0:
            raise ValidationError({"montant_eur": "Le montant n'est pas négatif."})
