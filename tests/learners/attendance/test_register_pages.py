"""The register page and what belongs to it, by plain forms: nothing needs a script."""

import io
import json
import re
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from learners.attendance.models import AttendanceMark, RegisterSignoff, WalkIn
from learners.attendance.queries import standings
from learners.enrolments.models import DayNeeds, Enrolment
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.attendance.registers import EVENING, MORNING, group, mark, session_of, signed
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db

MOST = 12  # queries of any page


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        yield


def sign_in(client: Client, who: Account) -> Client:
    client.force_login(who, backend=BACKEND)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_form_saves_what_was_changed_on_it(client: Client) -> None:
    cohort, (amara, ben, cai), jo = group("Amara Bello", "Ben Whitlow", "Cai Moss")
    session = session_of(cohort)
    mark(session, jo, (cai, "absent"))
    address = reverse("register", args=[session.uid])
    page = sign_in(client, jo).get(address)
    assert "2 people are left: Amara Bello and Ben Whitlow." in words(page)
    sent = {
        f"mark-{amara.pk}": "present",
        f"was-{amara.pk}": "/",
        f"mark-{ben.pk}": "late",
        f"minutes-{ben.pk}": "15",
        f"was-{ben.pk}": "/",
        f"mark-{cai.pk}": "absent",
        f"was-{cai.pk}": "absent/",
    }
    mark(session, jo, (cai, "present"), now=MORNING + timedelta(minutes=30))  # another phone, meanwhile
    answer = client.post(address, sent, follow=True)
    assert "2 marks saved." in words(answer)
    stands = {who: (one.mark, one.minutes) for who, one in standings(session.pk).items()}
    assert stands == {amara.pk: ("present", None), ben.pk: ("late", 15), cai.pk: ("present", None)}


