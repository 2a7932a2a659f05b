"""Issues to make editions of: the starter zine, and samples in every language."""

import io
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from zine.editions.document import model as d
from zine.editions.document.from_blocks import BlockReader, RawBlock
from zine.editions.document.reading import link_address
from zine.editions.document.rich_text import Attributes
from zine.editions.languages import language

STARTER = Path(__file__).parents[2] / "cms/starter/texts"
SAMPLES = Path(__file__).with_name("samples.toml")
SITE = "https://example.org"


def drawing(name: str, width: int = 900, height: int = 700) -> d.Asset:
    """Return a picture in two inks: rays and a circle, different for each name."""
    picture = Image.new("RGB", (width, height), "#f6eedd")
    pen = ImageDraw.Draw(picture)
    seed = sum(map(ord, name))
    for ray in range(0, width * 2, 60 + seed % 40):
        pen.line([(width // 2, height), (ray - width // 2, 0)], fill="#1b1614", width=9)
    radius = 120 + seed % 120
    centre = (width // 2, height // 2)
    box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    pen.ellipse(box, fill="#d9361c")
    output = io.BytesIO()
    picture.save(output, "PNG")
    return d.Asset(f"{name}.png", "image/png", width, height, output.getvalue())


def starter_link(attributes: Attributes) -> str | None:
    href = attributes.get("href", "")
    return f"{SITE}/{href[5:]}" if href.startswith("page:") else link_address(attributes)


def starter_issue(code: str) -> d.Document:
    """Return the starter zine in a language, its pictures drawn anew."""
    source = _toml("en", "zine/101.toml")
    words = _toml(code, "zine/101.toml")
    principles = _toml(code, "principles.toml")["principles"]
    keys = [principle["key"] for principle in _toml("en", "principles.toml")["principles"]]
    statements = dict(zip(keys, principles, strict=True))
    assets: dict[str, d.Asset] = {}

    def raw(block: Mapping[str, Any], own: Mapping[str, Any]) -> RawBlock:
        values = _merged(block, own)
        match block["type"]:
            case "image":
                asset = drawing(values["picture"].removeprefix("artwork:"))
                assets[asset.name] = asset
                decorative = bool(values.get("decorative"))
                picture = d.Picture(asset.name, values.get("alt_text", ""), decorative)
                values["picture"] = picture
            case "call_to_action" if "page" in values:
                values["address"] = f"{SITE}/{code}/{values['page']}"
            case "contacts":
                kept = {table["key"]: table for table in _beside("contacts.toml")["contacts"]}
                values["contacts"] = [
                    {**each, **{name: kept[each["contact"]][name] for name in ("kind", "target")}}
                    for each in values["contacts"]
                ]
            case "principle_reference":
                key = values["principle"]
                values |= statements[key] | {"number": key.removeprefix("principle-")}
        return RawBlock(block["type"], values)

    blocks = [raw(block, own) for block, own in zip(source["body"], words["body"], strict=True)]
    cover = drawing("cover", 1200, 1000)
    assets[cover.name] = cover
    return issue(
        code,
        blocks,
        assets,
        number=source["number"],
        published_on=str(source["published_on"]),
        licence=source["licence"],
        title=words["title"],
        tagline=words["tagline"],
        summary=words["summary"],
        credits=(words["credits"],),
        cover=d.Picture(cover.name, "Rays and a circle."),
    )


def issue(
    code: str,
    blocks: Iterable[RawBlock],
    assets: Mapping[str, d.Asset] | None = None,
    **imprint: Any,
) -> d.Document:
    """Return a document of the blocks, with an imprint whose parts can be given."""
    spoken = language(code)
    reader = BlockReader(spoken, starter_link)
    read = reader.read(blocks)
    about: dict[str, Any] = {
        "title": "A zine",
        "number": 7,
        "published_on": "2026-09-01",
        "publisher": "Never Again Action",
        "address": f"{SITE}/{code}/zine/{imprint.get('number', 7)}/",
        "licence": "CC-BY-SA-4.0",
    } | imprint
    for name in ("title", "tagline", "summary"):
        about[name] = reader.text(about.get(name))
    return d.Document(
        language=spoken.tag,
        direction=spoken.direction,
        imprint=d.Imprint(**about),
        blocks=read,
        notes=tuple(reader.notes),
        assets=assets or {},
        revision="1",
    )


def _toml(code: str, path: str) -> dict[str, Any]:
    return tomllib.loads((STARTER / code / path).read_text())


def _beside(name: str) -> dict[str, Any]:
    return tomllib.loads((STARTER / name).read_text())


def _merged(source: Any, own: Any) -> Any:
    if isinstance(source, dict):
        return source | {key: _merged(source.get(key), value) for key, value in own.items()}
    if isinstance(source, list) and source and isinstance(source[0], dict):
        return [_merged(one, other) for one, other in zip(source, own, strict=True)]
    return own


def sample_blocks(code: str) -> list[RawBlock]:
    """Return every kind of block with a language's sample words."""
    words = tomllib.loads(SAMPLES.read_text())[code]
    note = [words["footnote"]]
    return [
        RawBlock("heading", {"level": "2", "text": words["heading"], "anchor": "call"}),
        RawBlock("paragraph", {"text": words["paragraph"], "footnotes": note}),
        RawBlock("pull_quote", {"quotation": words["quote"], "attribution": words["tagline"]}),
        RawBlock("image", {"picture": d.Picture("sample.png", words["quote"])}),
        RawBlock("heading", {"level": "3", "text": words["part"]}),
        RawBlock(
            "numbered_points",
            {"points": [{"statement": p, "text": words["footnote"]} for p in words["points"]]},
        ),
        RawBlock("checklist", {"title": words["part"], "items": words["checklist"]}),
        RawBlock(
            "callout",
            {"kind": "important", "title": words["callout"], "text": words["footnote"]},
        ),
        RawBlock("facts", {"facts": [{"figure": "40+", "text": words["fact"]}] * 2}),
        RawBlock(
            "principle_reference",
            {"number": "4", "statement": words["quote"], "explanation": words["footnote"]},
        ),
        RawBlock("call_to_action", {"text": words["action"], "address": f"{SITE}/chapters/"}),
        RawBlock("page_break", {}),
        RawBlock(
            "article",
            {
                "title": words["title"],
                "address": "piece",
                "byline": words["part"],
                "summary": words["tagline"],
            },
        ),
        contacts_block(words["heading"], words["part"], words["callout"]),
    ]


def contacts_block(title: str, name: str, note: str) -> RawBlock:
    """Return a box with a contact of every kind."""
    targets = {
        "phone": "1-800-555-0142",
        "email": "help@example.org",
        "website": f"{SITE}/rights/",
        "social": "https://social.example.org/@us",
    }
    contacts = [
        {"kind": kind, "text": name, "target": target, "note": note}
        for kind, target in targets.items()
    ]
    return RawBlock("contacts", {"title": title, "contacts": contacts})


def sample_issue(code: str, times: int = 2) -> d.Document:
    """Return an issue of several pages in any language."""
    words = tomllib.loads(SAMPLES.read_text())[code]
    return issue(
        code,
        sample_blocks(code) * times,
        {"sample.png": drawing("sample")},
        title=words["title"],
        tagline=words["tagline"],
        summary=words["tagline"],
        cover=d.Picture("sample.png", words["quote"]),
    )
