"""The form of the editor as a browser has it and sends it: every field that is there."""

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client
from wagtail import blocks
from wagtail.test.utils.form_data import rich_text

type Form = dict[str, Any]


def form_at(client: Client, address: str) -> Form:
    """Every field of the editor's form with what stands in it; blocks are drawn by a script."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    form = BeautifulSoup(answer.content, "lxml").select_one("form[data-edit-form]")
    assert form is not None, address
    return {str(each["name"]): _typed(each) for each in form.select("[name]") if _is_sent(each)}


def _is_sent(field: Tag) -> bool:
    if field.name == "button" or field.get("type") in ("submit", "file"):
        return False
    is_box = field.get("type") in ("checkbox", "radio")
    return not is_box or field.has_attr("checked")


def _typed(field: Tag) -> Any:
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name != "select":
        return str(field.get("value", "on" if field.get("type") == "checkbox" else ""))
    chosen = [str(each.get("value", "")) for each in field.select("option[selected]")]
    if field.has_attr("multiple"):
        return chosen
    return chosen[0] if chosen else ""


def posted(block: blocks.Block, value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """What a browser sends of a block with this stored value: the numbers of blocks too."""
    match block:
        case blocks.StaticBlock():
            yield name, ""
        case blocks.StreamBlock() | blocks.ListBlock():
            yield f"{name}-count", len(value)
            for place, entry in enumerate(value):
                start = f"{name}-{place}"
                yield from {f"{start}-deleted": "", f"{start}-order": place}.items()
                yield from {f"{start}-type": entry["type"], f"{start}-id": entry["id"]}.items()
                yield from posted(_child(block, entry["type"]), entry["value"], f"{start}-value")
        case blocks.BaseStructBlock():
            for part, child in block.child_blocks.items():
                yield from posted(child, value[part], f"{name}-{part}")
        case blocks.RichTextBlock():
            yield name, rich_text(value, features=block.features)
        case blocks.BooleanBlock():
            yield from [(name, "on")] if value else []
        case _:
            yield name, "" if value is None else value


def _child(block: Any, kind: str) -> blocks.Block:
    is_stream = isinstance(block, blocks.StreamBlock)
    found: blocks.Block = block.child_blocks[kind] if is_stream else block.child_block
    return found
