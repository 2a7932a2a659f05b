"""The page store: what anybody gets by a plain address is rendered once, and kept as files.

A page depends on everything. Whatever is written that readers may see begins another generation of
pages (``changes``); a page is placed in the generation in which its rendering began, or nowhere
(``files``). So no page is ever served that was made of what has been changed since, but for an
instant while it is made anew, and while the database is away (``front``).
"""
