"""The end of a chapter that is not deleted: its page says so, and the rights of its teams rest."""

from .models import ChapterPage


def archive(page: ChapterPage) -> None:
    """Let the page and its draft say that the chapter is archived.

    The draft too: whoever brings the page back by a review says in it that the chapter is active.
    It is the site's own: who archives a chapter has written nothing, and may approve that text.
    """
    draft = page.get_latest_revision_as_object()
    draft.state = ChapterPage.State.ARCHIVED
    draft.save_revision(clean=False)
    page.refresh_from_db()
    page.state = ChapterPage.State.ARCHIVED
    page.save(update_fields=["state"])
