"""The field that uploaded PDFs of zines are kept in."""

from cms.media.fields import CleanDocumentField, CleaningDocumentFile

from .cleaning import clean_pdf


class PdfFile(CleaningDocumentFile):
    """A PDF of which nothing but its pages is kept, whichever door it came through."""

    cleaner = staticmethod(clean_pdf)


class PdfField(CleanDocumentField):
    """Stores PDFs washed, under random names, out of readers' reach.

    Assigning what is no PDF, or one that the site does not take, raises ValidationError.
    """

    attr_class = PdfFile
