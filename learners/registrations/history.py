"""What happened to a registration, in words, from its own chain."""

from dataclasses import dataclass
from datetime import datetime

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from learners.registrations.models import QualRegistration

MOST = 50
WORDS = {
    "registration_asked": "Asked for",
    "registration_agreed": "The learner said yes",
    "registration_refused": "The learner said no",
    "registration_details": "Details written",
    "registration_details_confirmed": "Details confirmed by the learner",
    "registration_details_passed_on": "New details passed on to the awarding organisation",
    "registration_checked": "A check written down",
    "registration_accepted": "Accepted",
    "registration_declined": "Not accepted",
    "registration_units": "Units chosen",
    "registration_number": "Awarding organisation's number recorded",
    "registration_began": "Work began",
    "registration_break": "Break began",
    "registration_back": "Back from the break",
    "registration_moved": "Moved to another hub",
    "registration_transferred": "Went on as another registration",
    "registration_continues": "Continues an earlier registration",
    "registration_withdrawn": "Left",
    "registration_lapsed": "Ran out",
    "allocated": "Somebody given to the learner",
    "allocation_ended": "Somebody taken from the learner",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """who: empty where the clock did it, or the words of the event were erased."""

    at: datetime
    what: str
    who: str
    why: str


def history_of(registration: QualRegistration) -> tuple[Happened, ...]:
    """The newest first. One query."""
    rows = AuditEvent.objects.filter(chain=chain_of(registration), action__in=WORDS)
    found = []
    for one in rows.select_related("detail").order_by("-seq")[:MOST]:
        detail = getattr(one, "detail", None)
        who, why = (detail.actor_name, detail.reason) if detail else ("", "")
        found.append(Happened(one.at, WORDS[one.action], who, why))
    return tuple(found)
