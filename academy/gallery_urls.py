"""Addresses that exist while developing and in the demo only."""

from django.urls import path

from academy import gallery
from academy.demo import mail

urlpatterns = [
    path("dev/mail/", mail.inbox, name="dev-mail"),
    path("gallery/", gallery.gallery, name="gallery"),
]
