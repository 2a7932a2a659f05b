"""Addresses of review, below the admin."""

from django.urls import path

from .views.emergency import EmergencyView
from .views.look_again import LookAgainView
from .views.manual import ManualView
from .views.redirects import RedirectsView
from .views.review import QueueView, ReviewView, TextView
from .views.sets import SetsView, SetView
from .views.take_down import PublicRecordsView, TakeDownView, TakenDownView
from .views.trust import TrustView
from .views.unlinked import UnlinkedView

RECORD = "records/<slug:app_label>/<slug:model_name>/<int:pk>"

app_name = "review"
urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("<int:task_state_id>/", ReviewView.as_view(), name="review"),
    path("<int:task_state_id>/text/", TextView.as_view(), name="text"),
    path("emergency/<int:page_id>/", EmergencyView.as_view(), name="emergency"),
    path("look-again/<int:page_id>/", LookAgainView.as_view(), name="look_again"),
    path("records/", PublicRecordsView.as_view(), name="public_records"),
    path(f"{RECORD}/emergency/", EmergencyView.as_view(), name="record_emergency"),
    path(f"{RECORD}/look-again/", LookAgainView.as_view(), name="record_look_again"),
    path(f"{RECORD}/take-down/", TakeDownView.as_view(), name="take_down"),
    path("take-down/", TakenDownView.as_view(), name="taken_down"),
    path("take-down/page/<int:page_id>/", TakeDownView.as_view(), name="take_down_page"),
    path("take-down/image/<int:image_id>/", TakeDownView.as_view(), name="take_down_image"),
    path(
        "take-down/document/<int:document_id>/",
        TakeDownView.as_view(),
        name="take_down_document",
    ),
    path("sets/", SetsView.as_view(), name="sets"),
    path("sets/<int:set_id>/", SetView.as_view(), name="set"),
    path("redirects/", RedirectsView.as_view(), name="redirects"),
    path("trust/", TrustView.as_view(), name="trust"),
    path("manual/", ManualView.as_view(), name="manual"),
    path("unlinked/", UnlinkedView.as_view(), name="unlinked"),
]
