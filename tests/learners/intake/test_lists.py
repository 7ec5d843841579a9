"""A list is looked through before anything is written, brought in row by row, and only ever adds."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account, NoticeShown
from academy.keeping.actions import forget
from academy.shared.models import AuditDetail
from academy.shared.rulings import Refused
from academy.shared.spreadsheet_reading import CannotRead
from courses.delivery.states import CohortState
from learners.enrolments.behalf_actions import NOT_TOGETHER
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState, Source
from learners.intake.actions import bring_in, go_on, read_as, throw_away
from learners.intake.matching import NO_AGE
from learners.intake.models import ImportRow
from learners.intake.states import ImportStep, RowState
from learners.intake.work_actions import work_on
from tests.learners import worlds
from tests.learners.intake.lists import AGREED, brought_in, ends, looked_through, states, uploaded, worked
from tests.learners.places import dates
from tests.learners.places.people import booked
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora() -> Account:
    return dates.coordinator()


def test_looking_through_writes_nothing(cora: Account) -> None:
    before = Account.objects.count()
    listing = looked_through(
        dates.cohort(), cora, "Sam Obi,sam@example.org,", "Bea,no address,", ",x@example.org,"
    )
    assert listing.step == ImportStep.CHECKED
    assert states(listing) == ["ready", "refused", "refused"]
    assert ends(listing)[3][1].startswith("“no address” is no whole e-mail address")
    assert (Account.objects.count(), Enrolment.objects.count()) == (before, 0)


def test_people_are_brought_in(cora: Account) -> None:
    cohort = dates.cohort(2)
    listing = brought_in(
        cohort,
        cora,
        "Sam Obi,sam@example.org,",
        "Bea Ng,,07700 900123",
        "Bad,x,",
        "Cleo Day,cleo@example.org,",
    )
    assert states(listing) == ["booked", "booked", "refused", "waiting"]
    sam = Enrolment.objects.get(account__email="sam@example.org")
    assert (sam.state, sam.source, sam.booked_by, sam.seat) == (PlaceState.CONFIRMED, Source.IMPORT, cora, 1)
    assert (sam.account.full_name, sam.account.is_adult, sam.account.hub) == ("Sam Obi", True, cohort.hub)
    assert NoticeShown.objects.filter(account=sam.account).exists()
    said = AuditDetail.objects.filter(event__chain=f"enrolment:{sam.pk}").get()
    assert said.reason == f"{AGREED} From row 2 of a list." and said.actor_name == cora.full_name
    assert Enrolment.objects.get(account__email="cleo@example.org").state == PlaceState.WAITLISTED
    assert listing.rows.get(line=2).place == sam
    assert (listing.step, listing.done, listing.total) == (ImportStep.IMPORTED, 3, 3)


def test_whoever_is_there_stays_as_they_are(cora: Account) -> None:
    cohort = dates.cohort()
    amara = worlds.person("Amara Diallo", "amara@example.org", hub=cohort.hub)
    place = booked(cohort, amara)
    listing = brought_in(cohort, cora, "Someone Else,AMARA@example.org,07700900123", "Sam,sam@example.org,")
    assert ends(listing)[2] == ("already", "Is on these dates already.")
    amara.refresh_from_db()
    assert (amara.full_name, amara.phone) == ("Amara Diallo", "")
    assert Enrolment.objects.filter(account=amara).get() == place


def test_the_same_list_twice_brings_nobody_twice(cora: Account) -> None:
    cohort = dates.cohort()
    rows = ("Sam Obi,sam@example.org,", "Bea Ng,,07700 900123", "Cleo Day,,")
    brought_in(cohort, cora, *rows)
    again = looked_through(cohort, cora, *rows)
    assert states(again) == ["already", "already", "refused"]
    assert "knows somebody of this name" in ends(again)[4][1]
    assert Enrolment.objects.count() == 3


def test_people_of_the_hub_are_found(cora: Account) -> None:
    cohort = dates.cohort()
    amara = worlds.person("Amara Diallo", "amara@example.org", hub=cohort.hub)
    yusuf = worlds.person("Yusuf Khan", None, hub=cohort.hub, phone="07700900123")
    listing = brought_in(
        cohort, cora, "A. Diallo,amara@example.org,", "yusuf khan,,07700 900123", "Ali Khan,,07700900123"
    )
    assert states(listing) == ["booked"] * 3
    assert {place.account_id for place in Enrolment.objects.all()} >= {amara.pk, yusuf.pk}
    assert ends(listing)[2][1] == "This address belongs to Amara Diallo, who keeps that name."
    assert Enrolment.objects.exclude(account__in=[amara, yusuf]).get().account.full_name == "Ali Khan"


def test_people_of_another_hub_are_never_shown(cora: Account) -> None:
    cohort = dates.cohort()
    worlds.person("Secret Name", "secret@example.org", hub=dates.hub("millfield"), phone="07700900123")
    listing = looked_through(
        cohort, cora, "Sam,secret@example.org,", "Secret Name,,07700900123", "Secret Name,,"
    )
    assert ends(listing) == {2: ("ready", ""), 3: ("ready", ""), 4: ("ready", "")}
    unknown = looked_through(cohort, cora, "Sam,nobody@example.org,")
    assert ends(unknown)[2] == ends(listing)[2]  # whether an address is known elsewhere is not told


def test_who_stands_twice_in_the_list(cora: Account) -> None:
    listing = brought_in(
        dates.cohort(),
        cora,
        "Sam,sam@example.org,",
        "Samuel,SAM@example.org,",
        "Bea,,07700900123",
        "bea,,07700 900 123",
    )
    assert ends(listing)[3] == ("twice", "The same person as in row 2.")
    assert ends(listing)[5] == ("twice", "The same person as in row 4.")
    assert Enrolment.objects.count() == 2


def test_the_same_name_on_these_dates(cora: Account) -> None:
    cohort = dates.cohort()
    booked(cohort, worlds.person("Sam Obi", "sam@example.org"))
    listing = looked_through(cohort, cora, "Sam Obi,other@example.org,", "sam obi,,07700900123")
    assert states(listing) == ["ready", "refused"]
    assert "book them by hand" in ends(listing)[3][1]


def test_two_of_one_name_and_number_are_for_somebody_to_settle(cora: Account) -> None:
    cohort = dates.cohort()
    for email in ("one@example.org", "two@example.org"):
        worlds.person("Sam Obi", email, hub=cohort.hub, phone="07700900123")
    assert "knows two people" in ends(looked_through(cohort, cora, "Sam Obi,,07700900123"))[2][1]


def test_a_closed_account(cora: Account) -> None:
    worlds.person("Sam", "sam@example.org", is_active=False)
    listing = brought_in(dates.cohort(), cora, "Sam,sam@example.org,", "Bea,bea@example.org,")
    assert ends(listing)[2] == ("refused", NOT_TOGETHER) and ends(listing)[3][0] == "booked"


def test_the_name_of_somebody_of_another_hub_is_not_found_out(cora: Account) -> None:
    there = dates.hub("millfield")
    worlds.person("Secret Name", "secret@example.org", hub=there, date_of_birth=date(2011, 5, 1))
    worlds.person("Known By Name", "named@example.org", hub=there)
    cohort = dates.cohort()
    cohort.course.min_age = 16
    cohort.course.save()
    listing = looked_through(cohort, cora, "Sam,secret@example.org,", "known by name,named@example.org,")
    assert states(listing) == ["ready", "ready"]
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    assert ends(worked(listing)) == {2: ("refused", NOT_TOGETHER), 3: ("booked", "")}


def test_ages(cora: Account) -> None:
    cohort = dates.cohort()
    listing = brought_in(
        cohort, cora, "Kit,k@example.org,2/5/2011,", "Sam,s@example.org,,yes", "Bea,b@example.org,,",
        header="Name,E-mail,DOB,Adult", all_adult=False,
    )  # fmt: skip
    assert states(listing) == ["requested", "booked", "refused"]
    assert ends(listing)[4][1] == NO_AGE
    assert Account.objects.get(email="k@example.org").date_of_birth == date(2011, 5, 2)


def test_too_young_for_the_course(cora: Account) -> None:
    cohort = dates.cohort()
    cohort.course.min_age = 16
    cohort.course.save()
    worlds.person("Known Kit", "known@example.org", hub=cohort.hub, date_of_birth=date(2011, 5, 2))
    rows = ("Kit,k@example.org,2/5/2011", "Known,known@example.org,")
    listing = looked_through(cohort, cora, *rows, header="Name,E-mail,DOB", all_adult=True)
    assert [reason for _, reason in ends(listing).values()] == [
        "This course is for people who are 16 or over on its first day."
    ] * 2


def test_booking_that_closes_in_between_refuses_each_row(cora: Account) -> None:
    cohort = dates.cohort()
    listing = looked_through(cohort, cora, "Sam,sam@example.org,")
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    cohort.state, cohort.cancelled_why, cohort.cancelled_at = (
        CohortState.CANCELLED,
        "The hall is flooded.",
        NOON,
    )
    cohort.save()
    done = worked(listing)
    assert (done.step, states(done)) == (ImportStep.IMPORTED, ["refused"])
    assert "These dates were cancelled" in ends(done)[2][1]
    assert not Account.objects.filter(email="sam@example.org").exists()  # no account without a place


def test_a_list_that_is_too_long(cora: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learners.intake.work_actions.PEOPLE_AT_ONCE", 2)
    stopped = looked_through(dates.cohort(), cora, *(f"P{n},p{n}@example.org," for n in range(3)))
    assert (stopped.state, stopped.step) == ("failed", ImportStep.CHECKING)
    assert "more than 2 rows. Cut it" in stopped.trouble


def test_what_cannot_be_uploaded_or_read(cora: Account) -> None:
    with pytest.raises(CannotRead, match="nobody in this file"):
        uploaded(dates.cohort(), cora, header="")
    listing = uploaded(dates.cohort(), cora, "Sam,sam@example.org,")
    facts = {"import_id": listing.pk, "header": 1, "all_adult": True, "by": cora, "now": NOON}
    with pytest.raises(Refused, match="which column holds the name"):
        read_as(columns={"email": 1}, agreed=AGREED, **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="how these people agreed"):
        read_as(columns={"name": 0}, agreed=" ", **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not looked through yet"):
        bring_in(import_id=listing.pk, by=cora, now=NOON)
    nobody = looked_through(dates.cohort(), cora, ",x@example.org,")
    with pytest.raises(Refused, match="nobody in this list"):
        bring_in(import_id=nobody.pk, by=cora, now=NOON)


def test_only_who_runs_the_dates(cora: Account) -> None:
    cohort = dates.cohort()
    other = dates.coordinator(dates.hub("millfield"), "other@example.org")
    listing = looked_through(cohort, cora, "Sam,sam@example.org,")
    with pytest.raises(Refused, match="Only the trainers of these dates"):
        uploaded(cohort, other, "Sam,sam@example.org,")
    for act in (bring_in, go_on, throw_away):
        with pytest.raises(Refused, match="Only the trainers of these dates"):
            act(import_id=listing.pk, by=other, now=NOON)
    with pytest.raises(Refused, match="Only the trainers of these dates"):
        read_as(
            import_id=listing.pk,
            columns={"name": 0},
            header=1,
            all_adult=True,
            agreed="x",
            by=other,
            now=NOON,
        )


def test_who_may_no_longer_brings_nobody_in(cora: Account) -> None:
    listing = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    cora.roles.all().delete()
    assert "Only the trainers of these dates" in ends(worked(listing))[2][1]
    assert not Account.objects.filter(email="sam@example.org").exists()


def test_what_is_brought_in_is_not_thrown_away_or_read_again(cora: Account) -> None:
    done = brought_in(dates.cohort(), cora, "Sam,sam@example.org,")
    with pytest.raises(Refused, match="brought in already"):
        throw_away(import_id=done.pk, by=cora, now=NOON)
    thrown = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    throw_away(import_id=thrown.pk, by=cora, now=NOON)
    thrown.refresh_from_db()
    assert thrown.forgotten_at == NOON and not thrown.rows.exists() and not thrown.file
    for act in (throw_away, bring_in):
        with pytest.raises(Refused, match="was forgotten"):
            act(import_id=thrown.pk, by=cora, now=NOON)


def test_lists_are_forgotten_after_thirty_days(cora: Account, django_capture_on_commit_callbacks) -> None:
    cohort = dates.cohort()
    old = brought_in(cohort, cora, "Sam,sam@example.org,", "Bad,x,")
    kept, storage = old.file.name, old.file.storage
    assert kept is not None and storage.exists(kept)
    assert forget(key="lists-of-people", now=later(days=30) - timedelta(seconds=1)).gone == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget(key="lists-of-people", now=later(days=30)).gone == 1
    assert not storage.exists(kept) and not ImportRow.objects.exists()
    old.refresh_from_db()
    assert (old.sums, old.file_name, old.names) == ({"booked": 1, "refused": 1}, "A list of people", [])
    assert Enrolment.objects.count() == 1  # the places stay
    assert forget(key="lists-of-people", now=later(days=31)).gone == 0


def test_a_list_with_work_left_is_not_begun_without_being_asked(cora: Account) -> None:
    listing = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    work_on(import_id=listing.pk)
    work_on(import_id=0)
    assert states(listing) == [RowState.READY]


def test_looking_through_costs_a_constant_number_of_queries(cora: Account) -> None:
    def asks(count: int) -> int:
        cohort = dates.cohort()
        made = uploaded(cohort, cora, *(f"P{n},p{count}-{n}@example.org,0770090{n:04}" for n in range(count)))
        facts = {"columns": made.columns, "header": 1, "all_adult": True, "agreed": AGREED}
        read_as(import_id=made.pk, by=cora, now=NOON, **facts)  # type: ignore[arg-type]
        with CaptureQueriesContext(connection) as asked:
            assert len(states(worked(made))) == count
        return len(asked)

    few = asks(3)
    assert asks(100) == few <= 14
