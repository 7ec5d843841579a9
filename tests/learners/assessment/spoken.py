"""Spoken feedback, as its tests record it and hear it."""

from academy.accounts.models import Account
from learners.assessment.models import Judgement
from learners.assessment.spoken_actions import record_spoken
from learners.portfolio.attaching import Sent
from learners.portfolio.file_checking import check_file
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import FileState
from tests.factories import files
from tests.learners.assessment.test_send_pages import browser
from tests.learners.qualifying import NOON


def recorded(
    judgement: Judgement, content: bytes, name: str = "My voice.webm", *, heard: bool = True
) -> EvidenceFile:
    """Kept with the round and, unless it is to wait, checked by the real worker."""
    sending = Sent(files=[files.sent(content, name)])
    assert record_spoken(judgement_id=judgement.pk, sent=sending, by=judgement.assessor, now=NOON) == []
    judgement.refresh_from_db()
    file = EvidenceFile.objects.get(item=judgement.spoken_id, removed_at=None)
    if heard:
        assert check_file(file_id=file.pk) == FileState.READY
        file.refresh_from_db()
    return file


def hears(who: Account, file: EvidenceFile) -> int:
    """What the address says that this person would get."""
    client = browser(who)
    return client.get(addresses_of(file, who).view).status_code
