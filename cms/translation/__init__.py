"""The translation desk: partners write in their language, safely, and through the same review.

It stands on wagtail-localize's records of sources, segments and translations, and replaces its
screens: nothing that happens here changes what readers see, but for an approval.
"""
