"""What the admin's own interface tells about pictures."""

from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

ADDRESS_OF_THE_ORIGINAL = "download_url"


def without_address(names: list[str]) -> list[str]:
    return [name for name in names if name != ADDRESS_OF_THE_ORIGINAL]


class PrivateImagesAPIViewSet(ImagesAdminAPIViewSet):
    """Pictures as the admin asks for them; originals have no address that it could give."""

    meta_fields = without_address(ImagesAdminAPIViewSet.meta_fields)
    listing_default_fields = without_address(ImagesAdminAPIViewSet.listing_default_fields)
    nested_default_fields = without_address(ImagesAdminAPIViewSet.nested_default_fields)


@hooks.register("construct_admin_api", order=1)
def tell_no_address_of_originals(router: WagtailAPIRouter) -> None:
    router.register_endpoint("images", PrivateImagesAPIViewSet)
