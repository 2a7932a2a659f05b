"""Choosers in posted forms are found by their names, however deep they stand in blocks."""

import pytest
from django import forms
from django.http import QueryDict
from wagtail import blocks
from wagtail.blocks import BlockField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms.pages.choosers import choosers, forget

Image = get_image_model()
BODY = blocks.StreamBlock(
    [
        ("picture", ImageChooserBlock()),
        ("words", blocks.CharBlock()),
        (
            "cards",
            blocks.ListBlock(
                blocks.StructBlock(
                    [("title", blocks.CharBlock()), ("page", blocks.PageChooserBlock())]
                )
            ),
        ),
    ]
)
POSTED = {
    "title": "7",
    "above": "7",
    "body-count": "3",
    "body-0-type": "picture",
    "body-0-value": "7",
    "body-1-type": "words",
    "body-1-value": "7",
    "body-2-type": "cards",
    "body-2-value-count": "2",
    "body-2-value-0-value-title": "7",
    "body-2-value-0-value-page": "7",
    "body-2-value-1-value-title": "7",
    "body-2-value-1-value-page": "8",
}


class Form(forms.Form):
    title = forms.CharField()
    above = forms.ModelChoiceField(Page.objects.none())
    body = BlockField(block=BODY)


def posted(**more: str) -> Form:
    data = QueryDict(mutable=True)
    data.update(POSTED | more)
    return Form(data)


def changed(form: Form) -> set[str]:
    return {name for name, value in POSTED.items() if form.data[name] != value}


def test_every_chooser_is_found() -> None:
    assert list(choosers(posted())) == [
        ("above", Page),
        ("body-0-value", Image),
        ("body-2-value-0-value-page", Page),
        ("body-2-value-1-value-page", Page),
    ]


def test_what_was_chosen_is_forgotten_and_nothing_else() -> None:
    form = posted()
    forget(form, Page, "7")
    assert changed(form) == {"above", "body-2-value-0-value-page"}
    forget(form, Image, "7")
    assert changed(form) == {"above", "body-2-value-0-value-page", "body-0-value"}


@pytest.mark.parametrize("count", ["", "x", "-1", "9" * 5000])
def test_a_broken_number_of_blocks_is_none(count: str) -> None:
    assert list(choosers(posted(**{"body-count": count}))) == [("above", Page)]


def test_no_number_makes_work() -> None:
    assert len(list(choosers(posted(**{"body-count": "1000000000000"})))) == 4
