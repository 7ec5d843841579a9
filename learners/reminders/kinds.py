"""Every message, one entry each: who gets it, about what, when it is due and until when it is of use.

A new one is an entry here, or in one of the *_kinds.py that are put together here; a condition in conditions/, one
template in templates/emails/ and a row in tests/learners/reminders/happenings.py.
"""

from datetime import timedelta

from learners.reminders import answers
from learners.reminders.conditions import acted, certificates, goals, online, people, staff
from learners.reminders.date_kinds import DATES
from learners.reminders.judging_kinds import JUDGING
from learners.reminders.kind import Reminder as Reminder
from learners.reminders.kind import To as To
from learners.reminders.qualification_kinds import QUALIFICATIONS
from learners.reminders.states import Purpose

REMINDERS: dict[str, Reminder] = {
    reminder.key: reminder
    for reminder in (
        Reminder(
            key="welcome",
            title="Welcome",
            when="When somebody has finished signing up. Once for each account.",
            to_you="When you have made your account. Once.",
            to=To.LEARNER,
            due=people.newcomers,
            letters=people.welcome_letters,
            useful_for=people.WELCOME_WITHIN,
            again=False,
            urgent=True,
            optional=False,
            rings=False,
            acted=acted.learned_something,
        ),
        Reminder(
            key="certificate_ready",
            title="Your certificate is ready",
            when="When a certificate has been made. Once for each certificate.",
            to_you="When your certificate has been made. Once for each certificate.",
            to=To.LEARNER,
            due=certificates.certificates_ready,
            letters=certificates.certificate_letters,
            useful_for=certificates.READY_WITHIN,
            again=True,
            urgent=True,
            optional=False,
        ),
        *DATES,
        *QUALIFICATIONS,
        *JUDGING,
        Reminder(
            key=answers.IDLE,
            title="A course you have paused",
            when="Seven days after somebody was last in an online course. Once for each pause.",
            to_you="When you have not been in an online course for a week. Once for each pause.",
            to=To.LEARNER,
            due=online.courses_idle,
            letters=online.idle_letters,
            useful_for=online.IDLE_FOR,
            again=False,
            question=answers.CARRY_ON,
            acted=acted.went_on_in_that_place,
        ),
        Reminder(
            key=answers.IDLE_AGAIN,
            title="A last word about a course you have paused",
            when="Twenty-one days after somebody was last in an online course, or a month after they said "
            "“ask me in a month”. Once for each pause, and then no more.",
            to_you="When you have been away for three weeks, or a month after you said “ask me in a month”. "
            "Then we say no more about it.",
            to=To.LEARNER,
            due=online.courses_idle_again,
            letters=online.idle_again_letters,
            useful_for=online.IDLE_FOR,
            again=False,
            acted=acted.went_on_in_that_place,
        ),
        Reminder(
            key=goals.STUDY_DAY,
            title="Your study day",
            when="On the day and at the hour that somebody chose for their weekly goal, while the week's goal is not "
            "met. Once a week; it ends after three study days in a row without learning.",
            to_you="On the day and at the time you chose for your weekly goal, if you have not reached it yet. "
            "It stops by itself when three weeks go by without a lesson.",
            to=To.LEARNER,
            due=goals.study_days,
            letters=goals.study_letters,
            useful_for=timedelta(hours=13),
            again=False,
            rings=False,
            acted=acted.learned_something,
        ),
        Reminder(
            key="next_course",
            title="Days with other people, after an online course",
            when="Five days after an online course was finished, to adults who said yes to news by e-mail. "
            "Once for each course.",
            to_you="Some days after you finished an online course, if you said yes to news. Once for each course.",
            to=To.LEARNER,
            due=people.courses_finished,
            letters=people.next_course_letters,
            useful_for=people.NEXT_WITHIN,
            again=False,
            rings=False,
            purpose=Purpose.MARKETING,
        ),
        Reminder(
            key="people_to_ring",
            title="People to ring",
            when="At nine on weekdays, while somebody waits on the list of a hub. Once a day for each hub.",
            to_you="At nine on weekdays, while somebody waits on your hub’s list. Once a day.",
            to=To.STAFF,
            due=staff.lists_to_ring,
            letters=staff.list_letters,
            useful_for=timedelta(hours=8),
            again=False,
            counts=False,
            rings=False,
        ),
    )
}
