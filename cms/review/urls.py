"""Addresses of review, below the admin."""

from django.urls import path

from .views.emergency import EmergencyView
from .views.look_again import LookAgainView
from .views.review import QueueView, ReviewView
from .views.sets import SetsView, SetView
from .views.trust import TrustView

app_name = "review"
urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("<int:task_state_id>/", ReviewView.as_view(), name="review"),
    path("emergency/<int:page_id>/", EmergencyView.as_view(), name="emergency"),
    path("look-again/<int:page_id>/", LookAgainView.as_view(), name="look_again"),
    path("sets/", SetsView.as_view(), name="sets"),
    path("sets/<int:set_id>/", SetView.as_view(), name="set"),
    path("trust/", TrustView.as_view(), name="trust"),
]
