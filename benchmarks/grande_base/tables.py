"""Rows by the million into a table of SQLite or PostgreSQL, and the questions asked afterwards."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

Model = type[models.Model]
SQLITE_CACHE_KIB = 1_500_000


@contextmanager
def unchecked() -> Iterator[None]:
    """Let tables be filled in any order; what refers to nothing is looked for at the end.

    Raises AssertionError when a row refers to one that does not exist.
    """
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute(f"PRAGMA cache_size=-{SQLITE_CACHE_KIB}")
        else:
            cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        lost = _lost_sqlite(cursor) if is_sqlite else _lost_postgresql(cursor)
    assert not lost, f"rows refer to nothing: {lost}"
    connection.close()


def insert(model: Model, rows: Iterable[list[Any]]) -> None:
    """Write rows in the order of the columns; indexes are made again once all are in."""
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(item.column) for item in fields)
    with transaction.atomic(), connection.cursor() as cursor:
        again = _drop_indexes(cursor, model._meta.db_table)
        if connection.vendor == "sqlite":
            holes = ", ".join("?" * len(fields))
            raw = connection.connection
            raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({holes})", rows)
        else:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        for sql in again:
            cursor.execute(sql)


def reset_sequences(tables: list[Model]) -> None:
    """Let new rows take numbers after those that were written."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(sql)


def settle() -> None:
    """Do what a server does by itself after a while: statistics on PostgreSQL alone."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM (ANALYZE)")


def size_bytes() -> int:
    """Return what the database weighs on the disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _drop_indexes(cursor: Any, table: str) -> list[str]:
    """Drop the indexes that no constraint owns; return the words that make them again."""
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
            [table],
        )
    else:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p','u','x') "
            "WHERE i.indrelid = %s::regclass AND c.oid IS NULL AND NOT i.indisprimary",
            [connection.ops.quote_name(table)],
        )
    found = cursor.fetchall()
    for name, _ in found:
        quoted = name if connection.vendor != "sqlite" else connection.ops.quote_name(name)
        cursor.execute(f"DROP INDEX {quoted}")
    return [sql for _, sql in found]


def _lost_sqlite(cursor: Any) -> list[Any]:
    cursor.execute("PRAGMA foreign_key_check")
    return list(cursor.fetchmany(5))


def _lost_postgresql(cursor: Any) -> list[Any]:
    cursor.execute(
        "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, b.attname "
        "FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
        "JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1] "
        "WHERE c.contype = 'f'"
    )
    lost = []
    for table, column, target, key in cursor.fetchall():
        cursor.execute(
            f'SELECT count(*) FROM {table} t LEFT JOIN {target} r ON r."{key}" = t."{column}" '
            f'WHERE t."{column}" IS NOT NULL AND r."{key}" IS NULL'
        )
        if count := cursor.fetchone()[0]:
            lost.append((table, column, count))
    return lost
