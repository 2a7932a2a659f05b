"""Redirects: recorded, seen for a week, and leading elsewhere on an approver's word alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.review.models import RedirectChange

from .flow import Flow, words

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://elsewhere.example.org/join"
HERE = f"{settings.WAGTAILADMIN_BASE_URL}/en/"
SCREEN = reverse("review:redirects")


def add(flow: Flow, who: str, link: str = HERE, **values: Any) -> Any:
    form = {"old_path": "/join", "is_permanent": "on", "redirect_link": link, **values}
    return flow.client(who).post(reverse("wagtailredirects:add"), form)


def act(flow: Flow, who: str, action: str, **values: Any) -> str:
    answer = flow.client(who).post(SCREEN, {"action": action, **values}, follow=True)
    return words(answer)


def leads_to(path: str = "/join/") -> str:
    return str(Client().get(path).headers.get("Location", ""))


def changes() -> list[tuple[str, str, str, str]]:
    rows = RedirectChange.objects.order_by("pk")
    return list(rows.values_list("old_path", "before", "after", "actor__username"))


def test_every_change_is_recorded_with_what_was_and_what_is(flow: Flow) -> None:
    add(flow, "staff")
    made = Redirect.objects.get()
    edit = reverse("wagtailredirects:edit", args=[made.pk])
    other = f"{HERE}chapters/"
    flow.client("staff").post(edit, {"old_path": "/join", "redirect_link": other})
    flow.client("superuser").post(reverse("wagtailredirects:delete", args=[made.pk]))
    assert changes() == [
        ("/join", "", HERE, "staff"),
        ("/join", HERE, other, "staff"),
        ("/join", other, "", "superuser"),
    ]


@pytest.mark.parametrize(
    "link",
    [
        ELSEWHERE,
        "https://testserver.example.org/",
        "https://testserver@elsewhere.example.org/",
        "ftp://testserver/",
        "//elsewhere.example.org/",
    ],
)
@pytest.mark.parametrize("who", ["staff", "superuser"])
def test_nobody_alone_leads_readers_elsewhere(flow: Flow, who: str, link: str) -> None:
    answer = add(flow, who, link)
    assert answer.status_code == 200
    assert "/join" in answer.text
    assert not Redirect.objects.exists()


def test_an_import_leads_nobody_elsewhere(flow: Flow) -> None:
    file = SimpleUploadedFile("r.csv", f"from,to\n/join,{ELSEWHERE}\n/a,{HERE}\n".encode())
    client = flow.client("staff")
    page = client.post(reverse("wagtailredirects:start_import"), {"import_file": file})
    initial = page.context["form"].initial
    client.post(
        reverse("wagtailredirects:process_import"),
        {**initial, "from_index": "0", "to_index": "1", "permanent": "on", "site": ""},
    )
    assert [each.old_path for each in Redirect.objects.all()] == ["/a"]


def test_an_approver_confirms_what_staff_propose(flow: Flow) -> None:
    assert "Proposed" in act(flow, "staff", "propose", old_path="/join/", link=ELSEWHERE)
    assert leads_to() == ""
    waiting = RedirectChange.objects.get()
    for who in ("staff", "boston-lead"):
        act(flow, who, "confirm", change=waiting.pk)
        assert leads_to() == ""
    queue = words(flow.client("approver").get(reverse("review:queue")))
    assert ELSEWHERE in queue
    assert "waits for an approver" in queue
    assert "Confirmed" in act(flow, "approver", "confirm", change=waiting.pk)
    assert leads_to() == ELSEWHERE
    assert "already" in act(flow, "approver", "confirm", change=waiting.pk)
    # It may be edited where it leads to what has been confirmed.
    edit = reverse("wagtailredirects:edit", args=[Redirect.objects.get().pk])
    form = {"old_path": "/join", "redirect_link": ELSEWHERE}
    assert flow.client("staff").post(edit, form).status_code == 302


def test_whoever_proposed_it_does_not_confirm_it(flow: Flow) -> None:
    act(flow, "approver", "propose", old_path="/join", link=ELSEWHERE)
    waiting = RedirectChange.objects.get()
    assert "did not propose it" in act(flow, "approver", "confirm", change=waiting.pk)
    flow.join("approver-2", "approvers")
    act(flow, "approver-2", "turn-down", change=waiting.pk)
    assert not RedirectChange.objects.exists()
    assert leads_to() == ""


@pytest.mark.parametrize(
    ("old_path", "link"),
    [("", ELSEWHERE), ("/join", "javascript:alert(1)"), ("/join", ""), ("/join", "x" * 300)],
)
def test_what_makes_no_sense_is_not_proposed(flow: Flow, old_path: str, link: str) -> None:
    act(flow, "staff", "propose", old_path=old_path, link=link)
    assert not RedirectChange.objects.exists()


def test_changes_are_seen_for_a_week(flow: Flow) -> None:
    add(flow, "staff")
    queue = reverse("review:queue")
    assert "/join" in words(flow.client("approver").get(queue))
    assert "/join" not in words(flow.client("boston-lead").get(queue))
    RedirectChange.objects.update(at=timezone.now() - timedelta(days=8))
    assert "/join" not in words(flow.client("approver").get(queue))
