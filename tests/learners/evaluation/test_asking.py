"""Who is asked, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.attendance.models import AttendanceMark
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState
from learners.evaluation.models import Answered
from learners.evaluation.policies import cohort_of
from learners.evaluation.queries import answer_href, open_for, place_of, to_ask
from learners.evaluation.rules import ASK_AGAIN, asked_at, asked_until
from learners.evaluation.states import Kind
from tests.learners import worlds
from tests.learners.attendance import registers
from tests.learners.evaluation import voices
from tests.learners.evaluation.voices import END, EVENING, LATER

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def asked(kind: Kind = Kind.END, now=EVENING) -> list[str]:
    return [place.account.full_name for place in to_ask(kind, now)]


def test_whoever_was_marked_as_there_is_asked_when_the_last_session_is_over() -> None:
    cohort, (here, gone, _) = voices.group("Amara Bello", "Ben Low", "Cy Not", mark="")
    jo = registers.dates.trainer(email="jo@example.org")
    session = registers.session_of(cohort)
    registers.mark(session, jo, (here, "late"), (gone, "absent"))
    assert asked(now=END - timedelta(seconds=1)) == []
    assert asked(now=END) == ["Amara Bello"]  # nobody who was not marked


def test_the_signed_register_decides() -> None:
    cohort, places = voices.group("Amara Bello", "Ben Low")
    Enrolment.objects.filter(pk=places[0].pk).update(state=PlaceState.NO_SHOW)
    Enrolment.objects.filter(pk=places[1].pk).update(state=PlaceState.PART_ATTENDED)
    assert asked() == ["Ben Low"]


def test_a_mark_that_was_taken_back_or_overruled_does_not_count() -> None:
    cohort, (undone, overruled, again) = voices.group("Amara Bello", "Ben Low", "Cy Back", mark="")
    session, jo = registers.session_of(cohort), registers.dates.trainer(email="jo@example.org")
    for place in (undone, overruled, again):
        registers.mark(session, jo, (place, "present"))
    took_back = AttendanceMark.objects.get(enrolment=undone)
    facts = {"session": session, "device": "d", "recorded_at": EVENING, "recorded_by": jo, "source": "screen"}
    AttendanceMark.objects.create(
        enrolment=undone, undoes=took_back.key, marked_at=registers.MORNING, **facts
    )
    later = registers.MORNING + timedelta(minutes=9)
    registers.mark(session, jo, (overruled, "absent"), now=later)
    registers.mark(session, jo, (again, "absent"), now=later)
    absent = AttendanceMark.objects.get(enrolment=again, mark="absent")
    AttendanceMark.objects.create(enrolment=again, undoes=absent.key, marked_at=later, **facts)
    assert asked() == ["Cy Back"]


@pytest.mark.parametrize("state", [CohortState.CANCELLED, CohortState.OPEN, CohortState.DRAFT])
def test_dates_that_were_not_held_are_not_asked_about(state: CohortState) -> None:
    cohort, _ = voices.group("Amara Bello")
    cancelled = {"cancelled_at": timezone.now(), "cancelled_why": "Flood."} if state == "cancelled" else {}
    Cohort.objects.filter(pk=cohort.pk).update(state=state, **cancelled)
    assert asked() == []


def test_nobody_is_asked_who_has_answered_or_closed_their_account_or_too_late() -> None:
    _, (answered, closed, _) = voices.group("Amara Bello", "Ben Low", "Cy Late")
    voices.says(answered)
    closed.account.is_active = False
    closed.account.save()
    assert asked() == ["Cy Late"]
    assert asked(now=asked_until("end", END)) == []
    assert asked(now=asked_until("end", END) - timedelta(seconds=1)) == ["Cy Late"]
    assert asked_until("end", END) - asked_at("end", END) > ASK_AGAIN


def test_three_months_later_they_are_asked_once_more_whether_they_answered_at_the_end_or_not() -> None:
    _, (said, silent) = voices.group("Amara Bello", "Ben Low")
    voices.says(said)
    assert asked(Kind.LATER, LATER - timedelta(seconds=1)) == []
    assert asked(Kind.LATER, LATER) == ["Amara Bello", "Ben Low"]
    voices.says_later(said)
    assert asked(Kind.LATER, LATER) == ["Ben Low"]
    assert asked(Kind.LATER, asked_until("later", END)) == []


def test_one_query_however_many(django_assert_num_queries) -> None:
    voices.group("Amara Bello", "Ben Low", "Cy Late")
    with django_assert_num_queries(1):
        hrefs = [
            (answer_href(place, Kind.END), str(place.account), str(place.cohort), cohort_of(place).hub.name)
            for place in to_ask(Kind.END, EVENING)
        ]
    assert len(set(hrefs)) == 3


def test_a_link_is_for_one_place_and_one_question() -> None:
    _, (place, _) = voices.group("Amara Bello", "Ben Low")
    token = answer_href(place, Kind.END).split("/")[2]
    assert place_of(Kind.END, token) == place
    assert place_of(Kind.LATER, token) is None
    assert place_of(Kind.END, f"{place.pk + 1}:{token.partition(':')[2]}") is None
    assert place_of(Kind.END, token[:-1]) is None
    assert place_of(Kind.END, "") is None


def test_a_link_never_leads_to_an_online_course() -> None:
    someone = worlds.person("Olu Online", "olu@example.org")
    online = Enrolment.objects.create(
        account=someone, course=worlds.course(1), kind="online", opens_at=END, started_at=END
    )
    token = answer_href(online, Kind.END).split("/")[2]
    assert place_of(Kind.END, token) is None


def test_on_ones_own_page_stands_what_can_be_answered_now() -> None:
    _, (mine, _) = voices.group("Amara Bello", "Ben Low")
    who = mine.account
    assert open_for(who, END - timedelta(hours=1, seconds=1)) == ()
    assert [one.href for one in open_for(who, END - timedelta(hours=1))] == [answer_href(mine, Kind.END)]
    assert open_for(who, END + timedelta(days=29))
    assert open_for(who, END + timedelta(days=30)) == ()
    assert [one.href for one in open_for(who, LATER + timedelta(days=59))] == [answer_href(mine, Kind.LATER)]
    assert open_for(who, LATER + timedelta(days=60)) == ()
    Answered.objects.create(enrolment=mine, kind=Kind.LATER)
    assert open_for(who, LATER) == ()


def joined(place: Enrolment, to: Account) -> None:
    Account.objects.filter(pk=place.account_id).update(joined_to=to, is_active=False, email=None)


def test_whoever_stands_for_somebody_elses_row_is_asked_about_its_days() -> None:
    """Two rows of one person: the second was joined to the first."""
    _, (place,) = voices.group("Amara Bello")
    kept = worlds.person("Amara Bello-Diallo", "diallo@example.org")
    joined(place, kept)
    assert [found.account.joined_to for found in to_ask(Kind.END, EVENING)] == [kept]
    assert [one.href for one in open_for(kept, EVENING)] == [answer_href(place, Kind.END)]
    voices.says(place, named=True)
    voices.says(place, named=True, relevance=1, by=kept)
    Account.objects.filter(pk=kept.pk).update(is_active=False)
    assert not to_ask(Kind.LATER, LATER).exists()


def test_a_place_that_counts_for_another_is_not_asked_twice() -> None:
    _, (place, double) = voices.group("Amara Bello", "Amie Belo")
    Enrolment.objects.filter(pk=double.pk).update(counts_for=place)
    assert asked() == ["Amara Bello"]
    assert open_for(double.account, EVENING) == ()
