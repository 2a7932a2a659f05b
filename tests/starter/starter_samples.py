"""A small starter folder: three pages in two languages, with a block of every kind of value."""

from pathlib import Path

import PIL.Image

FILES = {
    "pictures/titles.toml": """
hands = "Two hands"
lantern = "A lantern"
""",
    "en/home.toml": """
type = "home.HomePage"
title = "Home"
headline = "Never again"
introduction = "Who we are."
hero = "artwork:lantern"
hero_alt_text = "A lantern"

[[body]]
type = "heading"
level = "2"
anchor = "beginning"
text = "How it began"

[[body]]
type = "paragraph"
text = "<p>See <a href='page:about/'>us</a> and <a href='https://example.org/'>them</a>.</p>"

[[body]]
type = "call_to_action"
text = "Read on"
page = "about/"

[[body]]
type = "principle_reference"
principle = "principle-1"
""".replace("'", '\\"'),
    "en/about.toml": """
type = "home.AboutPage"
title = "About"
summary = "A summary."
show_in_menus = true

[[body]]
type = "paragraph"
text = "<p>We <b>act</b>.<sup>1</sup> Now.</p><ul><li>One</li><li>Two</li></ul>"
footnotes = ["<p>A <i>note</i>.</p>"]

[[body]]
type = "image"
picture = "artwork:hands"
alt_text = "Two hands"
caption = "Hold on"

[[body]]
type = "numbered_points"

[[body.points]]
statement = "First"
text = "<p>Words.</p>"

[[body.points]]
statement = "Second"

[[body]]
type = "checklist"
title = "Bring"
items = ["A pen", "A friend"]
""",
    "en/principles.toml": """
type = "home.PrinciplesPage"
title = "Principles"

[[principles]]
key = "principle-1"
statement = "We act."
explanation = "<p>At once.</p>"
""",
    "en/people.toml": """
[[people]]
key = "one"
name = "A Name"
role = "Role"
order = 1
""",
    "en/identity.toml": """
organization_name = "The Organization"
tagline = "A tagline"
statement = "A statement."
join_url = "https://example.org/"

[[social_links]]
type = "contact_link"
kind = "website"
text = "Site"
target = "https://example.org/"
""",
    "es/home.toml": """
title = "Inicio"
headline = "Nunca más"
introduction = "Quiénes somos."
hero_alt_text = "Un farol"

[[body]]
type = "heading"
text = "Cómo empezó"

[[body]]
type = "paragraph"
text = "<p>Con <a href='https://example.org/'>ellas</a> y <a href='page:about/'>nos</a>.</p>"

[[body]]
type = "call_to_action"
text = "Sigue leyendo"

[[body]]
type = "principle_reference"
""".replace("'", '\\"'),
    "es/about.toml": """
title = "Quiénes somos"
summary = "Un resumen."

[[body]]
type = "paragraph"
text = "<p>Ya <b>actuamos</b><sup>1</sup>.</p><ul><li>Uno</li><li>Dos</li></ul>"
footnotes = ["<p>Una <i>nota</i>.</p>"]

[[body]]
type = "image"
alt_text = "Dos manos"
caption = "Aguanta"

[[body]]
type = "numbered_points"

[[body.points]]
statement = "Primero"
text = "<p>Palabras.</p>"

[[body.points]]
statement = "Segundo"

[[body]]
type = "checklist"
title = "Trae"
items = ["Una pluma", "Una amiga"]
""",
    "es/principles.toml": """
title = "Principios"

[[principles]]
statement = "Actuamos."
explanation = "<p>Ahora mismo.</p>"
""",
    "es/people.toml": """
[[people]]
key = "one"
role = "Cargo"
""",
    "es/identity.toml": """
organization_name = "La organización"
tagline = "Un lema"
statement = "Una declaración."

[[social_links]]
type = "contact_link"
text = "Sitio"
""",
}


def write_starter(folder: Path) -> Path:
    """Write the sample into ``folder`` and return it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("hands", "lantern"):
        PIL.Image.new("RGB", (80, 60), "white").save(folder / f"pictures/{name}.png")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace ``old``, which must be there, in one file of a starter folder."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} does not say {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
