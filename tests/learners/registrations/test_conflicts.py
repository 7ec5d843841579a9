"""Conflicts of interest: who declares them, who ends them, who decides, and what they close (INV-05)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared import clock
from academy.shared.audit import chain_of
from academy.shared.rulings import Refused
from courses.qualifications.models import Qualification, QualificationVersion
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.conflict_actions import decide_conflict, declare_conflict, end_conflict
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.registrations.states import Nature
from tests.browsing import browser
from tests.cast import Cast, hold, person
from tests.chains import broken_links
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.registrations.allocating import declared, second_assessor

pytestmark = pytest.mark.django_db
STAFF = ["manager", "editor", "quality", "coordinator", "trainer", "assessor"]


def declare(
    by: Account, other: Account | None = None, *, of: Account | None = None, hub_id: int | None = None
) -> ConflictDeclaration:
    return declare_conflict(
        person_id=(of or by).pk,
        other_id=other.pk if other else None,
        hub_id=hub_id,
        nature=Nature.FAMILY,
        words=" My sister. ",
        by=by,
        now=NOON,
    )


@pytest.fixture
def lead(cast: Cast, learner: QualRegistration) -> Account:
    """Quinn leads the quality of Amara's qualification."""
    qualifying.task_of(cast.quality, learner.version, QualificationTask.LEAD_QUALITY)
    return cast.quality


def decide(
    conflict: ConflictDeclaration, by: Account, scrutineer: Account, how: str = "Ben judges it"
) -> None:
    decide_conflict(conflict_id=conflict.pk, mitigation=how, scrutineer_id=scrutineer.pk, by=by, now=NOON)


# --- declaring ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STAFF)
def test_everybody_with_a_task_declares_an_interest_in_a_hub(cast: Cast, who: str) -> None:
    made = declare(getattr(cast, who), hub_id=cast.millfield.pk)
    assert (made.hub, made.words, made.starts_on) == (cast.millfield, "My sister.", TODAY)


def test_inv_05_a_declaration_closes_the_work_at_once(cast: Cast, learner: QualRegistration) -> None:
    qualifying.allocated(learner, cast.assessor)
    assert standing_of(cast.assessor, learner, on=TODAY).sees_work
    declare(cast.assessor, cast.learner)
    stands = standing_of(cast.assessor, learner, on=TODAY)
    assert stands.assesses and stands.conflict and not stands.sees_work
    assert not any(stands.assesses_unit(unit) for unit in stands.assesses)
    assert broken_links(chain_of(cast.assessor)) == []


def test_pressing_twice_gives_one(cast: Cast) -> None:
    assert declare(cast.trainer, cast.learner) == declare(cast.trainer, cast.learner)


@pytest.mark.parametrize("who", ["learner", "stranger"])
def test_a_learner_is_sent_to_their_hub(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="people at your hub"):
        declare(getattr(cast, who), hub_id=cast.millfield.pk)


def test_people_of_other_hubs_are_not_found(cast: Cast) -> None:
    with pytest.raises(Refused, match="people of your own hubs"):
        declare(cast.trainer, cast.stranger)
    assert declare(cast.quality, cast.stranger)  # whose role reaches every hub


def test_nobody_has_an_interest_in_themselves(cast: Cast) -> None:
    earlier = person("Quinn Before", email=None, joined_to=cast.quality, joined_at=NOON, is_active=False)
    for other in (cast.quality, earlier):
        with pytest.raises(Refused, match="same person"):
            declare(cast.quality, other)


