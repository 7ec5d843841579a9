"""The page of one cohort: what, when, where, how full, and where the reader stands. A constant number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from academy.accounts.models import Account
from academy.accounts.rules import ADULT
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.catalogue.kinds import CertificateKind
from courses.delivery.models import Cohort, Session
from courses.delivery.states import CohortState
from learners.enrolments.consent import needs_consent
from learners.enrolments.dates_queries import SessionView, Standing, counted, session_views, standing_of
from learners.enrolments.my_queries import PlaceCard, moment_words, my_place
from learners.enrolments.place_policies import may_book, may_take, runs


@dataclass(frozen=True, slots=True)
class DateView:
    """Everything on the page. `booking` says whether a place can be had now; `mine` is the reader's own."""

    token: str
    code: str
    title: str
    summary: str
    course_slug: str
    hub: str
    hub_slug: str
    hub_phone: str
    hub_email: str
    town: str
    region: str
    words: str
    state: str
    cancelled_why: str
    sessions: tuple[SessionView, ...]
    standing: Standing
    booking: Ruling
    opens: str
    closes: str
    min_age: int | None
    prior: tuple[str, ...]
    gives_certificate: bool
    guardian_asked: bool  # of the reader
    guardian_below: int  # an age under which a guardian is asked, 0 for none
    mine: PlaceCard | None
    runs: bool  # whether the reader looks after these dates
    is_sample: bool

    @property
    def action(self) -> str:
        return "Join the list" if self.standing.full else "Book my place"


def date_view(cohort: Cohort, who: Account | None, *, now: datetime) -> DateView:
    """For this reader; None is a visitor."""
    everything = Session.objects.select_related("venue").order_by("starts_at", "pk")
    rows = counted(Cohort.objects.filter(pk=cohort.pk)).prefetch_related(
        Prefetch("sessions", everything, to_attr="all_sessions"), "course__recommended_prior"
    )
    found: Any = rows.get()
    course, hub = found.course, found.hub
    mine = my_place(found, who.pk, now=now) if who else None
    return DateView(
        token=found.token,
        code=found.code,
        title=str(found),
        summary=course.summary,
        course_slug=course.slug if course.published else "",
        hub=hub.name,
        hub_slug=hub.slug,
        hub_phone=hub.phone,
        hub_email=hub.contact_email,
        town=hub.town,
        region=hub.region,
        words=found.words,
        state=found.state,
        cancelled_why=found.cancelled_why if found.state == CohortState.CANCELLED else "",
        sessions=session_views(found.all_sessions, with_link=mine is not None and mine.state == "confirmed"),
        standing=standing_of(found),
        booking=_booking(found, who, now),
        opens=_later(found.booking_opens_at, now),
        closes=_later(found.booking_closes_at, now),
        min_age=course.min_age,
        prior=tuple(one.title for one in course.recommended_prior.all() if one.published),
        gives_certificate=course.certificate_kind == CertificateKind.ATTENDANCE,
        guardian_asked=who is not None and needs_consent(who, course, on=london_date(now)),
        guardian_below=min(course.consent_below, ADULT),
        mine=mine,
        runs=who is not None and runs(who, found, now=now),
        is_sample=found.is_sample,
    )


def find_by_code(typed: str) -> Cohort | None:
    """The dates of a short code, however somebody typed it."""
    code = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return Cohort.objects.select_related("course", "hub").filter(code=code).first() if code else None


def _booking(cohort: Cohort, who: Account | None, now: datetime) -> Ruling:
    ruling = may_book(cohort, now=now)
    return may_take(who, cohort) if ruling and who is not None else ruling


def _later(at: datetime | None, now: datetime) -> str:
    return moment_words(at) if at is not None and at > now else ""
