"""Addresses about people. Those under accounts/ that bear allauth's names stand in the place of allauth's own."""

from django.urls import path

from academy.accounts import signin_views, views

urlpatterns = [
    path("accounts/login/", signin_views.SignIn.as_view(), name="account_login"),
    path("accounts/login/code/", signin_views.ask_for_code, name="account_request_login_code"),
    path(
        "accounts/login/code/confirm/", signin_views.ConfirmCode.as_view(), name="account_confirm_login_code"
    ),
    path(
        "accounts/confirm-email/", signin_views.ConfirmEmail.as_view(), name="account_email_verification_sent"
    ),
    path("accounts/signup/", signin_views.SignUp.as_view(), name="account_signup"),
    path("accounts/hub-code/", signin_views.hub_code, name="hub-code"),
    path("accounts/welcome/", views.welcome, name="welcome"),
    path("profile/", views.profile, name="profile"),
]
