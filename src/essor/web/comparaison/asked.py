"""What the reader asks to compare, read from the address; what is wrong is said, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from essor.foundations.errors import FaultGatherer
from essor.observatory.across import vintages_across
from essor.observatory.comparison.choices import Ground, dated_vintages, grounds_of
from essor.observatory.geography import Niveau
from essor.observatory.headings import heading_of
from essor.observatory.lake import Lake
from essor.observatory.reading import Lieu
from essor.observatory.themes import THEMES

FIRST = ("emploi_salarie_prive", "emploi_industriel_urssaf", "population_municipale")
YEARS_SHOWN = 10
LEAST_STARTS = 2  # of two years, only the first can be a start


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question. The first value of each choice stands where nothing is asked.

    faults : sentences about what the address asks and does not exist
    """

    lake: Lake
    territoire: str
    grounds: Sequence[Ground]
    ground: Ground
    lieu: Lieu
    rubrique: str
    vintage: str
    start: str
    faults: tuple[str, ...] = field(default=())

    @property
    def niveau(self) -> str:
        """The level at which places are compared."""
        return self.ground.niveau

    @property
    def is_zone(self) -> bool:
        """Tell whether zones are compared for want of a figure of the territory."""
        return self.niveau != Niveau.TERRITOIRE

    @property
    def place(self) -> dict[str, str]:
        """What a reading across places asks."""
        return {
            "indicator": self.ground.indicator.id,
            "niveau": self.niveau,
            "rubrique": self.rubrique,
        }

    @cached_property
    def vintages(self) -> tuple[str, ...]:
        """Every vintage, the newest first."""
        return tuple(reversed(vintages_across(self.lake, **self.place)))

    @cached_property
    def dated(self) -> tuple[str, ...]:
        """The vintages that are a year or a month, the oldest first."""
        return dated_vintages(self.lake, **self.place)

    @property
    def heading(self) -> str:
        """Name of the breakdown, empty for the whole."""
        return heading_of(self.ground.indicator, self.rubrique) if self.rubrique else ""

    @property
    def has_more(self) -> bool:
        """Tell whether there is anything to choose beside the indicator."""
        return (
            max(len(self.ground.rubriques), len(self.ground.lieux), len(self.vintages)) > 1
            or len(self.dated) > LEAST_STARTS
        )

    def query(self, **other: str) -> str:
        """Return the part of an address that asks the same question."""
        asked = {
            "indicateur": self.ground.indicator.id,
            "rubrique": self.rubrique,
            "lieu": self.lieu.code if self.is_zone else "",
            "millesime": self.vintage,
            "depuis": self.start,
            **other,
        }
        return urlencode({key: one for key, one in asked.items() if one})

    def choices(self) -> dict[str, object]:
        """Return what the form offers."""
        themes = {one.key: one.label for one in THEMES}
        groups: dict[str, list[Ground]] = {}
        for one in self.grounds:
            theme = one.indicator.theme
            groups.setdefault(themes.get(theme, theme), []).append(one)
        return {
            "groups": list(groups.items()),
            "rubriques": [(one, heading_of(self.ground.indicator, one))
                          for one in self.ground.rubriques],
        }  # fmt: skip


def read_asked(lake: Lake, *, territoire: str, asked: Mapping[str, str]) -> Asked | None:
    """Read a question; None when nothing can be compared."""
    grounds = grounds_of(lake, territoire=territoire)
    if not grounds:
        return None
    by_id = {one.indicator.id: one for one in grounds}
    usual = next((one for one in FIRST if one in by_id), grounds[0].indicator.id)
    faults = FaultGatherer()
    indicator = _chosen(faults, asked, "indicateur", list(by_id), usual, "Cet indicateur")
    ground = by_id[indicator]
    rubrique = _chosen(
        faults, asked, "rubrique", ground.rubriques, ground.rubriques[0], "Cette rubrique"
    )
    zones = [one.code for one in ground.lieux]
    zone = _chosen(faults, asked, "lieu", zones, zones[0], "Cette zone")
    place = {"indicator": indicator, "niveau": ground.niveau, "rubrique": rubrique}
    vintages = vintages_across(lake, **place)
    vintage = _chosen(faults, asked, "millesime", vintages, vintages[-1], "Ce millésime")
    dated = dated_vintages(lake, **place)
    start = _chosen(faults, asked, "depuis", dated, _usual_start(dated), "Cette année de départ")
    return Asked(
        lake=lake,
        territoire=territoire,
        grounds=grounds,
        ground=ground,
        lieu=next(one for one in ground.lieux if one.code == zone),
        rubrique=rubrique,
        vintage=vintage,
        start=start,
        faults=tuple(one.sentence() for one in faults.faults),
    )


def _usual_start(dated: Sequence[str]) -> str:
    return dated[-min(len(dated), YEARS_SHOWN + 1)] if dated else ""


def _chosen(
    faults: FaultGatherer,
    asked: Mapping[str, str],
    name: str,
    known: Sequence[str],
    usual: str,
    what: str,
) -> str:
    """Return what is asked, else the usual one; a choice that does not exist is a fault."""
    found = asked.get(name, "")
    if not found or found in known:
        return found or usual
    faults.add_message(f"{what} ne se compare pas ici.", value=found)
    return usual
