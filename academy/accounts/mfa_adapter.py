"""Passkeys and codes by app, as this house wants them."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

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

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.WAGTAIL_SITE_NAME}
