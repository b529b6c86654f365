"""What a large transaction leaves to be done once, rather than at the end of each test."""

from django.db import connection


def settle_database() -> None:
    """Check now the foreign keys of what a file prepared, and let PostgreSQL count its rows.

    A test ends by checking the keys that wait. Those of rows written before its savepoint come
    back with each rollback: tens of thousands of communes, checked again by every test.
    """
    connection.check_constraints()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
