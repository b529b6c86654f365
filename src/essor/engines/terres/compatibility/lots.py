"""What the rules need to know of a lot: waste code, samples, profile. Unknown stays None."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from essor.engines.terres.compatibility.analyses import read_samples
from essor.engines.terres.compatibility.fields import amount, tri_state
from essor.engines.terres.compatibility.measures import Measure, Sample, completed, largest
from essor.engines.terres.compatibility.vocabulary import EtatHydrique, Forme
from essor.engines.terres.json_fields import TermReader
from essor.foundations.errors import FaultGatherer

FLAGS = (
    "is_dangereux", "is_pop", "is_ssp", "is_sis", "is_terre_vegetale", "is_jardin_ou_parc",
    "is_amiante", "is_liquide", "is_pelletable", "is_pulverulent", "is_conditionne",
    "is_radioactif", "is_minier", "is_invasif", "exclusions_absentes",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Facts of a lot besides its analyses; None when nobody said.

    is_ssp : comes from a polluted or potentially polluted site
    is_terre_vegetale : topsoil or peat; is_jardin_ou_parc : dug in a garden or a park
    is_minier : waste of mines or quarries; is_invasif : invasive plants
    exclusions_absentes : the producer declares that nothing of article 2 of the order of
    12/12/2014 applies (asbestos, liquid, over 60 °C, not shovelable, dust, radioactive)
    proprietes_danger : HP1 to HP15; sis_identifiant : identifier in the national map of SIS
    classe_gtr, etat_hydrique : declared; forme : shape of the large elements
    """

    is_dangereux: bool | None = None
    is_pop: bool | None = None
    is_ssp: bool | None = None
    is_sis: bool | None = None
    is_terre_vegetale: bool | None = None
    is_jardin_ou_parc: bool | None = None
    is_amiante: bool | None = None
    is_liquide: bool | None = None
    is_pelletable: bool | None = None
    is_pulverulent: bool | None = None
    is_conditionne: bool | None = None
    is_radioactif: bool | None = None
    is_minier: bool | None = None
    is_invasif: bool | None = None
    exclusions_absentes: bool | None = None
    proprietes_danger: tuple[str, ...] = ()
    sis_identifiant: str = ""
    classe_gtr: str = ""
    etat_hydrique: EtatHydrique | None = None
    forme: Forme | None = None
    volume_m3: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """One lot as the rules see it.

    chantier : the site that digs, to match acceptances given to a whole site
    tonnes : of the whole lot, None when unknown
    """

    id: str
    waste_code: str | None = None
    soil_class: str = ""
    chantier: str = ""
    tonnes: Decimal | None = None
    samples: tuple[Sample, ...] = ()
    profile: Profile = field(default_factory=Profile)

    @property
    def is_documented(self) -> bool:
        """Whether somebody gave analyses or a profile."""
        return bool(self.samples) or self.profile != Profile()

    def measure(self, code: str) -> Measure | None:
        """The largest value over the samples; None when no sample measured it."""
        found = [one.values[code] for one in self.samples if code in one.values]
        return largest(found) if found else None

    def least(self, code: str) -> Measure | None:
        """The smallest value over the samples, for limits from below."""
        found = [one.values[code] for one in self.samples if code in one.values]
        if not found:
            return None
        highs = [one.high for one in found if one.high is not None]
        return Measure(low=min(one.low for one in found), high=min(highs) if highs else None)

    def sample_of(self, code: str) -> str | None:
        """Name of the sample with the largest value; None when there is only one sample."""
        found = [one for one in self.samples if code in one.values]
        if len(self.samples) < 2 or not found:
            return None
        return max(found, key=lambda one: (one.values[code].low, one.values[code].high or 0)).id

    @property
    def completed_samples(self) -> tuple[Sample, ...]:
        """The samples, each completed by the largest value of the others."""
        return completed(self.samples)


def read_profile(data: Mapping[str, object] | None, *, prefix: str = "profile.") -> Profile:
    """Profile of its JSON form. Raises UserFault with every fault."""
    reader = TermReader(data or {}, path=prefix)
    flags = {name: tri_state(reader, name) for name in FLAGS}
    found = Profile(
        **flags,
        proprietes_danger=reader.texts("proprietes_danger"),
        sis_identifiant=reader.text("sis_identifiant", is_required=False),
        classe_gtr=reader.text("classe_gtr", is_required=False),
        etat_hydrique=reader.choice("etat_hydrique", EtatHydrique, is_required=False),
        forme=reader.choice("forme", Forme, is_required=False),
        volume_m3=amount(reader, "volume_m3"),
    )
    reader.close()
    return found


def read_lot(
    *,
    id: str,
    waste_code: str | None = None,
    soil_class: str = "",
    chantier: str = "",
    tonnes: Decimal | None = None,
    analyses: Mapping[str, object] | None = None,
    profile: Mapping[str, object] | None = None,
    prefix: str = "",
) -> LotFacts:
    """A lot from what an instance says of it. Raises UserFault with every fault."""
    samples: tuple[Sample, ...] = ()
    facts = Profile()
    with FaultGatherer() as faults:
        with faults.catching():
            samples = read_samples(analyses, field=f"{prefix}analyses")
        with faults.catching():
            facts = read_profile(profile, prefix=f"{prefix}profile.")
    return LotFacts(
        id=id,
        waste_code=waste_code or None,
        soil_class=soil_class,
        chantier=chantier,
        tonnes=tonnes,
        samples=samples,
        profile=facts,
    )
