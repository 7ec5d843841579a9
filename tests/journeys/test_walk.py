"""The whole walk in a real browser, with a real worker: from the first visit to a verified certificate."""

import re
from email.message import EmailMessage
from io import BytesIO

import pikepdf
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from academy.accounts.models import Account
from learners.certificates.models import Certificate
from learners.progress.models import LessonProgress
from tests.fixtures.browser import NewPage
from tests.fixtures.celery_processes import CeleryProcess
from tests.fixtures.mail_server import SmtpServer
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.waiting import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

NAME, EMAIL = "Niamh O’Brien-Ṣàlàkọ́", "niamh@example.org"
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)
LINK = re.compile(r"See your certificate:\s+(https?://\S+)")


@pytest.fixture
def _sample(transactional_db: None) -> None:
    call_command("load_sample", verbosity=0)


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def found(pattern: re.Pattern[str], post: SmtpServer) -> str:
    """What stands in a message to the person who walks; the sample people get messages too."""

    def look() -> str | None:
        hits = [pattern.search(words_of(mail)) for mail in post.mails if mail["To"] == EMAIL]
        return next((hit[hit.lastindex or 0] for hit in hits if hit), None)

    return str(eventually(look, within=60))


def play_to_the_end(hands: Hands) -> None:
    """Press play and really wait until the server has said that the lesson is done."""
    page = hands.page
    hands.press("button", "Play")
    expect(page.locator("#done").get_by_text("Done", exact=True)).to_be_visible(timeout=60_000)


def sign_up(hands: Hands, post: SmtpServer) -> None:
    hands.press("link", re.compile("Make an account"))
    hands.write("Your e-mail address", EMAIL)
    hands.write("Your name", NAME)
    hands.choose("Yes")
    hands.press("button", "Make my account")
    hands.write("Your code", found(CODE, post))
    hands.press("button", "Finish my account")


def walk(hands: Hands, post: SmtpServer) -> None:
    page = hands.page
    page.goto("/")
    hands.press("link", re.compile("Start the free module"))
    hands.press("link", re.compile("Sample lesson 1 of Reach"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("lesson 1 of Reach")
    play_to_the_end(hands)
    assert LessonProgress.objects.filter(guest__isnull=False, done_at__isnull=False).count() == 1

    sign_up(hands, post)
    hands.press("button", "Yes, that was me")
    expect(page.get_by_text("We added 1 lesson")).to_be_visible()
    niamh = Account.objects.get(email=EMAIL)
    assert not niamh.consents.filter(given=True).exists()
    assert LessonProgress.objects.get(enrolment__account=niamh).done_at is not None

    page.goto("/a-taste-of-organising/")
    hands.press("link", re.compile("Start|Carry on"))
    play_to_the_end(hands)
    hands.press("link", re.compile("^Next:"))
    play_to_the_end(hands)

    page.goto("/my-learning/")
    hands.press("link", re.compile("Tell us your name"))
    hands.press("button", "Print this name")
    expect(page.get_by_text("We are making your certificate").first).to_be_visible()
    page.goto(found(LINK, post))
    check_pdf(page)
    hands.press("link", "The page that proves it")
    expect(page.get_by_text("This is a real certificate")).to_be_visible()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(NAME)


def check_pdf(page: Page) -> None:
    href = page.get_by_role("link", name=re.compile("Download to print")).get_attribute("href")
    assert href
    answer = page.request.get(href)
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.body())) as document:
        assert len(document.pages) == 1
        assert "/StructTreeRoot" in document.Root


@pytest.mark.usefixtures("_sample")
@pytest.mark.parametrize("with_hands", [Mouse, Keyboard], ids=["by pointing", "by keyboard alone"])
def test_from_the_first_visit_to_a_verified_certificate(
    with_hands: type[Mouse] | type[Keyboard],
    new_page: NewPage,
    celery_worker_process: CeleryProcess,
    smtp_server: SmtpServer,
) -> None:
    size = {"width": 390, "height": 844} if with_hands is Mouse else {"width": 1280, "height": 800}
    walk(with_hands(new_page(viewport=size)), smtp_server)
    assert eventually(lambda: Certificate.objects.filter(name=NAME).count()) == 1
