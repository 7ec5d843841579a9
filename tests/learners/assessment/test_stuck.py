"""What is stuck: rounds that wait for somebody who cannot go on, and naming somebody else to countersign."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask
from learners.assessment.countersign_actions import name_countersigner
from learners.assessment.countersign_policies import can_countersign
from learners.assessment.judging_policies import judging_units
from learners.assessment.models import Judgement
from learners.assessment.policies import units_of_round
from learners.assessment.states import JudgementState
from learners.assessment.stuck_queries import Stuck, stuck_for, who_could_countersign
from learners.registrations.allocation_models import Allocation
from learners.registrations.states import AllocatedAs
from tests.cast import hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.test_send_pages import browser, text
from tests.learners.assessment.world import World, judged, make_world, taken, with_trainee
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
YESTERDAY = TODAY - timedelta(days=1)


def status(world: World, who: Account, level: AssessorLevel) -> None:
    facts = {"award": Award.NONE, "award_seen_on": None} if level != AssessorLevel.QUALIFIED else {}
    if level == AssessorLevel.TRAINEE:
        facts |= {"works_towards_until": TODAY + timedelta(days=9), "countersigner": world.assessor}  # type: ignore[dict-item]
    qualifying.assessor(who, world.cast.manager, level=level, starts_on=TODAY, **facts)


def checks(world: World, who: Account) -> None:
    hold(who, Role.QUALITY)
    qualifying.allocated(world.registration, who, judging.unit_of(world.registration, 1), AllocatedAs.QUALITY)


def closed(who: Account) -> None:
    Account.objects.filter(pk=who.pk).update(is_active=False)


Happens = Callable[[World, Account], object]
TO_BOTH: dict[str, Happens] = {
    "the account is closed": lambda world, who: closed(who),
    "lapsed": lambda world, who: status(world, who, AssessorLevel.LAPSED),
    "a conflict with the learner": lambda world, who: qualifying.conflict(who, world.cast.learner),
    "a conflict that the learner declared": lambda world, who: qualifying.conflict(world.cast.learner, who),
    "a conflict with the hub": lambda world, who: qualifying.conflict(who, hub=world.cast.harbour),
    "knows the unit no more": lambda world, who: OccupationalCompetence.objects.filter(person=who).update(
        ends_on=TODAY
    ),
    "checks the unit": checks,
    "no assessor any more": lambda world, who: RoleAssignment.objects.filter(
        account=who, role=Role.ASSESSOR
    ).update(ends_on=YESTERDAY),
}


def one_row(world: World) -> tuple[Stuck, str, str] | None:
    rows = stuck_for(world.cast.quality, now=NOON)
    assert len(rows) <= 1
    return (rows[0].kind, rows[0].who, rows[0].why) if rows else None


def fresh(judgement: Judgement) -> Judgement:
    rows = Judgement.objects.select_related("assessor", "countersigner", "registration__account")
    return rows.get(pk=judgement.pk)


@pytest.mark.parametrize("what", [*TO_BOTH, "a trainee again"])
def test_a_round_whose_countersigner_cannot_stands_there_with_the_reason(what: str) -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    assert one_row(world) is None
    happens = TO_BOTH.get(what) or (lambda world, who: status(world, who, AssessorLevel.TRAINEE))
    happens(world, world.second)
    judgement = fresh(judgement)
    assert judgement.countersigner is not None
    assert not can_countersign(judgement.countersigner, judgement, now=NOON)
    found = one_row(world)
    assert found is not None and found[0] == Stuck.COUNTERSIGN and "Bea" in found[1] and found[2]
    page = text(browser(world.cast.quality).get(reverse("stuck")))
    assert (
        "Name another countersigner" in page
        and "Amara Bello" in page
        and "Needs another countersigner" in page
    )


@pytest.mark.parametrize(
    "what", [*(one for one in TO_BOTH if one != "checks the unit"), "given to somebody else", "ended"]
)
def test_an_open_round_with_which_nobody_can_go_on_stands_there(what: str) -> None:
    world = make_world()
    judgement = taken(world.handed_in(), world.assessor)
    assert one_row(world) is None
    if what == "given to somebody else":
        qualifying.allocated(world.registration, world.second, judging.unit_of(world.registration, 1))
    elif what == "ended":
        Allocation.objects.filter(person=world.assessor).update(ends_on=TODAY, ended_why="Moved away")
    else:
        TO_BOTH[what](world, world.assessor)
    judgement = fresh(judgement)
    units = units_of_round(judgement)
    rulings = judging_units(judgement.assessor, judgement.registration, units, on=TODAY)
    assert not all(rulings.values())
    found = one_row(world)
    assert found is not None and found[0] == Stuck.JUDGING and found[1] == str(world.assessor) and found[2]
    page = text(browser(world.cast.quality).get(reverse("stuck")))
    assert "Needs another assessor" in page and reverse("allocate", args=[world.registration.token]) in page


def test_a_trainee_promoted_meanwhile_is_told_as_it_is() -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    status(world, world.trainee, AssessorLevel.QUALIFIED)
    found = one_row(world)
    assert found is not None and found[0] == Stuck.PROMOTED
    assert "qualified since. It stays with Bea" in found[2]
    assert fresh(judgement).state == JudgementState.COUNTERSIGN
    assert "Only to know" in text(browser(world.cast.quality).get(reverse("stuck")))


def test_the_list_is_of_what_one_leads_and_never_of_oneself() -> None:
    world = with_trainee()
    judged(world, world.handed_in(), world.trainee)
    closed(world.second)
    assert len(stuck_for(world.cast.quality, now=NOON)) == 1
    other = person("Otto Other", hub=world.cast.harbour)
    hold(other, Role.QUALITY)
    assert stuck_for(other, now=NOON) == ()
    page = text(browser(other).get(reverse("stuck")))
    assert "Nothing is stuck" in page and "Amara" not in page
    qualifying.conflict(world.cast.quality, world.cast.learner)
    assert stuck_for(world.cast.quality, now=NOON) == (), "nothing of somebody with whom there is a conflict"
    qualifying.task_of(world.cast.learner, world.registration.version, QualificationTask.LEAD_QUALITY)
    assert stuck_for(world.cast.learner, now=NOON) == (), "nothing about one's own work"


def test_the_list_costs_the_same_however_much_is_stuck() -> None:
    world = with_trainee()
    judged(world, world.handed_in(world.criteria[:1]), world.trainee)
    closed(world.second)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            stuck_for(world.cast.quality, now=NOON)
        return len(seen)

    few = queries()
    for name in ("Zoe", "Yan", "Xia"):
        hers = qualifying.registered(person(name), world.cast.harbour, world.cast.manager)
        trainee = person(f"T{name} Trainee")
        qualifying.assessor(
            trainee, world.cast.manager, level=AssessorLevel.TRAINEE, award=Award.NONE, award_seen_on=None,
            works_towards_until=TODAY + timedelta(days=9), countersigner=world.second,
        )  # fmt: skip
        qualifying.allocated(hers, trainee)
        judging.judged(hers, trainee)
    assert len(stuck_for(world.cast.quality, now=NOON)) == 4
    assert queries() == few <= 22


# --- naming somebody else ---------------------------------------------------------------------------------------


def at(judgement: Judgement) -> str:
    return reverse("name-countersigner", args=[judgement.token])


def test_the_lead_names_somebody_who_can() -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    closed(world.second)
    client = browser(world.cast.quality)
    page = text(client.get(at(judgement)))
    assert (
        "is asked, and cannot do it" in page
        and world.assessor.full_name in page
        and "Three talks" not in page
    )
    assert "Choose who countersigns it" in text(client.post(at(judgement), {}))
    refused = text(client.post(at(judgement), {"person": world.trainee.pk}))
    assert "cannot countersign it today" in refused and fresh(judgement).countersigner == world.second
    answer = client.post(at(judgement), {"person": world.assessor.pk}, follow=True)
    assert "is asked to countersign, and is told" in text(answer) and "Nothing is stuck" in text(answer)
    assert fresh(judgement).countersigner == world.assessor


def test_those_who_could_are_those_whom_the_action_takes() -> None:
    world = with_trainee()
    judgement = fresh(judged(world, world.handed_in(), world.trainee))
    third, fourth, fifth = (person(name, hub=world.cast.harbour) for name in ("Cy", "Di", "Ed"))
    for one in (third, fourth, fifth):
        hold(one, Role.ASSESSOR, world.cast.harbour)
        qualifying.assessor(one, world.cast.manager)
    qualifying.conflict(fourth, world.cast.learner)
    status(world, fifth, AssessorLevel.LAPSED)
    people, why = who_could_countersign(judgement, now=NOON)
    could = set(people)
    assert why == ""
    assert could == {world.assessor, third}
    everybody = {one.person for one in AssessorStatus.objects.select_related("person")}
    takes = {one for one in everybody if can_countersign(one, judgement, now=NOON)}
    assert takes - {world.second} == could
    for one in everybody - takes:
        with pytest.raises(Refused):
            name_countersigner(judgement_id=judgement.pk, person=one, by=world.cast.quality, now=NOON)


def test_with_nobody_to_name_it_says_who_is_next() -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    closed(world.assessor)
    page = text(browser(world.cast.quality).get(at(judgement)))
    assert "There is nobody to name" in page and "The Academy manager is next" in page
    assert "is asked, and can do it" in page


def test_answered_meanwhile_it_says_so() -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    client = browser(world.cast.quality)
    client.get(at(judgement))
    browser(world.second).post(
        reverse("countersign", args=[judgement.token]), {"answer": "confirm", "words": ""}
    )
    answer = client.post(at(judgement), {"person": world.assessor.pk}, follow=True)
    assert "Nothing in it changes any more" in text(answer)
    assert fresh(judgement).countersigner == world.second


@pytest.mark.parametrize("who", ["learner", "manager", "coordinator", "stranger", "assessor", "editor"])
def test_nobody_else_names_who_countersigns(who: str) -> None:
    world = with_trainee()
    judgement = judged(world, world.handed_in(), world.trainee)
    by = getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    for answer in (
        browser(by).get(at(judgement)),
        browser(by).post(at(judgement), {"person": world.assessor.pk}),
    ):
        assert answer.status_code == 403
    assert browser(by).get(reverse("stuck")).status_code == 403
    assert fresh(judgement).countersigner == world.second
