"""What is said of a tidy table whose rows are not each identified once."""

from collections.abc import Iterable, Sequence

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.observatory.source import SourceDescription, Table

SHOWN_DUPLICATES = 20


def check_keys(
    source: SourceDescription, table: Table, *, unknown: int, doubles: Iterable[Sequence[object]]
) -> None:
    """Raise UserFault when a key is repeated or is unknown.

    unknown : number of rows without all their identifiers
    doubles : values of the key, then number of rows that have them
    """
    faults = FaultGatherer()
    place = Place(file=source.name, sheet=table.name)
    if unknown:
        faults.add(
            Fault(
                message="Des lignes n'ont pas tous leurs identifiants.", place=place,
                value=str(unknown), expected=", ".join(table.key), code="cle_absente",
            )
        )  # fmt: skip
    for *values, times in doubles:
        faults.add(
            Fault(
                message="Le même objet est là plusieurs fois.", place=place,
                value=f"{', '.join(map(str, values))} ({times} lignes)",
                expected="une seule ligne", code="doublon",
            )
        )  # fmt: skip
    faults.raise_if_any()


def check_identifier(source: SourceDescription, role: str, identifier: str, doubles: int) -> None:
    """Refuse a streamed file in which an identifier comes back: it would be counted twice."""
    if doubles:
        raise UserFault.single(
            "Le même objet est là plusieurs fois.",
            value=f"{doubles} lignes de trop",
            expected=f"une seule ligne par {identifier}",
            place=Place(file=source.name, sheet=role, column=identifier),
            code="doublon",
        )


def unreadable_row(source: SourceDescription, error: str) -> UserFault:
    """Say that a row of a file does not read, with the words of the engine."""
    return UserFault.single(
        "Une ligne du fichier ne se lit pas.",
        value=" ".join(error.split())[:300],
        expected="des lignes entières, dans l'encodage annoncé",
        place=Place(file=source.name),
        code="ligne_illisible",
    )
