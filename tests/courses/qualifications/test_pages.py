"""The pages of specifications and sites, as the manager and those who read them use them."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from courses.qualifications.actions import freeze_version
from courses.qualifications.models import Criterion, QualificationVersion, Site
from courses.qualifications.states import VersionState
from tests.cast import BACKEND, hold, hub, person
from tests.courses.qualifications.versions import NOON, SHEET, TITLE, draft, opened

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def mona() -> Account:
    return hold(person("mona"), Role.MANAGER).account


@pytest.fixture
def browser(mona: Account) -> Client:
    client = Client()
    client.force_login(mona, backend=BACKEND)
    return client


def words(answer: Any) -> str:
    return answer.content.decode()


def workbook(rows: tuple[tuple[str, ...], ...]) -> SimpleUploadedFile:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(file)
    return SimpleUploadedFile("spec.xlsx", file.getvalue())


def test_a_qualification_is_added_and_read_from_a_workbook(browser: Client) -> None:
    typed = {"organisation": "Sample AO", "title": TITLE, "least_age": "16"}
    answer = browser.post(reverse("specification-add"), typed)
    version = QualificationVersion.objects.get()
    assert answer["Location"] == reverse("specification", args=[version.pk])
    assert "No units yet" in words(browser.get(answer["Location"]))
    sheet = reverse("specification-sheet", args=[version.pk])
    found = words(browser.post(sheet, {"file": workbook(SHEET)}, follow=True))
    assert "2 units, 4 criteria. Nothing is written yet." in found
    assert "<b>Must show by:</b> Observation. Also by: Witness statement." in found
    written = browser.post(
        reverse("specification-sheet-answer", args=[version.pk]), {"answer": "yes"}, follow=True
    )
    assert "Unit 2: Practice" in words(written)
    step = reverse("specification-step", args=[version.pk])
    assert "Open. Hubs can put learners forward." in words(browser.post(step, {"do": "open"}, follow=True))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("spec.csv", b"Learning outcome,Method\n1 Know,Observation\n", "Missing: “assessment criterion”."),
        ("spec.csv", b"", "This file is empty. Choose another one."),
        ("spec.pdf", b"%PDF-1.7 nothing", "This is a picture or a document, not a table."),
        ("spec.xlsx", b"PK\x03\x04 torn", "This workbook cannot be read"),
    ],
)
def test_a_file_that_is_no_specification_says_why(
    browser: Client, mona: Account, name: str, content: bytes, said: str
) -> None:
    version = draft(mona)
    address = reverse("specification-sheet", args=[version.pk])
    answer = browser.post(address, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422 and said in words(answer)


def test_faulty_rows_are_listed_and_nothing_can_be_written(browser: Client, mona: Account) -> None:
    version = draft(mona)
    address = reverse("specification-sheet", args=[version.pk])
    page = words(browser.post(address, {"file": workbook((*SHEET, ("", "7.1 Lost")))}, follow=True))
    assert "1 row needs another look" in page and "<b>Row 8:</b> Criterion 7.1 belongs to" in page
    assert "Write these units" not in page
    refused = browser.post(reverse("specification-sheet-answer", args=[version.pk]), {"answer": "yes"})
    assert refused.status_code == 403 and "Some rows of this sheet could not be read" in words(refused)
    gone = browser.post(
        reverse("specification-sheet-answer", args=[version.pk]), {"answer": "no"}, follow=True
    )
    assert "Nothing was written" in words(gone) and "What we found" not in words(gone)


def test_an_open_version_says_why_it_cannot_be_read_anew(browser: Client, mona: Account) -> None:
    version = opened(mona)
    assert "Make a new version, and read the sheet" in words(
        browser.get(reverse("specification-sheet", args=[version.pk]))
    )
    step = reverse("specification-step", args=[version.pk])
    made = browser.post(step, {"do": "next"}, follow=True)
    assert "Here is the new version, with the same words" in words(made)
    browser.post(step, {"do": "close"})
    version.refresh_from_db()
    assert version.state == VersionState.CLOSED
    assert "Nothing has changed" in words(browser.post(step, {"do": "other"}, follow=True))


def test_words_are_changed_until_they_stand_fast(browser: Client, mona: Account) -> None:
    version = draft(mona)
    one = Criterion.objects.filter(version=version).first()
    assert one is not None
    address = reverse("specification-words", args=[version.pk, "criterion", one.pk])
    assert browser.post(address, {"text": ""}).status_code == 422
    page = words(browser.post(address, {"text": "Describe what it is good for"}, follow=True))
    assert "Describe what it is good for" in page and page.count(">Change<span") == 7
    freeze_version(version_id=version.pk, now=NOON)
    assert "These words stand fast" in words(browser.get(address))
    shown = words(browser.get(reverse("specification", args=[version.pk])))
    assert ">Change<span" not in shown and "Its words have stood fast since" in shown


def test_facts_that_cannot_be_are_shown_where_they_were_typed(browser: Client, mona: Account) -> None:
    version = draft(mona)
    address = reverse("specification-facts", args=[version.pk])
    typed = {"least_age": "16", "registers_from": "2027-01-02", "registers_until": "2027-01-01"}
    answer = browser.post(address, typed)
    assert answer.status_code == 422 and "#id_registers_until" in words(answer)
    assert 'value="2027-01-02"' in words(answer)
    browser.post(address, {"least_age": "18", "level": "2"})
    version.refresh_from_db()
    assert (version.least_age, version.level) == (18, "2")


def test_what_is_made_up_says_so(browser: Client, mona: Account) -> None:
    version = draft(mona)
    for name in ("specification", "specification-sheet"):
        assert "are made up, to show how it works" in words(browser.get(reverse(name, args=[version.pk])))


def test_sites_are_approved_and_end(browser: Client, mona: Account) -> None:
    harbour, version = hub("Harbour Road"), draft(mona)
    assert "No sites here" in words(browser.get(reverse("sites")))
    typed = {
        "hub": harbour.pk,
        "organisation": version.qualification.awarding_organisation_id,
        "centre": "Sample Centre",
        "approved_from": "2026-11-01",
    }
    for _ in range(2):
        assert "can deliver from 01/11/2026 on" in words(
            browser.post(reverse("site-add"), typed, follow=True)
        )
    site = Site.objects.get()
    end = reverse("site-end", args=[site.pk])
    wrong = browser.post(end, {"last_day": "2026-10-01", "why": "It moved."})
    assert wrong.status_code == 422 and "The last day is before the first" in words(wrong)
    assert "Say why the approval ends" in words(browser.post(end, {"last_day": "2026-11-30"}))
    browser.post(end, {"last_day": "2026-11-30", "why": "It moved."})
    assert "No sites here" in words(browser.get(reverse("sites")))
    assert "until before 1 December 2026: It moved." in words(browser.get(reverse("sites") + "?show=ended"))
    again = browser.post(reverse("site-add"), {**typed, "approved_from": "2026-11-15"})
    assert again.status_code == 422 and "Begin on that day or later." in words(again)
    before = browser.post(reverse("site-add"), {**typed, "approved_from": "2026-10-01"})
    assert "A site cannot begin before it." in words(before)


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_with_more(
    browser: Client, mona: Account, count: int, django_assert_max_num_queries: Any
) -> None:
    version = draft(mona)
    for number in range(count):
        Site.objects.create(hub=hub(f"Hub {number}"), centre=_centre(version), approved_from=NOON.date())
    for name, args, most in (
        ("specifications", [], 8),
        ("specification", [version.pk], 14),
        ("sites", [], 8),
    ):
        with django_assert_max_num_queries(most):
            assert browser.get(reverse(name, args=args)).status_code == 200


def _centre(version: QualificationVersion) -> Any:
    organisation = version.qualification.awarding_organisation
    return organisation.centres.get_or_create(name="Sample Centre", defaults={"approved_from": NOON.date()})[
        0
    ]
