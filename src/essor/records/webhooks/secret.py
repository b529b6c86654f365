"""The secret of a subscription: shown once, kept nowhere, derived again when a message is signed.

It is derived (HMAC-SHA256) from a random seed, which the database holds, and from the key of the
installation, which it does not: whoever reads the database alone signs nothing. Should the key
of the installation change, the seal tells it, and nothing leaves under a wrong signature.
"""

import base64
import datetime as dt
import hashlib
import hmac
import secrets

from django.conf import settings

from essor.records.webhooks.models import Abonnement

MARK = "whsec_"  # Standard Webhooks 1.0.0, « secret serialization »
PURPOSE = b"essor.webhooks.secret."
SEAL_LENGTH = 16
OVERLAP = dt.timedelta(hours=24)  # both secrets sign after a renewal


def draw_seed() -> str:
    """Return a new seed: 256 bits of chance."""
    return secrets.token_hex(32)


def secret_of(seed: str) -> str:
    """Return the secret that a seed stands for, as the receiver keeps it: 32 bytes."""
    key = hmac.new(settings.SECRET_KEY.encode(), PURPOSE + seed.encode(), hashlib.sha256).digest()
    return MARK + base64.b64encode(key).decode()


def seal_of(secret: str) -> str:
    """Return what tells one secret from another without giving it away."""
    return hashlib.sha256(secret.encode()).hexdigest()[:SEAL_LENGTH]


def is_intact(abonnement: Abonnement) -> bool:
    """Tell whether the secret that was shown can still be derived."""
    return abonnement.has_secret and hmac.compare_digest(
        seal_of(secret_of(abonnement.seed)), abonnement.seal
    )


def signing_secrets(abonnement: Abonnement, at: dt.datetime) -> list[str]:
    """Return the secrets that sign a message: the present one, then the one that it replaces."""
    seeds = [abonnement.seed] + ([abonnement.old_seed] if abonnement.overlaps(at) else [])
    return [secret_of(seed) for seed in seeds]
