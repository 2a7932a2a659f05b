"""An issue that asks for everything at once."""

import tomllib

from zine.editions.document import model as d
from zine.editions.document.from_blocks import RawBlock

from .issues import SAMPLES, contacts_block, drawing, issue

SECTIONS = 50
NOTES_A_SECTION = 4
ARTICLE_EVERY = 10
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = "https://example.org/" + "a-very-long-path/" * 12
EMOJI = "✊ 🕊️ 👩🏽‍🌾 ☎ 🏳️‍🌈 ❤️"


def stress_issue() -> d.Document:
    """Return an issue of some 120 pages: 200 notes, deep lists, long words, all scripts mixed."""
    samples = tomllib.loads(SAMPLES.read_text())
    mixed = " ".join(words["quote"] for words in samples.values())
    deep = "".join(f"<ul><li>{LONG_WORD} {n}" for n in range(8)) + "</li></ul>" * 8
    blocks: list[RawBlock] = []
    for number, words in zip(range(SECTIONS), list(samples.values()) * SECTIONS, strict=False):
        marks = "".join(f"{words['quote']}<sup>{n + 1}</sup> " for n in range(NOTES_A_SECTION))
        prose = f"<p>{mixed}</p>" * 2
        blocks += [
            RawBlock("heading", {"level": "2", "text": f"{words['heading']} {number + 1}"}),
            RawBlock(
                "paragraph",
                {
                    "text": f"{prose}<p>{marks} {EMOJI}</p>",
                    "footnotes": [f"<p>{mixed} {ADDRESS}</p>"] * NOTES_A_SECTION,
                },
            ),
            RawBlock("paragraph", {"text": f"{deep}<p>{ADDRESS} {LONG_WORD}</p>"}),
            RawBlock("heading", {"level": "3", "text": f"{LONG_WORD} {EMOJI}"}),
            RawBlock("callout", {"kind": "important", "title": mixed, "text": prose}),
            RawBlock("checklist", {"title": words["part"], "items": words["checklist"] * 2}),
            RawBlock("image", {"picture": d.Picture("tall.png", words["quote"])}),
            contacts_block(mixed, f"{LONG_WORD} {EMOJI}", f"{mixed} {ADDRESS}"),
        ]
        if number % ARTICLE_EVERY == 0:
            piece = {"title": mixed, "address": f"piece-{number}", "byline": mixed}
            blocks += [
                RawBlock("page_break", {}),
                RawBlock("article", piece | {"summary": f"{mixed} {LONG_WORD}"}),
                RawBlock("page_break", {}),
            ]
    return issue(
        "en",
        blocks,
        {"tall.png": drawing("tall", 500, 900)},
        title=f"Everything at once: {LONG_WORD}",
        tagline=mixed,
        summary=mixed[:300],
    )
