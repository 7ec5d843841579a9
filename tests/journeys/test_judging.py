"""From work that was handed in to a unit that is signed off: not yet met once, tried again, judged and signed by
keyboard alone at 1280 px, told to each in their own words, and a history that shows what was changed in secret.
"""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from playwright.sync_api import Locator, Page, expect

from academy.shared import clock
from academy.shared.append_only import lifted
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import DecisionState, SignoffState
from learners.portfolio.models import EvidenceFile
from learners.registrations.models import QualRegistration
from learners.submissions.removal_actions import remove_content
from learners.submissions.states import Outcome
from tests.cast import Cast, make_cast
from tests.fixtures.browser import NewPage
from tests.fixtures.celery_processes import CeleryProcess
from tests.fixtures.mail_server import SmtpServer
from tests.journeys.test_axe import sign_in
from tests.journeys.test_cohort import Town
from tests.learners import qualifying
from tests.learners.submissions.work import handed_in, linked, with_file
from tests.learners.telling import tell_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.timeout(600)]
DESK = {"width": 1280, "height": 800}
PIECES = ("What organising is for", "How it differs", "The lift on Quay Street")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    """Under way with Asa, who is qualified; a quality assurer checks."""
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    qualifying.allocated(registration, cast.assessor)
    qualifying.allocated(registration, cast.quality, task=qualifying.AllocatedAs.QUALITY)
    tell_rows(registration)
    return registration


@pytest.fixture
def town(new_page: NewPage, celery_worker_process: CeleryProcess, smtp_server: SmtpServer) -> Town:
    return Town(new_page, smtp_server)


def tab_to(page: Page, what: Locator) -> None:
    """By the Tab key, as far as it takes."""
    what.first.wait_for()
    for _ in range(150):
        if what.first.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{what} cannot be reached by keyboard")


def press_by_key(page: Page, button: str) -> None:
    """A button or link, reached by Tab and pressed by Enter."""
    name = re.compile(f"^{re.escape(button)}")
    tab_to(page, page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)))
    page.keyboard.press("Enter")


def type_into(page: Page, label: str, words: str) -> None:
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(words)


def weigh(page: Page, *, met: bool, reason: str, then: str) -> None:
    """The criterion that is open. then: the counts after it."""
    expect(page.locator("kbd").first).to_be_visible()
    page.keyboard.press("m" if met else "n")
    page.keyboard.press("v")
    if not met:
        page.keyboard.press("5")
    page.keyboard.press("r")
    page.keyboard.type(reason)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#counts")).to_have_text(re.compile(then))
    if "0 to judge" not in then:  # the next one opens
        expect(page.locator("#rationale")).not_to_have_value(reason)


def take_the_oldest(page: Page) -> None:
    page.goto("/waiting/")
    press_by_key(page, "Go on with the oldest")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amara Bello")


def send(page: Page, words: str, next_step: str = "") -> None:
    press_by_key(page, "Look it over and send")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Feedback for Amara Bello")
    tab_to(page, page.locator("[name=words]"))
    page.keyboard.type(words)
    if next_step:
        tab_to(page, page.locator("[name=next_step]"))
        page.keyboard.press("Control+A")
        page.keyboard.type(next_step)
    press_by_key(page, "Sign and send")
    page.wait_for_url(lambda url: "/send/" not in url)


def not_yet_met(asa: Page, registration: QualRegistration) -> Judgement:
    """Two are met; the third needs more."""
    take_the_oldest(asa)
    weigh(asa, met=True, reason="Says clearly what it is for.", then="1 met, 0 not yet, 2 to judge")
    weigh(asa, met=True, reason="Compares it with advice work.", then="2 met, 0 not yet, 1 to judge")
    weigh(asa, met=False, reason="The example names no result.", then="2 met, 1 not yet, 0 to judge")
    send(asa, "You say clearly what organising is for.", "Tell what changed at Quay Street, and when.")
    made = Judgement.objects.get(registration=registration)
    outcomes = made.decisions.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["met", "met", "not_yet"], asa.url
    return made


