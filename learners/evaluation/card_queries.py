"""Cards for the room: people whom no e-mail reaches answer with a telephone, theirs or a neighbour's."""

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from markupsafe import Markup

from academy.shared.pdf import qr_svg
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState
from learners.evaluation.queries import CAME, answer_href
from learners.evaluation.states import Kind

CARDS_ON_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Card:
    """One person's: whose it is, and the square that leads to their questions."""

    name: str
    href: str
    square: Markup


def cards(cohort: Cohort, *, number: str) -> tuple[Page[Enrolment], list[Card]]:
    """Of everybody on these dates without an e-mail address, whether they have answered or not: who prints them does
    not learn who has. Two queries."""
    page = Paginator(_without_email(cohort), CARDS_ON_A_PAGE).get_page(number)
    return page, [_card(place) for place in page.object_list]


def how_many_cards(cohort: Cohort) -> int:
    """One query."""
    return _without_email(cohort).count()


def _without_email(cohort: Cohort) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.counted().filter(cohort=cohort, state__in=(*CAME, PlaceState.CONFIRMED))
    rows = rows.filter(Q(account__joined_to__isnull=True) | Q(account__joined_to__email__isnull=True))
    rows = rows.filter(account__email__isnull=True).select_related("account__joined_to")
    return rows.order_by("account__full_name", "pk")


def _card(place: Enrolment) -> Card:
    href = settings.BASE_URL + answer_href(place, Kind.END)
    return Card(str(place.account.joined_to or place.account), href, Markup(qr_svg(href)))
