"""The number of a place, to be typed at the door: six figures that only the person and those who run the dates know."""

from django.utils.crypto import salted_hmac

FIGURES = 6


def door_code(place_id: int) -> str:
    """Such as "402 718". It follows from the place and is stored nowhere."""
    digest = salted_hmac("learners.enrolments.door_code", str(place_id), algorithm="sha256").digest()
    number = f"{int.from_bytes(digest[:8]) % 10**FIGURES:0{FIGURES}}"
    return f"{number[:3]} {number[3:]}"


def read_door_code(typed: str) -> str:
    """The number however somebody typed it; empty where it is none, as when it is a name."""
    figures = "".join(sign for sign in typed if sign not in " -.")
    if len(figures) == FIGURES and figures.isascii() and figures.isdecimal():
        return f"{figures[:3]} {figures[3:]}"
    return ""
