"""Sample people who wait for dates that are not there yet, at Harbour Road and at any hub."""

from datetime import datetime

from academy.accounts.models import Account
from academy.hubs.models import Hub
from cms.sample.dates import EVERYBODY
from courses.catalogue.models import Course
from learners.enrolments.interest_actions import ask_to_be_told
from learners.enrolments.models import Interest

# course, hub (empty: any), how many of the neighbours
WAITING = (("POWER", "harbour-road", 4), ("POWER", "", 2), ("LISTEN", "millfield", 3))


def load_waiting(*, now: datetime) -> None:
    """Whoever of them never asked asks now."""
    asked = set(Interest.objects.values_list("account__email", "course__code", "hub__slug"))
    for code, slug, many in WAITING:
        course = Course.objects.get(code=code)
        hub_id = Hub.objects.get(slug=slug).pk if slug else None
        people = Account.objects.filter(email__in=EVERYBODY[-many:]).order_by("email")
        for who in people:
            if (who.email, code, slug or None) not in asked:
                ask_to_be_told(account_id=who.pk, course_id=course.pk, hub_id=hub_id, by=who, now=now)
