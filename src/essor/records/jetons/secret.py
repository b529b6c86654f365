"""The text of a token: drawn once, recognised by its first characters, kept as a hash only."""

import hashlib
import secrets

MARK = "essor_"
PREFIX_LENGTH = 12
SECRET_BYTES = 32


def draw_token() -> str:
    """Return a new token; 256 bits of chance, so that a plain hash is enough to keep it."""
    return MARK + secrets.token_urlsafe(SECRET_BYTES)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_prefix(token: str) -> str:
    """Return what is shown of a token after the day it was made."""
    return token[:PREFIX_LENGTH]
