"""How a group gets on: what stands on the page, who sees it, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from courses.delivery.models import Cohort
from learners.attendance.models import RegisterSignoff
from learners.completion.actions import verdict_on
from learners.dashboards.progress_queries import ON_A_PAGE
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import cancel_place
from learners.enrolments.states import PlaceState
from learners.progress.models import DoneVia
from tests.browsing import browser
from tests.journeys.test_budgets import counted
from tests.learners import worlds
from tests.learners.attendance import registers
from tests.learners.conftest import Nudges
from tests.learners.group import groups
from tests.learners.places import dates
from tests.learners.worlds import NOON

MOST = 12  # queries of the page
SECOND_DAY = registers.EVENING + timedelta(days=7)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, nudges: Nudges) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def page(of: Cohort, who: Account, query: str = "", status: int = 200) -> str:
    answer = browser(who).get(reverse("cohort-progress", args=[of.pk]) + query)
    assert answer.status_code == status
    return answer.content.decode()


def line_of(name: str, html: str) -> str:
    """The words about one person, in the list."""
    entry = next(one for one in html.split('<li class="gets">')[1:] if name in one.split("</h3>")[0])
    return " ".join(re.sub(r"<[^>]+>", " ", entry.split('<section class="stack"')[0]).split())


def row_of(name: str, html: str) -> list[str]:
    """The states of one person's lessons, in the grid."""
    row = html.split("<tbody>")[1].split(f">{name}</a>")[1].split("</tr>")[0]
    return re.findall(r"<b>([^<]+)</b>", row)


@pytest.mark.django_db
def test_each_person_stands_with_sessions_lessons_and_what_is_missing() -> None:
    cohort, (amara, ben, cal), jo = registers.group("Amara", "Ben", "Cal", days=2)
    first = registers.session_of(cohort)
    registers.signed(first, jo, (amara, "present"), (ben, "absent"), (cal, "present"))
    registers.mark(registers.session_of(cohort, 2), jo, (amara, "late"), minutes=20, now=SECOND_DAY)
    focus = worlds.course(3, 2, code="FOCUS", title="Framework Focus")
    groups.online(amara.account, focus, done=3, begun=1)
    html = page(cohort, jo)
    said = line_of("Amara", html)
    assert "Thursday 3 December: here" in said
    assert "Thursday 10 December: late, 20 minutes missed" in said
    assert "3 of 5 online lessons" in said
    assert "Nearly there" in said
    for words in verdict_on(amara).missing:  # completion's own words
        assert words in said
    assert "Module 2, Part 2: 2 lessons to go" in said
    missed = line_of("Ben", html)
    assert "Needs a date" in missed and "Ring, and offer another day." in missed
    assert all(words in missed for words in verdict_on(ben).missing)
    assert row_of("Amara", html) == ["done", "done", "done", "begun", "not begun"]
    assert "Not on this course" in html.split(">Ben</a>")[2]


@pytest.mark.django_db
def test_done_in_person_and_finished_say_so() -> None:
    cohort, (amara,), jo = registers.group("Amara")
    focus = worlds.course(2, code="FOCUS", title="Framework Focus")
    groups.online(amara.account, focus, done=2, via=DoneVia.IN_PERSON)
    registers.signed(registers.session_of(cohort), jo, (amara, "present"))
    html = page(cohort, jo)
    assert row_of("Amara", html) == ["done in person", "done in person"]
    assert "Finished" in line_of("Amara", html) and "Nothing is missing." in line_of("Amara", html)


@pytest.mark.django_db
def test_who_joined_online_and_never_began_needs_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort, (amara, ben), jo = registers.group("Amara", "Ben")
    Account.objects.filter(pk=amara.account_id).update(phone="01632 960 001")
    groups.online(amara.account, worlds.course(2, code="FOCUS"))
    assert "Needs you" not in page(cohort, jo)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=7))
    html = page(cohort, jo)
    assert "Needs you" in line_of("Amara", html) and "01632 960 001" in line_of("Amara", html)
    urgent = page(cohort, jo, "?show=urgent")
    assert "Most urgent (1)" in urgent and "Nearly there (0)" in urgent
    assert 'aria-current="true">Most urgent' in urgent
    assert ">Ben</a>" not in urgent and ">Amara</a>" in urgent
    assert "Nobody stands like this" in page(cohort, jo, "?show=done")
    assert page(cohort, jo, "?show=nonsense").count('<li class="gets">') == 2


