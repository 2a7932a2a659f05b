"""Handing a mail to the mail server, once."""

import smtplib
from enum import Enum

from django.core.mail import EmailMessage
from django.utils import timezone

from .models import OutgoingMail

# The server has heard of this mail, and does not want it; of the next one it may be glad.
ABOUT_THIS_MAIL = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    ValueError,  # A bad address.
)


class Outcome(Enum):
    """What became of a mail."""

    TAKEN = "taken"
    REFUSED = "refused"
    AWAY = "away"


def send(mail: OutgoingMail) -> Outcome:
    """Try to send a mail once, and write down what became of it. Never raises for its failure."""
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except (OSError, ValueError) as error:  # smtplib's are OSErrors.
        outcome = Outcome.REFUSED if isinstance(error, ABOUT_THIS_MAIL) else Outcome.AWAY
        mail.last_error = f"{type(error).__name__}: {error}"[:300]
        mail.found_nobody_at = timezone.now() if outcome is Outcome.AWAY else None
        mail.save(update_fields=["last_error", "found_nobody_at"])
        return outcome
    mail.sent_at = timezone.now()
    mail.body = ""
    mail.last_error = ""
    mail.found_nobody_at = None
    mail.save(update_fields=["sent_at", "body", "last_error", "found_nobody_at"])
    return Outcome.TAKEN
