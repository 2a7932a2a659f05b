"""What is changed of Wagtail and localize stands in one list per package, and is as it was read."""

from importlib import import_module, metadata

import pytest
from django.dispatch import Signal
from django.test import SimpleTestCase

from cms.patches import Addition, Change, Patch, PrivateUse, Silence, TakenName, digest_of

MODULES = (
    "cms.access.wagtail_patches",
    "cms.accounts.wagtail_patches",
    "cms.delivery.wagtail_patches",
    "cms.media.wagtail_patches",
    "cms.pages.wagtail_patches",
    "cms.review.wagtail_patches",
    "cms.search.wagtail_patches",
    "cms.translation.localize_patches",
)


def changes() -> list[Change]:
    return [change for module in MODULES for change in import_module(module).PATCHES]


@pytest.mark.parametrize("change", changes(), ids=str)
def test_what_is_replaced_is_as_it_was_read(change: Change) -> None:
    """Read it again, then write its new digest: what stands in its place may be wrong by now."""
    assert digest_of(change.original) == change.digest, (
        f"{change}: {change.seen_in} had it otherwise"
    )


@pytest.mark.parametrize("change", changes(), ids=str)
def test_it_is_replaced_for_a_reason(change: Change) -> None:
    assert change.is_installed
    assert change.reason.endswith(".")
    package, _space, version = change.seen_in.partition(" ")
    assert metadata.version(package)
    assert version


def test_what_came_back_is_noticed() -> None:
    class Theirs:
        @staticmethod
        def speak() -> str:
            return "theirs"

    about = {"reason": "It speaks.", "seen_in": "wagtail 8.0.1", "digest": ""}
    patch = Patch(owner=Theirs, name="speak", instead=len, **about)
    before = Theirs.speak
    seen = [patch.is_installed]
    patch.install()
    patch.install()
    assert [*seen, patch.is_installed] == [False, True]
    assert patch.original is before
    assert digest_of(before) != digest_of(len)


def test_a_receiver_that_was_connected_again_is_noticed() -> None:
    def theirs(**_kwargs: object) -> None: ...

    def ours(**_kwargs: object) -> None: ...

    signal = Signal()
    about = {"reason": "It hears.", "seen_in": "wagtail 8.0.1", "digest": ""}
    silence = Silence(signal=signal, receiver=theirs, sender=SimpleTestCase, **about)
    signal.connect(theirs, sender=SimpleTestCase)
    seen = [silence.is_installed]
    silence.install()
    assert [*seen, silence.is_installed] == [False, True]
    taken = TakenName(
        signal=signal, sender=SimpleTestCase, name="a", instead=ours, original=theirs, **about
    )
    seen = [taken.is_installed]
    taken.install()
    signal.connect(theirs, sender=SimpleTestCase, dispatch_uid="a")
    assert [*seen, taken.is_installed, silence.is_installed] == [False, True, True]


def test_what_was_taken_out_of_a_list_is_noticed() -> None:
    items: list[object] = [str]
    about = {"reason": "It lists.", "seen_in": "wagtail 8.0.1", "digest": ""}
    addition = Addition(original=str, items=items, added=len, **about)
    seen = [addition.is_installed]
    addition.install()
    addition.install()
    assert [*seen, addition.is_installed] == [False, True]
    assert items == [str, len]


def test_what_is_private_and_gone_is_noticed() -> None:
    class Theirs:
        _kept = "to itself"

    about = {"reason": "It keeps.", "seen_in": "wagtail 8.0.1", "digest": ""}
    assert PrivateUse(owner=Theirs, name="_kept", **about).is_installed
    assert not PrivateUse(owner=Theirs, name="_gone", **about).is_installed
