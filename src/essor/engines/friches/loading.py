"""From dated, sourced parameters to the numbers of a profile.

The caller loads the parameter files (`essor.references.loader.parameters`) and passes them:
the engine reads no file.
"""

from collections.abc import Mapping
from datetime import date

from essor.engines.friches.parameters import Parameters
from essor.engines.friches.profiles import FRANCE_2025, REFERENCE, Profile, profile_of
from essor.foundations.errors import UserFault
from essor.references.parameter import DatedValue, Parameter

COMMON = "friches/"
OF_REFERENCE = "friches_benefriches/"
REFERENCE_DAY = date(2026, 8, 14)
"""Day of the version of the reference that the profile `benefriches` reproduces."""


def numbers_of(value: DatedValue, name: str) -> dict[str, float]:
    """Numbers of one parameter by dotted name: one, or one per line of its table."""
    if value.table:
        return {f"{name}.{key}": float(number) for key, number in value.table.items()}
    return {} if value.value is None else {name: float(value.value)}


def _replace(numbers: dict[str, float], value: DatedValue, name: str) -> None:
    """Put a parameter among the numbers; a table replaces the whole table of that name."""
    for old in [key for key in numbers if key.startswith(f"{name}.")]:
        del numbers[old]
    numbers |= numbers_of(value, name)


def dotted(name: str) -> str:
    """Name of a number from the path of its file."""
    return name.partition("/")[2].replace("/", ".")


def load_profile(name: str, files: Mapping[str, Parameter], *, on: date) -> Profile:
    """Profile of a name with the numbers that hold on a day.

    The profile `benefriches` is frozen at the day of the version it reproduces.
    Raises UserFault for an unknown name or a parameter without value that day.
    """
    if name not in (REFERENCE, FRANCE_2025):
        raise UserFault.single(
            "ce profil n'existe pas",
            value=name,
            expected=f"{FRANCE_2025} ou {REFERENCE}",
            field="profil",
            code="profil_inconnu",
        )
    is_reference = name == REFERENCE
    folders = (COMMON, OF_REFERENCE) if is_reference else (COMMON,)
    day = REFERENCE_DAY if is_reference else on
    numbers: dict[str, float] = {}
    for folder in folders:
        for path, parameter in files.items():
            if path.startswith(folder):
                _replace(numbers, parameter.at(day), dotted(path))
    return profile_of(name, Parameters(numbers))
