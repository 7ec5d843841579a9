"""Who is asked to countersign a unit is one answer: what a policy asks of the rows, and what lists and letters ask of
the database.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from academy.accounts.models import Account
from academy.shared.clock import london_date
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.assessment.signoff_facts import countersigners_of
from learners.assessment.signoff_models import Signature
from learners.assessment.signoff_turns import asked_to_countersign
from learners.assessment.states import SignedAs
from learners.registrations.models import QualRegistration
from tests.cast import Cast, person
from tests.learners import judging, qualifying
from tests.learners.assessment.signing import countersigns, judged, judged_by_trainee, signs, unlocks
from tests.learners.qualifying import LONG_AGO, NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
TOMORROW = NOON + timedelta(days=1)
Change = Callable[[Cast, QualRegistration], str]


def entry(cast: Cast, whose: Account, level: AssessorLevel, second: Account | None, **facts: object) -> None:
    """A new entry in the staff file, from today on."""
    trainee = level == AssessorLevel.TRAINEE
    qualifying.assessor(
        whose,
        cast.manager,
        **{
            "level": level,
            "starts_on": TODAY,
            "award": Award.CAVA if level == AssessorLevel.QUALIFIED else Award.NONE,
            "award_seen_on": LONG_AGO if level == AssessorLevel.QUALIFIED else None,
            "works_towards_until": TODAY + timedelta(days=90) if trainee else None,
            "countersigner": second,
            "why": "No practice for a year" if level == AssessorLevel.LAPSED else "",
            **facts,
        },
    )


def in_training(cast: Cast, one: QualRegistration) -> str:
    return "Bea Other"


def another_is_named(cast: Cast, one: QualRegistration) -> str:
    entry(cast, cast.trainer, AssessorLevel.TRAINEE, cast.assessor)
    return "Asa Assessor"


def another_from_tomorrow(cast: Cast, one: QualRegistration) -> str:
    entry(cast, cast.trainer, AssessorLevel.TRAINEE, cast.assessor, starts_on=TODAY + timedelta(days=1))
    return "Bea Other"


def another_twice_on_one_day(cast: Cast, one: QualRegistration) -> str:
    """The later of the two entries holds."""
    entry(cast, cast.trainer, AssessorLevel.TRAINEE, cast.quality)
    entry(cast, cast.trainer, AssessorLevel.TRAINEE, cast.assessor)
    return "Asa Assessor"


def promoted(cast: Cast, one: QualRegistration) -> str:
    entry(cast, cast.trainer, AssessorLevel.QUALIFIED, None)
    return "Bea Other"


def another_and_then_promoted(cast: Cast, one: QualRegistration) -> str:
    """It was Bea when Jo signed, and nobody can name another one any more."""
    entry(cast, cast.trainer, AssessorLevel.TRAINEE, cast.assessor)
    entry(cast, cast.trainer, AssessorLevel.QUALIFIED, None)
    return "Bea Other"


def lapsed(cast: Cast, one: QualRegistration) -> str:
    entry(cast, cast.trainer, AssessorLevel.LAPSED, None)
    return "Bea Other"


def joined(cast: Cast, one: QualRegistration) -> str:
    """Jo signed with an account that is one with another now; what the staff file says there, holds."""
    kept = person("Jo Kept", email="kept@example.org", hub=cast.harbour)
    entry(cast, kept, AssessorLevel.TRAINEE, cast.assessor)
    Account.objects.filter(pk=cast.trainer.pk).update(joined_to=kept, is_active=False, email=None)
    return "Asa Assessor"


def joined_with_nothing_newer(cast: Cast, one: QualRegistration) -> str:
    kept = person("Jo Kept", email="kept@example.org", hub=cast.harbour)
    Account.objects.filter(pk=cast.trainer.pk).update(joined_to=kept, is_active=False, email=None)
    return "Bea Other"


def the_second_is_joined(cast: Cast, one: QualRegistration) -> str:
    kept = person("Bea Kept", email="kept@example.org", hub=cast.harbour)
    Account.objects.filter(pk=cast.stranger.pk).update(joined_to=kept, is_active=False, email=None)
    return "Bea Kept"


def another_who_is_joined(cast: Cast, one: QualRegistration) -> str:
    kept = person("Asa Kept", email="kept@example.org", hub=cast.harbour)
    entry(cast, cast.trainer, AssessorLevel.TRAINEE, cast.assessor)
    Account.objects.filter(pk=cast.assessor.pk).update(joined_to=kept, is_active=False, email=None)
    return "Asa Kept"


def another_is_named_and_joined(cast: Cast, one: QualRegistration) -> str:
    """What the staff file says of the account that was closed, holds as long as the other one has nothing newer."""
    another_is_named(cast, one)
    joined_with_nothing_newer(cast, one)
    return "Asa Assessor"


def promoted_and_the_second_is_joined(cast: Cast, one: QualRegistration) -> str:
    promoted(cast, one)
    return the_second_is_joined(cast, one)


CHANGES: tuple[Change, ...] = (
    in_training,
    another_is_named,
    another_from_tomorrow,
    another_twice_on_one_day,
    promoted,
    another_and_then_promoted,
    lapsed,
    joined,
    joined_with_nothing_newer,
    the_second_is_joined,
    another_who_is_joined,
    another_is_named_and_joined,
    promoted_and_the_second_is_joined,
)


def by_policy(now: datetime) -> dict[int, int]:
    """By the id of the signature: the id of the person who is asked."""
    rows = Signature.objects.filter(signed_as=SignedAs.ASSESSOR, voided_at=None)
    rows = rows.select_related("person__joined_to", "status__countersigner__joined_to")
    return {pk: one.pk for pk, one in countersigners_of(rows, now=now).items()}


def by_database(now: datetime) -> dict[int, int]:
    rows = asked_to_countersign(london_date(now)).exclude(asked=None)
    return dict(rows.values_list("pk", "asked"))


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_both_ask_the_same_person(change: Change) -> None:
    cast, one = judged_by_trainee()
    signs(one, cast.trainer)
    name = change(cast, one)
    assert by_policy(NOON) == by_database(NOON)
    (asked,) = by_policy(NOON).values()
    assert Account.objects.get(pk=asked).full_name == name


def test_from_the_day_on_which_another_is_named_both_ask_them() -> None:
    cast, one = judged_by_trainee()
    signs(one, cast.trainer)
    another_from_tomorrow(cast, one)
    assert by_policy(TOMORROW) == by_database(TOMORROW)
    assert list(by_policy(TOMORROW).values()) == [cast.assessor.pk]


def test_neither_asks_anybody_about_what_a_qualified_assessor_signed() -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    assert by_policy(NOON) == by_database(NOON) == {}


def test_nor_about_what_they_signed_while_they_were_qualified() -> None:
    """Somebody who signed as qualified, lapsed, and begins anew as a trainee."""
    cast, one = judged()
    signs(one, cast.assessor)
    entry(cast, cast.assessor, AssessorLevel.LAPSED, None)
    entry(cast, cast.assessor, AssessorLevel.TRAINEE, cast.stranger)
    assert by_policy(NOON) == by_database(NOON) == {}


def test_lists_ask_no_more_once_it_is_countersigned_or_taken_back() -> None:
    cast, one = judged_by_trainee()
    judging.countersigned(judging.judged(one, cast.trainer, number=2), cast.stranger)
    first, second = signs(one, cast.trainer), signs(one, cast.trainer, number=2)
    assert set(by_database(NOON)) == set(Signature.objects.values_list("pk", flat=True))
    countersigns(first, cast.stranger)
    unlocks(second, cast.trainer)
    assert by_database(NOON) == {}