def test_the_last_press_can_be_undone_with_one_button(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    address = reverse("register", args=[session.uid])
    sign_in(client, jo).post(address, {f"mark-{amara.pk}": "absent"})
    page = client.get(address)
    assert "Amara Bello: not here." in words(page)
    client.post(address, {"do": f"undo:{standings(session.pk)[amara.pk].key}"})
    assert standings(session.pk) == {}
    assert "Amara Bello: not here." not in words(client.get(address))


def test_signing_asks_once_more_and_shows_what_was_signed(client: Client) -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    session = session_of(cohort)
    address = reverse("register", args=[session.uid])
    sent = {f"mark-{amara.pk}": "present", f"mark-{ben.pk}": "told_us", "do": "sign"}
    page = sign_in(client, jo).post(address, sent, follow=True)
    assert page.redirect_chain[-1][0] == reverse("register-sign", args=[session.uid])
    assert "Sign as Jo" in words(page) and "Not here (1)" in words(page)
    assert not RegisterSignoff.objects.exists()
    with time_machine.travel(EVENING):
        page = client.post(reverse("register-sign", args=[session.uid]), follow=True)
        assert "Every register of these dates is signed. Certificates go out" in words(page)
        assert "by Jo on 3 December 2026" in words(page)
    assert RegisterSignoff.objects.get().there == 1


def test_signing_too_early_says_why(client: Client) -> None:
    cohort, _, jo = group("Amara Bello")
    session = session_of(cohort)
    page = sign_in(client, jo).get(reverse("register-sign", args=[session.uid]))
    assert "1 person is left: Amara Bello." in words(page)
    assert client.post(reverse("register-sign", args=[session.uid])).status_code == 403


def test_marks_of_a_page_that_was_signed_meanwhile_are_not_lost(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    signed(session, jo, (amara, "absent"), now=MORNING + timedelta(minutes=40))
    answer = sign_in(client, jo).post(reverse("register", args=[session.uid]), {f"mark-{amara.pk}": "late"})
    assert answer.status_code == 409
    assert 'value="late" checked' in words(answer) and "Why is it changed?" in words(answer)


def test_a_signed_register_is_changed_with_a_reason(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    signed(session, jo, (amara, "absent"), now=MORNING + timedelta(minutes=40))
    address = reverse("register-amend", args=[session.uid])
    sent = {f"mark-{amara.pk}": "present", f"was-{amara.pk}": "absent/"}
    refused = sign_in(client, jo).post(address, sent)
    assert refused.status_code == 409 and "Say why the register is changed" in words(refused)
    assert 'value="present" checked' in words(refused)
    page = client.post(address, {**sent, "reason": "She came in with Mo."}, follow=True)
    assert "This is version 2: She came in with Mo." in words(page)
    assert "Version 1, signed by Jo on 3 December 2026" in words(page) and "to look at" not in words(page)
    page = client.post(address, {f"mark-{amara.pk}": "absent", "reason": "It was her sister."}, follow=True)
    assert "Amara Bello had earned a certificate before the register was changed." in words(page)


def test_the_page_that_changes_leads_back_while_nothing_is_signed(client: Client) -> None:
    cohort, _, jo = group("Amara Bello")
    address = reverse("register-amend", args=[session_of(cohort).uid])
    assert sign_in(client, jo).get(address).status_code == 302


def test_needs_are_shown_to_those_who_run_the_day_alone(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    DayNeeds.objects.create(enrolment=amara, needs="A chair with arms.", diet="No nuts", saved_at=NOON)
    address = reverse("register", args=[session_of(cohort).uid])
    assert "A chair with arms. Food: No nuts" in words(sign_in(client, jo).get(address))
    refused = sign_in(client, amara.account).get(address)
    assert refused.status_code == 403 and "A chair" not in words(refused)


def test_a_walk_in_is_added_with_a_name_and_gets_a_slip(client: Client) -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    address = reverse("register-walk-in", args=[session_of(cohort).uid])
    page = sign_in(client, jo).post(address, {"name": "Kit Lawal"}, follow=True)
    walk_in = WalkIn.objects.get()
    assert walk_in.code in words(page) and "Kit Lawal" in words(page)


def test_people_whom_the_hub_knows_are_offered_first_and_nobody_of_another(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello", capacity=4)
    kit = worlds.person("Kit Lawal", "kit@example.org", hub=cohort.hub)
    worlds.person("Kit Lawson", "lawson@example.org", hub=dates.hub("millfield"))
    address = reverse("register-walk-in", args=[session_of(cohort).uid])
    page = sign_in(client, jo).post(address, {"name": "kit lawal"})
    assert re.findall(r'name="who" value="(\d+|new)"', words(page)) == [str(kit.pk), "new"]
    assert not WalkIn.objects.exists()
    client.post(address, {"name": "kit lawal", "who": str(kit.pk)})
    assert WalkIn.objects.get().enrolment.account == kit
    other = Account.objects.get(email="lawson@example.org")
    page = client.post(address, {"name": "Kit Lawson", "who": str(other.pk)})
    assert page.status_code == 200 and WalkIn.objects.count() == 1, "a made-up id is asked again"
    page = client.post(address, {"name": "Amara Bello"})
    assert "has a place already: mark them on the register" in words(page)


def test_a_full_room_offers_to_make_room(client: Client) -> None:
    cohort, _, jo = group("Amara Bello", capacity=1)
    address = reverse("register-walk-in", args=[session_of(cohort).uid])
    page = sign_in(client, jo).post(address, {"name": "Kit Lawal", "key": "k"})
    assert page.status_code == 409 and "Make room for one more" in words(page)
    client.post(address, {"name": "Kit Lawal", "key": "k", "room": "on"})
    assert WalkIn.objects.get().key == "k"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "  "}, "This field is required"),
        ({"name": "123"}, "at least one letter"),
        ({"name": "Kit", "under_18": "on"}, "guardian"),
    ],
)
def test_a_walk_in_that_cannot_be_added_says_why(client: Client, sent, says: str) -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    page = sign_in(client, jo).post(reverse("register-walk-in", args=[session_of(cohort).uid]), sent)
    assert says in words(page) and not WalkIn.objects.exists()


def test_a_long_register_is_paged_and_each_page_saves(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello", capacity=400)
    session = session_of(cohort)
    people = Account.objects.bulk_create(
        Account(full_name=f"Person {n:03}", is_adult=True) for n in range(340)
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            **{
                name: getattr(amara, name)
                for name in ("course", "cohort", "kind", "state", "opens_at", "started_at")
            },
            account=who,
            seat=seat,
        )
        for seat, who in enumerate(people, start=2)
    )
    address = f"{reverse('register', args=[session.uid])}?page=3"
    page = words(sign_in(client, jo).get(address))
    assert "341</b> to mark" in page and page.count("<fieldset") == 42, "41 people and one blank line"
    shown = {f"mark-{pk}": "present" for pk in re.findall(r'name="was-(\d+)"', page)}
    answer = client.post(address, shown, follow=True)
    assert answer.redirect_chain[-1][0] == address and "41 marks saved." in words(answer)
    assert "300</b> to mark" in words(answer)


# --- what phones send


def press(key: str = "k1", **facts):
    return {"key": key, "who": "", "ago": 0, "device": "phone", "place": 1, "mark": "present", **facts}


def send(client: Client, session, who: Account, *presses, owner: str = ""):
    data = {"presses": json.dumps(presses), "owner": owner or str(who.pk)}
    return client.post(reverse("register-marks", args=[session.uid]), data)


def test_a_phone_hears_what_became_of_each_press(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello", capacity=4)
    session = session_of(cohort)
    batch = [
        press(who=str(amara.pk)),
        press("k2", who="999999", place=2),
        press("w", name="Kit Lawal", mark="", place=3),
    ]
    said = send(sign_in(client, jo), session, jo, *batch).json()
    assert said["taken"] == ["k1", "w"] and set(said["refused"]) == {"k2"}
    assert said["marks"][str(amara.pk)] == ["present", None, "k1"]
    assert said["places"] == {"w": WalkIn.objects.get().enrolment_id} and said["signed"] is False


def test_a_phone_is_told_why_its_marks_wait(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    one = press(who=str(amara.pk))
    assert send(client, session, jo, one).status_code == 401
    assert "Sign in again" in send(client, session, jo, one).json()["reason"]
    sign_in(client, jo)
    assert send(client, session, jo, one, owner="987654").status_code == 409
    sign_in(client, amara.account)
    assert send(client, session, amara.account, one).status_code == 403
    assert not AttendanceMark.objects.exists()


@pytest.mark.parametrize(
    "presses",
    [
        "{",
        "{}",
        "[1]",
        json.dumps([press(mark="asleep")]),
        json.dumps([press(mark="")]),
        json.dumps([press(key="")]),
        json.dumps([press(key="x" * 37)]),
        json.dumps([press(key="'; --")]),
        json.dumps([press(who="9" * 30)]),
        json.dumps([press(ago=-1)]),
        json.dumps([press(ago="soon")]),
        json.dumps([press(place=None)]),
        json.dumps([press(device=["a"])]),
        json.dumps([press()] * 501),
    ],
)
def test_what_is_no_list_of_marks_is_refused(client: Client, presses: str) -> None:
    cohort, _, jo = group("Amara Bello")
    address = reverse("register-marks", args=[session_of(cohort).uid])
    answer = sign_in(client, jo).post(address, {"presses": presses, "owner": str(jo.pk)})
    assert answer.status_code == 400 and answer.json()["reason"]
    too_much = client.post(address, {"presses": "x" * 400_001, "owner": str(jo.pk)})
    assert too_much.status_code == 413


# --- paper


def test_the_paper_has_a_line_for_everybody_and_some_for_walk_ins(client: Client) -> None:
    names = [
        f"{letter}na of the Very Long-Name-Which-Has-Hardly-Anywhere-To-Break {letter}"
        for letter in "ABCDEFGHIJ"
    ]
    cohort, _, jo = group(*names, "Şükrü Öztürk", "محمد عبد الرحمن", capacity=40)
    answer = sign_in(client, jo).get(reverse("register-paper", args=[session_of(cohort).uid]))
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) >= 1 and pdf.Root.Lang == "en-GB"
        with pdf.open_metadata() as metadata:
            assert (
                metadata["dc:title"]
                == "Register: Introduction to Community Organising, Thursday 3 December 2026"
            )
            assert metadata.get("pdfuaid:part") == "1"


# --- budgets


@pytest.mark.parametrize("people", [1, 12])
def test_pages_cost_the_same_for_one_and_for_many(
    client: Client, people: int, django_assert_max_num_queries
) -> None:
    letters = "ABCDEFGHIJKL"[:people]
    cohort, places, jo = group(*(f"{letter}na Bello" for letter in letters), capacity=20)
    session = session_of(cohort)
    mark(session, jo, *((place, "present") for place in places))
    sign_in(client, jo)
    for name in ("register", "register-sign", "register-walk-in", "register-paper"):
        client.get(reverse(name, args=[session.uid]))
        with django_assert_max_num_queries(MOST):
            assert client.get(reverse(name, args=[session.uid])).status_code == 200
    signed(session, jo, now=MORNING + timedelta(minutes=45))
    for name in ("register", "register-amend"):
        with django_assert_max_num_queries(MOST):
            assert client.get(reverse(name, args=[session.uid])).status_code == 200
