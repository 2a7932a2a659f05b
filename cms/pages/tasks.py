"""What is made of pages in the background."""

from django.tasks import task
from wagtail.models import Page

from .models import BasePage
from .share_images import forget_share_images, share_image_of


@task
def make_share_image(page_id: int) -> None:
    """Make the page's share image, or delete what there is once readers may not see the page.

    Does nothing that was done before, so it may run any number of times.
    """
    page = Page.objects.live().filter(pk=page_id).specific().first()
    if isinstance(page, BasePage):
        share_image_of(page).read()
    else:
        forget_share_images(page_id)
