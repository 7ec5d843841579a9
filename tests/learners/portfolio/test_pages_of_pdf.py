"""A PDF page by page: to whom, as what, and what somebody hears when it cannot be shown."""

import hashlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import typst
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image

from academy.accounts.models import Account
from learners.assessment.actions import claim
from learners.portfolio import file_pages
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.models import QualRegistration
from tests.cast import BACKEND, Cast, person
from tests.learners import qualifying
from tests.learners.assessment.rounds import assessor_of
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import handed_in, linked

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("noon"),
    pytest.mark.skipif(not file_pages.can_draw(), reason="poppler is not installed here"),
]
TWO_PAGES = typst.compile(
    b"#set page(width: 10cm, height: 14cm)\nTalk one.\n#pagebreak()\nTalk two, by the sea."
)


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(made, cast.assessor)
    assessor_of(made, cast.manager)
    return made


def pdf(registration: QualRegistration, content: bytes = TWO_PAGES) -> EvidenceFile:
    """Handed in, and taken by the assessor."""
    link = linked(registration, "Notes", kind=EvidenceKind.FILE, text="")
    file = EvidenceFile.objects.create(
        item=link.item,
        name="notes.pdf",
        stored=default_storage.save("portfolio/try.pdf", ContentFile(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        type="application/pdf",
        state=FileState.READY,
        added_at=NOON,
    )
    made = handed_in([link])
    by = registration.allocations.get(task="assessor").person
    claim(submission_id=made.pk, by=by, now=NOON)
    return file


def page_address(file: EvidenceFile, who: Account, number: int) -> str:
    return f"{addresses_of(file, who).kept}page/{number}/"


def test_the_assessor_sees_a_page_and_its_words(client: Client, cast: Cast, amara: QualRegistration) -> None:
    pdf(amara)
    client.force_login(cast.assessor, backend=BACKEND)
    judgement = amara.judgements.get()
    page = client.get(reverse("judge", args=[judgement.token]), {"page": "2"}).content.decode()
    assert "Page 2 of 2" in page and "Talk two, by the sea." in page and "Take this page" in page
    picture = page.split('<div class="viewer__sheet"><img src="')[1].split('"')[0]
    answer = client.get(picture)
    assert answer["Content-Type"] == "image/jpeg" and answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Image.open(BytesIO(answer.content)).height == file_pages.LONGER_SIDE


def test_a_page_that_is_not_there_is_the_last(client: Client, cast: Cast, amara: QualRegistration) -> None:
    pdf(amara)
    client.force_login(cast.assessor, backend=BACKEND)
    page = client.get(reverse("judge", args=[amara.judgements.get().token]), {"page": "99"})
    assert "Page 2 of 2" in page.content.decode()


def test_inv_08_nobody_else_sees_a_page(client: Client, cast: Cast, amara: QualRegistration) -> None:
    file = pdf(amara)
    other = person("Sam Stranger")
    client.force_login(other, backend=BACKEND)
    assert client.get(page_address(file, other, 1)).status_code == 403
    assert client.get(page_address(file, cast.assessor, 1)).status_code == 404
    assert client.get(page_address(file, other, 1).replace("/file/", "/file/x")).status_code == 404


def test_a_file_that_was_deleted_has_no_pages(client: Client, cast: Cast, amara: QualRegistration) -> None:
    file = pdf(amara)
    address = page_address(file, cast.assessor, 1)
    EvidenceFile.objects.filter(pk=file.pk).update(removed_at=NOON)
    client.force_login(cast.assessor, backend=BACKEND)
    answer = client.get(address)
    assert answer.status_code == 404 and "This file was deleted." in answer.content.decode()
    page = client.get(reverse("judge", args=[amara.judgements.get().token])).content.decode()
    assert "Its content is not kept any more" in page


def _locked() -> bytes:
    made = BytesIO()
    with pikepdf.open(BytesIO(TWO_PAGES)) as pdf_:
        pdf_.save(made, encryption=pikepdf.Encryption(owner="one", user="two"))
    return made.getvalue()


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing\nstartxref\n0\n%%EOF", _locked()])
def test_a_pdf_that_cannot_be_shown_is_still_given_out(
    client: Client, cast: Cast, amara: QualRegistration, content: bytes
) -> None:
    file = pdf(amara, content)
    client.force_login(cast.assessor, backend=BACKEND)
    page = client.get(reverse("judge", args=[amara.judgements.get().token])).content.decode()
    assert "This PDF cannot be shown page by page." in page and "Open by itself: notes.pdf" in page
    assert client.get(page_address(file, cast.assessor, 1)).status_code == 404


def test_without_the_programs_the_file_is_opened_by_itself(
    client: Client, cast: Cast, amara: QualRegistration, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf(amara)
    monkeypatch.setattr("learners.portfolio.file_pages.can_draw", lambda: False)
    client.force_login(cast.assessor, backend=BACKEND)
    page = client.get(reverse("judge", args=[amara.judgements.get().token])).content.decode()
    assert "Pages of a PDF are not shown here." in page and "Open by itself: notes.pdf" in page


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learners.portfolio.file_pages.SECONDS", 0.001)
    with pytest.raises(file_pages.NotDrawn, match="cannot be shown"):
        file_pages.page_text(Path("/dev/zero"), 1)
