"""One registration as its learner sees it, and the cards of a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import OptionalGroup, Unit
from courses.qualifications.policies import may_deliver
from courses.qualifications.queries import group_facts, unit_facts
from courses.qualifications.rules import combination
from courses.qualifications.states import VersionState
from learners.registrations.acceptance_policies import may_confirm_details
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import LearnerDetails, QualRegistration
from learners.registrations.next_steps import WAITED_FOR, Stand, Step, step_for_learner
from learners.registrations.policies import may_answer
from learners.registrations.side_policies import may_break, may_come_back, may_withdraw
from learners.registrations.standing import Standing, current_allocations
from learners.registrations.states import ENDED, WORKING, AllocatedAs, RegistrationState

S = RegistrationState
NEAR = 180  # days before the last day for certificates
ON_THE_WAY = (  # (what, the states before it is done)
    ("You asked", ()),
    ("Your hub took you on", (S.APPLIED,)),
    ("You are registered", (S.APPLIED, S.ACCEPTED)),
    ("You show what you can do", (S.APPLIED, S.ACCEPTED, S.REGISTERED, S.IN_PROGRESS)),
    ("Quality check", (S.APPLIED, S.ACCEPTED, S.REGISTERED, S.IN_PROGRESS, S.ASSESSED)),
    (
        "Your qualification certificate",
        (S.APPLIED, S.ACCEPTED, S.REGISTERED, S.IN_PROGRESS, S.ASSESSED, S.CLEARED, S.CLAIMED),
    ),
)


@dataclass(frozen=True, slots=True)
class Mine:
    """For the learner. timeline: (title, when, text, state); warnings: sentences."""

    registration: QualRegistration
    step: Step
    href: str
    timeline: tuple[tuple[str, str, str, str], ...]
    warnings: tuple[str, ...]
    details: LearnerDetails | None
    units: tuple[Unit, ...]
    assessors: tuple[str, ...]
    has_choice: bool
    answer: Ruling
    confirm: Ruling
    pause: Ruling
    back: Ruling
    leave: Ruling


@dataclass(frozen=True, slots=True)
class RegistrationCard:
    """On My learning. step_href: where the step is taken, empty where there is nothing to press; waits: others wait for
    the learner to take it, or the day for it is agreed."""

    title: str
    href: str
    state: str
    label: str
    step: Step
    step_href: str
    waits: bool
    is_sample: bool


def mine(registration: QualRegistration, by: Account, standing: Standing, *, now: datetime) -> Mine:
    """The learner's page of one registration."""
    details = registration.details.order_by("-number").first()
    choice, missing = choice_of(registration)
    names = assessors_of(registration, now)
    step = step_for_learner(_stand(registration, details, bool(choice and missing), names))
    known = {"now": now, "standing": standing}
    return Mine(
        registration=registration,
        step=step,
        href=_href(step.page, registration),
        timeline=_timeline(registration),
        warnings=warnings_of(registration, now=now),
        details=details,
        units=units_taken(registration),
        assessors=names,
        has_choice=choice and registration.state in WORKING,
        answer=may_answer(by, registration, **known),  # type: ignore[arg-type]
        confirm=may_confirm_details(by, registration, details, **known),  # type: ignore[arg-type]
        pause=may_break(by, registration, **known),  # type: ignore[arg-type]
        back=may_come_back(by, registration, **known),  # type: ignore[arg-type]
        leave=may_withdraw(by, registration, **known),  # type: ignore[arg-type]
    )


def cards_of(account: Account, *, now: datetime) -> tuple[RegistrationCard, ...]:
    """What a person is on, the newest first, with what happens next; without those that are over.

    Two queries, with one more for what was asked; and three for each where units are to be chosen.
    """
    groups = OptionalGroup.objects.filter(version=OuterRef("version"))
    rows = (
        QualRegistration.objects.live().filter(account__in=rows_of(account)).annotate(groups=Exists(groups))
    )
    rows = rows.select_related("hub", "version__qualification__awarding_organisation").order_by("-pk")
    found = list(rows)
    given = current_allocations([one.pk for one in found], on=london_date(now)) if found else []
    return tuple(_card(one, given) for one in found)


