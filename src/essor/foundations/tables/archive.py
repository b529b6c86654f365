"""Open a zip archive that nobody vouches for: sizes, ratio and count are bounded first.

Only the members asked for are unpacked, in bounded steps, whatever size the archive declares.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable

from essor.foundations.errors import NBSP, UserFault
from essor.foundations.french import format_number
from essor.foundations.tables.limits import Limits

_STEP = 1 << 20
_RATIO_FLOOR_BYTES = 10_000_000

DAMAGED = "le fichier est abîmé ou incomplet, il ne se lit pas comme un classeur"
RESAVE = f"un classeur ouvert puis réenregistré (.xlsx ou .ods){NBSP}; vérifiez le téléchargement"


def damaged() -> UserFault:
    """The fault for a file that is not the workbook it claims to be."""
    return UserFault.single(DAMAGED, expected=RESAVE, code="classeur_abime")


def megabytes(size: int) -> str:
    """« 20 Mo », for messages."""
    return f"{format_number(size / 1_000_000, decimals=0)}{NBSP}Mo"


class Archive:
    """The members of a bounded zip archive."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Check what the archive declares; raise `UserFault` when it is out of bounds."""
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise damaged() from error
        self._check_declared(self._zip.infolist())

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the members."""
        return tuple(self._members)

    def _check_declared(self, members: Iterable[zipfile.ZipInfo]) -> None:
        sizes = [member.file_size for member in members]
        if len(sizes) > self._limits.max_members:
            raise UserFault.single(
                "le classeur contient trop de fichiers internes",
                value=str(len(sizes)),
                expected=f"{format_number(self._limits.max_members)} au plus",
                code="archive_suspecte",
            )
        if sum(sizes) > self._limits.max_unpacked_bytes:
            self._refuse_size()

    def _refuse_size(self) -> None:
        raise UserFault.single(
            "une fois décompressé, le classeur est trop volumineux",
            expected=f"{megabytes(self._limits.max_unpacked_bytes)} décompressés au plus",
            code="archive_suspecte",
        )

    def read(self, name: str) -> bytes:
        """Unpack one member, in bounded steps. Raises `UserFault` when it is damaged or a bomb."""
        member = self._members.get(name)
        if member is None:
            raise damaged()
        if member.flag_bits & 0x1:
            raise UserFault.single(
                "le classeur est protégé par un mot de passe",
                expected="un classeur enregistré sans mot de passe",
                code="classeur_chiffre",
            )
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        try:
            return self._unpack(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise damaged() from error
        except (NotImplementedError, RuntimeError) as error:
            raise damaged() from error

    def _unpack(self, member: zipfile.ZipInfo) -> bytes:
        pieces: list[bytes] = []
        size = 0
        with self._zip.open(member) as stream:
            while piece := stream.read(_STEP):
                pieces.append(piece)
                size += len(piece)
                self._unpacked += len(piece)
                self._check_actual(size, member.compress_size)
        return b"".join(pieces)

    def _check_actual(self, size: int, packed: int) -> None:
        if self._unpacked > self._limits.max_unpacked_bytes:
            self._refuse_size()
        if size > _RATIO_FLOOR_BYTES and size > self._limits.max_ratio * max(packed, 1):
            raise UserFault.single(
                "le classeur est compressé de façon anormale (archive piégée\u00a0?)",
                expected=f"un taux de compression de {self._limits.max_ratio} au plus",
                code="archive_suspecte",
            )


def pack(members: dict[str, bytes]) -> bytes:
    """An uncompressed archive of exactly these members.

    The parser then sees what was checked and nothing else: no second directory, no overlap.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()
