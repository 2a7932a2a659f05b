"""The scheduler: runs beside the web process and the worker, or once a minute from cron."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from cms.operations.scheduler import tick

A_MINUTE = 60


class Command(BaseCommand):
    help = (
        "Publish what is due, remind of overdue reviews, send waiting mails and take up lost "
        "tasks, every minute until stopped; with --once a single time, for cron."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run once and end")

    def handle(self, *_args: Any, **options: Any) -> None:
        stopped = threading.Event()
        if not options["once"]:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_signal: stopped.set())
        while True:
            done = tick()
            if options["verbosity"] > 1:
                self.stdout.write(", ".join(f"{name}: {count}" for name, count in done.items()))
            if options["once"] or stopped.wait(A_MINUTE):
                return
            close_old_connections()  # One that the server has dropped meanwhile is made anew.
