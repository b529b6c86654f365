"""Read a workbook that anybody may have sent: .xlsx, .ods or .csv, told apart by content."""

from essor.foundations.errors import Place, UserFault
from essor.foundations.tables.archive import Archive, damaged, megabytes
from essor.foundations.tables.cells import Workbook
from essor.foundations.tables.csv_read import read_csv
from essor.foundations.tables.limits import Limits
from essor.foundations.tables.ods_read import read_ods
from essor.foundations.tables.xlsx_read import read_xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_ACCEPTED = "un classeur .xlsx ou .ods, ou un fichier .csv"


def read_workbook(data: bytes, *, file_name: str, limits: Limits | None = None) -> Workbook:
    """Read all the sheets, hidden ones included.

    Values come from the file as it was last saved: nothing is computed, no link is followed.
    Cells whose value may not be trusted (error, formula never computed, value brought from
    another file) have a kind that says so and no value.
    Raises `UserFault` for whatever cannot be read or passes a bound; nothing else.
    """
    limits = limits or Limits()
    try:
        return _read(data, file_name=file_name, limits=limits)
    except UserFault as error:
        raise error.at(Place(file=file_name)) from error


def _read(data: bytes, *, file_name: str, limits: Limits) -> Workbook:
    if not data:
        raise UserFault.single("le fichier est vide", expected=_ACCEPTED, code="fichier_vide")
    if len(data) > limits.max_file_bytes:
        raise UserFault.single(
            "le fichier est trop lourd",
            value=megabytes(len(data)),
            expected=f"{megabytes(limits.max_file_bytes)} au plus",
            code="fichier_trop_lourd",
        )
    if data.startswith(_OLE):
        raise _old_or_encrypted(data)
    if data.startswith(_ZIP):
        return _read_archive(data, file_name=file_name, limits=limits)
    if file_name.lower().endswith((".csv", ".tsv", ".txt")):
        return read_csv(data, file_name=file_name, limits=limits)
    if file_name.lower().endswith((".xlsx", ".ods")):
        raise damaged()
    raise UserFault.single("ce format n'est pas lu", expected=_ACCEPTED, code="format_inconnu")


def _read_archive(data: bytes, *, file_name: str, limits: Limits) -> Workbook:
    archive = Archive(data, limits)
    names = set(archive.names)
    if "xl/workbook.xml" in names:
        return read_xlsx(archive, file_name=file_name, limits=limits)
    if "content.xml" in names or "encrypted-package" in names:
        return read_ods(archive, file_name=file_name, limits=limits)
    if "xl/workbook.bin" in names:
        raise UserFault.single(
            "le format Excel binaire .xlsb n'est pas lu",
            expected="le même classeur enregistré en .xlsx",
            code="classeur_xlsb",
        )
    raise UserFault.single("ce n'est pas un classeur", expected=_ACCEPTED, code="format_inconnu")


def _old_or_encrypted(data: bytes) -> UserFault:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UserFault.single(
            "le classeur est protégé par un mot de passe",
            expected="un classeur enregistré sans mot de passe",
            code="classeur_chiffre",
        )
    return UserFault.single(
        "l'ancien format Excel .xls n'est pas lu",
        expected="le même classeur enregistré en .xlsx",
        code="classeur_xls",
    )
