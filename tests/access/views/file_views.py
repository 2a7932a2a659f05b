"""Views of pictures, documents and collections."""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.models import UploadedFile

from cms.media.models import Document, Image
from tests.access.role_table import R

from .cases import (
    Case,
    Cell,
    Values,
    bulk,
    document,
    file_form,
    fixed,
    ids,
    image,
    nothing,
)


def upload(model: type[Image | Document], cell: Cell) -> int:
    """A file that somebody of another chapter has begun to upload."""
    made = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model),
        file=ContentFile(b"x", name="x"),
        uploaded_by_user=cell.movement.users["chicago-lead"],
    )
    return int(made.pk)


def uploaded(model: type[Image | Document]) -> Callable[[Cell], Values]:
    return lambda cell: {"uploaded_file_id": upload(model, cell)}


FILE_CASES = [
    Case("wagtailadmin_api:images:detail", R.CHOOSE, image("pk")),
    Case("wagtailadmin_api:documents:detail", R.CHOOSE, document("pk")),
    Case("wagtailimages_chooser:chosen", R.CHOOSE, image("pk")),
    Case("wagtailimages_chooser:chosen_multiple", R.CHOOSE, query=ids("image")),
    Case("wagtailimages_chooser:select_format", R.CHOOSE, image()),
    Case("wagtaildocs_chooser:chosen", R.CHOOSE, document("pk")),
    Case("wagtaildocs_chooser:chosen_multiple", R.CHOOSE, query=ids("document")),
    Case("wagtailimages:edit", R.CHANGE_FILES, image(), data=file_form),
    Case("wagtailimages:delete", R.CHANGE_FILES, image(), data=nothing),
    Case(
        "wagtailimages:preview",
        R.CHANGE_FILES,
        lambda cell: {"image_id": cell.files.image.pk, "filter_spec": "max-100x100"},
    ),
    Case("wagtailimages:image_usage", R.CHANGE_FILES, image()),
    Case("wagtailimages:edit_multiple", R.CHANGE_FILES, image(), gets=False),
    Case("wagtailimages:delete_multiple", R.CHANGE_FILES, image(), data=nothing, gets=False),
    Case("wagtailimages:url_generator", R.RULE, image(), exists=False),
    Case(
        "wagtailimages:url_generator_output",
        R.RULE,
        image(),
        exists=False,
    ),
    Case("wagtaildocs:edit", R.CHANGE_FILES, document(), data=file_form),
    Case("wagtaildocs:delete", R.CHANGE_FILES, document(), data=nothing),
    Case("wagtaildocs:document_usage", R.CHANGE_FILES, document()),
    Case("wagtaildocs:edit_multiple", R.CHANGE_FILES, document("doc_id"), gets=False),
    Case(
        "wagtaildocs:delete_multiple",
        R.CHANGE_FILES,
        document("doc_id"),
        data=nothing,
        gets=False,
    ),
    *(
        Case(
            "wagtail_bulk_action",
            R.CHOOSE,
            bulk(f"media.{kind}", action),
            query=ids(kind),
            data=data,
            post_right=R.CHANGE_FILES,
            label=f"{action} {kind}",
        )
        for kind in ("image", "document")
        for action, data in (
            ("delete", nothing),
            ("add_tags", fixed(tags="a-tag")),
            (
                "add_to_collection",
                lambda cell: {"collection": cell.files.collection.pk},
            ),
        )
    ),
    *(
        Case(
            f"review:take_down_{name}", R.CHOOSE, argument, data=data, post_right=right, label=label
        )
        for name, argument in (("image", image()), ("document", document()))
        for label, data, right in (
            ("", fixed(action="ask"), R.CHOOSE),
            ("now", fixed(reason="Asked."), R.TAKE_DOWN),
        )
    ),
    Case("wagtailadmin_collections:edit", R.RULE, lambda cell: {"pk": cell.files.collection.pk}),
    Case(
        "wagtailadmin_collections:delete",
        R.RULE,
        lambda cell: {"pk": cell.files.collection.pk},
    ),
    Case(
        "wagtailadmin_collections:set_privacy",
        R.RULE,
        lambda cell: {"collection_id": cell.files.collection.pk},
        data=fixed(restriction_type="login"),
    ),
]

FILE_CASES += [
    *(
        Case(f"{space}:{name}", right, scope="site")
        for space in ("wagtailimages", "wagtaildocs")
        for name, right in (
            ("index", R.FILES),
            ("index_results", R.FILES),
            ("add", R.UPLOAD),
            ("add_multiple", R.UPLOAD),
        )
    ),
    *(
        Case(f"{space}_chooser:{name}", R.ENTER, scope="site", exists=False)
        for space in ("wagtailimages", "wagtaildocs")
        for name in ("choose", "choose_results", "create")
    ),
    *(
        Case(
            view,
            R.NOBODY,
            uploaded(model),
            scope="site",
            data=fixed(title="Mine now"),
            gets=False,
        )
        for model, views in (
            (
                Image,
                (
                    "wagtailimages:create_multiple_from_uploaded_image",
                    "wagtailimages:delete_upload_multiple",
                ),
            ),
            (
                Document,
                (
                    "wagtaildocs:create_multiple_from_uploaded_document",
                    "wagtaildocs:delete_upload_multiple",
                ),
            ),
        )
        for view in views
    ),
]
