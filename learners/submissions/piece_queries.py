"""Pieces and what was handed in before, as the rules look at them. For many registrations in a constant number of
queries.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from academy.accounts.models import Account
from academy.shared.clock import london_date
from courses.qualifications.models import CriterionMethod
from learners.portfolio.models import EvidenceItem, EvidenceLink
from learners.portfolio.states import BY_ASSESSOR, CONTEXT, METHODS, EvidenceKind, FileState, WitnessStatus
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import CriterionAnswer, ExtraAttempt
from learners.submissions.models import SubmissionCriterion
from learners.submissions.rules import Extra, Past, Piece
from learners.submissions.states import WAITING, Outcome, SubmissionState

BY_FILE = (EvidenceKind.PHOTO, EvidenceKind.RECORDING, EvidenceKind.FILE)
IN_WORDS = (EvidenceKind.REFLECTION, EvidenceKind.PRACTICE, EvidenceKind.LESSON)


@dataclass(frozen=True, slots=True)
class Linked:
    """A piece that the learner says shows a criterion. `token` and `kind_words` of the piece, for the screen."""

    pk: int
    criterion: int
    note: str
    place: str
    token: str
    kind_words: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Answer:
    """What the learner was told of a criterion. next_step: what to do, where it is not yet met."""

    outcome: str
    next_step: str

    @property
    def met(self) -> bool:
        return self.outcome == Outcome.MET


def linked_pieces(registrations: Collection[int]) -> dict[int, list[Linked]]:
    """By registration. Pieces that were withdrawn are left out. Two queries."""
    links = EvidenceLink.objects.filter(registration__in=registrations, item__withdrawn_at__isnull=True)
    links = links.order_by("item", "pk")
    items = pieces({link.item_id for link in links})
    found: dict[int, list[Linked]] = defaultdict(list)
    for link in links:
        item, piece = items[link.item_id]
        kind = EvidenceKind(item.kind).label
        found[link.registration_id].append(
            Linked(link.pk, link.criterion_id, link.note, link.place, item.token, kind, piece)
        )
    return found


def pieces(ids: Collection[int]) -> dict[int, tuple[EvidenceItem, Piece]]:
    """By id. One query."""
    kept = Q(files__removed_at__isnull=True)
    rows = (
        EvidenceItem.objects.filter(pk__in=ids)
        .select_related("witness")
        .annotate(
            ready=Count("files", kept & Q(files__state=FileState.READY)),
            checking=Count("files", kept & Q(files__state=FileState.CHECKING)),
            refused=Count("files", kept & Q(files__state=FileState.REFUSED)),
        )
    )
    return {item.pk: (item, _piece(item)) for item in rows}


def prescribed_methods(versions: Collection[int]) -> dict[int, frozenset[str]]:
    """By criterion; one that is not here asks for no method in particular. One query."""
    rows = CriterionMethod.objects.filter(version__in=versions, prescribed=True)
    found: dict[int, set[str]] = defaultdict(set)
    for criterion, method in rows.values_list("criterion", "method"):
        found[criterion].add(method)
    return {criterion: frozenset(methods) for criterion, methods in found.items()}


def past_of(
    learners: Collection[int], criteria: Collection[int] | None = None
) -> dict[tuple[int, int], list[Past]]:
    """How often each was handed in, by (id of the row that stands for the learner, criterion). One query.

    learners: ids of those rows; criteria: only of these. What several assessors have parts of is answered part by part.
    """
    told = CriterionAnswer.objects.filter(submission=OuterRef("submission"), criterion=OuterRef("criterion"))
    rows = SubmissionCriterion.objects.filter(
        Q(submission__registration__account__in=learners)
        | Q(submission__registration__account__joined_to__in=learners)
    ).exclude(submission__state=SubmissionState.DRAFT)
    if criteria is not None:
        rows = rows.filter(criterion__in=criteria)
    found: dict[tuple[int, int], list[Past]] = defaultdict(list)
    rows = rows.annotate(told_at=Subquery(told.order_by("-pk").values("released_at")[:1]))
    for one in rows.select_related("submission__registration__account").order_by("submission__submitted_at"):
        made = one.submission
        person = made.registration.account.joined_to_id or made.registration.account_id
        told_at = one.told_at or made.released_at
        found[person, one.criterion_id].append(
            Past(
                waiting=made.state in WAITING and told_at is None,
                returned=made.state == SubmissionState.RETURNED_UNASSESSED,
                released_on=london_date(told_at) if told_at else None,
                returned_on=london_date(made.returned_at) if made.returned_at else None,
                handed_in_at=made.submitted_at,
            )
        )
    return found


def answers_of(registrations: Collection[int]) -> dict[tuple[int, int], Answer]:
    """The answer that counts, by (registration, criterion); one that is not here has none. One query."""
    rows = CriterionAnswer.objects.filter(registration__in=registrations, ended_at=None)
    return {(one.registration_id, one.criterion_id): Answer(one.outcome, one.next_step) for one in rows}


def extras_of(registrations: Collection[int]) -> dict[tuple[int, int], Extra]:
    """The newest try that was given beyond the rule, by (registration, criterion). One query."""
    rows = ExtraAttempt.objects.filter(registration__in=registrations).order_by("given_at", "pk")
    return {(one.registration_id, one.criterion_id): Extra(one.given_at, one.until) for one in rows}


def person_of(registration: QualRegistration) -> int:
    """The id of the row that stands for its learner."""
    account: Account = registration.account
    return account.joined_to_id or account.pk


def methods_of(item: EvidenceItem) -> frozenset[str]:
    """As which of the specification's methods it can count. `witness` should be selected with it."""
    said = getattr(item, "witness", None)
    methods = {str(method) for method in METHODS[EvidenceKind(item.kind)]}
    if said is not None and said.status != WitnessStatus.EXPERT:
        methods.discard("expert_witness")
    return frozenset(methods)


def _piece(item: EvidenceItem) -> Piece:
    kind = EvidenceKind(item.kind)
    return Piece(
        pk=item.pk,
        title=item.title,
        kind=item.kind,
        methods=methods_of(item),
        own_part=bool(item.own_part.strip()) or kind in BY_ASSESSOR,
        others=item.others,
        happened=item.happened_on is not None,
        content=_holds_something(item, kind),
        checking=item.checking,  # type: ignore[attr-defined]
        refused=item.refused,  # type: ignore[attr-defined]
        witness=_witness(item) if kind == EvidenceKind.WITNESS else "",
        context=kind in CONTEXT,
    )


def _holds_something(item: EvidenceItem, kind: EvidenceKind) -> bool:
    """Files that are refused or still being checked are said apart."""
    if kind in BY_FILE:
        return bool(item.ready or item.checking or item.refused)  # type: ignore[attr-defined]
    if kind == EvidenceKind.LINK:
        return bool(item.link)
    if kind in IN_WORDS:
        return bool(item.text.strip() or item.learned.strip() or item.record)
    return True


def _witness(item: EvidenceItem) -> str:
    said = getattr(item, "witness", None)
    if said is None or said.declined_at is not None:
        return "declined" if said else "asked"
    return "confirmed" if said.confirmed_at is not None else "asked"
