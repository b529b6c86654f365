"""What every new connection to PostgreSQL is told."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver


@receiver(connection_created, dispatch_uid="essor.config.postgresql")
def answer_without_compiling(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Ask for queries to be run as they are, never compiled first (« jit »).

    Compiling takes a second and is done again for each query; the filters of who may read what
    look costly enough to be compiled, and are answered in a few milliseconds. A statement of the
    connection, not a parameter of its start: a pooler in between refuses those.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
