"""From the first question about a qualification to work that was handed in: real browsers at 390 px, real mail, a real
worker.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from playwright.sync_api import Page, Request, Route, expect

from academy.shared import clock
from learners.planning.models import AssessmentPlan
from learners.portfolio.models import EvidenceItem, WitnessStatement
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.submissions.models import Submission
from learners.submissions.states import SubmissionState
from tests.cast import Cast, make_cast
from tests.factories.files import ffmpeg
from tests.fixtures.browser import NewPage
from tests.fixtures.celery_processes import CeleryProcess
from tests.fixtures.mail_server import SmtpServer
from tests.journeys.acts import open_everything
from tests.journeys.test_cohort import Town
from tests.journeys.test_walk import words_of
from tests.learners import qualifying
from tests.learners.portfolio.test_file_checking import H264
from tests.learners.portfolio.test_sending import photo
from tests.waiting import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.timeout(600)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast()
    qualifying.version_at(cast.harbour, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    return cast


@pytest.fixture
def town(
    cast: Cast, new_page: NewPage, celery_worker_process: CeleryProcess, smtp_server: SmtpServer
) -> Town:
    return Town(new_page, smtp_server)


def ask(page: Page) -> QualRegistration:
    """Amara finds the way, and asks."""
    page.goto("/ways/")
    page.get_by_role("link", name=re.compile("See the way")).click()
    page.get_by_role("link", name="Ask about this qualification").first.click()
    page.get_by_label("Where will you practise?").fill("The tenants’ group of Quay Street")
    page.get_by_label("As a volunteer").check()
    page.get_by_role("button", name="Ask about it").click()
    expect(page.get_by_role("status")).to_contain_text("You have asked")
    return QualRegistration.objects.get()


def write_down(page: Page, registration: QualRegistration, what: str, how: str) -> None:
    """The coordinator did something that has to be done before."""
    page.goto(f"/registrations/{registration.token}/")
    page.get_by_role("link", name=re.compile(rf"Write it down\W+{what}")).click()
    page.get_by_label("How, or which document?").fill(how)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("status")).to_contain_text("Written down")


def confirm_details(page: Page, registration: QualRegistration) -> None:
    """Amara reads and confirms what the awarding organisation prints."""
    page.goto(f"/registration/{registration.token}/details/")
    page.get_by_label("Full name, as it is to be printed").fill("Amara Grace Bello")
    page.get_by_label("Date of birth").fill("1990-05-17")
    page.get_by_role("button", name="These details are right").click()
    expect(page.get_by_role("status").first).to_be_visible()


def accept_and_register(town: Town, cast: Cast, registration: QualRegistration) -> None:
    """The hub has talked with her and accepts; the Academy records the number and gives her an assessor."""
    cora = town.phone_of(cast.coordinator)
    write_down(cora, registration, "Identity seen", "Passport, at the hub")
    write_down(cora, registration, "Access needs and earlier learning talked through", "At the hub")
    write_down(cora, registration, "Induction", "At the hub")
    cora.get_by_role("link", name="Accept", exact=True).click()
    cora.get_by_role("button", name="Accept them").click()
    expect(cora.get_by_role("status")).to_contain_text("Accepted")

    mo = town.phone_of(cast.manager)
    mo.goto(f"/registration/{registration.token}/number/")
    mo.get_by_label("Awarding organisation’s number").or_(
        mo.get_by_label("Awarding organisation's number")
    ).fill("SAO-2026-0001")
    mo.get_by_role("button", name="Record this number").click()
    expect(mo.get_by_role("status")).to_contain_text("Recorded")
    mo.goto(f"/registrations/{registration.token}/assessors/")
    mo.locator("[name=assessor-person]").select_option(label="Asa Assessor")
    mo.get_by_role("button", name=re.compile("Give them the learner")).first.click()
    expect(mo.get_by_role("status")).to_be_visible()


def agree_a_plan(town: Town, cast: Cast, amara: Page, registration: QualRegistration) -> None:
    """Asa proposes, Amara accepts."""
    asa = town.phone_of(cast.assessor)
    asa.goto("/my-learners/")
    asa.get_by_role("link", name=re.compile("Amara Bello")).first.click()
    asa.goto(f"/registrations/{registration.token}/plan/write/")
    asa.get_by_label("What is there to do?").first.fill("Listen to five neighbours")
    asa.get_by_label("How does it show something?").first.select_option(label="Observation")
    open_everything(asa)
    asa.get_by_label(re.compile("Describe what it is for")).first.check()
    asa.get_by_label(re.compile("Carry out at least three")).first.check()
    due = clock.today() + timedelta(days=14)
    asa.get_by_label("Done by").first.fill(due.isoformat())
    asa.get_by_role("button", name=re.compile("Propose it")).click()
    amara.goto(f"/registration/{registration.token}/")
    amara.goto(f"/registration/{registration.token}/plan/")
    amara.get_by_role("button", name="I agree to this plan").click()
    expect(amara.get_by_text("Listen to five neighbours").first).to_be_visible()


def send(page: Page) -> None:
    """What was chosen, until the last byte is there. A slow machine covers a photo and makes it small for a while."""
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Sent.", exact=True).first).to_be_visible(timeout=60_000)


def keep(page: Page, own_part: str, title: str) -> EvidenceItem:
    """The rest of the form of a piece."""
    page.get_by_label("When did it happen?").fill(clock.today().isoformat())
    page.get_by_label("What was your own part in it?").fill(own_part)
    page.get_by_label("Nobody else", exact=True).check()
    page.get_by_label("A name for it").fill(title)
    page.get_by_role("button", name="Keep it", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return EvidenceItem.objects.get(title=title)


def add_photo(page: Page) -> EvidenceItem:
    """A neighbour's face is covered before anything leaves the phone."""
    page.goto("/portfolio/add/photo/")
    page.locator("input[type=file]").first.set_input_files(photo())
    page.get_by_role("button", name=re.compile("Cover faces or names")).click()
    board = page.locator("dialog[open] canvas")
    board.wait_for()
    box = board.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    page.get_by_role("button", name="Keep this picture").click()
    send(page)
    item = keep(page, "I set up the stall and drew the map with everybody.", "Our map at the market")
    assert item.files.get().covered
    return item


