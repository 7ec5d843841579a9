"""How much somebody wants to learn in a week, how far they are, and the few words about it on My learning."""

from dataclasses import dataclass
from datetime import datetime

from academy.accounts.queries import rows_of
from learners.progress.models import LessonProgress
from learners.reminders.goals import week_begins
from learners.reminders.inbox_queries import unread_only_here
from learners.reminders.models import StudyGoal

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Goal:
    """A weekly goal. weekday: Monday is 0; hour: London's; done: lessons done since Monday."""

    lessons: int
    weekday: int
    hour: int
    done: int

    @property
    def promise(self) -> str:
        """What will happen, as a sentence."""
        return promise(self.lessons, self.weekday, self.hour)

    @property
    def words(self) -> str:
        """What was chosen, as a sentence that promises nothing."""
        lot = "1 lesson" if self.lessons == 1 else f"{self.lessons} lessons"
        return f"Your goal is {lot} a week. Your day is {DAYS[self.weekday]}, at {hour_words(self.hour)}."

    @property
    def reached(self) -> bool:
        """Whether this week's lessons are done."""
        return self.done >= self.lessons


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies ready on My learning: how many messages are new, and the goal."""

    new_messages: int
    goal: Goal | None


def desk_of(account_id: int, *, now: datetime) -> Desk:
    """Two queries, and one more for whoever has a goal."""
    new = unread_only_here().filter(account__in=rows_of(account_id)).count()
    return Desk(new, goal_of(account_id, now=now))


def goal_of(account_id: int, *, now: datetime) -> Goal | None:
    """One query, and one more for whoever has a goal."""
    goal = StudyGoal.objects.filter(account=account_id).values_list("lessons", "weekday", "hour").first()
    if goal is None:
        return None
    done = LessonProgress.objects.filter(
        enrolment__account__in=rows_of(account_id), done_at__gte=week_begins(now)
    )
    return Goal(*goal, done.count())


def promise(lessons: int, weekday: int, hour: int) -> str:
    """What we do about a goal, as a sentence."""
    lot = "lesson" if lessons == 1 else f"{lessons} lessons"
    when = f"On {DAYS[weekday]}s at {hour_words(hour)}"
    return f"{when} we remind you, unless you have already done your {lot} that week."


def hour_words(hour: int) -> str:
    """9am, noon, 7pm."""
    return "noon" if hour == 12 else f"{hour}am" if hour < 12 else f"{hour - 12}pm"
