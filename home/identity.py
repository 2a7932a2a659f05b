"""The site's identity as apps below ask for it (``cms.pages.identity``)."""

from wagtail.models import Site

from .models import SiteIdentity


def names_on(site: Site | None) -> dict[str, str]:
    """What readers know the organization by on a site, by language."""
    identities = SiteIdentity.objects.live().filter(site=site)
    return dict(identities.values_list("locale__language_code", "organization_name"))
