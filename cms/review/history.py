"""What happened to a text, in the admin's history: steps and workflows by their names on screen."""

from typing import Any

from django.utils.safestring import SafeString
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.pages.bidi import isolate_mixed

from .messages import task_in_words, workflow_in_words

# What Wagtail writes down of reviews, with the names of one language.
ACTIONS = ("start", "approve", "reject", "resume", "cancel")


def name_steps_on_screen(actions: LogActionRegistry) -> None:
    """Let Wagtail's sentences about reviews name steps in the language of whoever reads them."""
    for action in (f"wagtail.workflow.{name}" for name in ACTIONS):
        actions.register_action(action)(_of(type(actions.formatters[action])))


def tell_why_it_was_taken_down(actions: LogActionRegistry) -> None:
    """Let the history of what readers do not see any more give the reason."""
    action = "wagtail.unpublish"
    theirs: type[LogFormatter] = type(actions.formatters[action])

    class WithReason(theirs):
        def format_comment(self, log_entry: Any) -> Any:
            return log_entry.data.get("reason", "")

    actions.register_action(action)(WithReason)


def keep_numbers_whole(actions: LogActionRegistry) -> None:
    """Let what is told of a text keep its numbers and addresses: see ``cms.pages.bidi``."""
    for action, formatter in list(actions.formatters.items()):
        actions.register_action(action)(_isolating(type(formatter)))


def _isolating(theirs: type[LogFormatter]) -> type[LogFormatter]:
    class WithIsolates(theirs):
        def format_message(self, log_entry: Any) -> Any:
            return _isolated(super().format_message(log_entry))

        def format_comment(self, log_entry: Any) -> Any:
            return _isolated(super().format_comment(log_entry))

    return WithIsolates


def _isolated(told: Any) -> str:
    is_safe = isinstance(told, SafeString)
    # What is put in is no markup: what was safe stays so.
    return SafeString(isolate_mixed(told)) if is_safe else isolate_mixed(str(told))


def _of(theirs: type[LogFormatter]) -> type[LogFormatter]:
    class InWords(theirs):
        def format_message(self, log_entry: Any) -> Any:
            told = Told(log_entry.data | {"workflow": _in_words(log_entry.data.get("workflow"))})
            return super().format_message(told)

    return InWords


class Told:
    """An entry of the log as the formatters read it: its data."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data


def _in_words(workflow: dict[str, Any] | None) -> dict[str, Any] | None:
    if not workflow:
        return workflow
    steps = {
        name: step | {"title": task_in_words(step["title"])}
        for name in ("task", "next")
        if (step := workflow.get(name))
    }
    return workflow | steps | {"title": workflow_in_words(workflow["title"])}
