"""The starter content's translations say the same facts as their sources, in the same order."""

from cms.translation.facts.checking import stray_facts
from cms.translation.facts.tree import pages_out_of_place
from tests.seeding import SeededSite


def test_no_translation_strays(seeded_site: SeededSite) -> None:
    assert len(seeded_site.pages("es")) > 10
    assert [str(stray) for stray in stray_facts()] == []
    assert [version.url_path for version, _source in pages_out_of_place()] == []
