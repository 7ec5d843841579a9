"""What those who run dates have said about one kind of message: switched off for their people, or words added to it.

Asked when a message is written down and again when it is sent, for every kind alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from learners.reminders.conditions.cohort_letters import paragraphs_of
from learners.reminders.kind import Reminder
from learners.reminders.letters import Due, Letter
from learners.reminders.models import CohortMessage

OF_A_PLACE = "enrolment:"


def wanted(reminder: Reminder, dues: Iterable[Due]) -> Iterable[Due]:
    """Those whose dates have not switched this kind off. One query where that can be said at all."""
    if reminder.on_dates is None or not reminder.optional:
        return dues
    off = CohortMessage.objects.filter(kind=reminder.key, on=False, cohort__places__isnull=False)
    places = set(off.values_list("cohort__places", flat=True))
    return [due for due in dues if not (due.about.startswith(OF_A_PLACE) and due.about_id in places)]


def as_planned(reminder: Reminder, letters: Mapping[Due, Letter]) -> Mapping[Due, Letter]:
    """Without those that are switched off, and with the words that were added. One query where there are any."""
    if reminder.on_dates is None or not letters:
        return letters
    places = {due.about_id for due in letters if due.about.startswith(OF_A_PLACE)}
    rows = CohortMessage.objects.filter(kind=reminder.key, cohort__places__in=places)
    said = {place: (on, words) for place, on, words in rows.values_list("cohort__places", "on", "words")}
    found = {}
    for due, letter in letters.items():
        on, words = said.get(due.about_id, (True, ""))
        if on or not reminder.optional:
            added = paragraphs_of(words)
            found[due] = replace(letter, context={**letter.context, "added": added}) if added else letter
    return found
