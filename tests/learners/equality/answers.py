"""What somebody tells about themselves, for tests."""

from datetime import date, datetime

from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from courses.delivery.models import Cohort
from learners.equality.actions import Told, tell_about_oneself, type_slip
from learners.equality.models import District, PostcodeDecile
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.worlds import NOON

ANSWERS = {"age": "35-49", "sex": "female", "ethnic": "roma", "religion": "sikh"}
FORM = {"postcode": "NE1 4LP", "heard": "friend", **ANSWERS}


def open_data() -> None:
    """What an operator loads."""
    District.objects.create(outcode="NE1", region="North East")
    PostcodeDecile.objects.create(postcode="NE14LP", decile=2)


def words(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def at(name: str, cohort: Cohort) -> str:
    return reverse(name, args=[cohort.token])


def manager() -> Account:
    made = worlds.person("Mo Manager", "mo@example.org")
    RoleAssignment.objects.create(account=made, role=Role.MANAGER, starts_on=date(2020, 1, 1))
    return made


def tells(who: Account, now: datetime = NOON, **answers: str) -> None:
    tell_about_oneself(account_id=who.pk, told=Told(answers=answers or ANSWERS), now=now)


def slips(cohort: Cohort, many: int, now: datetime = NOON, heard: str = "", **answers: str) -> None:
    """So many paper slips that say the same."""
    for number in range(many):
        type_slip(
            cohort_id=cohort.pk,
            slip=f"{now:%y%m}{number}{heard}{''.join(answers.values())}"[:22],
            told=Told(heard=heard, answers=answers),
            by=dates.coordinator(),
            now=now,
        )