@pytest.mark.django_db
def test_only_those_with_a_place_stand_there_and_only_their_own_lessons() -> None:
    cohort, (amara, ben), jo = registers.group("Amara", "Ben", state=dates.CohortState.OPEN)
    Cohort.objects.filter(pk=cohort.pk).update(state="open")
    focus = worlds.course(2, code="FOCUS", title="Framework Focus")
    groups.online(worlds.person("Zoe Stranger", "zoe@example.org"), focus, done=2)
    cancel_place(place_id=ben.pk, by=ben.account, now=NOON)
    html = page(cohort, jo)
    assert "Ben" not in html and "Zoe" not in html
    assert "Nobody of this group learns online yet." in html
    left = groups.online(amara.account, focus, done=1)
    Enrolment.objects.filter(pk=left.pk).update(withdrawn_at=NOON)
    assert "Nobody of this group learns online yet." in page(cohort, jo)


@pytest.mark.django_db
def test_several_online_courses_are_chosen_by_links_and_nonsense_shows_the_first() -> None:
    cohort, (amara, _), jo = registers.group("Amara", "Ben")
    groups.online(amara.account, worlds.course(2, code="AAA", title="A first course"), done=1)
    groups.online(amara.account, worlds.course(3, code="FOCUS", title="Framework Focus"), done=2)
    assert "A first course: every lesson, every person" in page(cohort, jo)
    assert "A first course: every lesson, every person" in page(cohort, jo, "?course=zzz%26x")
    html = page(cohort, jo, "?course=focus&show=near")
    assert "Framework Focus: every lesson" in html and "?show=near&amp;course=aaa" in html


@pytest.mark.django_db
def test_nobody_yet_a_word_instead() -> None:
    cohort = dates.cohort(trainers=(dates.trainer(),))
    assert "Nobody has a place yet." in page(cohort, dates.trainer())


@pytest.mark.django_db
def test_the_certificate_that_few_people_withhold_is_said_as_completion_says_it() -> None:
    cohort, (amara,), jo = registers.group("Amara", min_for_certificate=5)
    registers.signed(registers.session_of(cohort), jo, (amara, "present"))
    assert "Certificates for these dates need 5 people, and 1 came." in line_of("Amara", page(cohort, jo))


@pytest.mark.django_db
def test_another_hub_and_a_trainer_who_is_not_on_it_are_refused_with_the_reason() -> None:
    cohort, _, jo = registers.group("Amara")
    for who in (
        dates.trainer(email="other@example.org"),
        dates.coordinator(dates.hub("northgate"), "north@example.org"),
        Account.objects.get(full_name="Amara"),
    ):
        assert "Their trainers and the hub&#39;s coordinator see this page" in page(cohort, who, status=403)
    page(cohort, dates.coordinator())
    cohort.trainers.update(removed_at=NOON)
    page(cohort, jo, status=403)


@pytest.mark.django_db
def test_a_long_list_is_paged() -> None:
    cohort, jo = groups.learning(ON_A_PAGE + 3, 2)
    assert page(cohort, jo).count('<li class="gets">') == ON_A_PAGE
    rest = page(cohort, jo, "?page=2")
    assert rest.count('<li class="gets">') == 3
    assert rest.split("<tbody>")[1].count("<tr>") == 3
    assert rest.count('class="pagination"') == 1
    near = page(cohort, jo, "?page=nonsense&show=near")
    assert near.count('<li class="gets">') == ON_A_PAGE
    assert 'href="?show=near&amp;page=2"' in near


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("people", "lessons"), [(2, 4), (50, 70)])
def test_the_page_costs_the_same_for_two_and_for_fifty_by_seventy(people: int, lessons: int) -> None:
    cohort, jo = groups.learning(people, lessons, days=3)
    first = registers.session_of(cohort)
    RegisterSignoff.objects.create(
        session=first, version=1, signed_by=jo, signed_at=NOON, length=360, there=0, lines=[]
    )
    client, address = browser(jo), reverse("cohort-progress", args=[cohort.pk])
    assert client.get(address).status_code == 200
    with counted() as asked:
        answer = client.get(address)
    # account, dates, roles, is it my group, people, online places, sessions, registers, marks, lessons, progress; and
    # for the head of the page: as what one is here
    assert len(asked) == 12 <= MOST, "\n".join(asked)
    html = answer.content.decode()
    assert html.count('<td class="d">') == people * (lessons // 2)
    assert html.count('<td class="p">') == people
    assert html.count('<td class="n">') == people * (lessons - lessons // 2 - 1)
    assert Enrolment.objects.filter(cohort=cohort, state=PlaceState.CONFIRMED).count() == people
