"""The description is whole, and calls made from it alone find no failure it does not announce.

Bounded so that the whole file fits in half a minute; the PostgreSQL pass runs it too.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.test_permissions import CALLS, address
from tests.web.world import World

pytestmark = pytest.mark.django_db
EXAMPLES = 5
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the test's transaction: the application would close its connection at each call."""
    both = (request_started, request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.fixture
def real(world: World, manager: str) -> dict[str, Any]:
    """What makes a call reach something: a token that may do everything."""
    return {"token": manager, "world": world}


@pytest.mark.parametrize("name", CALLS)
def test_no_call_fails_nor_answers_what_is_not_described(real: dict[str, Any], name: str) -> None:
    method, path = CALLS[name]
    operation = described[path][method]
    whole = address(real["world"], name).split("/")
    parts = CALLS[name][1].removeprefix("/api/v1/").split("/")
    pairs = zip(parts, whole, strict=True)
    known = {part[1:-1]: found for part, found in pairs if part.startswith("{")}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def check(case: schemathesis.Case) -> None:
        case.path_parameters = known  # a call that reaches nothing finds nothing
        case.headers["Authorization"] = f"Bearer {real['token']}"
        if "If-Match" in case.headers:
            case.headers["If-Match"] = "*"
        point = transaction.savepoint()
        try:
            answer = case.call(base_url="http://testserver")
            case.validate_response(answer, checks=CHECKS)
        finally:
            transaction.savepoint_rollback(point)

    check()
