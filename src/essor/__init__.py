"""Essor: the open platform with which a Territoire d'industrie steers its revival."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("essor")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0.0.0"
