"""Makes renditions in the background. Doing a task twice does nothing the second time."""

from django.tasks import task
from wagtail.models import Page

from .models import Image
from .pictures import images_of, make_renditions


@task()
def make_page_renditions(page_id: int) -> None:
    """Make the renditions of every image in a page's streams."""
    page = Page.objects.filter(pk=page_id).specific().first()
    for image in images_of(page) if page else ():
        make_renditions(image)


@task()
def make_image_renditions(image_id: int) -> None:
    """Make one image's renditions, as after its file was replaced."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        make_renditions(image)
