"""Mail in the background."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from .models import OutgoingMail
from .server import send


@task()
def deliver(mail_id: int) -> None:
    """Send a mail unless it has been sent; a failure leaves it waiting for the next round."""
    mail = _claim(mail_id)
    if mail is not None:
        send(mail)


def deliver_waiting() -> int:
    """Try every mail whose time has come once more; return how many still wait."""
    for mail_id in OutgoingMail.objects.due().values_list("pk", flat=True):
        deliver.call(mail_id)
    return OutgoingMail.objects.waiting().count()


def _claim(mail_id: int) -> OutgoingMail | None:
    """Count an attempt and put the next one off, so that nobody else sends the mail meanwhile.

    The transaction is over before the mail server is asked: no row is locked while it thinks.
    """
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().due().filter(pk=mail_id).first()
        if mail is None:
            return None
        mail.attempts += 1
        mail.next_attempt_at = timezone.now() + mail.wait_after(mail.attempts)
        mail.save(update_fields=["attempts", "next_attempt_at"])
    return mail
