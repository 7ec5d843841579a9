"""Who is on some dates, for those who run them, and whom their hub knows already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import of_person
from academy.hubs.models import Hub
from academy.shared.models import AuditEvent
from courses.delivery.models import Cohort
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.my_queries import moment_words
from learners.enrolments.states import BOOKED, ENDED, LIVE, PlaceState, Source

ON_A_PAGE, MOST_FOUND = 50, 10
ASKED = (PlaceState.REQUESTED, PlaceState.OFFERED)
SHOWN: dict[str, tuple[str, tuple[PlaceState, ...]]] = {
    "": ("Everybody on it", LIVE),
    "booked": ("Booked", BOOKED),
    "asked": ("To be answered", ASKED),
    "waiting": ("Waiting", (PlaceState.WAITLISTED,)),
    "ended": ("No longer on it", ENDED),
}
KINDS = {
    PlaceState.CONFIRMED: "done",
    PlaceState.ATTENDED: "done",
    PlaceState.OFFERED: "now",
    PlaceState.REQUESTED: "warn",
    PlaceState.WAITLISTED: "info",
}
LABELS = {  # short, for a list on a phone
    PlaceState.REQUESTED: "Guardian to agree",
    PlaceState.OFFERED: "Place offered",
    PlaceState.WAITLISTED: "Waiting",
    PlaceState.CANCELLED_BY_LEARNER: "Gave it up",
    PlaceState.CANCELLED_BY_HUB: "Taken back",
    PlaceState.TRANSFERRED: "Moved",
}
DONE = {
    "place_confirmed": "The place was booked",
    "place_requested": "A place was kept until a parent or guardian agrees",
    "place_waitlisted": "Joined the waiting list",
    "place_offered": "A free place was offered",
    "offer_accepted": "The offer was taken",
    "offer_ran_out": "Ran out: nobody answered in time",
    "place_moved": "The place was moved to other dates",
    "place_moved_here": "The place was moved here from other dates",
    "place_given_up": "The place was given up",
    "guardian_agreed": "A parent or guardian agreed",
    "entered_twice": "Was entered twice; it goes on under the other entry",
    "entered_twice_undone": "Two people after all: as it was before",
    "counts_for_both": "Entered twice; this is the place that is counted",
    "needs_saved": "Food, access or emergency contact was saved",
}


@dataclass(frozen=True, slots=True)
class OnIt:
    """One person on some dates. `number` is the seat, or the place on the list."""

    href: str
    name: str
    label: str
    kind: str
    note: str
    has_needs: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the hub knows, with enough to tell two of the same name apart."""

    pk: int
    name: str
    reach: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a place's history."""

    when: str
    what: str
    who: str
    why: str


def counts(cohort: Cohort) -> dict[str, int]:
    """How many people each filter shows. One query."""
    wanted = {key or "live": Count("pk", filter=Q(state__in=states)) for key, (_, states) in SHOWN.items()}
    rows = Enrolment.objects.filter(_shown(), cohort=cohort)
    found = rows.order_by().aggregate(**wanted)
    return {"": found.pop("live"), **found}


def people_on(cohort: Cohort, show: str, *, number: Any = 1) -> Page[OnIt]:
    """Those whom this filter shows: who is booked by name, who waits in the order of the list. Two queries."""
    rows = Enrolment.objects.filter(_shown(), cohort=cohort, state__in=SHOWN[show][1])
    rows = rows.select_related("account").alias(name=Lower("account__full_name"))
    rows = rows.annotate(has_needs=Exists(DayNeeds.objects.filter(enrolment=OuterRef("pk"))))
    order = ("waiting_since", "pk") if show == "waiting" else ("state", "name", "pk")
    page: Page[Any] = Paginator(rows.order_by(*order), ON_A_PAGE).get_page(number)
    first = page.start_index()
    page.object_list = [
        _on_it(place, cohort, first + at if show == "waiting" else 0)
        for at, place in enumerate(page.object_list)
    ]
    return page


def _shown() -> Q:
    """Somebody who was entered twice is one person; the place that ended by that is under those that ended."""
    return Q(counts_for__isnull=True) | Q(state__in=ENDED)


def known_people(hub: Hub, cohort: Cohort, search: str) -> tuple[Known, ...]:
    """Those whom this hub knows by this name and who are not on these dates yet."""
    words = search.split()[:5]
    if not words:
        return ()
    on_it = Enrolment.objects.filter(of_person(OuterRef("pk")), cohort=cohort, state__in=LIVE)
    people = known_to(hub).filter(~Exists(on_it))
    for word in words:
        people = people.filter(Q(full_name__icontains=word) | Q(preferred_name__icontains=word))
    people = people.order_by(Lower("full_name"), "pk")[:MOST_FOUND]
    return tuple(Known(one.pk, str(one), one.email or one.phone or "no way to reach them") for one in people)


def known_to(hub: Hub) -> QuerySet[Account]:
    """The people of this hub: it is their home hub, or they have or had a place on its dates. Each once, also who was
    entered twice."""
    here = Enrolment.objects.filter(of_person(OuterRef("pk")), cohort__hub=hub)
    at_home = Account.objects.filter(joined_to=OuterRef("pk"), hub=hub)
    return Account.objects.filter(Q(hub=hub) | Exists(here) | Exists(at_home), is_active=True)


def is_known(hub: Hub, account_id: int) -> bool:
    return known_to(hub).filter(pk=account_id).exists()


def history_of(place: Enrolment) -> tuple[Step, ...]:
    """What happened to a place, the newest first. One query."""
    events = AuditEvent.objects.filter(chain=f"enrolment:{place.pk}").select_related("detail")
    return tuple(_step(event) for event in events.order_by("-seq")[:50])


def _step(event: Any) -> Step:
    detail = getattr(event, "detail", None)
    return Step(
        when=moment_words(event.at),
        what=DONE.get(event.action, event.action.replace("_", " ").capitalize()),
        who=detail.actor_name if detail else "",
        why=detail.reason if detail else "",
    )


def _on_it(place: Any, cohort: Cohort, turn: int) -> OnIt:
    state = PlaceState(place.state)
    return OnIt(
        href=reverse("date-person", args=[cohort.token, place.pk]),
        name=str(place.account),
        label=LABELS.get(state) or str(state.label).capitalize(),
        kind=KINDS.get(state, ""),
        note=_note(place, state, turn),
        has_needs=place.has_needs,
    )


def _note(place: Any, state: PlaceState, turn: int) -> str:
    if state in ASKED and place.offer_expires_at is not None:
        return f"Until {moment_words(place.offer_expires_at)}"
    if state == PlaceState.WAITLISTED:
        since = _when(place.waiting_since)
        return f"Number {turn}, since {since}" if turn else f"Since {since}"
    if state in ENDED:
        return place.ended_why or (_when(place.ended_at) if place.ended_at else "")
    return "" if place.source == Source.SELF else str(Source(place.source).label).capitalize()


def _when(at: datetime) -> str:
    return moment_words(at)
