"""Every page of the site and every face that it can show, for each kind of person who sees it.

A stop is an address, who opens it, and what they do there before somebody looks. `NOT_PAGES` are the named addresses
that show nothing of their own; tests/journeys/test_axe.py fails when an address is in neither.
"""

from collections.abc import Callable, Iterator

from tests.journeys.about_pages import about_stops
from tests.journeys.allocation_pages import allocation_stops
from tests.journeys.capture_pages import capture_stops
from tests.journeys.date_message_pages import date_message_stops
from tests.journeys.date_pages import date_stops
from tests.journeys.feedback_pages import feedback_stops
from tests.journeys.intake_pages import intake_stops
from tests.journeys.joining_pages import joining_stops
from tests.journeys.judging_pages import judging_stops
from tests.journeys.kept_pages import kept_stops
from tests.journeys.own_pages import learning_stops, message_stops, own_stops
from tests.journeys.people_pages import people_stops, sent_stops, staff_stops
from tests.journeys.planning_pages import planning_stops
from tests.journeys.portfolio_pages import portfolio_stops
from tests.journeys.qualification_pages import qualification_stops
from tests.journeys.queue_pages import queue_stops
from tests.journeys.record_pages import record_stops
from tests.journeys.register_pages import register_stops
from tests.journeys.registration_pages import registration_stops
from tests.journeys.running_pages import running_stops
from tests.journeys.signing_pages import signing_stops
from tests.journeys.staff_file_pages import staff_file_stops
from tests.journeys.stop import Stop
from tests.journeys.submission_pages import submission_stops
from tests.journeys.town import Town
from tests.journeys.visitor_pages import course_stops, entrance_stops, fault_stops, public_stops
from tests.journeys.voice_pages import voice_stops
from tests.journeys.way_pages import way_stops

NOT_PAGES = {
    "lesson-progress", "lesson-read", "lesson-reflection", "lesson-video", "lesson-audio", "lesson-poster",
    "lesson-captions", "lesson-words", "certificate-pdf", "hide-certificate", "image", "health",
    "mfa_login_webauthn", "mfa_download_recovery_codes", "mail-events", "calendar-feed", "place-calendar",
    "register-marks", "register-paper", "register-asked",
    "register-photo", "register-photo-delete", "offline-worker", "guardian-paper",
    "people-list-result", "export-file", "date-slips-paper", "cohort-certificate-files",
    "evidence-bring-back", "evidence-file", "evidence-file-remove", "portfolio-copy-file", "upload", "upload-part",
    "specification-step", "specification-sheet-answer",
    "submission-check", "judge-put-back", "evidence-page",
    "witness-take-back",
    "registration-press",
    "contact-notes", "plan-answer", "plan-change", "task-done", "plan-template-retire",
    "cohort-poster", "seat-code-again", "seat-code-withdraw",
    # they lead elsewhere
    "account_request_login_code", "guest-answer", "message-pause", "send-invitation-again", "course", "page",
    "to-ring-line", "address-again", "here-as", "look-stop", "release-records", "handed-in-to-me",
    "queue-next", "claim",
}  # fmt: skip


def _as_visitor_and_learner(town: Town) -> Iterator[Stop]:
    yield from public_stops(town)
    yield from course_stops(town)
    yield from entrance_stops()
    yield from learning_stops(town)
    yield from own_stops(town)
    yield from message_stops(town)
    yield from portfolio_stops(town)
    yield from fault_stops(town)


def _with_dates(town: Town) -> Iterator[Stop]:
    yield from date_stops(town)
    yield from about_stops(town)
    yield from running_stops(town)
    yield from register_stops(town)
    yield from voice_stops(town)


def _for_those_who_work_here(town: Town) -> Iterator[Stop]:
    yield from staff_stops(town)
    yield from kept_stops()
    yield from people_stops(town)
    yield from sent_stops(town)
    yield from intake_stops(town)
    yield from date_message_stops(town)
    yield from joining_stops(town)


def _with_qualifications(town: Town) -> Iterator[Stop]:
    yield from qualification_stops(town)
    yield from staff_file_stops(town)
    yield from registration_stops(town)
    yield from planning_stops(town)
    yield from submission_stops(town)
    yield from queue_stops(town)
    yield from judging_stops(town)
    yield from signing_stops(town)
    yield from record_stops(town)
    yield from feedback_stops(town)
    yield from allocation_stops(town)
    yield from capture_stops(town)
    yield from way_stops(town)


# Each part in the order of a visit, and in a town of its own.
PARTS: dict[str, Callable[[Town], Iterator[Stop]]] = {
    "visitors and learners": _as_visitor_and_learner,
    "dates": _with_dates,
    "those who work here": _for_those_who_work_here,
    "qualifications": _with_qualifications,
}