def read_and_try_again(amara: Page, made: Judgement, registration: QualRegistration) -> None:
    """The learner reads what is met first and the one next thing, does it, and hands in again."""
    amara.goto(f"/feedback/{made.token}/")
    expect(amara.get_by_text("Tell what changed at Quay Street, and when.").first).to_be_visible()
    amara.get_by_role("button", name="I have read it").click()
    made.refresh_from_db()
    assert made.acknowledged_at
    third = qualifying.criteria(registration)[2]
    item = qualifying.piece(registration.account, "The lift was mended in May")
    qualifying.shows(item, registration, third)
    amara.goto(f"/registration/{registration.token}/show/")
    amara.get_by_role("link", name="Hand something in").click()
    amara.get_by_role("checkbox", name=re.compile("The lift was mended in May")).check()
    amara.get_by_role("button", name="Go on").click()
    amara.get_by_role("button", name="Go on").click()
    amara.locator("[name=ai_used]").first.check()
    amara.locator("[name=own_work]").check()
    amara.get_by_role("button", name="Hand in now").click()
    expect(amara.get_by_role("status").first).to_be_visible()
    assert registration.submissions.count() == 2


def judge_and_sign_by_key(asa: Page, registration: QualRegistration) -> UnitSignoff:
    """No mouse from the list to the signature."""
    take_the_oldest(asa)
    weigh(asa, met=True, reason="Names the result and the day.", then="1 met, 0 not yet, 0 to judge")
    send(asa, "Now it is all there.")
    asa.goto(f"/registrations/{registration.token}/units/1/")
    press_by_key(asa, "Sign this unit off")
    expect(asa.get_by_text("Signed by the assessor").first).to_be_visible()
    return UnitSignoff.objects.get(registration=registration)


def timeline_of(page: Page, registration: QualRegistration) -> str:
    page.goto(f"/registration/{registration.token}/units/1/timeline/")
    return page.locator("main").inner_text()


def verified(registration: QualRegistration) -> tuple[bool, str]:
    """Whether the history of one registration is whole, and what the check of it says."""
    out = StringIO()
    try:
        call_command("verify_history", registration=registration.token, files=True, stdout=out, stderr=out)
    except CommandError as broken:
        return False, str(broken)
    return True, out.getvalue()


def test_from_not_yet_met_to_a_signed_unit(
    town: Town, new_page: NewPage, cast: Cast, amara: QualRegistration
) -> None:
    links = [linked(amara, title, at=at) for at, title in enumerate(PIECES)]
    with_file(links[0].item)
    handed_in(links, now=clock.now())
    asa = new_page(viewport=DESK)
    sign_in(asa, cast.assessor)
    learner = town.phone_of(cast.learner)

    made = not_yet_met(asa, amara)
    read_and_try_again(learner, made, amara)
    signoff = judge_and_sign_by_key(asa, amara)
    assert signoff.state == SignoffState.ASSESSOR_SIGNED

    learner.goto(f"/registration/{amara.token}/my-units/")
    learner.get_by_role("button", name=re.compile("I confirm this")).click()
    signoff.refresh_from_db()
    assert signoff.state == SignoffState.LEARNER_CONFIRMED
    confirmed = CriterionDecision.objects.filter(registration=amara, state=DecisionState.CONFIRMED)
    assert set(confirmed.values_list("outcome", flat=True)) == {Outcome.MET} and confirmed.count() == 3

    quinn = new_page(viewport=DESK)
    sign_in(quinn, cast.quality)
    told = [timeline_of(page, amara) for page in (learner, asa, quinn)]
    assert len(set(told)) == 3 and all(words.count("Asa Assessor") >= 2 for words in told)
    assert "You " in told[0] and "You " not in told[2]

    changed_in_secret(amara)
    taken_away(amara, cast)


def changed_in_secret(registration: QualRegistration) -> None:
    """One byte, behind the Academy's back."""
    assert verified(registration)[0]
    decision = CriterionDecision.objects.filter(registration=registration)[0]
    same = CriterionDecision.objects.filter(pk=decision.pk)
    with lifted(connection):
        same.update(rationale=decision.rationale[:-1])
    whole, words = verified(registration)
    assert not whole and "is not what was decided" in words
    with lifted(connection):
        same.update(rationale=decision.rationale)
    assert verified(registration)[0]


def taken_away(registration: QualRegistration, cast: Cast) -> None:
    """The content of one file goes, as the Academy decides it and the chain says first: the gap has a name."""
    file = EvidenceFile.objects.get(item__account=cast.learner)
    remove_content(file_id=file.pk, reason="Names a child", how="email", by=cast.manager, now=clock.now())
    whole, words = verified(registration)
    assert whole and "Names a child" in words, words
