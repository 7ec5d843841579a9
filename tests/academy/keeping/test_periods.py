"""Every period of academy/retention.py: the last minute kept, the next one gone, and what stays."""

import runpy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session as SignedIn
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.utils import timezone

from academy.accounts.keeping_actions import forget_guardian_consents
from academy.accounts.models import AccessNeed, Account, ConsentRecord
from academy.keeping.actions import forget
from academy.retention import BY_KEY
from academy.settings import keeping
from academy.shared import clock
from academy.shared.audit import audit, chain_of
from academy.shared.models import AuditDetail, AuditEvent
from courses.catalogue.kinds import CertificateKind
from learners.attendance.models import AttendanceMark, RegisterSignoff, WalkIn
from learners.certificates.actions import issue_certificate
from learners.certificates.models import Certificate
from learners.certificates.policies import may_be_issued
from learners.certificates.queries import certificates_due_for, enrolments_due
from learners.certificates.states import CertificateState
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.states import PlaceState
from learners.evaluation.models import Evaluation, EvaluationForm, FollowUp
from tests.academy.keeping import people
from tests.academy.keeping.people import midnight
from tests.academy.keeping.records import BY_MONTH, MAKERS
from tests.chains import broken_links
from tests.learners import worlds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

MINUTE = timedelta(minutes=1)
BY_CLOCK = [row.key for row in BY_KEY.values() if row.find]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def period(key: str) -> timedelta:
    found = BY_KEY[key].period
    assert found is not None
    return found


def over(key: str) -> datetime:
    """When the period of the test's record is over: today at midnight, or so that it began with a month's end."""
    today = midnight(timezone.now().date())
    if key not in BY_MONTH:
        return today
    month = timedelta(days=31)
    return (today - period(key) - month).replace(day=1) + month + period(key)


def began(key: str) -> datetime:
    return over(key) - period(key)


def test_every_kind_that_goes_has_a_test_of_its_period() -> None:
    assert sorted(MAKERS) == sorted(BY_CLOCK)


@pytest.mark.parametrize("key", BY_CLOCK)
def test_it_is_there_until_the_last_minute_and_then_gone(key: str) -> None:
    there = MAKERS[key](began(key))
    early = forget(key=key, now=over(key) - MINUTE)
    assert (early.gone, early.trouble) == (0, "") and there()
    done = forget(key=key, now=over(key))
    assert (done.gone >= 1, done.trouble) == (True, "") and not there()
    assert forget(key=key, now=over(key)).gone == 0, "there is nothing left to do"


@pytest.mark.parametrize("key", BY_CLOCK)
def test_the_setting_decides(key: str, settings: Any) -> None:
    there, end = MAKERS[key](began(key)), over(key)
    settings.KEPT_FOR = {**settings.KEPT_FOR, key: settings.KEPT_FOR[key] + timedelta(days=2)}
    assert forget(key=key, now=end + MINUTE).gone == 0 and there()


# --- what stays --------------------------------------------------------------------------------------------------


def test_a_place_that_ended_early_gives_up_its_needs_early() -> None:
    kept = people.place_on(clock.now() + timedelta(days=60), people.somebody("Kit", "kit@example.org"))
    DayNeeds.objects.create(enrolment=kept, needs="A lift", saved_at=clock.now())
    start = began("day-needs")
    gone = people.place_on(
        clock.now() + timedelta(days=50), state=PlaceState.CANCELLED_BY_LEARNER, seat=None, ended_at=start
    )
    DayNeeds.objects.create(enrolment=gone, needs="A lift", saved_at=start)
    forget(key="day-needs", now=clock.now())
    assert list(DayNeeds.objects.values_list("enrolment", flat=True)) == [kept.pk]


def test_a_reason_goes_and_the_place_stays_given_up() -> None:
    MAKERS["reasons-of-places"](began("reasons-of-places"))
    forget(key="reasons-of-places", now=clock.now())
    place = Enrolment.objects.get()
    assert (place.state, place.ended_at is not None) == (PlaceState.CANCELLED_BY_LEARNER, True)


