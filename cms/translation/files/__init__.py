"""Work away from the site: files out, and back in with a report on every string.

A file of a page is PO or XLIFF; a language's files travel in a zip. What is of another
translation, damaged or too large changes nothing; of a good file, what fits is kept and the rest
is named.
"""
