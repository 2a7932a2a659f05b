"""The audit log on screen, by person, kind and time, and the same as a file."""

import csv
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import cache
from itertools import batched
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.timezone import get_current_timezone, localtime, make_aware
from django.utils.translation import get_language, gettext as _, gettext_lazy, override
from django.views.generic import TemplateView

from .audit import OF_SIGN_INS, events_for
from .csv_files import BYTE_ORDER_MARK, begin, cell
from .models import AccessEvent, change_in_words, name_in_words
from .querysets import account_of
from .screens import AccessScreen

EVENTS_PER_PAGE = 50
ROWS_AT_ONCE = 500
NUMBER = re.compile("[0-9]{1,18}")


class _Line:
    """What a csv writer writes to, and gives back at once."""

    def write(self, line: str) -> str:
        return line


class WantedForm(forms.Form):
    """Which entries are wanted; all fields may stay empty."""

    person = forms.CharField(
        label=gettext_lazy("Account"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("Its name, or the number of one that is deleted."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        sees_all = user.has_perm("access.manage_teams")
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("All"))] + [
            (value, label)
            for value, label in AccessEvent.Kind.choices
            if sees_all or value not in OF_SIGN_INS
        ]

    def clean_person(self) -> int | None:
        """The account's number, which is all that is left of one that is deleted."""
        name: str = self.cleaned_data["person"]
        person = User.objects.filter(username__iexact=name).first() if name else None
        if person is not None:
            return person.pk
        if name and not NUMBER.fullmatch(name):
            raise ValidationError(_("There is no account of this name."))
        return int(name) if name else None

    def events(self) -> QuerySet[AccessEvent]:
        """The entries that are wanted; none where what is wanted cannot be."""
        events = events_for(self.user)
        if not self.is_valid():
            return events.none()
        wanted = self.cleaned_data
        if wanted["person"] is not None:
            events = events.filter(Q(actor=wanted["person"]) | Q(account=wanted["person"]))
        if wanted["kind"]:
            events = events.filter(kind=wanted["kind"])
        if wanted["since"]:
            events = events.filter(at__gte=_midnight(wanted["since"]))
        if wanted["until"]:
            events = events.filter(at__lt=_midnight(wanted["until"] + timedelta(days=1)))
        return events


class AuditLogView(AccessScreen, TemplateView):
    """Every entry that the account may read, the newest first; ``?export=csv`` for a file."""

    template_name = "access/audit_log.html"
    page_title = gettext_lazy("Audit log")
    header_icon = "history"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> Any:
        form = WantedForm(account_of(request), request.GET)
        events = form.events()
        if request.GET.get("export") == "csv" and form.is_valid():
            return StreamingHttpResponse(_lines(events), headers=begin("audit-log"))
        page = Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("p"))
        wanted = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
        return self.render_to_response(
            self.get_context_data(form=form, events=page, query=urlencode(wanted))
        )


def _midnight(day: Any) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _lines(events: QuerySet[AccessEvent]) -> Iterator[str]:
    """The file line by line, in the reader's language and zone, long after the view is done."""
    language, zone = get_language(), get_current_timezone()
    batches = batched(_rows(events), ROWS_AT_ONCE)

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        yield BYTE_ORDER_MARK
        while True:
            # Between two batches other requests may run, in other languages.
            with override(language), timezone.override(zone):
                rows = next(batches, ())
            if not rows:
                return
            yield "".join(writer.writerow(row) for row in rows)

    return lines()


def _rows(events: QuerySet[AccessEvent]) -> Iterator[list[str]]:
    yield [
        _("When"),
        _("Kind"),
        _("By"),
        _("Account"),
        _("Change"),
        _("About"),
        _("Before"),
        _("After"),
    ]
    # The same words come again and again, and each is looked for in every app's catalogue.
    kinds = {value: str(label) for value, label in AccessEvent.Kind.choices}
    change, name = cache(change_in_words), cache(name_in_words)
    for event in events.iterator(chunk_size=2000):
        yield [
            localtime(event.at).isoformat(timespec="seconds"),
            kinds[event.kind],
            cell(event.actor_in_words),
            cell(event.account_in_words),
            cell(change(event.change)),
            cell(event.about or event.reference),
            cell("; ".join(map(name, event.before))),
            cell("; ".join(map(name, event.after))),
        ]
