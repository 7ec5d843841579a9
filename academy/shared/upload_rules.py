"""What a file that somebody sends may be called. Pure."""

import unicodedata

LONGEST_NAME = 120
BETWEEN = "/\\:"  # folders and drives, on any system


def clean_name(name: str, ending: str = "") -> str:
    """A name that is only a name: no folders, nothing invisible, nothing that turns the reading round.

    `ending` such as "jpg" takes the place of the one that it says. Never empty, at most 120 characters.
    """
    for mark in BETWEEN:
        name = name.rpartition(mark)[2]
    shown = "".join(
        letter if unicodedata.category(letter)[0] not in "CZ" else " " if letter.isspace() else ""
        for letter in unicodedata.normalize("NFC", name)
    )
    shown = " ".join(shown.replace('"', "").split())
    if ending:
        before, dot, after = shown.rpartition(".")
        stem = before if dot and 0 < len(after) <= 5 and after.isalnum() else shown
        tail = f".{ending}"
        return f"{stem.strip('. ')[: LONGEST_NAME - len(tail)] or 'file'}{tail}"
    return shown.strip(". ")[:LONGEST_NAME] or "file"
