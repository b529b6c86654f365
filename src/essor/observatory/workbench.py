"""Where a source is tidied: raw rows, what is corrected, what is refused, tidy tables out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import ibis

from essor.observatory.bench import RawCount
from essor.observatory.corrections import Correction
from essor.observatory.expressions import condition_of, select_of, table_of
from essor.observatory.keys import check_identifier, check_keys, unreadable_row
from essor.observatory.opening import Opened
from essor.observatory.source import SourceDescription
from essor.observatory.sql import literal, name

BIG = 64 << 20  # bytes


class Workbench:
    """The raw files of one source under their roles, and the folder that receives its tables.

    A role is a view: the rows of the file, corrected, without those that were refused. The rows of
    a streamed file are never copied: `group` reads them once, and the role is then the groups.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        source: SourceDescription,
        opened: Mapping[str, Opened],
        corrections: tuple[Correction, ...],
        out: Path,
    ) -> None:
        """Lay the files of a source. Raises UserFault when one does not read to its end."""
        self.connection = connection
        self.source = source
        self.out = out
        self.counts: dict[str, RawCount] = {}
        self.written: dict[str, int] = {}
        self._refusals: dict[str, list[tuple[str, str]]] = {role: [] for role in opened}
        self._corrections = corrections
        self._opened = opened
        self._weighed: set[str] = set()  # streamed roles whose every refusal is weighed
        self._streamed = {one.role: one for one in source.files if one.is_streamed}
        for role, file in opened.items():
            if role in self._streamed:
                self._run(f"CREATE VIEW {name(_flow(role))} AS {self._streamed_rows(role, file)}")
            else:
                self._lay(role, self._copied_rows(file))

    def has(self, role: str) -> bool:
        """Tell whether an optional file was given."""
        return role in self._refusals

    def rows(self, role: str) -> ibis.Table:
        """Return the rows of a file that are kept so far, or of a table written, to build on.

        Columns have the names and the types of the view: all text in a text file.
        """
        if role in self._streamed and self._refusals[role]:
            self._judge(role)
        described = self.connection.execute(f"DESCRIBE {name(role)}").fetchall()
        return table_of(role, [(row[0], row[1]) for row in described])

    def stream(self, role: str) -> ibis.Table:
        """Return the rows of a streamed file, to say by what they are grouped."""
        return self.rows(_flow(role))

    def group(
        self, role: str, *, by: Mapping[str, ibis.Value], measures: Mapping[str, ibis.Value]
    ) -> None:
        """Read a streamed file once; its role holds one row a group, and `lignes`, its rows.

        by, measures : column -> expression on the rows of `stream` ; what is finer is forgotten
        Raises UserFault when two rows have the same identifier.
        """
        self._check_identifier(role, self._streamed[role].identifier)
        rows = self.stream(role)
        grouped = rows.group_by(**by).aggregate(**measures, lignes=rows.count())
        self._lay(role, select_of(grouped))

    def refuse(self, role: str, condition: str | ibis.Value, reason: str) -> None:
        """Set apart the rows of a file that a condition designates; unknown is no.

        condition : SQL over the columns of the producer, or a yes or no on the rows of the role
        reason : a French sentence
        """
        sql = condition if isinstance(condition, str) else condition_of(condition)
        self._refusals[role].append((sql, reason))
        if role in self._streamed:
            self._weighed.discard(role)
        else:
            self._view(role)

    def lay(self, table: str, columns: Mapping[str, Sequence[str]]) -> ibis.Table:
        """Return a table of texts that Essor knows, to join with the rows of a file."""
        given = ", ".join(f"unnest(?) AS {name(column)}" for column in columns)
        self.connection.execute(
            f"CREATE TEMP TABLE {name(table)} AS SELECT {given}", list(map(list, columns.values()))
        )
        return self.rows(table)

    def count(self, rows: ibis.Table) -> int:
        """Return a number of rows."""
        return self._one(select_of(rows.aggregate(n=rows.count())))

    def table(self, table: str, rows: str | ibis.Table) -> None:
        """Write a tidy table. Raises UserFault when a key is repeated or is unknown.

        rows : SQL or expression that gives the columns of the description, in any order
        """
        sql = rows if isinstance(rows, str) else select_of(rows)
        described = self.source.table(table)
        columns = ", ".join(
            f"CAST({name(one.name)} AS {one.type}) AS {name(one.name)}" for one in described.columns
        )
        order = ", ".join(name(one) for one in described.key)
        tidied = name(f"tidy_{table}")
        self._run(f"CREATE OR REPLACE TEMP TABLE {tidied} AS SELECT {columns} FROM ({sql})")
        check_keys(self.connection, self.source, described, tidied)
        target = literal(str(self.out / f"{table}.parquet"))
        copied = f"SELECT * FROM {tidied} ORDER BY {order}"
        self._run(f"COPY ({copied}) TO {target} (FORMAT parquet, COMPRESSION zstd)")
        self.written[table] = self._one(f"SELECT count(*) FROM {tidied}")
        self._run(f"CREATE OR REPLACE VIEW {name(table)} AS SELECT * FROM {tidied}")

    def close(self) -> None:
        """Count the rows of every file and write those that were refused.

        Raises UserFault when a table of the description was not written.
        """
        for role in self._refusals:
            self.counts[role] = self._counted(role)
        missing = [one.name for one in self.source.tables if one.name not in self.written]
        if missing:
            raise AssertionError(f"{self.source.name}: tables never written: {missing}")

    def _copied_rows(self, file: Opened) -> str:
        # A column that the description does not name is not taken, even among refused rows.
        others = ", ".join(name(column) for column in file.left_out)
        star = f"* EXCLUDE ({others})" if others else "*"
        return f"SELECT {star}{_unknown(file.missing)} FROM {file.reader}"

    def _streamed_rows(self, role: str, file: Opened) -> str:
        raw = self._streamed[role]
        read = [one for one in (*raw.columns, *raw.optional_columns) if one not in file.missing]
        columns = ", ".join(name(one) for one in read)
        return f"SELECT {columns}{_unknown(file.missing)} FROM {file.reader}"

    def _lay(self, role: str, rows: str) -> None:
        """Create the table of the rows of a file, corrected, and the view of those kept.

        rows : SQL
        """
        mine = [one for one in self._corrections if one.file == role]
        self._refusals[role] += [(one.condition, one.reason) for one in mine if one.is_refused]
        corrections = [one for one in mine if not one.is_refused]
        by_column: dict[str, list[str]] = {}
        for one in corrections:
            for column, value in one.put.items():
                case = f"WHEN {one.condition} THEN {literal(value)}"
                by_column.setdefault(column, []).append(case)
        replaced = ", ".join(
            f"CASE {' '.join(cases)} ELSE {name(column)} END AS {name(column)}"
            for column, cases in by_column.items()
        )
        concerned = " OR ".join(one.condition for one in corrections) or "FALSE"
        star = f"* REPLACE ({replaced})" if replaced else "*"
        self._run(
            f"CREATE {'TEMP ' if role in self._streamed else ''}TABLE {name(_base(role))} AS "
            f"SELECT {star}, {concerned} AS _corrige FROM ({rows}) AS lues"
        )
        self._view(role)

    def _view(self, role: str) -> None:
        kept = " AND ".join(f"NOT coalesce({one}, FALSE)" for one, _ in self._refusals[role])
        self._run(
            f"CREATE OR REPLACE VIEW {name(role)} AS "
            f"SELECT * EXCLUDE (_corrige) FROM {name(_base(role))} WHERE {kept or 'TRUE'}"
        )

    def _judge(self, role: str) -> None:
        """Weigh every refusal once, and lay the view of the groups that are kept."""
        if role in self._weighed:
            return
        judged = name(_judged(role))
        self._run(
            f"CREATE OR REPLACE TEMP TABLE {judged} AS SELECT * FROM {self._with_reasons(role)}"
        )
        self._run(
            f"CREATE OR REPLACE VIEW {name(role)} AS "
            f"SELECT * EXCLUDE (_corrige, refus) FROM {judged} WHERE refus IS NULL"
        )
        self._weighed.add(role)

    def _with_reasons(self, role: str) -> str:
        refusals = self._refusals[role]
        cases = " ".join(f"WHEN {one} THEN {literal(why)}" for one, why in refusals)
        reason = f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)"
        return f"(SELECT *, {reason} AS refus FROM {name(_base(role))})"

    def _counted(self, role: str) -> RawCount:
        if is_streamed := role in self._streamed:
            self._judge(role)
        weight = "lignes" if is_streamed else "1"
        rows = name(_judged(role)) if is_streamed else self._with_reasons(role)
        found = self.connection.execute(
            f"SELECT refus, CAST(sum({weight}) AS BIGINT), "
            f"CAST(coalesce(sum({weight}) FILTER (_corrige), 0) AS BIGINT) FROM {rows} GROUP BY 1"
        ).fetchall()
        count = RawCount(read=sum(row[1] for row in found))
        for why, number, corrected in found:
            if why is None:
                count.corrected = corrected
            else:
                count.refused[why] = number
        if count.refused:
            target = literal(str(self.out / f"refus_{role}.parquet"))
            self._run(
                f"COPY (SELECT * EXCLUDE (_corrige) FROM {rows} WHERE refus IS NOT NULL) "
                f"TO {target} (FORMAT parquet)"
            )
        return count

    def _check_identifier(self, role: str, identifier: str) -> None:
        """Refuse a streamed file in which an identifier comes back: it would be counted twice.

        In a big file, one in a hundred is looked at, always the same ones: n rows too many go
        unseen with a chance of 0.99 to the power n; a long piece that comes twice never does.
        """
        if not identifier:
            return
        column = name(identifier)
        is_big = self._opened[role].path.stat().st_size > BIG
        doubles = self._one(
            f"SELECT count({column}) - count(DISTINCT {column}) FROM {name(_flow(role))} "
            + (f"WHERE substr({column}, 8, 2) = '42'" if is_big else "")
        )
        check_identifier(self.source, role, identifier, doubles)

    def _one(self, sql: str) -> int:
        row = self._run(sql).fetchone()
        assert row is not None
        return int(row[0])

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        try:
            return self.connection.execute(sql)
        except (duckdb.InvalidInputException, duckdb.ConversionException, UnicodeError) as error:
            raise unreadable_row(self.source, str(error)) from error


def _base(role: str) -> str:
    return f"brut_{role}"


def _judged(role: str) -> str:
    return f"juge_{role}"


def _flow(role: str) -> str:
    return f"flux_{role}"


def _unknown(columns: Sequence[str]) -> str:
    return "".join(f", CAST(NULL AS VARCHAR) AS {name(one)}" for one in columns)
