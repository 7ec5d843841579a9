"""Addresses of certificates: the holder's own page, and the one where anybody checks a number."""

from django.urls import path

from learners.certificates import cohort_views, review_views, views

urlpatterns = [
    path("my-learning/name/", views.name, name="confirm-certificate-name"),
    path("certificates/to-decide/", review_views.listed, name="certificate-reviews"),
    path("certificates/<str:token>/review/", review_views.review, name="certificate-review"),
    path("certificates/<str:token>/", views.certificate, name="certificate"),
    path("certificates/<str:token>/certificate.pdf", views.pdf, name="certificate-pdf"),
    path("certificates/<str:token>/name/", views.correct, name="correct-certificate-name"),
    path("certificates/<str:token>/hide/", views.hide, name="hide-certificate"),
    path("dates/manage/<int:pk>/certificates/", cohort_views.held, name="cohort-certificates"),
    path(
        "dates/manage/<int:pk>/certificates/all.zip", cohort_views.everything, name="cohort-certificate-files"
    ),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:serial>/", views.verified, name="verify-certificate"),
]
