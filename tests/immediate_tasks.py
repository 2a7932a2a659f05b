"""Tasks that run at once, with what a worker would be given: arguments that have been JSON.

What is enqueued where its arguments cannot be kept in the database fails here as it does there.
"""

import json
from typing import Any

from django.tasks.backends.immediate import ImmediateBackend
from django.tasks.base import Task, TaskResult
from django.utils.json import normalize_json


class SerializingBackend(ImmediateBackend):
    def enqueue[**P, R](
        self, task: Task[P, R], args: Any, kwargs: dict[str, Any]
    ) -> TaskResult[P, R]:
        """Raise TypeError for an argument that is no JSON; otherwise run the task."""
        kept = json.loads(json.dumps(normalize_json({"args": args, "kwargs": kwargs})))
        return super().enqueue(task, kept["args"], kept["kwargs"])
