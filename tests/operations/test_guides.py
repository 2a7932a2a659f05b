"""The guides say how to add something: each is followed here, as it is written.

Every guide is followed in one copy of the project, one after another, as its people would: what
one adds may not be in the way of the next. The commands of a guide run the test that it has its
reader write, so what a guide promises is what that test asserts.
"""

from pathlib import Path

import pytest

from .guides import GUIDES, Copy, GuideError, steps_of

pytestmark = pytest.mark.places

SUBJECTS = ("a-block", "a-language", "a-page-type", "a-role", "a-setting")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy.make(tmp_path_factory.mktemp("guides") / "project")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_who_follows_the_guide_gets_there(copy: Copy, guide: Path) -> None:
    copy.follow(guide)
    assert " passed" in copy.shown
    assert "failed" not in copy.shown


def test_there_is_a_guide_for_what_is_added_most() -> None:
    stems = {guide.stem.removeprefix("add-") for guide in GUIDES}
    assert stems == {*SUBJECTS, "an-admin-view", "an-edition"}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A project of one file, and a guide beside it."""
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "a.py").write_text("one\ntwo\nthree\ntwo\n")
    return tmp_path / "add-nothing.md"


def followed(guide: Path, text: str) -> Copy:
    guide.write_text(text)
    copy = Copy(guide.parent / "project")
    copy.follow(guide)
    return copy


def test_steps_are_followed(written: Path) -> None:
    copy = followed(
        written,
        "# A title\n\nNew file `b/c.py`:\n\n```python\nfour\n```\n\nIn `a.py`:\n\n"
        "```diff\n one\n-two\n+zwei\n+zwo\n three\n```\n\nThen:\n\n"
        "```sh\ncat a.py b/c.py\n```\n\n```text\nzwo\nfour\n```\n",
    )
    assert copy.shown == "one\nzwei\nzwo\nthree\ntwo\nfour\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("In `a.py`:\n\n```diff\n two\n+more\n```\n", "these lines 2 times"),
        ("In `a.py`:\n\n```diff\n hree\n+more\n```\n", "these lines 0 times"),
        ("In `b.py`:\n\n```diff\n one\n+more\n```\n", "there is no b.py"),
        ("New file `a.py`:\n\n```python\none\n```\n", "is there already"),
        ("```sh\nfalse\ntrue\n```\n", "ended with 1"),
        ("```sh\necho one\n```\n\n```text\ntwo\n```\n", "was not shown: two"),
        ("See this:\n\n```python\none\n```\n", "nobody can tell"),
    ],
)
def test_a_step_that_does_not_work_is_told(written: Path, text: str, why: str) -> None:
    with pytest.raises(GuideError, match=why) as caught:
        followed(written, text)
    assert str(caught.value).startswith("add-nothing.md, line ")


def test_every_guide_ends_with_a_test_of_what_it_added() -> None:
    for guide in GUIDES:
        commands = [step.code for step in steps_of(guide) if step.language == "sh"]
        assert "-m pytest" in commands[-1], guide.name
