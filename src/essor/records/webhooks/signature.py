"""The signature of a message, as Standard Webhooks 1.0.0 writes it: symmetric scheme, v1.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

MARK = "whsec_"
VERSION = "v1"


def sign(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return ``v1,`` and the HMAC-SHA256 of the message in base64.

    secret : ``whsec_`` then the key in base64 ; timestamp : seconds since 1970, of this attempt
    """
    key = base64.b64decode(secret.removeprefix(MARK), validate=True)
    content = f"{message_id}.{timestamp}.".encode() + body
    found = hmac.new(key, content, hashlib.sha256).digest()
    return f"{VERSION},{base64.b64encode(found).decode()}"


def signed_headers(
    secrets: Sequence[str], *, message_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the three headers of a message, one signature per secret."""
    signatures = [
        sign(secret, message_id=message_id, timestamp=timestamp, body=body) for secret in secrets
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
