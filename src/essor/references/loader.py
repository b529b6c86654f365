"""Find the parameter files of the package and load them once."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.references.parameter import Parameter
from essor.references.schema import read_parameter
from essor.references.yaml_reading import read_yaml

FOLDER = "parameters"


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter of the package, by name; raises UserFault with all faults of all files."""
    return MappingProxyType(load_parameters(files("essor.references") / FOLDER))


def parameter(name: str) -> Parameter:
    """One parameter by its name, « programme/enveloppe_nationale »; raises UserFault if unknown."""
    known = parameters()
    if name in known:
        return known[name]
    close = get_close_matches(name, known, n=3, cutoff=0.4)
    raise UserFault.single(
        "ce paramètre n'existe pas",
        value=name,
        expected=" ou ".join(close or known) or "un paramètre chargé",
        code="parametre_inconnu",
    )


def load_parameters(folder: Traversable) -> dict[str, Parameter]:
    """Load every YAML file below a folder, by name in alphabetical order.

    Raises UserFault with every fault of every file: one run mends them all.
    """
    found: dict[str, Parameter] = {}
    with FaultGatherer() as faults:
        for name, file in sorted(_yaml_files(folder), key=lambda pair: pair[0]):
            with faults.catching(Place(file=f"{name}.yaml")):
                data = read_yaml(file.read_text(encoding="utf-8"), file=f"{name}.yaml")
                found[name] = read_parameter(data, name=name, file=f"{name}.yaml")
    return found


def _yaml_files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _yaml_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            yield f"{prefix}{entry.name.removesuffix('.yaml')}", entry
