"""How the session of a test's browser was opened, where the test did not sign in as people do."""

import time
from typing import Any

from django.test import Client

from academy.accounts.models import Account

EMAIL = {"method": "code", "email": "own@example.org"}
PASSKEY = {"method": "mfa", "type": "webauthn", "passwordless": True}
PASSWORD = {"method": "password"}
HUB = {"method": "hub_code"}
APP = {"method": "mfa", "type": "totp"}


def proved(client: Client, account: Account, *records: dict[str, Any], ago: float = 0) -> Client:
    """The browser is signed in; its session now says that these proofs were given, so many seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [{"at": time.time() - ago, **one} for one in records]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return client
