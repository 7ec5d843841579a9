"""What happens to equality answers by the clock."""

from celery import shared_task

from academy.shared import clock
from learners.equality import figure_actions


@shared_task(name="learners.equality.make_figures")
def make_figures() -> None:
    """Count what is over, before what is old is forgotten."""
    figure_actions.make_figures(now=clock.now())
