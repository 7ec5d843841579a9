"""One piece of evidence as a page shows it, to its owner or to somebody who may see it."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.rulings import Ruling
from learners.portfolio.file_policies import may_take_away
from learners.portfolio.file_queries import Addresses, addresses_of
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.policies import (
    is_own,
    may_bring_back_evidence,
    may_change_evidence,
    may_delete_evidence,
    may_link_evidence,
    may_withdraw_evidence,
)
from learners.portfolio.queries import PieceRow, registrations_with_portfolio, row_of, theirs, with_everything
from learners.portfolio.rules import hours_words, is_context
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of


@dataclass(frozen=True, slots=True)
class Linked:
    """What it shows for one registration; `may`: whether its owner may change that now."""

    registration: QualRegistration
    title: str
    shows: tuple[tuple[str, str, str, str], ...]  # "Unit 3, 1.2", what it asks for, note, place
    may: Ruling


@dataclass(frozen=True, slots=True)
class Shown:
    """A file with the addresses that whoever looks may open. sort: picture, sound, film or empty."""

    file: EvidenceFile
    at: Addresses
    sort: str
    take_away: Ruling


@dataclass(frozen=True, slots=True)
class Piece:
    """Everything that the page says. `facts`: (name, value) in words. Rulings are for whoever looks."""

    item: EvidenceItem
    row: PieceRow
    own: bool
    files: tuple[Shown, ...]
    refused: tuple[EvidenceFile, ...]
    facts: tuple[tuple[str, str], ...]
    record: tuple[tuple[str, str], ...]
    linked: tuple[Linked, ...]
    handed_in: tuple[tuple[str, datetime], ...]  # its address, when
    context: bool
    change: Ruling
    delete: Ruling
    withdraw: Ruling
    bring_back: Ruling


def piece_of(item: EvidenceItem, by: Account) -> Piece:
    """For whoever may see it (that is asked before)."""
    full = with_everything(EvidenceItem.objects.filter(pk=item.pk)).get()
    files: list[EvidenceFile] = full.present_files  # type: ignore[attr-defined]
    own = is_own(by, full)
    return Piece(
        item=full,
        row=row_of(full),
        own=own,
        files=tuple(_shown(one, by) for one in files if one.state != FileState.REFUSED),
        refused=tuple(one for one in files if one.state == FileState.REFUSED),
        facts=_facts(full),
        record=tuple((str(name), str(value)) for name, value in full.record.items()),
        linked=tuple(_linked(full, by, own=own)),
        handed_in=_handed_in(full),
        context=is_context(full.kind),
        change=may_change_evidence(by, full),
        delete=may_delete_evidence(by, full),
        withdraw=may_withdraw_evidence(by, full),
        bring_back=may_bring_back_evidence(by, full),
    )


def own_piece(by: Account, token: str) -> EvidenceItem | None:
    """By its address, if it is theirs."""
    return theirs(by).select_related("account").filter(token=token).first()


def _shown(file: EvidenceFile, to: Account) -> Shown:
    at = addresses_of(file, to)
    sort = {"image": "picture", "audio": "sound", "video": "film"}.get(at.type.partition("/")[0], "")
    return Shown(file, at, sort if at.view else "", may_take_away(to, file))


def _facts(item: EvidenceItem) -> tuple[tuple[str, str], ...]:
    practice = item.kind == EvidenceKind.PRACTICE
    day = f"{item.happened_on.day} {item.happened_on:%B %Y}" if item.happened_on else "Not said yet"
    rows = [("When", day)]
    if practice:
        rows.append(("How long", hours_words(item.minutes) if item.minutes else "Not said yet"))
    if item.people_listened is not None:
        rows.append(("People listened to", str(item.people_listened)))
    rows.append(("Who else is in it", item.get_others_display()))
    return tuple(rows)


def _linked(item: EvidenceItem, by: Account, *, own: bool) -> Iterable[Linked]:
    """Of its owner: every registration of theirs, also those for which it shows nothing yet."""
    rows: dict[int, list[tuple[str, str, str, str]]] = {}
    for link in item.all_links:  # type: ignore[attr-defined]
        outcome = link.criterion.outcome
        said = f"Unit {outcome.unit.number}, {outcome.number}.{link.criterion.number}"
        rows.setdefault(link.registration_id, []).append((said, link.criterion.text, link.note, link.place))
    theirs = registrations_with_portfolio(item.account)
    for one in theirs if own else _through(by, theirs, rows):
        may = may_link_evidence(by, item, one) if own else Ruling.no("")
        if one.pk in rows or (own and may):
            yield Linked(one, str(one.version.qualification.title), tuple(rows.get(one.pk, ())), may)


def _through(
    by: Account, theirs: Iterable[QualRegistration], linked: Container[int]
) -> Iterable[QualRegistration]:
    """Those of a learner's registrations by which somebody else comes to this piece. Of the others they learn
    nothing: not even that there are any."""
    for one in theirs:
        if one.pk in linked and standing_of(by, one, on=clock.today()).sees_work:
            yield one


def _handed_in(item: EvidenceItem) -> tuple[tuple[str, datetime], ...]:
    rows = item.handed_in.filter(submission__submitted_at__isnull=False).order_by("submission__submitted_at")
    found = rows.values_list("submission__token", "submission__submitted_at")
    return tuple((token, at) for token, at in found if at is not None)
