"""The instance file of `essor terres`, read with the default costs of the day."""

from datetime import date
from pathlib import Path
from typing import Any

from essor.commands.json_files import read_json
from essor.engines.terres.default_costs import DAYS_PER_WEEK, default_costs
from essor.engines.terres.inputs import Costs, Instance
from essor.engines.terres.reading import read_instance
from essor.foundations.errors import Place, UserFault
from essor.references.loader import parameters


def read_question(path: Path) -> tuple[Any, Instance]:
    """Return the data of a file and the instance they describe. Raises UserFault."""
    data = read_json(path)
    try:
        return data, read_instance(data, defaults=_defaults(data))
    except UserFault as error:
        raise error.at(Place(file=path.name)) from error


def _defaults(data: Any) -> Costs:
    days = data.get("period_days") if isinstance(data, dict) else None
    known = days if type(days) is int and days > 0 else DAYS_PER_WEEK
    on = date.today()  # noqa: DTZ011 - a civil day, read at the door
    return default_costs(parameters(), on=on, period_days=known)
