"""Addresses below the admin: members, the access report, the way from a page to its editor."""

from django.urls import include, path

from .audit_views import AuditLogView
from .editor_of_address import EditorOfAddressView
from .member_views import (
    ConfirmView,
    InviteView,
    KeepView,
    LimitView,
    MembersView,
    PlaceView,
    RemoveView,
    WithdrawView,
)
from .report_views import ReportView

members = [
    path("", MembersView.as_view(), name="index"),
    path("<slug:slug>/", PlaceView.as_view(), name="place"),
    path("<slug:slug>/limit/", LimitView.as_view(), name="limit"),
    path("<slug:slug>/invite/", InviteView.as_view(), name="invite"),
    path("teams/<int:team_id>/remove/<int:user_id>/", RemoveView.as_view(), name="remove"),
    path("removals/<int:removal_id>/withdraw/", KeepView.as_view(), name="keep"),
    path("invitations/<int:invitation_id>/withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("invitations/<int:invitation_id>/confirm/", ConfirmView.as_view(), name="confirm"),
]
reports = [
    path("", ReportView.as_view(), name="report"),
    path("log/", AuditLogView.as_view(), name="log"),
]
urlpatterns = [
    path("members/", include((members, "members"))),
    path("access/", include((reports, "access"))),
    path("go/", EditorOfAddressView.as_view(), name="editor_of_address"),
]
