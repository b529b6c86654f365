"""A big project: the card of its site, its phases and their gates, parcels, lots, photos.

Its milestones, announced costs, risks, decisions, studies and documents are those of its action.
"""

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from essor.foundations.periods import Period
from essor.records.comites.models import Decision
from essor.records.entreprises.models import Etablissement
from essor.records.jalons.models import Jalon, both_or_none
from essor.records.plans.announcements import period_at
from essor.records.plans.choices import Precision
from essor.records.plans.models import ActionPart
from essor.records.projets.choices import EtatLot, MaitriseFonciere, NatureSurface, Passage

SECTION = RegexValidator(r"^[0-9A-Z]{2}$", "La section s'écrit en deux caractères, par exemple LV.")
NUMERO = RegexValidator(r"^[0-9]{4}$", "Le numéro s'écrit en quatre chiffres, par exemple 0012.")
PREFIXE = RegexValidator(r"^[0-9]{3}$", "Le préfixe s'écrit en trois chiffres, souvent 000.")
COMMUNE = RegexValidator(r"^[0-9][0-9AB][0-9]{3}$", "Cinq caractères, par exemple 63113.")


def signed_degrees(most: int) -> list[MinValueValidator | MaxValueValidator]:
    """Return the bounds of an angle in decimal degrees."""
    return [MinValueValidator(Decimal(-most)), MaxValueValidator(Decimal(most))]


