"""A photo as it is kept: checked, turned upright, made smaller, without what the camera wrote.

The picture is decoded and written anew: EXIF, GPS position, comments and thumbnails stay behind.
"""

import hashlib
import io
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from essor.foundations.errors import Fault, Place, UserFault
from essor.foundations.french import format_number
from essor.records.plans.files import MAX_SIZE_BYTES, CheckedFile, clean_name

FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
CONTENT_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
EXPECTED = "une photo JPEG, PNG ou WebP"
MAX_PIXELS = 60_000_000
LONGEST_SIDE_PX = 2000
QUALITY = 85


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPhoto:
    """A photo that passed every check, ready to be stored; sides in pixels."""

    file: CheckedFile
    width_px: int
    height_px: int


def check_photo(*, name: str, content: BinaryIO) -> CheckedPhoto:
    """Read a photo and write it anew. Raises UserFault: not a photo, too big, broken."""
    clean = clean_name(name)
    data = content.read(MAX_SIZE_BYTES + 1)
    if len(data) > MAX_SIZE_BYTES:
        limit = f"{MAX_SIZE_BYTES // 1024 // 1024}\u00a0Mio au plus"
        raise _refused(clean, "La photo est trop lourde.", limit, "taille")
    try:
        with Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
            _refuse_odd(clean, image)
            kept = image.format or ""
            upright = _upright(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _refused(clean, "Ce fichier n'est pas une photo lisible.", EXPECTED, "type") from (
            error
        )
    written = _written(upright, kept)
    stem = PurePosixPath(clean).stem[:200] or "photo"
    return CheckedPhoto(
        file=CheckedFile(
            name=stem + FORMATS[kept],
            content=written,
            sha256=hashlib.sha256(written).hexdigest(),
        ),
        width_px=upright.width,
        height_px=upright.height,
    )


def _refuse_odd(name: str, image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        most = f"{format_number(MAX_PIXELS // 1_000_000)} millions de pixels au plus"
        raise _refused(name, "La photo a trop de pixels.", most, "taille")
    if getattr(image, "n_frames", 1) > 1:
        raise _refused(name, "Ce fichier est une animation.", EXPECTED, "type")


def _upright(image: Image.Image) -> Image.Image:
    """Return the pixels alone, upright, in sRGB, no side over the limit."""
    image.load()
    turned = ImageOps.exif_transpose(image)
    has_alpha = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    mode = "RGBA" if has_alpha and image.format != "JPEG" else "RGB"
    colored = _in_srgb(turned).convert(mode)
    colored.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    alone = Image.new(mode, colored.size)
    alone.paste(colored)
    return alone


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the image in the colours of screens; as it is when it names no others."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(image, source, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return found or image


def _written(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "PNG":
        image.save(out, "PNG", optimize=True)
    elif kind == "WEBP":
        image.save(out, "WEBP", quality=QUALITY)
    else:
        image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _refused(name: str, message: str, expected: str, code: str) -> UserFault:
    place = Place(field="fichier")
    return UserFault(
        [Fault(message=message, value=name or None, expected=expected, place=place, code=code)]
    )
