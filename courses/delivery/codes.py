"""Short codes that somebody can type from a poster or hear over the phone."""

import secrets

from academy.shared.tokens import SERIAL_LETTERS


def new_code() -> str:
    """Six letters and figures that nobody mixes up, such as 7K3F9Q: 29 random bits, for what is public anyway."""
    return "".join(secrets.choice(SERIAL_LETTERS) for _ in range(6))
