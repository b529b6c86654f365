"""What the first screen shows of each big project: the dates and amounts that matter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from essor.records.plans.announcements import Series, announced_period, said_label
from essor.records.plans.choices import NatureAnnonce
from essor.records.plans.models import Action, Annonce
from essor.records.plans.summary import GrandProjet, StatusCount

MOST_DATES = 3
MOST_AMOUNTS = 2
SHORT_TRACK = 2  # steps
BAR_WIDTH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One announcement: what was said, when; `when` is empty when the source bears no date."""

    said: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The announcements of one subject, oldest first.

    is_story : one replaced the other; amounts of unknown date merely stand side by side
    """

    sujet: str
    steps: tuple[Step, ...]
    is_story: bool
    is_overdue: bool

    @property
    def is_long(self) -> bool:
        """Tell whether it needs a line of its own."""
        return len(self.steps) > SHORT_TRACK


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCard:
    """One big project on the first screen; `others` counts the facts left for its own page."""

    action: Action
    slips: int
    is_at_least: bool
    tracks: tuple[Track, ...]
    others: int

    @property
    def is_silent(self) -> bool:
        """Tell whether neither a date nor an amount was published."""
        return not self.tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of the bar of statuses, in thousandths of its width."""

    statut: str
    label: str
    count: int
    x: int
    width: int


def project_card(project: GrandProjet, today: dt.date) -> ProjectCard:
    """Choose what to show: deadlines that slipped or are ahead or passed in silence, amounts."""
    deadlines = sorted(
        (one for one in project.series if one.slips or one.is_deadline()),
        key=lambda one: -one.slips,
    )
    amounts = [one for one in project.series if one.nature == NatureAnnonce.MONTANT]
    shown = [*deadlines[:MOST_DATES], *amounts[:MOST_AMOUNTS]]
    return ProjectCard(
        action=project.action,
        slips=project.slips,
        is_at_least=any(one.slips and not one.is_ordered for one in project.series),
        tracks=tuple(
            sorted((_track(one, today) for one in shown), key=lambda one: not one.is_long)
        ),
        others=sum(len(one.annonces) for one in project.series if one not in shown),
    )


def plan_tracks(series: Sequence[Series], today: dt.date) -> tuple[Track, ...]:
    """Return what was said of the plan itself."""
    return tuple(_track(one, today) for one in series)


def segments(statuts: Sequence[StatusCount]) -> tuple[Segment, ...]:
    """Share the width of the bar between the statuses; the last one takes what rounding leaves."""
    total = sum(one.count for one in statuts)
    found: list[Segment] = []
    seen = 0
    for one in statuts:
        start = round(BAR_WIDTH * seen / total)
        seen += one.count
        found.append(
            Segment(
                statut=one.statut,
                label=one.label,
                count=one.count,
                x=start,
                width=round(BAR_WIDTH * seen / total) - start,
            )
        )
    return tuple(found)


def _track(series: Series, today: dt.date) -> Track:
    return Track(
        sujet=series.sujet,
        steps=tuple(_step(annonce) for annonce in series.annonces),
        is_story=series.is_ordered or series.nature == NatureAnnonce.DATE,
        is_overdue=series.is_overdue(today),
    )


def _step(annonce: Annonce) -> Step:
    when = announced_period(annonce)
    if when is None:
        return Step(said=said_label(annonce), when="")
    link = "le" if when.start == when.end else "en"
    return Step(said=said_label(annonce), when=f"{link} {when.label()}")
