"""How much room a portfolio has, and the addresses by which its files are opened."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Sum
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import BY_ASSESSOR, FileState

SALT = "evidence-file"
OPEN_SECONDS = 20 * 60  # for which an address works; a recording may be played for twice its length more


class Part(StrEnum):
    """view: as a browser shows it in the page. kept: the file itself, to save. small: the picture for lists."""

    VIEW = "v"
    KEPT = "k"
    SMALL = "s"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of one file, for one person, for twenty minutes; empty where there is none. `type` of what `view` shows."""

    view: str
    kept: str
    small: str
    type: str


class AddressRanOut(Exception):
    """It was right, and is too old."""


def used_by(person: Account) -> int:
    """Bytes of every file that is still there, as it is kept. What an assessor recorded takes none of their room."""
    rows = EvidenceFile.objects.filter(item__account__in=rows_of(person), removed_at__isnull=True)
    rows = rows.exclude(item__kind__in=BY_ASSESSOR).exclude(state=FileState.REFUSED)
    return rows.aggregate(all=Sum("size"))["all"] or 0


def room_of(person: Account) -> int:
    """Bytes that this person may still add."""
    most: int = settings.PORTFOLIO_BYTES
    return max(0, most - used_by(person))


def addresses_of(file: EvidenceFile, to: Account) -> Addresses:
    """To put into a page that this person reads. Whether they may open it is asked again when they do."""
    there = file.state == FileState.READY and file.removed_at is None
    return Addresses(
        view=_address(file, Part.VIEW, to) if there and file.view_type else "",
        kept=_address(file, Part.KEPT, to) if there else "",
        small=_address(file, Part.SMALL, to) if there and file.small else "",
        type=file.view_type if there else "",
    )


def meant_by(signed: str) -> tuple[EvidenceFile, Part, int]:
    """The file, the part of it, and the id of whom the address was made for. Raises AddressRanOut, and LookupError for
    what we never gave out or what is not there."""
    told: Any
    try:
        told = signing.loads(signed, salt=SALT)
        file = EvidenceFile.objects.select_related("item__account").get(token=told["f"])
        signing.loads(signed, salt=SALT, max_age=OPEN_SECONDS + 2 * (file.seconds or 0))
    except signing.SignatureExpired as fault:
        raise AddressRanOut from fault
    except (signing.BadSignature, EvidenceFile.DoesNotExist) as fault:
        raise LookupError from fault
    return file, Part(told["p"]), told["a"]


def _address(file: EvidenceFile, part: Part, to: Account) -> str:
    facts = {"f": file.token, "p": part.value, "a": to.pk}
    return reverse("evidence-file", args=[signing.dumps(facts, salt=SALT)])
