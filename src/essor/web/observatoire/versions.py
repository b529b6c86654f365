"""A link bears the version of the data: what it showed then, when that version is still there."""

import re
from dataclasses import dataclass

from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of_version

VERSION = re.compile(r"[0-9a-z]+(-[0-9a-z]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What a link to a former version designated. value : None when that version is gone."""

    version: str
    value: Value | None


def former_of(lake: Lake, *, version: str, value: Value | None) -> Former | None:
    """Return what an older link showed; None when it is about the version in force."""
    folder = lake.marts_folder()
    if not version or folder is None or folder.name == version:
        return None
    if value is None or not VERSION.fullmatch(version):
        return Former(version=version, value=None)
    found = values_of_version(lake, version=version, niveau=value.lieu.niveau, code=value.lieu.code)
    same = (
        one
        for one in found
        if (one.indicator, one.rubrique, one.vintage)
        == (value.indicator, value.rubrique, value.vintage)
    )
    return Former(version=version, value=next(same, None))
