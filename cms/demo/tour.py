"""The tour of five minutes, step by step: an edit on its way to readers, a translation, a booklet.

`docs/tour.md` and the tour in the admin's help are both made of these steps, and a browser walks
them as they stand here (`make pictures` keeps what it sees).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """Something to do at an address of this site, and the picture of what is seen then.

    ``account`` is whom to sign in as before; without one, the step is a reader's, or goes on with
    the account of the step before. ``key`` names the picture.
    """

    key: str
    title: str | Promise
    text: str | Promise
    seen: str | Promise
    address: str
    account: str = ""

    @property
    def picture(self) -> str:
        """The picture's name among the static files."""
        return f"demo/tour/{self.key}.webp"


STEPS = (
    Step(
        "sign-in",
        _("Sign in as Chicago's editor"),
        _(
            "Each account of the demo is a button that says what it may do. Choose Chicago's "
            "editor. From now on a bar at the top says who you are, and lets you change over."
        ),
        _("The page to sign in: a button for each account of the demo."),
        "/admin/login/",
    ),
    Step(
        "dashboard",
        _("See what waits for you"),
        _(
            "The dashboard shows what came back with a reason, what you sent and who has it now, "
            "and your chapter's page in each language. Of other chapters it shows nothing that "
            "is not public."
        ),
        _("The dashboard of Chicago's editor."),
        "/admin/",
        "chicago-editor",
    ),
    Step(
        "edit",
        _("Change a sentence, and submit it"),
        _(
            "Under “Your chapter”, open the English page of Chicago. Change its summary; it is "
            "saved as a draft while you write. Open the arrow beside “Save draft” and submit it. "
            "Readers still see the old text."
        ),
        _("The editor, with the menu open at “Submit”."),
        "/admin/",
        "chicago-editor",
    ),
    Step(
        "lead",
        _("Approve it as Chicago's lead"),
        _(
            "Change over to Chicago's lead. Under “Waiting for you”, open Chicago: what readers "
            "see now stands against what they will see. Approve. Whoever wrote a part of a text "
            "can never approve it."
        ),
        _("The review: the old sentence struck out, the new one marked, and the decision below."),
        "/admin/",
        "chicago-lead",
    ),
    Step(
        "approver",
        _("Approve it as national approver"),
        _(
            "Change over to the national approver, open Chicago again, and approve. That was the "
            "last of the two people: the text is published, and the page says where it can be "
            "read."
        ),
        _("The sentence after the last approval, with a link to the public page."),
        "/admin/",
        "approver",
    ),
    Step(
        "public",
        _("Read it as the public does"),
        _(
            "Follow the link. At the end of the page readers learn who approved it and when, by "
            "role: no account's name ever reaches them. The page sets no cookie, asks no other "
            "host, and needs no script."
        ),
        _("The public page of Chicago, with the new sentence."),
        "/en/chapters/chicago/",
    ),
    Step(
        "stale",
        _("Watch the Spanish page go stale"),
        _(
            "The English text has moved on, and the Spanish page says so by itself, with the day "
            "and a link to the original. Nothing was translated behind anybody's back, and "
            "nothing was hidden."
        ),
        _("The Spanish page of Chicago, with the notice that the original is newer."),
        "/es/chapters/chicago/",
    ),
    Step(
        "mend",
        _("Mend it as translator into Spanish"),
        _(
            "Change over to the translator into Spanish and open Chicago under what is out of "
            "date. The desk shows what changed, beside what the translation says today. Write the "
            "new sentence; it is kept with every pause. Then submit."
        ),
        _("The translation desk: the changed passage, with its old and new original."),
        "/admin/",
        "es-translator",
    ),
    Step(
        "review",
        _("Approve the translation"),
        _(
            "Change over to the reviewer of Spanish and approve. Chicago's lead and the national "
            "approver follow, as before. Then the Spanish page is fresh, and its notice is gone."
        ),
        _("The desk of the reviewer, with the decision above the translation."),
        "/admin/",
        "es-reviewer",
    ),
    Step(
        "booklet",
        _("Print the booklet"),
        _(
            "The zine was written once. Here it is as a booklet to print and fold, a mini zine of "
            "one sheet, an accessible PDF, an EPUB and plain text, in every language that it is "
            "published in. Pictures without words show how to fold it."
        ),
        _("The page that shows how to print, fold and staple the zine."),
        "/en/zine/101/print/",
    ),
)