def test_what_was_said_goes_and_the_numbers_stay() -> None:
    MAKERS["evaluations"](began("evaluations"))
    forget(key="evaluations", now=clock.now())
    said = Evaluation.objects.get()
    assert (said.relevance, said.confidence) == (4, [[2, 4]])
    Evaluation.objects.all().delete()
    EvaluationForm.objects.all().delete()
    Enrolment.objects.filter(cohort__isnull=False).update(seat=2)
    MAKERS["follow-ups"](began("follow-ups"))
    forget(key="follow-ups", now=clock.now())
    assert (FollowUp.objects.get().acted, FollowUp.objects.get().acted_with) == (True, 12)


def test_a_yes_to_news_stays_while_it_holds() -> None:
    long_ago, amara = clock.now() - timedelta(days=3000), people.somebody()
    facts: dict[str, Any] = {"account": amara, "wording_version": "1"}
    for day, (channel, given) in enumerate(
        [("email", False), ("email", True), ("sms", True), ("sms", False)]
    ):
        ConsentRecord.objects.create(
            channel=channel, given=given, recorded_at=long_ago + timedelta(days=day), **facts
        )
    forget(key="news-consents", now=clock.now())
    kept = ConsentRecord.objects.order_by("pk").values_list("channel", "given")
    assert list(kept) == [("email", False), ("email", True)], (
        "the history of what is a yes today stays with it"
    )


def test_a_register_goes_and_what_the_person_learned_stays() -> None:
    MAKERS["registers"](began("registers"))
    forget(key="registers", now=clock.now())
    place = Enrolment.objects.get()
    assert place.state == PlaceState.ATTENDED and place.completed_at is not None
    assert place.cohort is not None and place.cohort.sessions.count() == 1


def test_a_certificate_that_is_gone_is_not_made_again() -> None:
    """The sweep looks for places without a certificate: it must not find those whose certificate was forgotten."""
    MAKERS["attendance-certificates"](began("attendance-certificates"))
    amara = Account.objects.get(email="amara@example.org")
    Account.objects.filter(pk=amara.pk).update(certificate_name_confirmed_at=clock.now())
    forget(key="attendance-certificates", now=clock.now())
    place = Enrolment.objects.select_related("course", "account", "cohort").get()
    assert list(enrolments_due()) == [] and certificates_due_for(amara.pk) == []
    assert "so long ago" in may_be_issued(place).reason
    assert issue_certificate(enrolment_id=place.pk, now=clock.now()) is None


