"""Addresses about people. Those under accounts/ that bear allauth's names stand in the place of allauth's own."""

from django.urls import path

from academy.accounts import (
    confirm_views,
    here_views,
    invitation_views,
    looking_views,
    people_views,
    second_factor_views,
    signin_views,
    views,
)

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
    path("accounts/2fa/totp/activate/", signin_views.TurnAppOn.as_view(), name="mfa_activate_totp"),
    path("accounts/2fa/webauthn/add/", signin_views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("accounts/hub-code/", signin_views.hub_code, name="hub-code"),
    path("accounts/welcome/", views.welcome, name="welcome"),
    path("confirm-yourself/", confirm_views.confirm_yourself, name="confirm-yourself"),
    path("second-factor/", second_factor_views.second_factor, name="second-factor"),
    path("people/<int:pk>/second-factor/", second_factor_views.forget, name="second-factor-forget"),
    path("here-as/", here_views.here_as, name="here-as"),
    path("profile/", views.profile, name="profile"),
    path("profile/news/", views.news, name="profile-news"),
    path("profile/certificate-name/", views.certificate_name, name="certificate-name"),
    path("people/", people_views.people, name="people"),
    path("people/add/", people_views.add, name="add-person"),
    path("people/codes/", people_views.codes, name="codes"),
    path("people/invite/", invitation_views.ask, name="invite"),
    path("people/invitations/", invitation_views.listed, name="invitations"),
    path("people/invitations/<int:pk>/withdraw/", invitation_views.withdraw, name="withdraw-invitation"),
    path("people/invitations/<int:pk>/again/", invitation_views.again, name="send-invitation-again"),
    path("people/roles/<int:pk>/end/", people_views.end, name="end-role"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/look/", looking_views.begin, name="look-as"),
    path("look/stop/", looking_views.stop, name="look-stop"),
    path("people/<int:pk>/role/", people_views.give, name="give-role"),
    path("people/<int:pk>/code/<slug:slug>/", people_views.code, name="hand-code"),
    path("invitation/<str:token>/", invitation_views.answer, name="invitation"),
]
