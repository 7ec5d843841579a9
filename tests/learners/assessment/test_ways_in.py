"""The pages about one learner lead only to pages that open for whoever reads them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.registrations.states import AllocatedAs
from tests.cast import hold, person
from tests.learners import qualifying
from tests.learners.assessment.world import make_world
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
PAGES = {
    "registration": "registration-look-after",
    "assessors": "allocate",
    "work": "learner-work",
    "plan": "plan",
    "signoffs": "unit-signoffs",
    "helps": "registration-adjustments",
    "records": "records",
}
CRUMBS = re.compile(r'<nav class="crumbs".*?</nav>', re.DOTALL)
TABS = re.compile(r'<nav class="tabs" aria-label="This learner">.*?</nav>', re.DOTALL)
LINK = re.compile(r'href="([^"]+)"')


def readers() -> tuple[str, dict[str, Account]]:
    """The token of Amara's registration, and everybody who may open something of it, and somebody who may not."""
    world = make_world()
    cast, registration = world.cast, world.registration
    checker, both, admin = person("Chiara Checks"), person("Conrad Both"), person("Ada Admin")
    hold(checker, Role.QUALITY)
    qualifying.allocated(registration, checker, task=AllocatedAs.QUALITY)
    hold(both, Role.COORDINATOR, registration.hub)
    ConflictDeclaration.objects.create(
        person=both,
        other=cast.learner,
        nature="friend",
        starts_on=TODAY,
        declared_by=both,
        declared_at=NOON,
    )
    qualifying.task_of(admin, registration.version, QualificationTask.CENTRE_ADMIN)
    return registration.token, {
        "assessor": cast.assessor,
        "checker": checker,
        "lead": cast.quality,
        "coordinator": cast.coordinator,
        "manager": cast.manager,
        "administrator": admin,
        "coordinator with a conflict": both,
        "stranger": cast.stranger,
    }


def test_the_pages_of_a_learner_lead_only_where_the_reader_may_go() -> None:
    token, everybody = readers()
    for name, who in everybody.items():
        client = Client()
        client.force_login(who)
        answers = {one: client.get(reverse(at, args=[token])) for one, at in PAGES.items()}
        opened = {
            one: answer.content.decode() for one, answer in answers.items() if answer.status_code == 200
        }
        for one, page in opened.items():
            tabs = LINK.findall("".join(TABS.findall(page)))
            shown = {each for each, at in PAGES.items() if reverse(at, args=[token]) in tabs}
            assert shown == (set(opened) if len(opened) > 1 else set()), (name, one)
            for link in LINK.findall("".join(CRUMBS.findall(page))):
                assert client.get(link).status_code == 200, (name, one, link)


def test_what_opens_is_what_standing_says() -> None:
    token, everybody = readers()
    registration = QualRegistration.objects.get(token=token)
    for name, who in everybody.items():
        client = Client()
        client.force_login(who)
        may = {one for one, at in PAGES.items() if client.get(reverse(at, args=[token])).status_code == 200}
        assert may == standing_of(who, registration, on=TODAY).opens, name
    assert standing_of(registration.account, registration, on=TODAY).opens == frozenset()
