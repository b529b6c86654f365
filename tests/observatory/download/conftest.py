from collections.abc import Iterator

import pytest

from essor.observatory.download.caller import Caller
from essor.observatory.download.patience import Patience
from tests.observatory.download.server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(bytes(range(256)) * 400) as served:
        yield served


@pytest.fixture
def caller() -> Caller:
    return Caller(is_loopback_allowed=True, timeout_s=2, proxy_for=lambda _: None)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def patience(waits: list[float]) -> Patience:
    return Patience(sleep=waits.append, draw=lambda: 0.0)
