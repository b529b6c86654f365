"""From a kept study to the place of its site: apart, so that documents need no database."""

from essor.records.studies.models import Study
from essor.records.territoires.queries import membres_of
from essor.reports.etude_friche.map_facts import SitePlace, place_of


def place_of_study(study: Study) -> SitePlace:
    """Return the place of a study, its territory's members told apart on the map."""
    members = {row.siren for row in membres_of(study.plan.territoire)}
    return place_of(study.inputs, study.localisation, members=members)
