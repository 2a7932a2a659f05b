"""What the web process runs: the site behind the gate; settings are as in ``cms.wsgi``."""

from .wsgi import application as site  # isort: skip - sets up what the lines below import

from django.conf import settings

from .delivery.gate.allowance import most_bytes
from .delivery.gate.application import Gate
from .delivery.gate.limits import Limits
from .delivery.store.front import page_front

application = Gate(site, most_bytes, Limits(threads=settings.WEB_THREADS), page_front(site))
