"""An issue's editions: document -> PDF -> booklets, mini zine, EPUB, page images, plain text.

``from_page`` reads a page into a ``document``; everything after that works on the document alone,
without a database. ``pipeline`` makes and checks every kind of file that ``catalogue`` lists;
each has a module of its own in ``kinds``.
"""
