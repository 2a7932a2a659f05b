"""What is made of pages in the background."""

from django.tasks import task
from wagtail.models import Page

from .models import BasePage
from .readable import readable
from .share_images import forget_share_images, share_image_of


@task
def make_share_image(page_id: int) -> None:
    """Make the page's share image; delete what there is of it and below once readers see no more.

    Does nothing that was done before, so it may run any number of times.
    """
    page = Page.objects.filter(pk=page_id)
    seen = readable(page).specific().first()
    if isinstance(seen, BasePage):
        share_image_of(seen).read()
        return
    below = page[0].get_descendants().values_list("pk", flat=True) if page else ()
    for number in (page_id, *below):
        forget_share_images(number)
