"""The name under which somebody's equality answers are kept. Without the secret nobody can tell whose they are."""

import hashlib
import hmac
import secrets

from django.conf import settings


def key_of(account_id: int) -> str:
    """Always the same for one account and one secret; the answers of an old secret are nobody's any more."""
    secret = settings.EQUALITY_KEY.encode()
    return hmac.new(secret, f"equality answers of {account_id}".encode(), hashlib.sha256).hexdigest()


def key_of_nobody() -> str:
    """For a paper slip."""
    return secrets.token_hex(32)
