"""The scheduler: runs beside the web process and the worker, or once a minute from cron."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.operations.scheduler import APART, keep_doing, tick


class Command(BaseCommand):
    help = (
        "Publish what is due, remind of overdue reviews, send waiting mails and take up lost "
        "tasks, every minute until stopped; with --once a single time, for cron."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run once and end")

    def handle(self, *_args: Any, **options: Any) -> None:
        def told(done: dict[str, int]) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(", ".join(f"{name}: {count}" for name, count in done.items()))

        if options["once"]:
            told(tick())
            return
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: stopped.set())
        keep_doing(stopped, told, APART)