@pytest.mark.parametrize("who", ["coordinator", "trainer", "assessor", "editor", "learner"])
def test_nobody_else_writes_it_down_for_others(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Ask them"):
        declare(getattr(cast, who), cast.learner, of=cast.quality)


def test_the_manager_and_the_lead_write_it_down_for_others(cast: Cast, lead: Account) -> None:
    assert declare(cast.manager, cast.learner, of=cast.assessor).declared_by == cast.manager
    assert declare(lead, cast.neighbour, of=cast.assessor).person == cast.assessor


def test_with_a_person_or_a_hub_and_not_with_both(cast: Cast) -> None:
    for other, hub in ((None, None), (cast.learner, cast.harbour.pk)):
        with pytest.raises(Refused, match="a person or a hub"):
            declare(cast.manager, other, hub_id=hub)


# --- over, and decided ----------------------------------------------------------------------------------------------


def test_neither_of_the_two_says_that_it_is_over(cast: Cast) -> None:
    made = declare(cast.manager, cast.coordinator)
    for who in (cast.manager, cast.coordinator, cast.trainer):
        with pytest.raises(Refused):
            end_conflict(conflict_id=made.pk, ends_on=TODAY, why="Over", by=who, now=NOON)
    with pytest.raises(Refused, match="how you know"):
        end_conflict(conflict_id=made.pk, ends_on=TODAY, why=" ", by=cast.second_manager, now=NOON)
    before = TODAY - timedelta(days=1)
    with pytest.raises(Refused, match="before it was declared"):
        end_conflict(conflict_id=made.pk, ends_on=before, why="Over", by=cast.second_manager, now=NOON)
    end_conflict(conflict_id=made.pk, ends_on=TODAY, why="Moved out", by=cast.second_manager, now=NOON)
    with pytest.raises(Refused, match="It ended on"):
        end_conflict(conflict_id=made.pk, ends_on=TODAY, why="Again", by=cast.second_manager, now=NOON)


def test_inv_05_only_the_lead_opens_it_again_with_another_who_looks(
    cast: Cast, learner: QualRegistration, lead: Account
) -> None:
    qualifying.allocated(learner, cast.assessor)
    made, ben = declare(cast.assessor, cast.learner), second_assessor(cast)
    for who in (cast.manager, cast.coordinator, cast.assessor):
        with pytest.raises(Refused):
            decide(made, who, ben)
    with pytest.raises(Refused, match="Say how"):
        decide(made, lead, ben, how=" ")
    decide(made, lead, ben)
    assert standing_of(cast.assessor, learner, on=TODAY).sees_work
    with pytest.raises(Refused, match="decided already"):
        decide(made, lead, ben)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("assessor", "neither of the two"),
        ("learner", "neither of the two"),
        ("trainer", "neither an assessor"),
        ("sister", "open here as well"),
        ("earlier", "neither of the two"),
    ],
)
def test_inv_05_who_looks_instead_is_apart_from_both(
    cast: Cast, learner: QualRegistration, lead: Account, who: str, words: str
) -> None:
    made, sister = declare(cast.assessor, cast.learner), second_assessor(cast, "Sia Sister")
    declared(cast, sister)
    earlier = person("Asa Before", email=None, joined_to=cast.assessor, joined_at=NOON, is_active=False)
    chosen = {"sister": sister, "earlier": earlier}.get(who) or getattr(cast, who)
    with pytest.raises(Refused, match=words):
        decide(made, lead, chosen)


def test_inv_05_the_lead_does_not_decide_on_themselves(
    cast: Cast, learner: QualRegistration, lead: Account
) -> None:
    with pytest.raises(Refused, match="about yourself"):
        decide(declare(lead, cast.learner), lead, second_assessor(cast))


def test_inv_05_the_lead_of_another_qualification_does_not_decide(
    cast: Cast, learner: QualRegistration, lead: Account
) -> None:
    other = Qualification.objects.create(
        awarding_organisation=learner.version.qualification.awarding_organisation, title="Another award"
    )
    version = QualificationVersion.objects.create(qualification=other, number=1, made_at=NOON)
    QualRegistration.objects.create(
        account=cast.learner, version=version, hub=cast.harbour, applied_at=NOON, moved_at=NOON
    )
    made, ben = declare(cast.assessor, cast.learner), second_assessor(cast)
    with pytest.raises(Refused, match="Another award"):
        decide(made, lead, ben)
    with pytest.raises(Refused, match="Another award"):
        end_conflict(conflict_id=made.pk, ends_on=TODAY, why="Over", by=lead, now=NOON)
    qualifying.task_of(lead, version, QualificationTask.LEAD_QUALITY)
    decide(made, lead, ben)


# --- the pages ------------------------------------------------------------------------------------------------------