def add_recording(page: Page) -> EvidenceItem:
    """Made in the browser."""
    page.context.grant_permissions(["microphone"])
    page.goto("/portfolio/add/recording/")
    recorder = page.locator(".recorder").first
    recorder.get_by_role("button", name="Record").click()
    expect(recorder.locator("[data-record-target=clock]")).to_have_text(re.compile("0:0[2-9]"))
    recorder.get_by_role("button", name="Stop").click()
    recorder.get_by_role("button", name="Keep it").click()
    send(page)
    item = keep(page, "I asked the questions.", "What I asked at the door")
    eventually(lambda: item.files.filter(state="ready").exists(), within=60)
    return item


def talk(folder: Path) -> bytes:
    """A film of some megabytes, in which everything moves."""
    noise = ("-vf", "scale=640:480,noise=alls=80:allf=t", "-qp", "18")
    return ffmpeg(folder / "talk.mp4", *H264, *noise, seconds=3)


def add_film_cut_off(page: Page, film: bytes) -> EvidenceItem:
    """The signal goes away in the middle, and comes back."""
    starts: list[int] = []

    def lose(route: Route, request: Request) -> None:
        start = int(request.headers.get("upload-offset", -1))
        if start >= 0:
            starts.append(start)
        if start > 0 and starts.count(start) == 1 and len(starts) == 2:
            page.context.set_offline(True)
            return route.abort()
        return route.continue_()

    page.route(re.compile(r"/upload/.+"), lose)
    page.goto("/portfolio/add/recording/")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "talk.mp4", "mimeType": "video/mp4", "buffer": film}
    )
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("No signal")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Sent.", exact=True).first).to_be_visible()
    assert starts.count(0) == 1, "nothing is sent twice from the beginning"
    page.unroute(re.compile(r"/upload/.+"))
    item = keep(page, "I led the talk.", "Our talk in the hall")
    eventually(lambda: item.files.filter(state="ready").exists(), within=90)
    return item