class GrandProjet(ActionPart):
    """The card of a big project, one per action; what nobody published stays empty.

    latitude, longitude : degrees, WGS 84, both or none
    cout_sujet : subject of the announced amounts that stand for the whole project
    jalon_repere : the milestone that says when the project is done; the last one when None
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"read_on"})

    presentation = models.TextField("présentation", blank=True)
    adresse = models.CharField("adresse", max_length=300, blank=True)
    code_commune_insee = models.CharField(
        "code INSEE de la commune", max_length=5, blank=True, validators=[COMMUNE]
    )
    latitude = models.DecimalField(
        "latitude", max_digits=8, decimal_places=6, null=True, blank=True,
        validators=signed_degrees(90),
    )  # fmt: skip
    longitude = models.DecimalField(
        "longitude", max_digits=9, decimal_places=6, null=True, blank=True,
        validators=signed_degrees(180),
    )  # fmt: skip
    source_title = models.CharField("source du site", max_length=300, blank=True)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    read_on = models.DateField("lu le", null=True, blank=True)
    cout_sujet = models.CharField("coût suivi", max_length=200, blank=True)
    jalon_repere = models.ForeignKey(
        Jalon, on_delete=models.PROTECT, null=True, blank=True, related_name="grands_projets",
        verbose_name="échéance suivie",
    )  # fmt: skip

    class Meta:
        verbose_name = "grand projet"
        ordering = ("action", "id")
        constraints = [
            models.UniqueConstraint(fields=("action",), name="grand_projet_un_par_action"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="grand_projet_position",
            ),
        ]

    def __str__(self) -> str:
        return f"Grand projet {self.action}"

    @property
    def has_site(self) -> bool:
        """Tell whether anything of the site is known."""
        return bool(self.adresse or self.code_commune_insee or self.latitude is not None)

    def clean(self) -> None:
        """Refuse half a position, a place that nothing tells, a milestone of another action."""
        faults: dict[str, str] = {}
        if (self.latitude is None) != (self.longitude is None):
            faults["longitude"] = "La latitude et la longitude vont ensemble."
        if self.has_site and not self.source_title.strip():
            faults["source_title"] = "Dire d'où vient cette localisation."
        if self.jalon_repere is not None and self.jalon_repere.action_id != self.action_id:
            faults["jalon_repere"] = "Ce jalon est celui d'une autre action."
        if faults:
            raise ValidationError(faults)


class PhaseProjet(ActionPart):
    """A phase, and the gate that ends it.

    Its milestones are those of the action that name this phase. question, decideur, reserves :
    what must be decided, by whom, and what was held back; for the members of the territory.
    passage_on : when the gate was passed, None when that is not published
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"passage_on"})

    titre = models.CharField("titre", max_length=100)
    ordre = models.PositiveIntegerField("ordre", default=0)
    passage = models.CharField("passage", max_length=12, choices=Passage, blank=True)
    question = models.TextField("ce qui est à décider", blank=True)
    decideur = models.CharField("qui décide", max_length=300, blank=True)
    passage_on = models.DateField("franchi le", null=True, blank=True)
    passage_precision = models.CharField(
        "précision de la date de passage", max_length=9, choices=Precision, blank=True
    )
    reserves = models.TextField("réserves", blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="phases",
        verbose_name="décision de comité",
    )  # fmt: skip
    preuve_texte = models.TextField("ce qui le montre", blank=True)
    preuve_href = models.URLField("lien vers ce qui le montre", max_length=1000, blank=True)

    class Meta:
        verbose_name = "phase de projet"
        ordering = ("ordre", "titre", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "titre"), name="phase_projet_titre_unique"),
            models.CheckConstraint(condition=~Q(titre=""), name="phase_projet_titre_non_vide"),
            models.CheckConstraint(
                condition=Q(passage__in=["", *Passage.values]),
                name="phase_projet_passage_connu",
            ),
            models.CheckConstraint(
                condition=both_or_none("passage_on", "passage_precision"),
                name="phase_projet_passage_et_precision",
            ),
            models.CheckConstraint(
                condition=~Q(passage__in=["", Passage.A_FRANCHIR])
                | Q(passage_on__isnull=True, reserves="", preuve_texte="", preuve_href=""),
                name="phase_projet_a_franchir",
            ),
            models.CheckConstraint(
                condition=~Q(passage=Passage.SOUS_RESERVE) | ~Q(reserves=""),
                name="phase_projet_reserves_dites",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def passed(self) -> Period | None:
        """Days on which the gate may have been passed."""
        return period_at(self.passage_on, self.passage_precision)

    @property
    def is_passed(self) -> bool:
        """Tell whether nothing more is asked to go on."""
        return self.passage == Passage.FRANCHI


class Parcelle(ActionPart):
    """One cadastral parcel of the site; ``contenance_m2`` is None when nobody published it."""

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"read_on"})

    code_commune_insee = models.CharField(
        "code INSEE de la commune", max_length=5, validators=[COMMUNE]
    )
    prefixe = models.CharField("préfixe", max_length=3, default="000", validators=[PREFIXE])
    section = models.CharField("section", max_length=2, validators=[SECTION])
    numero = models.CharField("numéro", max_length=4, validators=[NUMERO])
    contenance_m2 = models.PositiveIntegerField("contenance (m²)", null=True, blank=True)
    maitrise = models.CharField(
        "maîtrise foncière", max_length=10, choices=MaitriseFonciere, blank=True
    )
    source_title = models.CharField("source", max_length=300)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    read_on = models.DateField("lu le", null=True, blank=True)

    class Meta:
        verbose_name = "parcelle"
        ordering = ("code_commune_insee", "prefixe", "section", "numero", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("action", "code_commune_insee", "prefixe", "section", "numero"),
                name="parcelle_une_fois",
            ),
            models.CheckConstraint(
                condition=Q(maitrise__in=["", *MaitriseFonciere.values]),
                name="parcelle_maitrise_connue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code_commune_insee} {self.section} {self.numero}"

    @property
    def identifiant(self) -> str:
        """Return the fourteen characters of the cadastre: commune, prefix, section, number."""
        return f"{self.code_commune_insee}{self.prefixe}{self.section}{self.numero}"


class Lot(ActionPart):
    """A piece of the project to place: surface, use, and who takes it.

    preneur_nom, etablissement : who takes it; for the members unless ``is_preneur_public``
    """

    nom = models.CharField("nom", max_length=200)
    ordre = models.PositiveIntegerField("ordre", default=0)
    usage = models.CharField("usage", max_length=300, blank=True)
    surface_m2 = models.DecimalField(
        "surface (m²)", max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    surface_nature = models.CharField(
        "nature de la surface", max_length=8, choices=NatureSurface, blank=True
    )
    etat = models.CharField("état", max_length=13, choices=EtatLot, blank=True)
    preneur_nom = models.CharField("preneur", max_length=300, blank=True)
    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.PROTECT, null=True, blank=True, related_name="lots",
        verbose_name="établissement preneur",
    )  # fmt: skip
    is_preneur_public = models.BooleanField("preneur public", default=False)
    source_title = models.CharField("source", max_length=300, blank=True)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)

    class Meta:
        verbose_name = "lot"
        ordering = ("ordre", "nom", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "nom"), name="lot_nom_unique"),
            models.CheckConstraint(condition=~Q(nom=""), name="lot_nom_non_vide"),
            models.CheckConstraint(
                condition=Q(etat__in=["", *EtatLot.values]), name="lot_etat_connu"
            ),
            models.CheckConstraint(
                condition=Q(surface_nature__in=["", *NatureSurface.values]),
                name="lot_nature_de_surface",
            ),
            models.CheckConstraint(
                condition=Q(surface_m2__isnull=True) | Q(surface_m2__gte=0),
                name="lot_surface_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class PhotoProjet(ActionPart):
    """A photo, re-encoded without what the camera wrote in it; its file is named by its SHA-256.

    alt : what it shows, for who does not see it. is_publique : shown to who is no member
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"taken_on"})

    alt = models.CharField("description", max_length=300)
    legende = models.CharField("légende", max_length=300, blank=True)
    taken_on = models.DateField("prise le")
    taken_precision = models.CharField(
        "précision de la date de prise", max_length=9, choices=Precision, default=Precision.JOUR
    )
    credit = models.CharField("crédit", max_length=200)
    is_publique = models.BooleanField("publique", default=False)
    sha256 = models.CharField("empreinte", max_length=64)
    file_name = models.CharField("nom du fichier", max_length=255)
    size_bytes = models.PositiveBigIntegerField("taille en octets")
    width_px = models.PositiveIntegerField("largeur en pixels")
    height_px = models.PositiveIntegerField("hauteur en pixels")

    class Meta:
        verbose_name = "photo"
        ordering = ("-taken_on", "created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("action", "sha256"), name="photo_une_fois"),
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(credit="") & ~Q(sha256=""), name="photo_decrite"
            ),
            models.CheckConstraint(
                condition=Q(taken_precision__in=Precision.values), name="photo_precision_connue"
            ),
        ]

    def __str__(self) -> str:
        return self.alt if len(self.alt) <= 80 else f"{self.alt[:79]}…"

    @property
    def taken(self) -> Period:
        """Days on which it may have been taken."""
        period = period_at(self.taken_on, self.taken_precision)
        assert period is not None
        return period