def _card(one: QualRegistration, given: list[Allocation]) -> RegistrationCard:
    details = one.details.order_by("-number").first() if one.state == S.APPLIED else None
    missing = choice_of(one)[1] if one.groups and one.state in WORKING else ""  # type: ignore[attr-defined]
    names = _names([each for each in given if each.registration_id == one.pk])
    step, own = (
        step_for_learner(_stand(one, details, bool(missing), names)),
        reverse("registration", args=[one.token]),
    )
    return RegistrationCard(
        title=one.version.qualification.title,
        href=own,
        state=one.state,
        label=S(one.state).label,
        step=step,
        step_href=own if step.page == "answer" else _href(step.page, one),
        waits=step.page in WAITED_FOR,
        is_sample=one.version.qualification.is_sample,
    )


def units_taken(registration: QualRegistration) -> tuple[Unit, ...]:
    """In their order."""
    rows = registration.units.select_related("unit__group").order_by("unit__number")
    return tuple(one.unit for one in rows)


def warnings_of(registration: QualRegistration, *, now: datetime, staff: bool = False) -> tuple[str, ...]:
    """What has changed around a registration, and what that means; nothing of it takes anything away."""
    if registration.state in ENDED:
        return ()
    on, version, said = london_date(now), registration.version, []
    if not may_deliver(registration.hub, version, on):
        said.append(
            f"{registration.hub.name} is not approved for this qualification just now, so nothing is judged there. "
            "Nothing is lost: everything stays, and can go along to another hub. "
            + (
                "Move the registration, or ask the Academy manager."
                if staff
                else "Ask your hub what comes next."
            )
        )
    last = version.certifies_until
    if version.state == VersionState.CLOSED:
        until = f"until {last.day} {last:%B %Y}, the last day for certificates" if last else "as planned"
        said.append(
            f"Version {version.number} takes no new learners. "
            + (f"Who is on it can finish {until}." if staff else f"You are on it, and can finish {until}.")
        )
    elif last is not None and (last - on).days <= NEAR:
        said.append(f"The last day for certificates of this version is {last.day} {last:%B %Y}.")
    return tuple(said)


def _stand(
    registration: QualRegistration,
    details: LearnerDetails | None,
    to_choose: bool,
    assessors: tuple[str, ...],
) -> Stand:
    back = registration.break_until
    return Stand(
        state=S(registration.state),
        agreed=registration.agreed_at is not None,
        details="none" if details is None else "confirmed" if details.confirmed_at else "entered",
        units_to_choose=to_choose,
        began=registration.began_at is not None,
        assessor=" and ".join(assessors),
        hub=registration.hub.name,
        organisation=registration.version.qualification.awarding_organisation.name,
        ended_why=registration.ended_why,
        back_on=f"{back.day} {back:%B %Y}" if back else "",
    )


def choice_of(registration: QualRegistration) -> tuple[bool, str]:
    """Whether units are to be chosen at all, and what is wrong with those that are taken."""
    version = registration.version
    groups = group_facts(version)
    if not groups:
        return False, ""
    taken = set(registration.units.values_list("unit_id", flat=True))
    return True, combination(taken, unit_facts(version), groups, version.fewest_credits).reason


def assessors_of(registration: QualRegistration, now: datetime) -> tuple[str, ...]:
    return _names(current_allocations([registration.pk], on=london_date(now)))


def _names(given: list[Allocation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one.person) for one in given if one.task == AllocatedAs.ASSESSOR))


def _href(page: str, registration: QualRegistration) -> str:
    """Of a page that this release may not have yet; the registration's own then."""
    if page in ("", "answer"):
        return ""
    if page == "way":
        return reverse("way", args=[registration.version.qualification.slug])
    if page == "continued":
        following = QualRegistration.objects.filter(continues=registration).first()
        return reverse("registration", args=[following.token]) if following else ""
    try:
        return reverse(page) if page == "portfolio" else reverse(page, args=[registration.token])
    except NoReverseMatch:
        return ""


def _timeline(registration: QualRegistration) -> tuple[tuple[str, str, str, str], ...]:
    """What is done, and what is now. On a break: as it was before it; over: only what was done."""
    at = S(registration.before_break) if registration.before_break else S(registration.state)
    dates = (
        registration.applied_at,
        registration.accepted_at,
        registration.registered_on,
        registration.assessed_at,
        None,
        None,
    )
    rows, now_seen = [], at in ENDED and at not in (S.CERTIFICATED, S.REVOKED)
    over = now_seen
    for (title, before), when in zip(ON_THE_WAY, dates, strict=True):
        done = when is not None if over else at not in before
        state = "done" if done else "new" if now_seen else "now"
        now_seen = now_seen or state == "now"
        day = london_date(when) if isinstance(when, datetime) else when
        rows.append((title, f"{day.day} {day:%B %Y}" if done and day else "", "", state))
    return tuple(rows)
