"""A sentence with a footnote's number in it reaches translators whole, and comes back whole."""

import pytest
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import extract_strings, restore_strings

from cms.translation.drafts import make_page, save_draft
from home.models import StandardPage
from tests.trees import SmallSite, add

SENTENCE = "200 people shut it down<sup>1</sup>, and <b>36</b> were arrested."
TRANSLATED = "200 personas lo cerraron<sup>1</sup>, y <b>36</b> fueron detenidas."


def test_a_footnotes_number_does_not_cut_a_sentence() -> None:
    source = f"<p>{SENTENCE}</p><p>More.</p>"
    template, strings = extract_strings(source)
    assert [string.data for string, _attributes in strings] == [SENTENCE, "More."]
    assert restore_strings(template, strings) == source


@pytest.mark.django_db
def test_a_translation_keeps_the_footnotes_number(site: SmallSite) -> None:
    value = {"text": f"<p>{SENTENCE}</p>", "footnotes": ["<p>A source.</p>"]}
    page = StandardPage(title="A note", slug="note", body=[{"type": "paragraph", "value": value}])
    add(site["en", "home"], page)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    spanish = site["es", "home"].locale
    translation = Translation.objects.create(source=source, target_locale=spanish)
    segment = StringSegment.objects.get(source=source, string__data=SENTENCE)
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=spanish,
        data=TRANSLATED,
    )
    make_page(translation)
    result = save_draft(translation, None).as_object()
    assert result.body[0].value["text"].source == f"<p>{TRANSLATED}</p>"
