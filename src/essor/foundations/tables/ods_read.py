"""Read an .ods: the archive is checked, then its content is followed as a stream."""

from essor.foundations.errors import NBSP, Fault, UserFault
from essor.foundations.tables.archive import Archive, damaged
from essor.foundations.tables.bounds import WorkbookBudget
from essor.foundations.tables.cells import Workbook
from essor.foundations.tables.limits import Limits
from essor.foundations.tables.ods_scan import OdsScan
from essor.foundations.tables.xml import stream

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"


def read_ods(archive: Archive, *, file_name: str, limits: Limits) -> Workbook:
    """Read every sheet. Raises `UserFault` on macros, encryption, damage or a bound passed."""
    _refuse_unsafe(archive)
    handler = OdsScan(WorkbookBudget(limits))
    stream(archive.read(_CONTENT), handler)
    if not handler.sheets:
        raise damaged()
    warnings = (
        Fault(
            message="le classeur contient des liaisons vers d'autres documents"
            f"{NBSP}; leurs valeurs ne sont jamais lues",
            code="liaisons_externes",
        ),
    )
    return Workbook(
        file_name=file_name,
        sheets=tuple(handler.sheets),
        is_1904=handler.is_1904,
        warnings=warnings if handler.has_external else (),
    )


def _refuse_unsafe(archive: Archive) -> None:
    names = archive.names
    manifest = archive.read(_MANIFEST) if _MANIFEST in names else b""
    if b"encryption-data" in manifest or "encrypted-package" in names:
        raise UserFault.single(
            "le classeur est protégé par un mot de passe",
            expected="un classeur enregistré sans mot de passe",
            code="classeur_chiffre",
        )
    if any(name.startswith(("Basic/", "Scripts/")) and name[-1] != "/" for name in names):
        raise UserFault.single(
            "le classeur contient des macros, il n'est pas ouvert",
            expected="un classeur sans macros",
            code="classeur_macros",
        )
