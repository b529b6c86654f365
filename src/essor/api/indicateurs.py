"""Indicators: what is measured, every value and target with its source, and a value to add."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import P, PathEx, Router
from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from essor.api.answers import send, send_page
from essor.api.contract import CodeTerritoire, Curseur, Limite, creating, reading
from essor.api.jalons import ActionCode
from essor.api.pages import DEFAULT_SIZE, cut_queryset
from essor.api.places import PlanSeat, action_at, plan_at
from essor.api.types import (
    Day,
    Flag,
    Given,
    Line,
    Link,
    Number,
    Shown,
    Text,
    as_number,
    or_none,
)
from essor.foundations.absence import Absence
from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence
from essor.records.indicateurs.choices import Agregation, Nature, Origine, Reponse, Sens
from essor.records.indicateurs.models import Cible, Indicateur, Valeur
from essor.records.indicateurs.queries import (
    Fiche,
    all_targets,
    all_values,
    get_indicateur,
    indicateurs_of,
    some_fiches,
)
from essor.records.indicateurs.record import record_value
from essor.records.indicateurs.standing import Figure
from essor.records.indicateurs.values import MOST_DECIMALS, MOST_DIGITS, ValeurValues
from essor.records.indicateurs.verdicts import Issue

router = Router()
LIST = "territoires/{code}/indicateurs"
ONE = LIST + "/{indicateur}"
MOST = Decimal(10) ** MOST_DIGITS
Code = PathEx[
    str, P(description="Code de l'indicateur.", example="I01", pattern=r"^[A-Za-z]{1,6}-?\d{1,6}$")
]


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("un nombre est attendu")
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= MOST:
        raise ValueError(f"un nombre de {MOST_DIGITS} chiffres au plus est attendu")
    if number != round(number, MOST_DECIMALS):
        raise ValueError(f"{MOST_DECIMALS} décimales au plus sont attendues")
    return number


GivenNumber = Annotated[
    Decimal,
    BeforeValidator(_number),
    PlainSerializer(as_number, return_type=int | float),
    WithJsonSchema(
        {"type": "number", "exclusiveMinimum": float(-MOST), "exclusiveMaximum": float(MOST)}
    ),
]


class ShownFigure(Shown):
    """A sum of one kind: measured and declared are never added to each other."""

    on: dt.date = Field(description="Dernier jour couvert.")
    low: Number | None = Field(description="Au moins, null si inconnu.")
    high: Number | None = Field(description="Au plus, null si inconnu.")
    libelle: str = Field(description="En français, avec ce qui manque.")


class ShownIndicateur(Shown):
    """An indicator, where it stands today."""

    id: uuid.UUID = Field(description="Identité de l'indicateur.")
    code: str = Field(description="Code dans le plan.")
    libelle: str = Field(description="Libellé.")
    unit: str = Field(description="Unité.")
    sens: Sens = Field(description="Sens souhaité.")
    agregation: Agregation = Field(description="Comment les valeurs s'ajoutent.")
    reponse: Reponse | None = Field(description="Réponse du programme.")
    formule: str | None = Field(description="Formule en mots.")
    source_attendue: str | None = Field(description="Source attendue.")
    source_attendue_href: str | None = Field(description="Lien vers la source attendue.")
    periodicite_months: int | None = Field(description="Périodicité, mois.")
    responsable_nom: str | None = Field(description="Responsable, pour les membres.")
    is_par_action: bool = Field(description="Vrai si chaque action donne sa valeur.")
    is_automatique: bool = Field(description="Vrai si l'observatoire l'a déjà rempli.")
    observatoire_code: str | None = Field(description="Nom prévu dans l'observatoire.")
    axe_ids: list[uuid.UUID] = Field(description="Axes suivis.")
    action_ids: list[uuid.UUID] = Field(description="Actions suivies.")
    mesure: ShownFigure | None = Field(description="Ce qui est mesuré, null si rien ne l'est.")
    declare: ShownFigure | None = Field(
        description="Ce qui est déclaré par les intéressés, jamais ajouté au mesuré."
    )
    verdict: Issue = Field(description="Verdict devant la cible qui vient.")
    verdict_regle: str = Field(description="La règle du verdict, en une phrase.")


class ShownIndicateurs(Shown):
    """A page of indicators."""

    donnees: list[ShownIndicateur] = Field(description="Les indicateurs de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class ShownChiffre(Shown):
    """What a value and a target share."""

    id: uuid.UUID = Field(description="Identité.")
    value: Number | None = Field(description="Valeur, dans l'unité de l'indicateur.")
    low: Number | None = Field(description="Borne basse.")
    high: Number | None = Field(description="Borne haute.")
    source_title: str = Field(description="Source.")
    source_href: str | None = Field(description="Lien vers la source.")
    commentaire: str | None = Field(description="Commentaire.")
    corrige_id: uuid.UUID | None = Field(description="Le chiffre que celui-ci corrige.")
    is_cancelled: bool = Field(description="Vrai s'il a été annulé ou corrigé.")
    annulation_motif: str | None = Field(description="Pourquoi il a été annulé.")
    is_demonstration: bool = Field(description="Vrai si c'est un contenu de démonstration.")


class ShownValeur(ShownChiffre):
    """A value over a period, or why there is none."""

    action_id: uuid.UUID | None = Field(description="Action, null si c'est celle de l'ensemble.")
    nature: Nature = Field(description="Référence ou valeur.")
    debut_on: dt.date = Field(description="Premier jour de la période.")
    fin_on: dt.date = Field(description="Dernier jour de la période.")
    absence: Absence | None = Field(description="Pourquoi il n'y a pas de valeur.")
    licence: str | None = Field(description="Licence de la source.")
    published_on: dt.date | None = Field(description="Source publiée le.")
    read_on: dt.date = Field(description="Lu le.")
    confiance: Confidence = Field(description="Confiance.")
    is_self_declared: bool = Field(description="Vrai si l'intéressé le déclare.")
    origine: Origine = Field(description="Par où la valeur est venue.")


class ShownValeurs(Shown):
    """A page of values."""

    donnees: list[ShownValeur] = Field(description="Les valeurs de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class ShownCible(ShownChiffre):
    """A target."""

    cible_on: dt.date = Field(description="Échéance.")


class ShownCibles(Shown):
    """A page of targets."""

    donnees: list[ShownCible] = Field(description="Les cibles de la page.")
    suivant: str | None = Field(description="Adresse de la page suivante, null à la fin.")


class NewValeur(Given):
    """A value to add."""

    action: Annotated[Text, Field(max_length=40)] = Field(
        default="", description="Code ou identité de l'action, si l'indicateur en demande une."
    )
    debut_on: Day = Field(description="Premier jour de la période.")
    fin_on: Day = Field(description="Dernier jour de la période, déjà passé.")
    value: GivenNumber | None = Field(default=None, description="Valeur.", examples=[170])
    low: GivenNumber | None = Field(default=None, description="Borne basse.")
    high: GivenNumber | None = Field(default=None, description="Borne haute.")
    absence: Absence | None = Field(default=None, description="Pourquoi il n'y a pas de valeur.")
    source_title: Line = Field(description="Source.", examples=["Relevé annuel"])
    source_href: Link = Field(default="", description="Lien vers la source.")
    licence: Annotated[Text, Field(max_length=100)] = Field(default="", description="Licence.")
    published_on: Day | None = Field(default=None, description="Source publiée le.")
    read_on: Day = Field(description="Lu le.")
    confiance: Confidence = Field(description="Confiance.")
    is_self_declared: Flag = Field(default=False, description="Déclaré par l'intéressé.")
    commentaire: Text = Field(default="", description="Commentaire.")

    def values(self, seat: PlanSeat) -> ValeurValues:
        """Return the value. Raises Http404, UserFault."""
        given = {name: getattr(self, name) for name in OF_VALUE}
        action = action_at(seat, self.action) if self.action else None
        return ValeurValues(periode=Period(self.debut_on, self.fin_on), action=action, **given)


OF_VALUE = (
    "value", "low", "high", "absence", "source_title", "source_href", "licence", "published_on",
    "read_on", "confiance", "is_self_declared", "commentaire",
)  # fmt: skip


@reading(
    router,
    LIST,
    out=ShownIndicateurs,
    resume="Les indicateurs, leurs sommes et leur verdict",
    texte="Mesuré et déclaré sont deux sommes à part, jamais ajoutées l'une à l'autre.",
)
def list_indicateurs(
    request: HttpRequest,
    code: CodeTerritoire,
    action: ActionCode = None,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the indicators."""
    seat = plan_at(request, code)
    found = indicateurs_of(seat.plan, seat.access)
    if action:
        found = found.filter(rattachements__action=action_at(seat, action))
    page = cut_queryset(request, found, keys=("code", "id"), limite=limite, curseur=curseur)
    shown = ShownIndicateurs(donnees=_shown(seat, page.rows), suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@reading(router, ONE, out=ShownIndicateur, resume="Un indicateur")
def read_indicateur(request: HttpRequest, code: CodeTerritoire, indicateur: Code) -> HttpResponse:
    """Show an indicator."""
    seat, row = _asked(request, code, indicateur)
    return send(request, _shown(seat, [row])[0], version=row.version)


@reading(
    router,
    ONE + "/valeurs",
    out=ShownValeurs,
    resume="Les valeurs d'un indicateur, la plus récente d'abord",
    texte="Les valeurs annulées ne sont montrées qu'aux membres du territoire.",
)
def list_valeurs(
    request: HttpRequest,
    code: CodeTerritoire,
    indicateur: Code,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the values."""
    seat, row = _asked(request, code, indicateur)
    found = all_values(row, seat.access)
    page = cut_queryset(request, found, keys=("-fin_on", "id"), limite=limite, curseur=curseur)
    shown = ShownValeurs(donnees=[shown_valeur(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


@creating(
    router,
    ONE + "/valeurs",
    out=ShownValeur,
    resume="Ajouter une valeur à un indicateur",
    texte="Une valeur n'en écrase jamais une autre : une correction se fait à l'écran, "
    "avec son motif.",
)
def add_valeur(
    request: HttpRequest, code: CodeTerritoire, indicateur: Code, body: NewValeur
) -> HttpResponse:
    """Add a value."""
    seat, row = _asked(request, code, indicateur)
    made = record_value(by=seat.access, indicateur=row, values=body.values(seat))
    place = {"Location": request.path}
    return send(request, shown_valeur(made), version=made.version, status=201, headers=place)


@reading(router, ONE + "/cibles", out=ShownCibles, resume="Les cibles d'un indicateur")
def list_cibles(
    request: HttpRequest,
    code: CodeTerritoire,
    indicateur: Code,
    limite: Limite = DEFAULT_SIZE,
    curseur: Curseur = None,
) -> HttpResponse:
    """List the targets."""
    seat, row = _asked(request, code, indicateur)
    found = all_targets(row, seat.access)
    page = cut_queryset(request, found, keys=("cible_on", "id"), limite=limite, curseur=curseur)
    shown = ShownCibles(donnees=[shown_cible(one) for one in page.rows], suivant=page.suivant)
    return send_page(request, shown, headers=page.headers)


def shown_valeur(valeur: Valeur) -> ShownValeur:
    """Write a value."""
    return ShownValeur(**_known(valeur, ShownValeur))


def shown_cible(cible: Cible) -> ShownCible:
    """Write a target."""
    return ShownCible(**_known(cible, ShownCible))


def _known(row: Any, model: type[Shown]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in model.model_fields}
    return {name: None if one == "" else one for name, one in values.items()}


def _asked(request: HttpRequest, code: str, indicateur: str) -> tuple[PlanSeat, Indicateur]:
    seat = plan_at(request, code)
    return seat, get_indicateur(plan=seat.plan, code=indicateur, by=seat.access)


def _shown(seat: PlanSeat, rows: list[Indicateur]) -> list[ShownIndicateur]:
    today = timezone.localdate()
    fiches = some_fiches(rows, plan=seat.plan, by=seat.access, today=today)
    return [_shown_fiche(one, is_member=seat.access.is_member) for one in fiches]


def _shown_fiche(fiche: Fiche, *, is_member: bool) -> ShownIndicateur:
    row = fiche.indicateur
    shared: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("id", "code", "libelle", "unit", "sens", "agregation", "is_par_action")
    }
    texts: dict[str, Any] = {
        name: or_none(getattr(row, name))
        for name in ("reponse", "formule", "source_attendue", "source_attendue_href",
                     "observatoire_code")
    }  # fmt: skip
    return ShownIndicateur(
        **shared,
        **texts,
        periodicite_months=row.periodicite_months,
        responsable_nom=or_none(row.responsable_nom) if is_member else None,
        is_automatique=bool(row.observatoire_code) and not fiche.awaits_observatory,
        axe_ids=[one.pk for one in fiche.axes],
        action_ids=[one.pk for one in fiche.actions],
        mesure=_figure(fiche.standing.measured),
        declare=_figure(fiche.standing.declared),
        verdict=fiche.verdict.issue,
        verdict_regle=fiche.verdict.rule,
    )


def _figure(figure: Figure | None) -> ShownFigure | None:
    if figure is None:
        return None
    return ShownFigure(on=figure.on, low=figure.low, high=figure.high, libelle=figure.total.label())