def add_reflection(page: Page) -> EvidenceItem:
    page.goto("/portfolio/add/reflection/")
    page.locator("textarea").first.fill(
        "I listened more than I talked, and learned what the lift means to them."
    )
    return keep(page, "I had the conversations, and wrote this.", "What listening taught me")


def show(page: Page, item: EvidenceItem, registration: QualRegistration, *criteria: str) -> None:
    """Say what a piece shows."""
    page.goto(f"/portfolio/{item.token}/shows/{registration.token}/")
    for words in criteria:
        page.get_by_label(re.compile(words)).first.check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(item.title)


def witnessed(town: Town, amara: Page, registration: QualRegistration) -> None:
    """A neighbour confirms from a phone that is not signed in."""
    amara.goto("/portfolio/witness/ask/")
    amara.get_by_label("Your witness's name").fill("Sam Seen")
    amara.get_by_label("Their e-mail address").fill("sam.seen@example.org")
    amara.get_by_label("Their job or role").fill("Tenant")
    amara.get_by_label("How do they know you?").fill("We live in the same block")
    amara.get_by_label("Worked or organised alongside").check()
    amara.get_by_label("No", exact=True).check()
    amara.get_by_label("What should they tell about?").fill("How I talked with our neighbours")
    open_everything(amara)
    amara.get_by_label(re.compile("Carry out at least three")).check()
    amara.get_by_role("button", name="Ask them now").click()
    expect(amara.get_by_role("status").first).to_be_visible()
    letter = town.letter("sam.seen@example.org", "")
    link = re.search(r"https?://\S+/witness/\S+", words_of(letter))
    assert link
    sam = town.phone_of(None)
    sam.goto(link[0])
    sam.get_by_role("textbox").first.fill("I saw her talk with five of us, and she wrote down what we said.")
    sam.get_by_label("When did you see it?").fill(clock.today().isoformat())
    sam.get_by_label("No", exact=True).first.check()
    sam.get_by_label(re.compile("nobody else", re.IGNORECASE)).check()
    sam.locator("[name=true]").check()
    sam.get_by_role("button", name="I confirm this").click()
    expect(sam.get_by_role("heading", level=1)).to_contain_text("Thank you")
    statement = WitnessStatement.objects.get()
    assert statement.confirmed_at and statement.written_by is None


def hand_in(page: Page, registration: QualRegistration) -> Submission:
    """What is ready, of both units, with the declaration."""
    page.goto(f"/registration/{registration.token}/show/")
    page.get_by_role("link", name="Hand something in").click()
    page.get_by_role("link", name="Tick everything that is ready").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    page.locator("[name=ai_used]").first.check()
    page.locator("[name=own_work]").check()
    page.get_by_role("button", name="Hand in now").click()
    expect(page.get_by_role("status").first).to_be_visible()
    return Submission.objects.get()


def test_from_the_first_question_to_work_handed_in(town: Town, cast: Cast, tmp_path: Path) -> None:
    amara = town.phone_of(cast.learner)
    registration = ask(amara)
    confirm_details(amara, registration)
    accept_and_register(town, cast, registration)
    agree_a_plan(town, cast, amara, registration)
    registration.refresh_from_db()
    assert registration.state == RegistrationState.IN_PROGRESS
    assert AssessmentPlan.objects.get().state == "accepted"

    pieces = {
        add_photo(amara): "Give an example of change",
        add_recording(amara): "Carry out at least three",
        add_reflection(amara): "Describe what it is for",
        add_film_cut_off(amara, talk(tmp_path)): "Identify principles",
    }
    for item, words in pieces.items():
        show(amara, item, registration, words)
    witnessed(town, amara, registration)

    made = hand_in(amara, registration)
    assert made.state == SubmissionState.SUBMITTED and made.signed_by == cast.learner
    assert made.criteria.values("criterion__outcome__unit").distinct().count() == 2
    assert made.items.count() >= 3
    for change in (
        lambda: made.items.update(snapshot={}),
        lambda: made.criteria.all().delete(),
        lambda: Submission.objects.update(declaration="Something else."),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
