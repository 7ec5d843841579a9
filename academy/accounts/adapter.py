"""Where django-allauth asks this house how it wants things."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Signing in as this house wants it."""
