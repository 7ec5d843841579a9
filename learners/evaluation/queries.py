"""Whom to ask, by which link, and what their page asks."""

from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from courses.catalogue.models import CourseOutcomes
from courses.catalogue.queries import outcomes_of
from courses.delivery.models import Cohort
from courses.delivery.states import HELD
from learners.attendance.models import AttendanceMark
from learners.attendance.states import AWAY, THERE
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, PlaceState
from learners.evaluation.models import Answered, Evaluation, EvaluationForm, FollowUp
from learners.evaluation.policies import may_answer
from learners.evaluation.rules import AFTER, ANSWERED_WITHIN, ASKED_WITHIN
from learners.evaluation.states import Kind

CAME = (PlaceState.ATTENDED, PlaceState.PART_ATTENDED)
ADDRESSES = {Kind.END: "evaluate", Kind.LATER: "follow-up"}
TABLES: dict[Kind, type[Evaluation] | type[FollowUp]] = {Kind.END: Evaluation, Kind.LATER: FollowUp}
_SIGNERS = {kind: Signer(salt=f"learners.evaluation.{kind}") for kind in Kind}


def to_ask(kind: Kind, now: datetime) -> QuerySet[Enrolment]:
    """The places of those to ask at this moment: they were there, and have not answered. With account (and the row
    that stands for the person, where two rows were joined), cohort, course and hub; one query.

    While the registers are not signed, whoever is marked as having come counts as there; nobody is asked how it was
    who was not marked at all. rules.asked_at says when the question became due, rules.asked_until how long it is
    worth asking, and rules.ASK_AGAIN after how long it may be asked once more, at the end. answer_href leads there.
    """
    return _there().filter(_over(kind, now), ~_has_answered(kind))


def _over(kind: Kind, now: datetime) -> Q:
    """Dates that ended so lately that people are asked about them now."""
    over = now - AFTER[kind]
    return Q(cohort__ends_at__gt=over - ASKED_WITHIN[kind], cohort__ends_at__lte=over)


def _there() -> QuerySet[Enrolment]:
    """Those who were there, on dates that were held, and whose account is open."""
    rows = Enrolment.objects.counted().filter(kind=EnrolmentKind.COHORT, cohort__state__in=HELD)
    rows = rows.filter(Q(state__in=CAME) | Q(Exists(_seen()), state=PlaceState.CONFIRMED))
    rows = rows.filter(Q(account__is_active=True) | Q(account__joined_to__is_active=True))
    return rows.select_related("account__joined_to", "cohort__course", "cohort__hub").order_by("pk")


def _has_answered(kind: Kind) -> Exists:
    return Exists(Answered.objects.filter(enrolment=OuterRef("pk"), kind=kind))


def _seen() -> QuerySet[AttendanceMark]:
    """Marks that somebody came, which were not taken back, and after which nobody marked that they had not."""
    same = {"session": OuterRef("session"), "enrolment": OuterRef("enrolment")}
    undone = AttendanceMark.objects.filter(session=OuterRef("session"), undoes=OuterRef("key"))
    away = AttendanceMark.objects.filter(**same, mark__in=AWAY, marked_at__gt=OuterRef("marked_at"))
    rows = AttendanceMark.objects.filter(enrolment=OuterRef("pk"), mark__in=THERE)
    rows = rows.filter(session__cancelled_at__isnull=True, session__cohort=OuterRef("cohort"))
    return rows.filter(~Exists(undone), ~Exists(away.filter(~Exists(undone))))


def answer_href(place: Enrolment, kind: Kind) -> str:
    """The path of the page on which this person answers: signed, because nobody has to sign in for it."""
    return reverse(ADDRESSES[kind], args=[_SIGNERS[kind].sign(str(place.pk))])


def place_of(kind: Kind, token: str) -> Enrolment | None:
    """The place that a link is for, with its cohort, course, hub and account. One query."""
    try:
        pk = int(_SIGNERS[kind].unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = Enrolment.objects.select_related("account__joined_to", "cohort__course", "cohort__hub")
    return rows.filter(pk=pk, cohort__isnull=False).first()


def has_answered(place: Enrolment, kind: Kind) -> bool:
    """One query."""
    return Answered.objects.filter(enrolment=place, kind=kind).exists()


def outcomes_asked(cohort: Cohort) -> CourseOutcomes | None:
    """What the people of this cohort are asked about: as its first answer had it, else as the course has it today.
    At most two queries."""
    form = EvaluationForm.objects.select_related("outcomes").filter(cohort=cohort).first()
    return form.outcomes if form is not None else outcomes_of(cohort.course_id)


def is_online(cohort: Cohort) -> bool:
    """Whether nobody had to come anywhere. One query."""
    return not cohort.sessions.live().filter(venue__isnull=False).exists()


@dataclass(frozen=True, slots=True)
class ToTell:
    """Something that a person can answer now."""

    href: str
    title: str
    kind: Kind


def open_for(account: Account, now: datetime) -> tuple[ToTell, ...]:
    """What this person can say at this moment, by whichever of their rows. One query."""
    oldest = now - max(AFTER[kind] + ANSWERED_WITHIN[kind] for kind in Kind)
    rows = _there().filter(account__in=rows_of(account), cohort__ends_at__gt=oldest)
    rows = rows.annotate(**{f"said_{kind.value}": _has_answered(kind) for kind in Kind})
    return tuple(
        ToTell(answer_href(place, kind), str(place.cohort), kind)
        for place in rows
        for kind in Kind
        if may_answer(place, kind, now=now) and not getattr(place, f"said_{kind.value}")
    )
