"""Putting what came with a form into a piece: one file after the other, so that a bad one keeps no other out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.portfolio.actions import change_evidence
from learners.portfolio.file_actions import add_file
from learners.portfolio.file_rules import NotTaken
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import EvidenceKind

MOST_AT_ONCE = 20
JUST_NOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brings: tokens of uploads, which of them were covered and which are wanted in full size; or files."""

    uploads: tuple[str, ...] = ()
    covered: frozenset[str] = frozenset()
    originals: frozenset[str] = frozenset()
    files: list[UploadedFile[Any]] = field(default_factory=list)

    @classmethod
    def of(cls, said: QueryDict, files: MultiValueDict[str, UploadedFile[Any]]) -> "Sent":
        """From a form with the macro upload_field."""

        def tokens(name: str) -> list[str]:
            return [one for one in said.get(name, "").split(",") if one][:MOST_AT_ONCE]

        return cls(
            tuple(dict.fromkeys(tokens("uploads"))),
            frozenset(tokens("covered")),
            frozenset(tokens("originals")),
            files.getlist("files")[:MOST_AT_ONCE],
        )

    def __bool__(self) -> bool:
        return bool(self.uploads or self.files)


def attach(*, item: EvidenceItem, sent: Sent, by: Account, now: datetime) -> list[str]:
    """What could not be taken, in words. A piece without a name of its own is called after its file."""
    wrong = []
    things: list[str | UploadedFile[Any]] = [*sent.uploads, *sent.files]
    for one in things:
        token = one if isinstance(one, str) else ""
        try:
            add_file(
                item_id=item.pk,
                sent=one,
                by=by,
                now=now,
                covered=token in sent.covered,
                original=token in sent.originals,
            )
        except NotTaken as fault:
            twice = fault.code == "not_uploaded" and _just_added(item, now)
            if not twice:  # the same button pressed twice: the file is in its place
                wrong.append(str(fault))
        except Refused as refusal:
            wrong.append(refusal.reason)
    if sent and item.kind == EvidenceKind.FILE:
        change_evidence(item_id=item.pk, words={}, by=by, now=now)
    return wrong


def _just_added(item: EvidenceItem, now: datetime) -> bool:
    return item.files.filter(added_at__gt=now - JUST_NOW).exists()
