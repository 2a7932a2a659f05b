"""Mail in the background."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from .models import OutgoingMail
from .server import Outcome, send


@task()
def deliver(mail_id: int) -> None:
    """Send a mail unless it has been sent; a failure leaves it waiting for the next round.

    While the mail server is away it waits too: the worker has other things to do than to wait for
    it once for each mail.
    """
    if not OutgoingMail.objects.server_is_away():
        _send(mail_id)


def deliver_waiting() -> int:
    """Try every mail whose time has come once more; return how many still wait.

    The first that finds nobody ends the round: the others would wait as long for nothing.
    """
    for mail_id in list(OutgoingMail.objects.due().values_list("pk", flat=True)):
        if _send(mail_id) is Outcome.AWAY:
            break
    return OutgoingMail.objects.waiting().count()


def _send(mail_id: int) -> Outcome | None:
    """Try a mail; None where somebody else has it, or it is not due."""
    mail = _claim(mail_id)
    return send(mail) if mail is not None else None


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
