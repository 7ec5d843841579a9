"""Dates from the first press to the certificates: real browsers at 390 px, real mail, a real worker."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from academy.accounts.models import Account
from academy.shared import clock
from courses.delivery.models import Cohort, Session
from learners.attendance.models import RegisterSignoff
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState
from tests.fixtures.browser import NewPage
from tests.fixtures.celery_processes import CeleryProcess
from tests.fixtures.mail_server import SmtpServer
from tests.journeys.test_axe import sign_in
from tests.journeys.test_walk import CODE, words_of
from tests.learners import worlds
from tests.learners.places import dates
from tests.waiting import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.timeout(400)]

PHONE = {"width": 390, "height": 844}
ANSWER = re.compile(r"https?://\S+/answer/\S*yes\S*|https?://\S+/answer/\S*")
WAITS = "[data-register-target=waiting]"


class Town:
    """Everybody's phones, and the letters that come."""

    def __init__(self, new_page: NewPage, post: SmtpServer) -> None:
        self.new_page, self.post = new_page, post

    def phone_of(self, who: Account | None) -> Page:
        page = self.new_page(viewport=PHONE)
        if who is not None:
            sign_in(page, who)
        return page

    def letter(self, to: str, subject: str) -> EmailMessage:
        """The message to this address whose subject begins so, when it has come."""

        def look() -> EmailMessage | None:
            found = (mail for mail in self.post.mails if mail["To"] == to)
            return next((mail for mail in found if str(mail["Subject"]).startswith(subject)), None)

        letter = eventually(look, within=60)
        assert letter is not None
        return letter


@pytest.fixture
def town(new_page: NewPage, celery_worker_process: CeleryProcess, smtp_server: SmtpServer) -> Town:
    dates.coordinator(), dates.trainer(), dates.course()
    return Town(new_page, smtp_server)


def make_dates(town: Town) -> Cohort:
    """A coordinator who has never made any, at a venue that nobody has written down."""
    page = town.phone_of(Account.objects.get(email="coordinator@example.org"))
    page.goto("/dates/manage/")
    page.get_by_role("link", name="New dates").first.click()
    page.get_by_label("Course", exact=True).select_option(label="Introduction to Community Organising")
    page.get_by_label("Day", exact=True).fill((clock.today() + timedelta(days=10)).isoformat())
    page.get_by_label("A new venue").check()
    page.get_by_label("What the new venue is called").fill("The Old Chapel")
    page.get_by_label("Its street and town").fill("Quay Street, Saltby")
    page.get_by_label("Places").fill("3")
    page.get_by_label("Runs with at least").fill("2")
    page.get_by_label("Trainer", exact=True).check()
    page.get_by_role("button", name="Make them and open booking").click()
    expect(page.get_by_role("status")).to_contain_text("Booking is open.")
    return Cohort.objects.get()


def book(town: Town, cohort: Cohort, who: Account) -> None:
    """From the list of all dates; whoever is not signed in would be led there and back."""
    page = town.phone_of(who)
    page.goto("/dates/")
    page.get_by_role("link", name=re.compile("Introduction")).first.click()
    page.get_by_role("link", name=re.compile("Book my place|Join the list")).first.click()
    page.get_by_role("button", name=re.compile("Book my place|Join the list")).click()
    expect(page.get_by_role("status")).to_be_visible()
    assert Enrolment.objects.filter(cohort=cohort, account=who).exists()


def state_of(who: Account) -> str:
    return Enrolment.objects.get(account=who).state


def the_day_comes(cohort: Cohort) -> Session:
    """Time passes: the session that was in ten days began an hour ago."""
    session, now = cohort.sessions.get(), clock.now()
    session.day = clock.london_date(now)
    session.starts_at, session.ends_at = now - timedelta(hours=1), now + timedelta(hours=1)
    session.save()
    Cohort.objects.update(starts_at=session.starts_at, ends_at=session.ends_at)
    return session


def press(page: Page, name: str, mark: str) -> None:
    page.get_by_role("group", name=name).get_by_label(mark, exact=True).check()


def mark_and_sign(page: Page, session: Session) -> None:
    """The signal is cut before the first mark and comes back after the last."""
    page.goto("/today/")
    page.get_by_role("link", name=re.compile("Open the register")).first.click()
    expect(page.get_by_role("button", name="Save the marks")).to_be_hidden()  # the script has begun
    page.context.set_offline(True)
    press(page, "Amara Bello", "Here")
    press(page, "Ben Whitlow", "Not here")
    press(page, "Dee Okafor", "Late")
    page.get_by_label("Somebody came without a place").fill("Kit Lawal")
    page.get_by_role("button", name="Add a walk-in").click()
    expect(page.locator(WAITS)).to_contain_text("4 marks are waiting on this phone")
    assert not session.marks.exists()
    page.context.set_offline(False)
    expect(page.locator(WAITS)).to_be_hidden()
    page.get_by_role("button", name="Save and sign").click()
    page.get_by_role("button", name="Sign as Trainer").click()
    expect(page.get_by_text("Signed", exact=True)).to_be_visible()


