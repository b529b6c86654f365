"""The same lakes as the other pages of the observatory: the shipped samples, and nothing."""

from tests.web.observatoire.conftest import nothing, samples

__all__ = ["nothing", "samples"]
