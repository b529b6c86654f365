"""Where a source is tidied: raw rows, what is corrected, what is refused, tidy tables out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import ibis

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.observatory.corrections import Correction
from essor.observatory.expressions import condition_of, select_of, table_of
from essor.observatory.opening import Opened
from essor.observatory.source import SourceDescription, Table
from essor.observatory.sql import literal, name

SHOWN_DUPLICATES = 20


@dataclass(slots=True, kw_only=True)
class RawCount:
    """Rows of one file of the producer: read = kept + refused; corrected ones are kept."""

    read: int = 0
    corrected: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """Number of rows that the tables are made of."""
        return self.read - sum(self.refused.values())


class Workbench:
    """The raw files of one source under their roles, and the folder that receives its tables.

    A role is a view: the rows of the file, corrected, without those that were refused.
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
        for role, file in opened.items():
            mine = [one for one in corrections if one.file == role]
            self._lay(role, file, [one for one in mine if not one.is_refused])
            for one in mine:
                if one.is_refused:
                    self._refusals[role].append((one.condition, one.reason))
            self._view(role)

    def has(self, role: str) -> bool:
        """Tell whether an optional file was given."""
        return role in self._refusals

    def rows(self, role: str) -> ibis.Table:
        """Return the rows of a file that are kept so far, or of a table written, to build on.

        Columns have the names and the types of the view: all text in a text file.
        """
        described = self.connection.execute(f"DESCRIBE {name(role)}").fetchall()
        return table_of(role, [(row[0], row[1]) for row in described])

    def refuse(self, role: str, condition: str | ibis.Value, reason: str) -> None:
        """Set apart the rows of a file that a condition designates; unknown is no.

        condition : SQL over the columns of the producer, or a yes or no on the rows of the role
        reason : a French sentence
        """
        sql = condition if isinstance(condition, str) else condition_of(condition)
        self._refusals[role].append((sql, reason))
        self._view(role)

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
        self._check_key(described, tidied)
        target = literal(str(self.out / f"{table}.parquet"))
        copied = f"SELECT * FROM {tidied} ORDER BY {order}"
        self._run(f"COPY ({copied}) TO {target} (FORMAT parquet, COMPRESSION zstd)")
        self.written[table] = self._one(f"SELECT count(*) FROM {tidied}")
        self._run(f"CREATE OR REPLACE VIEW {name(table)} AS SELECT * FROM {tidied}")

    def close(self) -> None:
        """Count the rows of every file and write those that were refused.

        Raises UserFault when a table of the description was not written.
        """
        for role, refusals in self._refusals.items():
            self.counts[role] = self._counted(role, refusals)
        missing = [one.name for one in self.source.tables if one.name not in self.written]
        if missing:
            raise AssertionError(f"{self.source.name}: tables never written: {missing}")

    def _lay(self, role: str, file: Opened, corrections: list[Correction]) -> None:
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
        # A column that the description does not name is not taken, even among refused rows.
        others = ", ".join(name(column) for column in file.new_columns)
        star = f"* EXCLUDE ({others})" if others else "*"
        star += f" REPLACE ({replaced})" if replaced else ""
        self._run(
            f"CREATE TABLE {name(_base(role))} AS "
            f"SELECT {star}, {concerned} AS _corrige FROM {file.reader}"
        )

    def _view(self, role: str) -> None:
        kept = " AND ".join(f"NOT coalesce({one}, FALSE)" for one, _ in self._refusals[role])
        self._run(
            f"CREATE OR REPLACE VIEW {name(role)} AS "
            f"SELECT * EXCLUDE (_corrige) FROM {name(_base(role))} WHERE {kept or 'TRUE'}"
        )

    def _counted(self, role: str, refusals: list[tuple[str, str]]) -> RawCount:
        base = name(_base(role))
        cases = " ".join(f"WHEN {one} THEN {literal(why)}" for one, why in refusals)
        reason = f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)"
        rows = self.connection.execute(
            f"SELECT {reason} AS refus, count(*), count(*) FILTER (_corrige) FROM {base} GROUP BY 1"
        ).fetchall()
        count = RawCount(read=sum(row[1] for row in rows))
        for why, number, corrected in rows:
            if why is None:
                count.corrected = corrected
            else:
                count.refused[why] = number
        if count.refused:
            target = literal(str(self.out / f"refus_{role}.parquet"))
            self._run(
                f"COPY (SELECT * FROM (SELECT * EXCLUDE (_corrige), {reason} AS refus FROM {base})"
                f" WHERE refus IS NOT NULL) TO {target} (FORMAT parquet)"
            )
        return count

    def _check_key(self, table: Table, tidied: str) -> None:
        if not table.key:
            return
        key = ", ".join(name(one) for one in table.key)
        empty = " OR ".join(f"{name(one)} IS NULL" for one in table.key)
        faults = FaultGatherer()
        place = Place(file=self.source.name, sheet=table.name)
        if unknown := self._one(f"SELECT count(*) FROM {tidied} WHERE {empty}"):
            faults.add(
                Fault(
                    message="Des lignes n'ont pas tous leurs identifiants.", place=place,
                    value=str(unknown), expected=", ".join(table.key), code="cle_absente",
                )
            )  # fmt: skip
        doubles = self.connection.execute(
            f"SELECT {key}, count(*) AS n FROM {tidied} GROUP BY {key} HAVING count(*) > 1 "
            f"ORDER BY n DESC, {key} LIMIT {SHOWN_DUPLICATES}"
        ).fetchall()
        for *values, times in doubles:
            faults.add(
                Fault(
                    message="Le même objet est là plusieurs fois.", place=place,
                    value=f"{', '.join(map(str, values))} ({times} lignes)",
                    expected="une seule ligne", code="doublon",
                )
            )  # fmt: skip
        faults.raise_if_any()

    def _one(self, sql: str) -> int:
        row = self.connection.execute(sql).fetchone()
        assert row is not None
        return int(row[0])

    def _run(self, sql: str) -> None:
        try:
            self.connection.execute(sql)
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise UserFault.single(
                "Une ligne du fichier ne se lit pas.",
                value=" ".join(str(error).split())[:300],
                expected="des lignes entières, dans l'encodage annoncé",
                place=Place(file=self.source.name),
                code="ligne_illisible",
            ) from error


def _base(role: str) -> str:
    return f"brut_{role}"