def test_from_new_dates_to_certificates(town: Town) -> None:
    cohort = make_dates(town)
    people = {
        name: worlds.person(name, f"{name.split()[0].lower()}@example.org")
        for name in ("Amara Bello", "Ben Whitlow", "Cai Moss", "Dee Okafor")
    }
    for who in people.values():
        book(town, cohort, who)
    assert [state_of(who) for who in people.values()] == [*["confirmed"] * 3, "waitlisted"]
    town.letter("amara@example.org", "Your place is booked")

    cai = town.phone_of(people["Cai Moss"])
    cai.goto("/my-learning/")
    cai.get_by_role("link", name=re.compile("I cannot come|Give")).first.click()
    cai.get_by_role("button", name="Give my place up").click()
    assert state_of(people["Cai Moss"]) == PlaceState.CANCELLED_BY_LEARNER

    letter = town.letter("dee@example.org", "A place for you")
    link = ANSWER.search(words_of(letter))
    assert link
    dee = town.phone_of(None)  # she reads her mail on a phone that is not signed in
    dee.goto(link[0])
    dee.get_by_role("button", name=re.compile("^Yes")).click()
    expect(dee.get_by_role("heading", name="Thank you")).to_be_visible()
    assert state_of(people["Dee Okafor"]) == PlaceState.CONFIRMED

    session = the_day_comes(cohort)
    jo = town.phone_of(Account.objects.get(email="trainer@example.org"))
    mark_and_sign(jo, session)
    assert RegisterSignoff.objects.get().there == 3
    eventually(lambda: Certificate.objects.filter(pdf__isnull=False).count() == 3, within=60)
    names = Certificate.objects.order_by("name").values_list("name", flat=True)
    assert list(names) == ["Amara Bello", "Dee Okafor", "Kit Lawal"]
    for name in ("amara", "dee"):
        town.letter(f"{name}@example.org", "Your certificate")


def weeks_pass(cohort: Cohort, weeks: int) -> None:
    """What happened moves into the past."""
    session, back = cohort.sessions.get(), timedelta(weeks=weeks)
    session.day, session.starts_at, session.ends_at = (
        session.day - back,
        session.starts_at - back,
        session.ends_at - back,
    )
    session.save()
    Cohort.objects.update(starts_at=session.starts_at, ends_at=session.ends_at)


def sign_up_with(page: Page, town: Town, slip: str) -> None:
    """Somebody whom nobody has written to before."""
    page.goto(slip)
    page.get_by_role("link", name=re.compile("account|Sign up", re.IGNORECASE)).first.click()
    page.get_by_label("Your e-mail address").fill("kit@example.org")
    page.get_by_label("Your name").fill("Kit Lawal")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Make my account").click()
    code = CODE.search(words_of(town.letter("kit@example.org", "")))
    assert code
    page.get_by_label("Your code").fill(code[1])
    page.get_by_role("button", name="Finish my account").click()


def at_the_door(page: Page, session: Session, name: str, *, known: bool = False) -> None:
    """With the signal there. Whoever the hub knows by such a name is offered first; this one is said to be new."""
    page.goto(f"/register/{session.uid}/")
    expect(page.get_by_role("button", name="Save the marks")).to_be_hidden()
    page.get_by_label("Somebody came without a place").fill(name)
    page.get_by_role("button", name="Add a walk-in").click()
    page.get_by_role("button", name="Add them, as here").click()
    if known:
        page.get_by_label("None of them: somebody new").check()
        page.get_by_role("button", name="Add them, as here").click()
    expect(page.get_by_role("heading", name="You were here")).to_be_visible()  # the slip


def join_both(town: Town) -> None:
    """The coordinator finds the pair in the list, and has asked."""
    page = town.phone_of(Account.objects.get(email="coordinator@example.org"))
    page.goto("/people/same/")
    page.get_by_role("link", name=re.compile("^Look at both")).click()
    page.get_by_label(re.compile("How do you know")).fill("Kit told me so.")
    page.get_by_role("button", name="Yes, one person").click()
    expect(page.get_by_role("status").first).to_be_visible()


def test_a_walk_in_without_e_mail_finds_the_day_three_weeks_later(town: Town) -> None:
    jo = Account.objects.get(email="trainer@example.org")
    cohort = dates.cohort(4, trainers=(jo,), now=clock.now())
    session = the_day_comes(cohort)
    page = town.phone_of(jo)
    at_the_door(page, session, "Kit Lawal")
    at_the_door(page, session, "Kit Lawal", known=True)  # by mistake
    code = page.locator(".slip__code").inner_text()
    page.goto(f"/register/{session.uid}/")
    page.get_by_role("button", name="Save and sign").click()
    page.get_by_role("button", name="Sign as Trainer").click()
    eventually(lambda: Certificate.objects.filter(pdf__isnull=False).count() == 2, within=60)
    page.goto(f"/dates/manage/{cohort.pk}/certificates/")
    expect(page.get_by_text("No e-mail reaches them. Print it and hand it over.")).to_have_count(2)
    href = page.get_by_role("link", name=re.compile("^Kit Lawal")).first.get_attribute("href")
    assert href and page.request.get(href).body().startswith(b"%PDF-")

    weeks_pass(cohort, 3)
    kit = town.phone_of(None)
    sign_up_with(kit, town, f"/slip/{code}/")
    kit.get_by_role("button", name="Yes, this was me").click()
    expect(kit.get_by_role("status").first).to_contain_text("is yours now")
    expect(kit.get_by_text("Introduction to Community Organising").first).to_be_visible()

    join_both(town)
    assert Enrolment.objects.counted().filter(cohort=cohort).count() == 1
    assert Enrolment.objects.filter(cohort=cohort, state="attended").count() == 2, (
        "nothing signed is rewritten"
    )
    states = Certificate.objects.order_by("state").values_list("state", flat=True)
    eventually(lambda: list(states.all()) == ["issued", "under_review"], within=30)
    page.goto(f"/dates/manage/{cohort.pk}/")
    expect(page.get_by_text(re.compile("places? booked"))).to_contain_text("place")
    kit.goto("/my-learning/")
    valid = Certificate.objects.get(state="issued")
    expect(kit.get_by_text(valid.serial)).to_have_count(1)