def test_declaring_on_the_page(cast: Cast, learner: QualRegistration) -> None:
    qualifying.allocated(learner, cast.assessor)
    asa, new = browser(cast.assessor), reverse("conflict-declare")
    found = asa.get(f"{new}?q=amar").content.decode()
    assert "Amara Bello" in found
    assert "Bea Other" not in asa.get(f"{new}?q=bea").content.decode()
    wrong = asa.post(f"{new}?other={cast.learner.pk}", {"words": "My sister"})
    assert (wrong.status_code, "My sister" in wrong.content.decode()) == (422, True)
    asa.post(f"{new}?other={cast.learner.pk}", {"nature": "family", "words": "My sister"})
    shown = asa.get(reverse("conflicts")).content.decode()
    assert "The work is closed to them" in shown
    assert "Everybody" not in shown


def test_the_register_shows_what_waits_for_the_lead(
    cast: Cast, learner: QualRegistration, lead: Account
) -> None:
    qualifying.allocated(learner, cast.assessor)
    made, ben = declared(cast, cast.assessor), second_assessor(cast)
    declared(cast, cast.trainer)
    quinn, path = browser(lead), reverse("conflict", args=[made.pk])
    shown = quinn.get(reverse("conflicts")).content.decode()
    assert "1 open conflict between" in shown
    assert shown.index("Asa Assessor and Amara") < shown.index("Jo Trainer and Amara")
    assert reverse("allocate", args=[learner.token]) in shown
    wrong = quinn.post(path, {"do": "decide", "decide-mitigation": "Ben looks", "decide-scrutineer": ""})
    assert (wrong.status_code, "Ben looks" in wrong.content.decode()) == (422, True)
    data = {"do": "decide", "decide-mitigation": "Ben looks", "decide-scrutineer": ben.pk}
    assert quinn.post(path, data).status_code == 302
    assert "Dealt with: Ben Second looks instead" in quinn.get(path).content.decode()
    assert "Waiting for the lead" not in quinn.get(reverse("conflicts")).content.decode()


def test_inv_05_the_page_offers_the_two_nothing_to_decide(cast: Cast, learner: QualRegistration) -> None:
    made = declared(cast, cast.assessor)
    asa, path = browser(cast.assessor), reverse("conflict", args=[made.pk])
    shown = asa.get(path).content.decode()
    assert "It is about yourself" in shown
    assert "Decide this way" not in shown
    data = {"do": "over", "over-ends_on": clock.today().isoformat(), "over-why": "It is fine"}
    assert asa.post(path, data).status_code == 422
    made.refresh_from_db()
    assert made.ends_on is None
    assert browser(cast.trainer).get(path).status_code == 403


def test_the_manager_says_that_it_is_over(cast: Cast, learner: QualRegistration) -> None:
    made = declared(cast, cast.assessor)
    path = reverse("conflict", args=[made.pk])
    data = {"do": "over", "over-ends_on": clock.today().isoformat(), "over-why": "They moved away"}
    assert browser(cast.manager).post(path, data).status_code == 302
    assert "Over" in browser(cast.manager).get(path).content.decode()


@pytest.mark.parametrize("many", [2, 20])
def test_the_register_asks_a_constant_number_of_times(
    cast: Cast, learner: QualRegistration, many: int, django_assert_max_num_queries: object
) -> None:
    for number in range(many):
        one = person(f"Ben{number} Second")
        hold(one, Role.ASSESSOR, cast.harbour)
        qualifying.allocated(qualifying.registered(one, cast.harbour, cast.manager), cast.assessor)
        declared(cast, cast.assessor, other=one)
    mo = browser(cast.manager)
    mo.get(reverse("conflicts"))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert b"Ben1 Second" in mo.get(reverse("conflicts")).content


def test_inv_05_it_ends_for_the_database_too_before_anybody_signs(cast: Cast) -> None:
    """In summer the first hour of a day in London is still the day before for the database, which would refuse a
    signature that the page allows."""
    made = declare(cast.manager, cast.coordinator)
    early = datetime(2027, 7, 14, 23, 30, tzinfo=UTC)  # half past midnight
    day = date(2027, 7, 15)
    with pytest.raises(Refused, match="not an hour old"):
        end_conflict(conflict_id=made.pk, ends_on=day, why="Over", by=cast.second_manager, now=early)
    end_conflict(
        conflict_id=made.pk,
        ends_on=day,
        why="Over",
        by=cast.second_manager,
        now=early + timedelta(minutes=31),
    )
    made.refresh_from_db()
    assert made.ends_on == day
