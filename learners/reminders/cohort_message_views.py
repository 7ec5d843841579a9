"""The messages of some dates: letters to everybody on them, and what goes by itself."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from learners.reminders.cohort_policies import may_write
from learners.reminders.letter_queries import letter_page
from learners.reminders.letter_views import cohort_run
from learners.reminders.staff_views import page_number


@login_required
@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """What has been written to everybody on these dates."""
    now, cohort = clock.now(), cohort_run(request, pk)
    words = {
        "cohort": cohort,
        "letters": letter_page(cohort, number=page_number(request)),
        "writing": may_write(me(request), cohort, now=now),
    }
    return render(request, "learners/reminders/cohort_messages.html", words)
