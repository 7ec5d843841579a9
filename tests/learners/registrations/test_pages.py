"""The pages of registrations, as learners and those who look after them use them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from academy.accounts.models import Account
from courses.qualifications.actions import new_version, open_version
from courses.qualifications.models import Qualification, Site
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.models import QualRegistration
from learners.registrations.states import Check, Paid, RegistrationState
from tests.cast import BACKEND, Cast, make_cast, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.registrations.steps import GOOD_ULN, ULN, close

pytestmark = [pytest.mark.both, pytest.mark.django_db]
S = RegistrationState
ASKED = {"practise_where": "The market", "practise_paid": Paid.UNPAID, "hopes": "It should count."}


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    qualifying.version_at(made.harbour, made.manager)
    return made


def browser(who: Account | None) -> Client:
    client = Client()
    if who is not None:
        client.force_login(who, backend=BACKEND)
    return client


def words(answer: Any) -> str:
    return answer.content.decode()


def slug() -> str:
    return Qualification.objects.get().slug


def post(who: Account, name: str, token: str, **typed: Any) -> Any:
    return browser(who).post(reverse(f"registration-{name}", args=[token]), typed, follow=True)


def page(who: Account, one: QualRegistration) -> str:
    return words(browser(who).get(reverse("registration", args=[one.token]), follow=True))


def on_it(cast: Cast, state: RegistrationState = S.IN_PROGRESS, **facts: Any) -> QualRegistration:
    return qualifying.registered(cast.learner, cast.harbour, cast.manager, state, **facts)


def test_from_the_way_to_the_number_by_the_screens(cast: Cast) -> None:
    amara = browser(cast.learner)
    assert "Ask about this qualification" in words(amara.get(reverse("way", args=[slug()])))
    ask = reverse("way-ask", args=[slug()])
    typed = ASKED | {"hub": cast.harbour.pk}
    first = amara.post(ask, typed, follow=True)
    assert "Tell us your name and birthday" in words(first)
    one = QualRegistration.objects.get()
    assert (one.hopes, one.practise_paid) == ("It should count.", Paid.UNPAID)
    post(cast.learner, "details", one.token, legal_name="Amara Bello", birth_date="1990-05-17", uln=GOOD_ULN)
    assert "Your hub gets in touch" in page(cast.learner, one)
    for what in Check:
        post(cast.coordinator, "check", one.token, what=what, done_on=TODAY.isoformat(), how="Passport")
    end = (TODAY + timedelta(days=200)).isoformat()
    assert "Accepted. Next" in words(post(cast.coordinator, "accept", one.token, target_end_on=end))
    assert "Begin your portfolio" in page(cast.learner, one)
    said = words(post(cast.manager, "number", one.token, number="AO-77", registered_on=TODAY.isoformat()))
    assert "AO-77" in said and "Put the number right" in said
    assert "What happened so far" in said and "Details written" in said and "Cora Coordinator" in said
    assert "You get an assessor" in page(cast.learner, one) and "AO-77" in page(cast.learner, one)
    one.refresh_from_db()
    assert one.state == S.REGISTERED


def test_asking_with_nothing_typed_says_what_to_do(cast: Cast) -> None:
    answer = browser(cast.learner).post(reverse("way-ask", args=[slug()]), ASKED)
    assert (
        answer.status_code == 422 and "Choose a hub." in words(answer) and "It should count." in words(answer)
    )
    assert not QualRegistration.objects.exists()


def test_who_is_on_it_is_led_to_their_page(cast: Cast) -> None:
    one = on_it(cast)
    answer = browser(cast.learner).get(reverse("way-ask", args=[slug()]))
    assert answer["Location"] == reverse("registration", args=[one.token])
    assert "You are on it" in words(browser(cast.learner).get(reverse("way", args=[slug()])))


def test_the_way_says_why_not(cast: Cast) -> None:
    assert "the age is 15" in words(browser(cast.minor).get(reverse("way", args=[slug()])))
    close(None)  # type: ignore[arg-type]
    for address in (reverse("way", args=[slug()]), reverse("way-ask", args=[slug()])):
        assert "closed to new learners" in words(browser(cast.stranger).get(address))
    assert "No qualification can be asked for just now" in words(Client().get(reverse("ways")))


def test_the_way_stays_while_the_next_version_is_written(cast: Cast) -> None:
    opened = Qualification.objects.get().versions.get()
    new_version(version_id=opened.pk, by=cast.manager, now=NOON)
    assert browser(cast.learner).get(reverse("way", args=[slug()])).status_code == 200
    opened.qualification.versions.update(state="draft")
    assert browser(cast.learner).get(reverse("way", args=[slug()])).status_code == 404


def test_a_visitor_sees_the_way_and_is_asked_to_sign_in(cast: Cast) -> None:
    shown = Client().get(reverse("way", args=[slug()]))
    assert "You need an account" in words(shown)
    led = Client().get(reverse("way-ask", args=[slug()]))
    assert led.status_code == 302 and led["Location"].startswith("/accounts/login/?next=/ways/")


def test_put_forward_and_yes(cast: Cast) -> None:
    cora, yusuf = browser(cast.coordinator), cast.neighbour
    address = reverse("registration-forward", args=[yusuf.pk])
    assert address in words(cora.get(reverse("person", args=[yusuf.pk])))
    typed = {"version": Qualification.objects.get().versions.get().pk, "hub": cast.harbour.pk}
    answer = cora.post(address, typed | {"practise_paid": Paid.NOT_YET}, follow=True)
    assert "the learner, who has to say yes" in words(answer)
    one = QualRegistration.objects.get()
    assert "Do you want this?" in page(yusuf, one)
    assert "Tell us your name" in words(post(yusuf, "press", one.token, do="yes"))
    assert browser(cast.other_coordinator).get(address).status_code == 403


def test_no_thank_you_ends_it(cast: Cast) -> None:
    one = on_it(cast, S.APPLIED, agreed_at=None, put_forward_by=cast.coordinator)
    assert "It has ended" in words(post(cast.learner, "press", one.token, do="no"))
    one.refresh_from_db()
    assert one.state == S.WITHDRAWN
    assert "Nothing has changed" in words(post(cast.learner, "press", one.token, do="other"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"uln": ULN}, "one of them is wrong"),
        ({"legal_name": ""}, "Write the name."),
        ({"legal_name": "77"}, "A name needs at least one letter"),
        ({"birth_date": ""}, "Write the day of birth."),
        ({"birth_date": "2031-01-01"}, "That date has not come yet"),
    ],
)
def test_wrong_details_lose_nothing(cast: Cast, typed: dict[str, str], said: str) -> None:
    one = on_it(cast, S.APPLIED)
    whole = {"legal_name": "Amara N. Bello", "birth_date": "1990-05-17", "uln": ""} | typed
    answer = browser(cast.learner).post(reverse("registration-details", args=[one.token]), whole)
    assert answer.status_code == 422 and said in words(answer)
    assert all(value in words(answer) for value in whole.values())
    assert "About the unique learner number" in words(answer)
    assert not one.details.exists()


def test_details_that_the_hub_wrote_are_confirmed_by_the_learner(cast: Cast) -> None:
    one = on_it(cast, S.APPLIED)
    post(cast.coordinator, "details", one.token, legal_name="Amara Bello", birth_date="1990-05-17")
    assert "Read your details" in page(cast.learner, one)
    pk = one.details.get().pk
    assert post(cast.coordinator, "press", one.token, do="confirm", details=pk).status_code == 403
    assert post(cast.learner, "press", one.token, do="confirm", details="nonsense").status_code == 403
    assert "printed as they stand here" in words(
        post(cast.learner, "press", one.token, do="confirm", details=pk)
    )


def test_corrected_details_are_flagged_to_the_centre(cast: Cast) -> None:
    one, admin = on_it(cast), person("Ada Admin")
    qualifying.task_of(admin, one.version, QualificationTask.CENTRE_ADMIN)
    one.details.update(told_at=NOON)
    assert "Nobody fits this choice" in words(browser(admin).get(reverse("registrations") + "?show=flagged"))
    post(cast.learner, "details", one.token, legal_name="Amara Ngozi Bello", birth_date="1990-05-17")
    listed = words(browser(admin).get(reverse("registrations") + "?show=flagged"))
    assert "Details changed: pass them on" in listed and "Amara Bello" in listed
    shown = page(admin, one)
    assert "They have them now" in shown and "They have them now" not in page(cast.coordinator, one)
    post(admin, "press", one.token, do="told")
    assert "Nobody fits this choice" in words(browser(admin).get(reverse("registrations") + "?show=flagged"))


def test_inv_18_the_number_has_its_reason_beside_the_button(cast: Cast) -> None:
    one = on_it(cast, S.ACCEPTED)
    said = page(cast.coordinator, one)
    assert "The number is recorded by the centre administrator" in said and 'aria-disabled="true"' in said
    refused = post(cast.coordinator, "number", one.token, number="AO-1", registered_on=TODAY.isoformat())
    assert refused.status_code == 403 and "centre administrator" in words(refused)
    one.refresh_from_db()
    assert one.ao_number == ""


def test_inv_18_late_is_written_on_the_page(cast: Cast) -> None:
    one = on_it(cast, S.ACCEPTED, accepted_at=NOON - timedelta(days=40))
    said = words(post(cast.manager, "number", one.token, number="AO-1", registered_on=TODAY.isoformat()))
    assert "Registered late" in said and "Registered 40 days after acceptance" in said
    assert "Registered late" in words(browser(cast.manager).get(reverse("registrations") + "?show=flagged"))


def test_inv_01_ones_own_page_has_nothing_to_look_after(cast: Cast) -> None:
    one = qualifying.registered(cast.manager, cast.harbour, cast.second_manager, S.ACCEPTED)
    assert "Who is next" in page(cast.second_manager, one)
    assert "Record the number" not in page(cast.manager, one)
    assert "This is your own registration" in words(
        post(cast.manager, "number", one.token, number="AO-1", registered_on=TODAY.isoformat())
    )


def test_the_page_says_what_is_missing(cast: Cast) -> None:
    one = on_it(cast, S.APPLIED)
    said = page(cast.coordinator, one)
    assert "Look at something that proves who they are" in said and said.count("Not yet</span>") == 4
    assert "This cannot be done now" in words(
        browser(cast.coordinator).get(reverse("registration-accept", args=[one.token]))
    )


def test_declined_with_words_that_the_learner_reads(cast: Cast) -> None:
    one = on_it(cast, S.APPLIED)
    empty = post(cast.coordinator, "decline", one.token, why="")
    assert empty.status_code == 422
    post(cast.coordinator, "decline", one.token, why="Come back in spring.")
    assert "Not this time" in page(cast.learner, one) and "Come back in spring." in page(cast.learner, one)


def test_a_break_and_back(cast: Cast) -> None:
    one, back = on_it(cast), (TODAY + timedelta(days=20)).isoformat()
    wrong = post(cast.learner, "break", one.token, back_on=TODAY.isoformat())
    assert wrong.status_code == 422 and "Choose a day after today" in words(wrong)
    said = words(post(cast.learner, "break", one.token, back_on=back))
    assert "You are on a break" in said and "10 December 2026" in said
    assert "Welcome back" in words(post(cast.learner, "press", one.token, do="back"))


def test_moving_to_another_hub_leads_back_to_the_list(cast: Cast) -> None:
    one = on_it(cast)
    qualifying.version_at(cast.millfield, cast.manager)
    typed = {"hub": cast.millfield.pk, "version": one.version_id, "why": "Moved house"}
    said = words(post(cast.coordinator, "move", one.token, **typed))
    assert "Moved. It goes on there." in said and "Under way, all: 0" in said
    assert "Millfield" in page(cast.learner, one)


def test_the_old_page_leads_to_the_registration_that_goes_on(cast: Cast) -> None:
    one = on_it(cast)
    close(None)  # type: ignore[arg-type]
    following = new_version(version_id=one.version_id, by=cast.manager, now=NOON)
    open_version(version_id=following.pk, by=cast.manager, now=NOON)
    typed = {"hub": cast.harbour.pk, "version": following.pk, "why": "It is newer"}
    said = words(post(cast.coordinator, "move", one.token, **typed))
    assert "version 2" in said and "Accepted" in said
    new = QualRegistration.objects.get(continues=one)
    assert "You have moved" in page(cast.learner, one) and new.token in page(cast.learner, one)


def test_a_lost_approval_is_said_to_both(cast: Cast) -> None:
    one = on_it(cast)
    Site.objects.update(approved_until=TODAY)
    for who in (cast.learner, cast.coordinator):
        assert "Harbour Road is not approved for this qualification just now" in page(who, one)
        assert "Nothing is lost" in page(who, one)


def test_a_closed_version_is_said_to_both(cast: Cast) -> None:
    one = on_it(cast)
    close(None)  # type: ignore[arg-type]
    assert "You are on it, and can finish" in page(cast.learner, one)
    assert "takes no new learners" in page(cast.coordinator, one)


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("who", ["learner", "coordinator"])
def test_every_state_has_a_page(cast: Cast, state: RegistrationState, who: str) -> None:
    facts = {"before_break": S.ACCEPTED, "break_until": TODAY} if state == S.ON_BREAK else {}
    one = on_it(cast, state, **facts)
    assert S(state).label in page(getattr(cast, who), one)
    assert browser(cast.learner).get(reverse("my-learning")).status_code == 200


@pytest.mark.parametrize("many", [1, 60])
def test_the_list_asks_as_much_for_many(
    cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        qualifying.registered(person(f"P{number} Learner"), cast.harbour, cast.manager)
    client = browser(cast.coordinator)
    client.get(reverse("registrations"))
    with django_assert_max_num_queries(9):
        shown = words(client.get(reverse("registrations")))
    assert shown.count('class="listed__row"') == min(many, 25)
    assert ("page=2" in shown) == (many > 25)


def test_the_list_finds_and_filters(cast: Cast) -> None:
    on_it(cast)
    qualifying.registered(cast.neighbour, cast.harbour, cast.manager, S.ACCEPTED)
    qualifying.registered(cast.stranger, cast.millfield, cast.manager)
    client = browser(cast.coordinator)
    shown = words(client.get(reverse("registrations")))
    assert "Amara Bello" in shown and "Yusuf Khan" in shown and "Bea Other" not in shown
    assert "Number missing: 1" in shown and "At work: 1" in shown
    number = words(client.get(reverse("registrations") + "?show=number"))
    assert "Yusuf Khan" in number and "Amara Bello" not in number
    assert "Amara Bello" in words(client.get(reverse("registrations") + "?q=amara"))
    assert "Nobody fits this choice" in words(client.get(reverse("registrations") + "?q=zzz&show=nonsense"))
    assert "Bea Other" in words(browser(cast.manager).get(reverse("registrations")))


def test_the_pages_of_one_have_a_budget(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    one = on_it(cast)
    qualifying.allocated(one, cast.assessor)
    pages = ((cast.learner, "registration", 15), (cast.coordinator, "registration-look-after", 18))
    for who, name, most in pages:
        client, address = browser(who), reverse(name, args=[one.token])
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)


@pytest.mark.parametrize(("days", "flagged"), [(28, False), (29, True)])
def test_inv_18_a_number_that_is_due_is_flagged(cast: Cast, days: int, flagged: bool) -> None:
    on_it(cast, S.ACCEPTED, accepted_at=NOON - timedelta(days=days))
    shown = words(browser(cast.manager).get(reverse("registrations") + "?show=flagged"))
    assert (f"No number for {days} days" in shown) == flagged