@pytest.mark.parametrize("at_once", [1, 500])
def test_a_register_that_was_amended_of_late_keeps_no_other(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy.keeping.actions.AT_ONCE", at_once)
    start = began("registers")
    amended, old = (people.walked_in(start, people.somebody(name, None)) for name in ("Ana", "Bo"))
    RegisterSignoff.objects.create(
        session=amended.session, version=2, signed_by=amended.added_by, signed_name="Jo", signed_at=clock.now(),
        length=360, there=1, lines=[], reason="She was there.",
    )  # fmt: skip
    done = forget(key="registers", now=clock.now())
    assert done.gone == 1 and "learners_registersignoff: rows are kept" in done.trouble
    assert list(WalkIn.objects.values_list("pk", flat=True)) == [amended.pk]
    assert RegisterSignoff.objects.filter(session=amended.session).count() == 2


def test_replaced_certificates_go_together_and_those_of_online_courses_stay() -> None:
    start = began("attendance-certificates")
    place = people.place_on(start, people.somebody("Nia", "nia@example.org"), completed_at=start)
    old = people.certificate(start, place, state=CertificateState.REPLACED, ended_at=start)
    people.certificate(start, place, replaces=old)
    online = worlds.issued(
        worlds.finished("Femi", now=start - timedelta(days=900)), now=start - timedelta(days=900)
    )
    assert online.kind == CertificateKind.COMPLETION
    forget(key="attendance-certificates", now=clock.now())
    assert list(Certificate.objects.all()) == [online]


def test_a_name_at_the_door_goes_and_the_signed_register_keeps_it() -> None:
    MAKERS["unclaimed-walk-ins"](began("unclaimed-walk-ins"))
    ned = Account.objects.get(full_name="Ned Newcomer")
    audit(ned, "added_at_the_door", by=ned, now=clock.now())
    AccessNeed.objects.create(account=ned, words="A seat near the door.", changed_at=clock.now())
    forget(key="unclaimed-walk-ins", now=clock.now())
    ned.refresh_from_db()
    assert not ned.is_active and str(ned) == f"Person {ned.pk}" and not AccessNeed.objects.exists()
    assert RegisterSignoff.objects.get().lines[0]["name"] == "Ned Newcomer"
    assert not AuditDetail.objects.filter(actor_name="Ned Newcomer").exists()
    assert AuditEvent.objects.filter(action="unclaimed_walk_in_forgotten").exists()
    assert broken_links(chain_of(ned)) == [], "the trail still verifies"


@pytest.mark.parametrize(
    "facts",
    [
        {"phone": "01632 960 333"},
        {"email": "ned@example.org"},
        {"last_login": clock.now()},
    ],
)
def test_who_can_be_reached_or_has_signed_in_is_not_just_a_name(facts: dict[str, Any]) -> None:
    there = MAKERS["unclaimed-walk-ins"](began("unclaimed-walk-ins"))
    Account.objects.filter(full_name="Ned Newcomer").update(**facts)
    assert forget(key="unclaimed-walk-ins", now=clock.now()).gone == 0 and there()


def test_a_claimed_slip_a_newer_day_and_another_row_keep_the_name() -> None:
    start = began("unclaimed-walk-ins")
    claimed, again, joined = (people.somebody(name, None) for name in ("Clara", "Ana", "Jon"))
    walk_in = people.walked_in(start, claimed)
    WalkIn.objects.filter(pk=walk_in.pk).update(claimed_at=clock.now())
    Account.objects.filter(pk=claimed.pk).update(
        joined_to=people.somebody("Clara Kept", "clara@example.org"), is_active=False
    )
    people.walked_in(start, again)
    people.place_on(clock.now() - timedelta(days=9), again)
    people.walked_in(start, joined)
    Account.objects.filter(pk=joined.pk).update(
        joined_to=people.somebody("Kept Row", "kept@example.org"), is_active=False
    )
    assert forget(key="unclaimed-walk-ins", now=clock.now()).gone == 0
    known = WalkIn.objects.create(
        session=walk_in.session, enrolment=people.place_on(start, people.somebody("Bo", None)), newcomer=False,
        added_by=claimed, added_at=start,
    )  # fmt: skip
    assert not known.newcomer and forget(key="unclaimed-walk-ins", now=clock.now()).gone == 0


@pytest.mark.parametrize("undone", [False, True])
def test_a_name_that_was_entered_twice_goes_as_well(undone: bool) -> None:
    """Joined to another name at the door; or claimed by somebody for whom it turned out not to be."""
    start = began("unclaimed-walk-ins")
    kept, other = (people.somebody(name, None) for name in ("Ned Newcomer", "Neddy Newcomer"))
    for one in (kept, other):
        people.walked_in(start, one)
    if undone:
        WalkIn.objects.update(claimed_at=start)
    else:
        Account.objects.filter(pk=other.pk).update(joined_to=kept, is_active=False)
    forget(key="unclaimed-walk-ins", now=clock.now())
    assert not Account.objects.filter(pk__in=[kept.pk, other.pk]).exclude(full_name="").exists()


@pytest.mark.parametrize("facts", [{"phone": "01632 960 333"}, {"last_login": clock.now()}])
def test_a_name_to_which_somebody_known_was_joined_stays(facts: dict[str, Any]) -> None:
    start = began("unclaimed-walk-ins")
    kept, other = people.somebody("Ned Newcomer", None), people.somebody("Neddy", None, **facts)
    people.walked_in(start, kept)
    Account.objects.filter(pk=other.pk).update(joined_to=kept, is_active=False)
    assert forget(key="unclaimed-walk-ins", now=clock.now()).gone == 0


def test_a_newer_day_under_a_joined_row_keeps_the_name() -> None:
    start = began("unclaimed-walk-ins")
    kept, other = people.somebody("Ned Newcomer", None), people.somebody("Neddy", None)
    people.walked_in(start, kept)
    people.walked_in(start + timedelta(days=30), other)
    Account.objects.filter(pk=other.pk).update(joined_to=kept, is_active=False)
    assert forget(key="unclaimed-walk-ins", now=clock.now()).gone == 0


def test_a_device_that_is_signed_in_stays_on_the_list() -> None:
    there = MAKERS["signed-in-devices"](began("signed-in-devices"))
    SignedIn.objects.create(session_key="gone", session_data="x", expire_date=clock.now() + timedelta(days=3))
    assert forget(key="signed-in-devices", now=clock.now()).gone == 0 and there()


def test_words_of_the_trail_go_and_the_chain_still_verifies() -> None:
    MAKERS["audit-words"](began("audit-words"))
    amara = Account.objects.get(email="amara@example.org")
    forget(key="audit-words", now=clock.now())
    assert AuditEvent.objects.filter(chain=chain_of(amara)).count() == 1 and not AuditDetail.objects.exists()
    assert broken_links(chain_of(amara)) == []


def test_a_photo_stays_when_forgetting_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file goes only once it is certain that the row is gone."""
    there = MAKERS["guardian-consents"](began("guardian-consents"))

    def then_the_power_goes(ids: Any, now: Any) -> None:
        forget_guardian_consents(ids, now)
        raise DatabaseError("the power went")

    monkeypatch.setattr("academy.accounts.keeping_actions.forget_guardian_consents", then_the_power_goes)
    done = forget(key="guardian-consents", now=clock.now())
    assert done.gone == 0 and "the power went" in done.trouble and there()


# --- the database's own word ---------------------------------------------------------------------------------------


def _young(key: str) -> tuple[Any, ...]:
    start = clock.now() - timedelta(days=1000 if key != "news-consents" else 600)
    MAKERS[key](start)
    if key == "registers":
        return (AttendanceMark, RegisterSignoff, WalkIn)
    return (Certificate,) if key == "attendance-certificates" else (ConsentRecord,)


@pytest.mark.parametrize("key", ["registers", "attendance-certificates", "news-consents"])
def test_the_database_lets_go_of_nothing_that_is_too_young(key: str, settings: Any) -> None:
    """Whatever a setting or a slip of ours says."""
    for model in _young(key):
        with pytest.raises(DatabaseError, match="rows are kept"), transaction.atomic():
            model.objects.all().delete()
    settings.KEPT_FOR = {**settings.KEPT_FOR, key: timedelta(days=1)}
    done = forget(key=key, now=clock.now())
    assert done.gone == 0 and "rows are kept" in done.trouble


# --- settings that make no sense -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("KEEP_REGISTERS_DAYS", "30"),  # the database would refuse
        ("KEEP_REGISTERS_DAYS", "1100"),  # certificates would outlive what proves them
        ("KEEP_NEWS_CONSENTS_DAYS", "365"),
        ("KEEP_GUESTS_DAYS", "10"),  # their cookie lasts longer
        ("KEEP_EQUALITY_DAYS", "90"),  # a year could not be counted
        ("KEEP_MESSAGES_DAYS", "0"),
        ("KEEP_MESSAGES_DAYS", "a year"),
    ],
)
def test_a_period_that_makes_no_sense_stops_the_start(
    name: str, days: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, days)
    with pytest.raises(ImproperlyConfigured, match="KEEP_"):
        runpy.run_path(keeping.__file__)


def test_a_longer_period_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEP_REGISTERS_DAYS", "3653")
    assert runpy.run_path(keeping.__file__)["KEPT_FOR"]["registers"] == timedelta(days=3653)
