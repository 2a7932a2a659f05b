"""Every address of the site."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.db.transaction import non_atomic_requests
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .access.invitation_views import take_up_invitation
from .accounts.urls import sign_in_urlpatterns
from .accounts.views import lead_to_sign_in
from .delivery.headers import admin_policy
from .delivery.onion import onion_location
from .delivery.security_contact import security_policy, security_txt
from .delivery.site_files import favicon, manifest, robots
from .media.views import documents_as_readers_may, public_file
from .pages.share_views import share_image
from .search.views import search

door_urlpatterns = decorate_urlpatterns(sign_in_urlpatterns, admin_policy)
admin_urlpatterns = decorate_urlpatterns(wagtailadmin_urls.urlpatterns, admin_policy)
document_urlpatterns = decorate_urlpatterns(wagtaildocs_urls.urlpatterns, documents_as_readers_may)

handler400 = "cms.delivery.errors.bad_request"
handler403 = "cms.delivery.errors.permission_denied"
handler404 = "cms.delivery.errors.page_not_found"
handler500 = "cms.delivery.errors.server_error"

# Readers change nothing, so that no reader waits for a transaction: on SQLite each one holds the
# only writer's place.
reader_urlpatterns = [
    path("", include("cms.delivery.urls")),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("security-policy.txt", security_policy, name="security_policy"),
    path("media/<path:path>", public_file, name="public_file"),
    path("share/<int:page_id>-<slug:digest>.png", share_image, name="share_image"),
    path("documents/", include(document_urlpatterns)),
    *i18n_patterns(
        path("search/", search, name="search"),
        path("manifest.webmanifest", manifest, name="manifest"),
        path("", include("cms.languages.reader_urls")),
        path("", include("zine.urls")),
        path("_util/login/", lead_to_sign_in),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
    path("", include("cms.languages.urls")),
]

# Production does not install the demo, so there it has no address.
demo_urlpatterns = (
    [path("demo/", include("cms.demo.urls"))] if apps.is_installed("cms.demo") else []
)

urlpatterns = [
    *demo_urlpatterns,
    path("invitation/<str:token>/", take_up_invitation, name="invitation"),
    path("admin/", include(door_urlpatterns)),
    path("admin/", include(admin_urlpatterns)),
    *decorate_urlpatterns(
        decorate_urlpatterns(reader_urlpatterns, onion_location), non_atomic_requests
    ),
]
