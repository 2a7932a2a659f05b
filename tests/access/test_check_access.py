"""``check_access`` tells the truth by what it prints and by how it ends."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from cms.access.reconcile import reconcile

from .movement import Movement

CLEAN = "Superuser: superuser.\nAccess is as the policy wants it.\n"


@pytest.fixture
def stranger(movement: Movement) -> Group:
    """A group that somebody made by hand, with a member and a right."""
    group = Group.objects.create(name="Friends")
    group.user_set.add(movement.users["newcomer"])
    GroupPagePermission.objects.create(
        group=group,
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="publish_page"),
    )
    return group


def test_it_ends_well_where_there_is_nothing_to_do(
    movement: Movement, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_access")
    assert capsys.readouterr().out == CLEAN


def test_it_exits_with_1_until_drift_is_mended(
    movement: Movement, capsys: pytest.CaptureFixture[str]
) -> None:
    GroupPagePermission.objects.filter(group__name="Boston: Editors").delete()
    with pytest.raises(SystemExit) as ended:
        call_command("check_access")
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert "rights on pages: missing: Boston: Editors" in told
    assert "Mend them with --fix" in told
    call_command("check_access", fix=True)
    assert "Mended: " in capsys.readouterr().out
    call_command("check_access")
    assert capsys.readouterr().out == CLEAN


def test_a_strange_group_loses_its_rights_and_nobody(
    movement: Movement, stranger: Group, capsys: pytest.CaptureFixture[str]
) -> None:
    for fix in (False, True, True):
        with pytest.raises(SystemExit) as ended:
            call_command("check_access", fix=fix)
        assert ended.value.code == 1
        assert "groups: belongs to no team: Friends." in capsys.readouterr().out
    assert stranger.user_set.get() == movement.users["newcomer"]
    assert not GroupPagePermission.objects.filter(group=stranger).exists()
    stranger.delete()
    call_command("check_access")
    assert capsys.readouterr().out == CLEAN


def test_a_right_that_an_account_has_by_itself_is_told_and_taken_away(
    movement: Movement, capsys: pytest.CaptureFixture[str]
) -> None:
    """It opens a door as a team's right does, until it is mended; a team's right stays."""
    right = Permission.objects.get(codename="view_report", content_type__app_label="access")
    movement.users["boston-editor"].user_permissions.add(right)
    assert may_read_the_report(movement) == {"boston-editor", "staff"}
    with pytest.raises(SystemExit) as ended:
        call_command("check_access")
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert f"rights of single accounts: not wanted: boston-editor, {right}" in told
    assert may_read_the_report(movement) == {"boston-editor", "staff"}, "to look mends nothing"
    call_command("check_access", fix=True)
    assert may_read_the_report(movement) == {"staff"}
    capsys.readouterr()
    call_command("check_access")
    assert capsys.readouterr().out == CLEAN


def may_read_the_report(movement: Movement) -> set[str]:
    address = reverse("access:report")
    names = ("boston-editor", "boston-lead", "staff")
    return {name for name in names if movement.clients[name].get(address).status_code == 200}


def test_what_mends_itself_leaves_a_strange_group_too(movement: Movement, stranger: Group) -> None:
    assert reconcile() != []
    assert Group.objects.filter(pk=stranger.pk).exists()
    assert reconcile() == []
