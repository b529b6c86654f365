"""Fingerprint of the data a plan was made from."""

import hashlib
from dataclasses import fields

import numpy as np

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.pairs import PairTable
from essor.engines.terres.writing import data_sha256


def fingerprint(instance: Instance, pairs: PairTable | None = None) -> str:
    """SHA-256 of the instance, and of its pairs when they come as arrays."""
    whole = data_sha256(instance)
    if pairs is None:
        return whole
    digest = hashlib.sha256(whole.encode())
    for field in fields(pairs):
        value = getattr(pairs, field.name)
        is_array = isinstance(value, np.ndarray)
        digest.update(np.ascontiguousarray(value).tobytes() if is_array else repr(value).encode())
    return digest.hexdigest()
