"""Who pays, and which dates count for it."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Programme
from courses.delivery.programme_actions import ProgrammeFacts, add_programme, change_programme, set_programmes
from courses.delivery.states import CohortState
from tests.cast import BACKEND
from tests.courses.delivery.making import made
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db
FACTS = ProgrammeFacts("Doorsteps", "A sample fund", date(2026, 4, 1), date(2027, 3, 31), 200)


@pytest.fixture
def mo() -> Account:
    manager = Account.objects.create_user("mo@example.org", full_name="Mo", is_adult=True)
    manager.roles.create(role="manager", starts_on=date(2026, 1, 1))
    return manager


def test_programmes_are_added_and_changed(mo: Account) -> None:
    first = add_programme(facts=FACTS, by=mo, now=NOON)
    assert add_programme(facts=FACTS, by=mo, now=NOON) == first
    with pytest.raises(Refused, match="called Doorsteps already. Change that one"):
        add_programme(facts=replace(FACTS, name="doorsteps", funder="Another"), by=mo, now=NOON)
    changed = change_programme(
        programme_id=first.pk, facts=replace(FACTS, target_people=None), by=mo, now=NOON
    )
    change_programme(programme_id=first.pk, facts=replace(FACTS, target_people=None), by=mo, now=NOON)
    assert changed.target_people is None
    assert AuditEvent.objects.filter(action="programme_changed").count() == 1
    second = add_programme(facts=replace(FACTS, name="Kitchens"), by=mo, now=NOON)
    with pytest.raises(Refused, match="called Doorsteps already"):
        change_programme(programme_id=second.pk, facts=FACTS, by=mo, now=NOON)
    with pytest.raises(Refused, match="Check the two days"):
        change_programme(
            programme_id=first.pk, facts=replace(FACTS, ends_on=date(2026, 3, 1)), by=mo, now=NOON
        )


def test_only_managers_look_after_programmes(mo: Account) -> None:
    programme = add_programme(facts=FACTS, by=mo, now=NOON)
    for act in (
        lambda: add_programme(facts=FACTS, by=dates.coordinator(), now=NOON),
        lambda: change_programme(programme_id=programme.pk, facts=FACTS, by=dates.coordinator(), now=NOON),
    ):
        with pytest.raises(Refused, match="Ask them to add or change one"):
            act()


def test_dates_count_for_several_also_when_they_are_over(mo: Account) -> None:
    ids = [add_programme(facts=replace(FACTS, name=name), by=mo, now=NOON).pk for name in ("A", "B")]
    cohort, cora = made(), dates.coordinator()
    for _ in range(2):
        set_programmes(cohort_id=cohort.pk, programme_ids=ids, by=cora, now=NOON)
    assert set(cohort.programmes.values_list("pk", flat=True)) == set(ids)
    assert AuditEvent.objects.filter(action="cohort_programmes_set").count() == 1
    cohort.state = CohortState.DELIVERED
    cohort.save()
    set_programmes(cohort_id=cohort.pk, programme_ids=ids[:1], by=cora, now=NOON)
    assert cohort.programmes.count() == 1
    with pytest.raises(Refused, match="Only the coordinator of Harbour Road says which programmes"):
        set_programmes(cohort_id=cohort.pk, programme_ids=ids, by=dates.trainer(), now=NOON)


def test_the_pages(mo: Account) -> None:
    browser, cora = Client(), Client()
    browser.force_login(mo, backend=BACKEND)
    cora.force_login(dates.coordinator(), backend=BACKEND)
    cohort = dates.cohort()
    counts = reverse("cohort-programmes", args=[cohort.pk])
    assert "No programmes yet" in cora.get(counts).content.decode()
    assert "No programmes yet" in browser.get(reverse("programmes")).content.decode()
    typed = {
        "name": "Doorsteps",
        "funder": "A sample fund",
        "starts_on": "2026-04-01",
        "ends_on": "2026-03-01",
    }
    wrong = browser.post(reverse("programme-add"), typed)
    assert (wrong.status_code, "Check the two days" in wrong.content.decode()) == (422, True)
    browser.post(reverse("programme-add"), typed | {"ends_on": "2027-03-31", "target_people": "200"})
    programme = Programme.objects.get()
    edit = reverse("programme", args=[programme.pk])
    assert 'value="2027-03-31"' in browser.get(edit).content.decode()
    browser.post(edit, typed | {"ends_on": "2027-04-30"})
    cora.post(counts, {"programmes": str(programme.pk)})
    assert "Doorsteps" in cora.get(reverse("cohort-page", args=[cohort.pk])).content.decode()
    assert "1 group counts for it" in browser.get(reverse("programmes")).content.decode()
    assert cora.get(reverse("programmes")).status_code == 403
