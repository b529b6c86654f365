"""The bench of a source on Spark: same rows kept, refused, corrected and counted as on DuckDB.

Only SQL travels to the workers: none of them needs Python.
"""

import shutil
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import duckdb
import ibis

from essor.observatory.bench import RawCount
from essor.observatory.corrections import Correction
from essor.observatory.engines.spark_reading import quoted, read, text
from essor.observatory.expressions import condition_of, select_of, table_of
from essor.observatory.keys import check_identifier, check_keys
from essor.observatory.opening import Opened
from essor.observatory.source import SourceDescription, Table
from essor.observatory.sql import literal

DIALECT = "pyspark"
_TYPES = {"VARCHAR": "STRING", "INTEGER": "INT"}


class SparkBench:
    """The raw files of one source under their roles, as views of a session of its own."""

    def __init__(
        self,
        session: Any,
        *,
        source: SourceDescription,
        opened: Mapping[str, Opened],
        corrections: tuple[Correction, ...],
        out: Path,
    ) -> None:
        """Lay the files of a source. Raises UserFault when a text does not read to its end."""
        self.source = source
        self.counts: dict[str, RawCount] = {}
        self.written: dict[str, int] = {}
        self._session = session
        self._out = out
        self._corrections = corrections
        self._refusals: dict[str, list[tuple[str, str]]] = {role: [] for role in opened}
        self._streamed = {one.role: one for one in source.files if one.is_streamed}
        self._kept: list[Any] = []
        for role, file in opened.items():
            rows = self._known_columns(role, file, read(session, source, file))
            rows.createOrReplaceTempView(_flow(role))
            if role not in self._streamed:
                self._lay(role, self.rows(_flow(role)))

    def has(self, role: str) -> bool:
        """Tell whether an optional file was given."""
        return role in self._refusals

    def rows(self, role: str) -> ibis.Table:
        """Return the rows of a file that are kept so far, or of a table written."""
        return table_of(role, self._session.table(quoted(role)).dtypes, DIALECT)

    def stream(self, role: str) -> ibis.Table:
        """Return the rows of a streamed file, to say by what they are grouped."""
        return self.rows(_flow(role))

    def group(
        self, role: str, *, by: Mapping[str, ibis.Value], measures: Mapping[str, ibis.Value]
    ) -> None:
        """Read a streamed file once; its role holds one row a group, and `lignes`, its rows.

        Raises UserFault when two rows have the same identifier.
        """
        if column := self._streamed[role].identifier:
            doubles = f"count({quoted(column)}) - count(DISTINCT {quoted(column)})"
            found = self._one(f"SELECT {doubles} FROM {quoted(_flow(role))}")
            check_identifier(self.source, role, column, found)
        rows = self.stream(role)
        self._lay(role, rows.group_by(**by).aggregate(**measures, lignes=rows.count()))

    def refuse(self, role: str, condition: ibis.Value, reason: str) -> None:
        """Set apart the rows of a file that a condition designates; unknown is no."""
        self._refusals[role].append((condition_of(condition, DIALECT), reason))
        self._view(role)

    def lay(self, table: str, columns: Mapping[str, Sequence[str]]) -> ibis.Table:
        """Return a table of texts that Essor knows, to join with the rows of a file."""
        schema = ", ".join(f"{quoted(one)} STRING" for one in columns)
        rows = list(zip(*columns.values(), strict=True))
        self._session.createDataFrame(rows, schema).createOrReplaceTempView(quoted(table))
        return self.rows(table)

    def count(self, rows: ibis.Table) -> int:
        """Return a number of rows."""
        return self._one(select_of(rows.aggregate(n=rows.count()), DIALECT))

    def table(self, table: str, rows: ibis.Table) -> None:
        """Write a tidy table. Raises UserFault when a key is repeated or is unknown."""
        described = self.source.table(table)
        columns = ", ".join(
            f"CAST({quoted(one.name)} AS {_TYPES.get(one.type, one.type)}) AS {quoted(one.name)}"
            for one in described.columns
        )
        tidied = self._session.sql(f"SELECT {columns} FROM ({select_of(rows, DIALECT)}) AS rangees")
        path = self._write(tidied.repartition(1).sortWithinPartitions(*described.key), table)
        self.written[table] = self._check(described, path)
        self._session.read.parquet(path.as_uri()).createOrReplaceTempView(quoted(table))

    def close(self) -> None:
        """Count the rows of every file, write those that were refused, let the memory go."""
        for role, refusals in self._refusals.items():
            self.counts[role] = self._counted(role, refusals)
        missing = [one.name for one in self.source.tables if one.name not in self.written]
        if missing:
            raise AssertionError(f"{self.source.name}: tables never written: {missing}")
        for held in self._kept:
            held.unpersist()

    def _known_columns(self, role: str, file: Opened, rows: Any) -> Any:
        """Keep the columns that DuckDB keeps, those that are missing as unknown texts."""
        if role in self._streamed:
            raw = self._streamed[role]
            columns = [
                one for one in (*raw.columns, *raw.optional_columns) if one not in file.missing
            ]
        else:
            columns = [one for one in file.columns if one not in file.left_out]
        unknown = (f"CAST(NULL AS STRING) AS {quoted(one)}" for one in file.missing)
        return rows.selectExpr(*map(quoted, columns), *unknown)

    def _lay(self, role: str, rows: ibis.Table) -> None:
        """Hold the rows of a file, corrected, and lay the view of those kept."""
        mine = [one for one in self._corrections if one.file == role]
        laid = self._session.sql(select_of(rows, DIALECT))
        laid.createOrReplaceTempView(quoted(_read(role)))
        rows = self.rows(_read(role))
        for one in mine:
            if one.is_refused:
                refused = condition_of(_concerned(rows, one), DIALECT)
                self._refusals[role].append((refused, one.reason))
        corrected = _corrected(rows, [one for one in mine if not one.is_refused])
        self._hold(select_of(corrected, DIALECT)).createOrReplaceTempView(quoted(_base(role)))
        self._view(role)

    def _view(self, role: str) -> None:
        kept = " AND ".join(f"NOT coalesce({one}, FALSE)" for one, _ in self._refusals[role])
        base = self._session.table(quoted(_base(role)))
        rows = base.where(kept) if kept else base
        rows.drop("_corrige").createOrReplaceTempView(quoted(role))

    def _counted(self, role: str, refusals: list[tuple[str, str]]) -> RawCount:
        cases = " ".join(f"WHEN {one} THEN {text(why)}" for one, why in refusals)
        reason = f"CASE {cases} END" if cases else "CAST(NULL AS STRING)"
        weight = "lignes" if role in self._streamed else "1"
        base = self._session.table(quoted(_base(role))).selectExpr("*", f"{reason} AS refus")
        measures = f"sum({weight}) AS n", f"coalesce(sum({weight}) FILTER (WHERE _corrige), 0) AS c"
        base.createOrReplaceTempView("lignes_jugees")
        rows = self._session.sql(
            f"SELECT refus, {', '.join(measures)} FROM lignes_jugees GROUP BY 1"
        )
        count = RawCount()
        for why, number, corrected in rows.collect():
            count.read += number
            if why is None:
                count.corrected = corrected
            else:
                count.refused[why] = number
        if count.refused:
            refused = base.where("refus IS NOT NULL").drop("_corrige")
            self._write(refused.repartition(1), f"refus_{role}")
        return count

    def _check(self, table: Table, path: Path) -> int:
        """Return the number of rows written. What is written is small: this machine checks it."""
        with duckdb.connect() as connection:
            rows = f"read_parquet({literal(str(path))})"
            check_keys(connection, self.source, table, rows)
            ((written,),) = connection.execute(f"SELECT count(*) FROM {rows}").fetchall()
        return int(written)

    def _hold(self, sql: str) -> Any:
        held = self._session.sql(sql).persist()
        self._kept.append(held)
        return held

    def _write(self, rows: Any, table: str) -> Path:
        """Write one Parquet file, where DuckDB would: tables are groups, never the raw rows."""
        folder = self._out / f"{table}.en_cours"
        rows.write.parquet(folder.as_uri())
        (part,) = folder.glob("part-*.parquet")
        path = part.rename(self._out / f"{table}.parquet")
        shutil.rmtree(folder)
        return path

    def _one(self, sql: str) -> int:
        ((found,),) = self._session.sql(sql).collect()
        return int(found)


def _concerned(rows: ibis.Table, correction: Correction) -> ibis.Value:
    return ibis.and_(
        *(
            rows[column].identical_to(_as(rows[column], value))
            for column, value in correction.where.items()
        )
    )


def _corrected(rows: ibis.Table, corrections: list[Correction]) -> ibis.Table:
    """Return the rows with the right values, and which of them were corrected."""
    concerned = [_concerned(rows, one) for one in corrections]
    columns = {}
    for column in rows.columns:
        cases = [
            (condition, _as(rows[column], one.put[column]))
            for condition, one in zip(concerned, corrections, strict=True)
            if column in one.put
        ]
        columns[column] = ibis.cases(*cases, else_=rows[column]) if cases else rows[column]
    return rows.select(**columns, _corrige=reduce(or_, concerned, ibis.literal(False)))


def _as(column: ibis.Value, value: object) -> ibis.Value:
    return ibis.literal(value).cast(column.type())


def _base(role: str) -> str:
    return f"brut_{role}"


def _flow(role: str) -> str:
    return f"flux_{role}"


def _read(role: str) -> str:
    return f"lues_{role}"
