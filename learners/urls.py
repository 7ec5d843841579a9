"""Addresses of everything that learners do."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("learners.enrolments.cohort_urls")),
    path("", include("learners.enrolments.urls")),
    path("", include("learners.enrolments.place_urls")),
    path("", include("learners.enrolments.calendar_urls")),
    path("", include("learners.enrolments.interest_urls")),
    path("", include("learners.registrations.urls")),
    path("", include("learners.planning.urls")),
    path("", include("learners.portfolio.file_urls")),
    path("", include("learners.portfolio.witness_urls")),
    path("", include("learners.portfolio.urls")),
    path("", include("learners.submissions.urls")),
    path("", include("learners.adjustments.urls")),
    path("", include("learners.assessment.queue_urls")),
    path("", include("learners.assessment.record_urls")),
    path("", include("learners.assessment.judge_urls")),
    path("", include("learners.assessment.signoff_urls")),
    path("", include("learners.intake.urls")),
    path("", include("learners.equality.urls")),
    path("", include("learners.completion.urls")),
    path("", include("learners.progress.urls")),
    path("", include("learners.attendance.urls")),
    path("", include("learners.certificates.urls")),
    path("", include("learners.evaluation.urls")),
    path("", include("learners.joining.urls")),
    path("", include("learners.reminders.urls")),
    path("", include("learners.reminders.staff_urls")),
    path("", include("learners.reminders.cohort_urls")),
    path("", include("learners.dashboards.urls")),
]
