"""Passkeys and codes by app, as this house wants them."""

import base64
import hashlib
import logging
import secrets
from collections.abc import Iterable
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

log = logging.getLogger(__name__)

MARK = "fernet:"
TWO_STEPS = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}


class MFAAdapter(DefaultMFAAdapter):
    """Only the app asks for a second step. A passkey is one more way in: who left it at home still gets a code."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "You sign in with two steps. Turn the app off first, then add the address.",
        "cannot_generate_recovery_codes": "Spare codes are for people who sign in with an app. Turn that on first.",
        "incorrect_code": "That is not the code that is shown now. Wait for the next one and type its six numbers.",
        "unverified_email": "Confirm your e-mail address first: ask for a code on the page of your addresses.",
    }

    def is_mfa_enabled(self, user: Any, types: Iterable[str] | None = None) -> bool:
        asks_for_second_step = types is None or set(types) == TWO_STEPS
        enabled: bool = super().is_mfa_enabled(
            user, [Authenticator.Type.TOTP] if asks_for_second_step else types
        )
        return enabled

    def encrypt(self, text: str) -> str:
        """What the app's codes and the spare codes are made from is worth nothing without SECRET_KEY."""
        return MARK + _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Written before there was a mark: as it stands. Under a key that is lost: something that no code fits."""
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        try:
            return _box().decrypt(encrypted_text.removeprefix(MARK).encode()).decode()
        except InvalidToken:
            log.error("mfa_secret_unreadable: was SECRET_KEY changed without SECRET_KEY_FALLBACKS?")
            return base64.b32encode(secrets.token_bytes(40)).decode()

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.WAGTAIL_SITE_NAME}


def _box() -> MultiFernet:
    """Locked by SECRET_KEY; what its forerunners locked still opens."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    made = (hashlib.sha256(("academy.accounts.mfa " + key).encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in made])
