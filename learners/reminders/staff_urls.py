"""Addresses of those who ring people, and of those who read what was sent."""

from django.urls import path

from learners.reminders import provider_views, staff_views

urlpatterns = [
    path("to-ring/", staff_views.to_ring, name="to-ring"),
    path("to-ring/<int:pk>/", staff_views.to_ring_line, name="to-ring-line"),
    path("to-ring/addresses/<int:pk>/", staff_views.address_again, name="address-again"),
    path("people/<int:pk>/messages/", staff_views.person_messages, name="person-messages"),
    path("academy/messages/", staff_views.message_log, name="message-log"),
    path("academy/messages/figures/", staff_views.message_figures, name="message-figures"),
    path("mail/events/", provider_views.mail_events, name="mail-events"),
]
