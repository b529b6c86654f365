"""One large territory, written through the public actions of Essor, its history over two years.

Everything is drawn from a fixed seed; nothing of it is real, and its labels say so.
"""

import datetime as dt
import random
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from unittest import mock

from django.db import transaction
from django.utils import timezone

from essor.foundations.periods import Period
from essor.records.accounts.actions import create_user, grant_role
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import adopt_baseline, create_jalon, link_jalons
from essor.records.jalons.forecasts import announce, reach
from essor.records.jalons.models import Jalon
from essor.records.jalons.values import Preuve, PrevisionValues
from essor.records.journal.models import Event
from essor.records.plans.actions import change_action, create_action, create_axe, create_plan
from essor.records.plans.choices import (
    Confidentialite,
    NatureBudget,
    ParticipantRole,
    Priorite,
    Statut,
)
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.notes import add_note
from essor.records.plans.parts import FinancementValues, LigneBudgetValues, PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.risques.actions import create_risque
from essor.records.suivi.actions import add_point, state_color
from essor.records.suivi.rules import Color, Dimension
from essor.records.territoires.models import Territoire
from grande_base.parole import PASSWORD

DOCS = Path(__file__).resolve().parents[2] / "docs"
WRITTEN_BY_PEOPLE = ("methodes", "guides", "decisions")
SEED = 8404
DAYS_OF_HISTORY = 730
ROLES = (Role.ADMINISTRATEUR, Role.CHEF_DE_PROJET, Role.LECTEUR, Role.CONTRIBUTEUR)
VERBS = ("Former", "Réhabiliter", "Décarboner", "Accueillir", "Reconvertir", "Attirer", "Relier")
THINGS = (
    "les apprentis de la mécanique", "la friche de l'ancienne imprimerie", "les fours à verre",
    "les sous-traitants de l'aéronautique", "la halle de stockage", "les métiers en tension",
    "la desserte ferroviaire", "les terres excavées", "le foncier de la zone d'activité",
)  # fmt: skip
STEPS = (
    "Étude de faisabilité", "Accord des financeurs", "Maîtrise du foncier", "Diagnostic des sols",
    "Permis déposé", "Marché attribué", "Début des travaux", "Gros œuvre achevé",
    "Réception des travaux", "Mise en service",
)  # fmt: skip
FUNDERS = ("Région", "ADEME", "Banque des Territoires", "État, fonds vert", "Métropole", "FEDER")
PARTNERS = ("CCI", "Université", "France Travail", "EPF", "SEM d'aménagement", "Agence économique")
CAUSES = ("l'avis des sols manque", "le permis attend une pièce", "le financeur n'a pas délibéré")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large the territory is."""

    actions: int = 300
    jalons: int = 10  # per action
    evenements: int = 20_000
    pilotes: int = 8

    @property
    def jalons_total(self) -> int:
        """Number of milestones of the plan."""
        return self.actions * self.jalons


@dataclass(slots=True)
class Clock:
    """The instant at which the actions believe to be; moves on before each gesture."""

    now: dt.datetime
    step: dt.timedelta

    def __call__(self) -> dt.datetime:
        """Return the instant, as `django.utils.timezone.now` would."""
        return self.now

    def tick(self) -> dt.date:
        """Move on by one gesture; return the local day."""
        self.now += self.step
        return timezone.localtime(self.now).date()


@contextmanager
def past_clock(gestures: int) -> Iterator[Clock]:
    """Let the actions write a history that ends now: `gestures` gestures over two years."""
    whole = dt.timedelta(days=DAYS_OF_HISTORY)
    clock = Clock(now=timezone.now() - whole, step=whole / (gestures * 1.05))
    with mock.patch("django.utils.timezone.now", clock):
        yield clock


@dataclass(slots=True)
class Writer:
    """Writes one territory; each method is one kind of gesture."""

    territoire: Territoire
    size: Size
    clock: Clock
    dice: random.Random
    by: Access
    words: list[str]
    people: list[User] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    jalons: dict[uuid.UUID, list[Jalon]] = field(default_factory=dict)

    def people_of_the_territory(self) -> None:
        """One person per role, then the pilots."""
        roles = [*ROLES, *([Role.PILOTE] * self.size.pilotes)]
        for rank, role in enumerate(roles):
            self.clock.tick()
            user = create_user(
                by=None,
                email=f"personne{rank:02}@mesure.invalid",
                password=PASSWORD,
                prenom=f"Personne {rank:02}",
                nom="Mesure",
            )
            grant_role(by=self.by, territoire=self.territoire, user=user, role=role)
            self.people.append(user)

    @property
    def pilotes(self) -> list[User]:
        """People who pilot actions."""
        return self.people[len(ROLES) :]

    def plan(self) -> Plan:
        """Create the plan, four axes, three headings under each."""
        self.clock.tick()
        plan = create_plan(by=self.by, territoire=self.territoire, titre="Plan de mesure, inventé")
        for rank in range(1, 5):
            axe = create_axe(by=self.by, plan=plan, titre=f"Axe {rank}")
            for below in range(1, 4):
                create_axe(by=self.by, plan=plan, titre=f"Axe {rank}.{below}", parent=axe)
        return plan

    def action(self, plan: Plan, axes: list[Axe], rank: int) -> None:
        """Create an action with its people, euros, milestones and dependencies."""
        dice = self.dice
        day = self.clock.tick()
        action = create_action(
            by=self.by,
            plan=plan,
            titre=f"{dice.choice(VERBS)} {dice.choice(THINGS)} (mesure {rank:03})",
            axe=axes[rank % len(axes)],
            statut=dice.choice(Statut.values),
            priorite=dice.choice(Priorite.values),
            descriptif=self._prose(60),
            objectifs=self._prose(30),
            resultats_attendus=self._prose(20),
            debut_on=day - dt.timedelta(days=dice.randrange(200)),
            fin_on=day + dt.timedelta(days=dice.randrange(300, 1500)),
            budget_eur=Decimal(dice.randrange(10, 9000) * 1000),
            is_grand_projet=rank % 60 == 0,
            confidentialite=dice.choices(Confidentialite.values, weights=(50, 40, 10))[0],
            parts=self._parts(day),
        )
        pilote = dice.choice(self.pilotes)
        names = {pilote.label: pilote}
        named = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: list(names)})
        change_action(by=self.by, action=action, parts=named)
        link_pilots(by=self.by, action=action, users=names)
        self.actions.append(action)
        self.jalons[action.pk] = self._milestones(action, day)

    def _milestones(self, action: Action, day: dt.date) -> list[Jalon]:
        made: list[Jalon] = []
        due = day - dt.timedelta(days=60)
        for rank in range(self.size.jalons):
            self.clock.tick()
            due += dt.timedelta(days=self.dice.randrange(20, 120))
            lasts = self.dice.randrange(10, 60)
            has_range = rank % 3 == 0
            jalon = create_jalon(
                by=self.by,
                action=action,
                titre=f"{STEPS[rank % len(STEPS)]} {rank // len(STEPS) or ''}".strip(),
                poids=self.dice.randrange(1, 6),
                prevision=self._forecast(due, day),
                **(
                    {
                        "duree_min_days": lasts,
                        "duree_days": lasts + 20,
                        "duree_max_days": lasts + 60,
                    }
                    if has_range
                    else {}
                ),
            )
            if made and rank % 5:
                link_jalons(by=self.by, avant=made[-1], apres=jalon, lag_days=5)
            made.append(jalon)
        if len(self.actions) % 2 == 0 and len(self.actions) > 1:
            before = self.jalons[self.actions[-2].pk][0]
            link_jalons(by=self.by, avant=before, apres=made[-1])
        return made

    def forecast_again(self) -> None:
        """Put off one milestone."""
        jalon = self._any_jalon()
        day = self.clock.tick()
        if not Jalon.objects.filter(pk=jalon.pk, actual_on__isnull=True).exists():
            return
        due = day + dt.timedelta(days=self.dice.randrange(-30, 700))
        announce(by=self.by, jalon=jalon, values=self._forecast(due, day))

    def reached(self) -> None:
        """Say that a milestone is reached, with what shows it."""
        jalon = self._any_jalon()
        day = self.clock.tick()
        if not Jalon.objects.filter(pk=jalon.pk, actual_on__isnull=True).exists():
            return
        preuve = Preuve(texte="Procès-verbal de mesure")
        on = Period.day(day - dt.timedelta(days=self.dice.randrange(20)))
        reach(by=self.by, jalon=jalon, actual=on, preuve=preuve)

    def news(self) -> None:
        """Add a note."""
        day = self.clock.tick()
        texte = self._prose(25)
        add_note(by=self.by, action=self._any_action(), texte=texte, noted_on=day)

    def risk(self) -> None:
        """Add a risk with its range of delay."""
        action, dice = self._any_action(), self.dice
        day = self.clock.tick()
        least = dice.randrange(5, 40)
        create_risque(
            by=self.by,
            action=action,
            titre=f"Risque {uuid.UUID(int=dice.getrandbits(128)).hex[:8]}",
            cause=self._prose(8),
            probabilite=dice.randrange(1, 6),
            impact=dice.randrange(1, 6),
            jalon=dice.choice(self.jalons[action.pk]),
            retard_min_days=least,
            retard_days=least + 30,
            retard_max_days=least + 120,
            revue_on=day + dt.timedelta(days=dice.randrange(-30, 200)),
        )

    def blocking_point(self) -> None:
        """Say what blocks an action and whom it waits for."""
        day = self.clock.tick()
        add_point(
            by=self.by,
            action=self._any_action(),
            cause=f"{self.dice.choice(CAUSES)} ({self._prose(6)})",
            destinataire_nature=self.dice.choice(["etat", "region", "operateur", "epci"]),
            destinataire_nom=self.dice.choice(FUNDERS),
            depuis_on=day,
        )

    def follow(self) -> None:
        """Change the status or the words of an action."""
        action = self._any_action()
        self.clock.tick()
        values = self.dice.choice(
            [
                {"statut": self.dice.choice(Statut.values)},
                {"descriptif": self._prose(60)},
                {"budget_eur": Decimal(self.dice.randrange(10, 9000) * 1000)},
            ]
        )
        change_action(by=self.by, action=action, **values)

    def opinion(self) -> None:
        """State a colour in place of the computed one."""
        self.clock.tick()
        state_color(
            by=self.by,
            action=self._any_action(),
            dimension=self.dice.choice(list(Dimension)),
            couleur=self.dice.choice(list(Color.stated())),
            commentaire=self._prose(8),
        )

    def _any_action(self) -> Action:
        return self.dice.choice(self.actions)

    def _any_jalon(self) -> Jalon:
        return self.dice.choice(self.jalons[self._any_action().pk])

    def _forecast(self, due: dt.date, said: dt.date) -> PrevisionValues:
        has_range = self.dice.random() < 0.3
        return PrevisionValues(
            expected=Period.day(due)
            if self.dice.random() < 0.6
            else Period.month(due.year, due.month),
            announced=Period.day(said),
            par_qui="Comité de mesure",
            plus_tot_on=due - dt.timedelta(days=60) if has_range else None,
            plus_tard_on=due + dt.timedelta(days=180) if has_range else None,
        )

    def _parts(self, day: dt.date) -> PartValues:
        dice = self.dice
        return PartValues(
            participants={
                ParticipantRole.PERSONNE_PILOTE: [dice.choice(self.pilotes).label],
                ParticipantRole.STRUCTURE_PILOTE: ["Clermont Auvergne Métropole (mesure)"],
                ParticipantRole.PARTENAIRE: dice.sample(PARTNERS, 2),
            },
            financements=[
                FinancementValues(
                    financeur=name, montant_eur=Decimal(dice.randrange(5, 900) * 1000)
                )
                for name in dice.sample(FUNDERS, 2)
            ],
            lignes_budget=[
                LigneBudgetValues(
                    annee=day.year + more,
                    nature=NatureBudget.INVESTISSEMENT,
                    previsionnel_eur=Decimal(dice.randrange(10, 900) * 1000),
                    reel_eur=Decimal(dice.randrange(10, 900) * 1000) if more == 0 else None,
                )
                for more in range(2)
            ],
        )

    def _prose(self, words: int) -> str:
        return " ".join(self.dice.choices(self.words, k=words)).capitalize() + "."


def french_words() -> list[str]:
    """Return the words of the documentation, as often as they are written there."""
    pages = [page for name in WRITTEN_BY_PEOPLE for page in sorted((DOCS / name).glob("*.md"))]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    return re.findall(r"\b[a-zà-ÿœ]{3,}\b", " ".join(texts).lower())


def write_territoire(*, territoire: Territoire, size: Size, say: Callable[[str], None]) -> None:
    """Write a territory of this size through the public actions, in one transaction.

    The number of events is reached by everyday gestures, the last thing written.
    """
    by = Access.system(territoire_id=territoire.pk, territoire_code=territoire.code)
    dice = random.Random(SEED)
    gestures = size.evenements
    with past_clock(gestures) as clock, transaction.atomic():
        writer = Writer(
            territoire=territoire,
            size=size,
            clock=clock,
            dice=dice,
            by=by,
            words=french_words(),
        )
        writer.people_of_the_territory()
        writer.by = access_for(writer.people[1], territoire)  # the project manager writes the rest
        plan = writer.plan()
        axes = list(plan.axes.filter(parent__isnull=False).order_by("titre"))
        for rank in range(1, size.actions + 1):
            writer.action(plan, axes, rank)
            if rank % 50 == 0:
                say(f"{rank} actions et leurs jalons")
        adopt_baseline(by=writer.by, plan=plan, reason="Convention de mesure")
        say("dates de référence adoptées")
        _everyday(writer, size, say)


def _everyday(writer: Writer, size: Size, say: Callable[[str], None]) -> None:
    """Everyday gestures, in proportions that a busy plan would have, up to the events asked for."""
    gestures: tuple[tuple[Callable[[], None], int], ...] = (
        (writer.forecast_again, 34), (writer.reached, 12), (writer.news, 14), (writer.risk, 8),
        (writer.blocking_point, 4), (writer.follow, 26), (writer.opinion, 2),
    )  # fmt: skip
    kinds, weights = [one for one, _ in gestures], [weight for _, weight in gestures]
    code = writer.territoire.code
    left = dt.timedelta(days=DAYS_OF_HISTORY) + _start(code) - writer.clock.now
    missing = size.evenements - _events(code)
    writer.clock.step = left / max(1, missing * 1.3)
    while missing > 0:
        for _ in range(missing):
            writer.dice.choices(kinds, weights)[0]()
        missing = size.evenements - _events(code)
    say(f"{_events(code)} évènements")


def _events(code: str) -> int:
    return Event.objects.filter(operation__territoire_code=code).count()


def _start(code: str) -> dt.datetime:
    first = Event.objects.filter(operation__territoire_code=code).order_by("id").first()
    assert first is not None
    return first.operation.at
