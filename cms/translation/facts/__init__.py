"""Facts: numbers, addresses, dates, order, consent and pictures follow an approved source.

``cms.pages.classification`` says what is a fact. ``merge`` puts what changed between two texts of
a source into a text in another language, and touches no word; ``versions`` finds every text that
may yet reach readers; ``following`` brings the facts to all of them.
"""
