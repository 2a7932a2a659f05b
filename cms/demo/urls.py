"""The addresses of the demo; none where it is not on."""

from django.db.transaction import non_atomic_requests
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access

from cms.delivery.headers import admin_policy

from .conditions import is_on
from .views import TourView, sign_in

app_name = "demo"
tour = admin_policy(require_admin_access(TourView.as_view()))
urlpatterns: list[URLPattern] = (
    [
        path("sign-in/", sign_in, name="sign_in"),
        path("tour/", non_atomic_requests(tour), name="tour"),
    ]
    if is_on()
    else []
)
