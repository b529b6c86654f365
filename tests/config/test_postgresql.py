"""Connections to PostgreSQL run queries without compiling them; SQLite is told nothing."""

from types import SimpleNamespace
from unittest import mock

import pytest
from django.db import connection

from essor.config.postgresql import answer_without_compiling


@pytest.mark.django_db
def test_this_very_connection_does_not_compile() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on PostgreSQL only")
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.parametrize(("vendor", "said"), [("postgresql", ["SET jit = off"]), ("sqlite", [])])
def test_only_postgresql_is_told(vendor: str, said: list[str]) -> None:
    cursor = mock.MagicMock()
    told = cursor.return_value.__enter__.return_value.execute
    answer_without_compiling(connection=SimpleNamespace(vendor=vendor, cursor=cursor))
    assert [call.args[0] for call in told.call_args_list] == said
