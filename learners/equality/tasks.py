"""What happens to equality answers by the clock."""

from celery import shared_task

from academy.shared import clock
from learners.equality import actions, figure_actions


@shared_task(name="learners.equality.make_figures")
def make_figures() -> None:
    """Count what is over, before what is old is forgotten."""
    figure_actions.make_figures(now=clock.now())


@shared_task(name="learners.equality.forget_old_answers")
def forget_old_answers() -> None:
    """Delete answers of thirteen months ago, after they were counted."""
    figure_actions.make_figures(now=clock.now())
    actions.forget_old_answers(now=clock.now())
