"""Addresses below the admin: the sign-in, which stands before Wagtail's own, and accounts."""

from django.urls import path

from .factor_reset_views import AskView, ConfirmResetView, ObjectView, ResetsView, WithdrawView
from .session_views import EndOthersView, EndView, SessionsView
from .set_up_views import AppView, CodesView, ConfirmView, IndexView, PasskeyView, RemoveView
from .views import FactorView, NewFactorView, PasskeySignInView, SignInView

sign_in_urlpatterns = [
    path("login/", SignInView.as_view(), name="wagtailadmin_login"),
    path("login/factor/", FactorView.as_view(), name="wagtailadmin_login_factor"),
    path("login/passkey/", PasskeySignInView.as_view(), name="wagtailadmin_login_passkey"),
    path(
        "login/new-factor/<str:token>/",
        NewFactorView.as_view(),
        name="wagtailadmin_login_new_factor",
    ),
]
second_factor = [
    path("", IndexView.as_view(), name="index"),
    path("confirm/", ConfirmView.as_view(), name="confirm"),
    path("app/", AppView.as_view(), name="app"),
    path("passkey/", PasskeyView.as_view(), name="passkey"),
    path("codes/", CodesView.as_view(), name="codes"),
    path("<int:factor_id>/remove/", RemoveView.as_view(), name="remove"),
    path("object/<int:reset_id>/", ObjectView.as_view(), name="object"),
]
own_sessions = [
    path("", SessionsView.as_view(), name="index"),
    path("end-others/", EndOthersView.as_view(), name="end_others"),
    path("<int:session_id>/end/", EndView.as_view(), name="end"),
]
factor_resets = [
    path("", ResetsView.as_view(), name="index"),
    path("ask/", AskView.as_view(), name="ask"),
    path("<int:reset_id>/confirm/", ConfirmResetView.as_view(), name="confirm"),
    path("<int:reset_id>/withdraw/", WithdrawView.as_view(), name="withdraw"),
]
