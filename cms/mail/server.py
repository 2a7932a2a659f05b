"""Handing a mail to the mail server, once."""

from django.core.mail import EmailMessage
from django.utils import timezone

from .models import OutgoingMail


def send(mail: OutgoingMail) -> bool:
    """Try to send a mail once; return whether the server took it. Never raises for its failure."""
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except (OSError, ValueError) as error:  # smtplib's are OSErrors; ValueError: a bad address
        mail.last_error = f"{type(error).__name__}: {error}"[:300]
        mail.save(update_fields=["last_error"])
        return False
    mail.sent_at = timezone.now()
    mail.body = ""
    mail.last_error = ""
    mail.save(update_fields=["sent_at", "body", "last_error"])
    return True
