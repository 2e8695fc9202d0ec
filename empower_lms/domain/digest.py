"""Content digests: canonical JSON in, SHA-256 out."""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> str:
    """Write JSON with one spelling only: sorted keys, no blanks, real characters.

    Raises:
        ValueError: for NaN and infinities, which have no JSON.
        TypeError: for floats hidden in custom types and other values without JSON.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(value: Any) -> str:
    """Return the hexadecimal SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def digest_of_text(text: str) -> str:
    """Return the digest of a value that was written as JSON."""
    return digest_of(json.loads(text))
