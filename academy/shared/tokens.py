"""Names that nobody can guess."""

import secrets

SERIAL_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U: read aloud over the phone without doubt


def new_token() -> str:
    """128 random bits, 22 characters that are safe in an address."""
    return secrets.token_urlsafe(16)


def new_serial(prefix: str) -> str:
    """A number for people to read and type, such as NACO-7K3F-9Q2M-XW4D: 58 random bits."""
    groups = ("".join(secrets.choice(SERIAL_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join([prefix, *groups])
