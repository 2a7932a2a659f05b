"""What follows a change of a contact in the background. Doing it twice changes nothing."""

from django.tasks import task

from cms.search.index import index_page


@task(priority=10)
def index_texts(page_ids: list[int]) -> None:
    """Let search know what pages say by the contacts that they refer to."""
    for page_id in page_ids:
        index_page(page_id)
