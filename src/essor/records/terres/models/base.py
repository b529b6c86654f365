"""What every record of the room shares: a plan, a code, a place, where it was read."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from essor.foundations.codes import parse_code_commune_insee, parse_siret
from essor.foundations.errors import UserFault
from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Plan

CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
    "Un code tient en 40 caractères : lettres, chiffres, point, tiret.",
)
CHECKED = {"siret": parse_siret, "code_commune_insee": parse_code_commune_insee}
ZERO = Decimal(0)


def amount(label: str, *, digits: int = 12, places: int = 3, **options: Any) -> Any:
    """Return the field of a quantity that is never negative, None when nobody published it."""
    return models.DecimalField(
        label, max_digits=digits, decimal_places=places, null=True, blank=True,
        validators=[MinValueValidator(ZERO)], **options,
    )  # fmt: skip


def degrees(label: str, most: int) -> Any:
    """Return the field of an angle in decimal degrees, WGS 84."""
    return models.DecimalField(
        label, max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(Decimal(-most)), MaxValueValidator(Decimal(most))],
    )  # fmt: skip


def not_negative(*names: str) -> Q:
    """Return the condition that amounts are unknown or not negative."""
    found = Q()
    for name in names:
        found &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})
    return found


class Sourced(Tracked):
    """A row that says where it was read, and whether it was invented for a demonstration.

    source_title : who says it or where it was read, never empty
    read_on : day on which it was read, None when that is not said
    """

    OBSERVED: ClassVar[frozenset[str]] = frozenset({"read_on"})

    source_title = models.CharField("source", max_length=300)
    source_href = models.URLField("lien vers la source", max_length=1000, blank=True)
    read_on = models.DateField("lu le", null=True, blank=True)
    is_demonstration = models.BooleanField("inventé pour la démonstration", default=False)

    class Meta:
        abstract = True


class OfPlan(Sourced):
    """A row of a plan, with the short code that files and slips quote.

    code : unique in the plan among the rows of one kind, written as typed
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="terres_%(class)ss", verbose_name="plan"
    )
    code = models.CharField("code", max_length=40, validators=[CODE])
    notes = models.TextField("notes", blank=True)

    class Meta:
        abstract = True


class Located(OfPlan):
    """A named place that people may read according to its confidentiality.

    latitude, longitude : degrees, WGS 84, both or none
    siret, responsable_nom : the firm or body that answers for the place
    """

    nom = models.CharField("nom", max_length=200)
    responsable_nom = models.CharField("maître d'ouvrage ou exploitant", max_length=300, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    adresse = models.CharField("adresse", max_length=300, blank=True)
    code_postal = models.CharField("code postal", max_length=5, blank=True)
    commune = models.CharField("commune", max_length=100, blank=True)
    code_commune_insee = models.CharField("code INSEE de la commune", max_length=5, blank=True)
    latitude = degrees("latitude", 90)
    longitude = degrees("longitude", 180)
    confidentialite = models.CharField(
        "confidentialité", max_length=9, choices=Confidentialite, default=Confidentialite.INTERNE
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.nom

    @property
    def is_placed(self) -> bool:
        """Tell whether the place can be drawn and distances computed."""
        return self.latitude is not None and self.longitude is not None

    def faults(self) -> dict[str, str]:
        """Return what is wrong, by field; put the codes in their one form."""
        found: dict[str, str] = {}
        for name, parse in CHECKED.items():
            typed = getattr(self, name)
            if not typed:
                continue
            try:
                setattr(self, name, str(parse(typed)))
            except UserFault as error:
                found[name] = " ".join(fault.sentence() for fault in error.faults)
        if (self.latitude is None) != (self.longitude is None):
            found["longitude"] = "La latitude et la longitude vont ensemble."
        return found

    def clean(self) -> None:
        """Say every fault at once."""
        if found := self.faults():
            raise ValidationError(found)


def located_constraints(name: str) -> list[models.BaseConstraint]:
    """Return the constraints of a place: its code once in the plan, a whole position, a source."""
    return [
        models.UniqueConstraint(fields=("plan", "code"), name=f"terres_{name}_code"),
        models.CheckConstraint(
            condition=~Q(nom="") & ~Q(code="") & ~Q(source_title=""), name=f"terres_{name}_nomme"
        ),
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
            name=f"terres_{name}_position",
        ),
        models.CheckConstraint(
            condition=Q(confidentialite__in=Confidentialite.values),
            name=f"terres_{name}_confidentialite",
        ),
    ]
