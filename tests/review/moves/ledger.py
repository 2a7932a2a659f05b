"""What the test itself has seen of one page or record: who wrote it, who approved what of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from cms.review.models import Decision

# What readers would get: the number of a text, and of the picture and document in it.
type Words = tuple[int, ...]

GOES_OUT = {"published", "scheduled", "held"}
ENDS = {*GOES_OUT, "withdrawn", "taken-down"}


@dataclass
class Ledger:
    """Whose word stands behind which words, as the test saw it happen."""

    name: str
    needs: frozenset[str]
    # Who saved or submitted which version; who wrote a text first.
    hands: list[tuple[int, str]] = field(default_factory=list)
    writers: dict[int, str] = field(default_factory=dict)
    # Which words the last step, or an emergency, approved; which steps this review has taken.
    approved: set[Words] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)
    # Which words may be read, and since when; what was read at the last look.
    released: dict[Words, datetime] = field(default_factory=dict)
    before: Words | None = None
    was_public: set[int] = field(default_factory=set)
    # The version that people wrote, and readers have; the site's own of it are later ones.
    public: int = 0
    carried: set[int] = field(default_factory=set)
    is_down: bool = False

    def begin(self, revision: int) -> None:
        """Readers have a first version already, which tells nothing but zero."""
        self.before, self.public, self.was_public = (0,), revision, {0}
        self.released[0,] = datetime.min.replace(tzinfo=UTC)

    def note_hand(self, revision: int, who: str, text: int) -> None:
        self.hands.append((revision, who))
        self.writers.setdefault(text, who)

    def note(self, decision: Decision, words: Words, now: datetime) -> None:
        """Hold one line of the record against what the test has seen."""
        who = decision.actor.username if decision.actor else ""
        number, kind = decision.revision_number, decision.kind
        if kind == "submitted":
            self.note_hand(number, who, words[0])
        elif kind == "approved":
            own = who in self.hands_in(number, words[0])
            assert not own, f"{who} approved {words} of {self.name}, which is their own work"
            self._note_step(decision.step, words)
        elif kind == "skipped":
            self.steps.add(decision.step)
        elif kind == "emergency":
            assert who == "emergency"
            self.steps |= self.needs
            self.approved.add(words)
        elif kind == "file-taken-out":
            self.carried.add(number)
        elif kind in GOES_OUT:
            self._note_going_out(decision, words, now)
        if kind in ENDS:
            self.steps.clear()

    def _note_step(self, step: str, words: Words) -> None:
        self.steps.add(step)
        if step == "staff":
            self.approved.add(words)

    def _note_going_out(self, decision: Decision, words: Words, now: datetime) -> None:
        assert decision.revision is not None
        if words not in self.released:
            assert words in self.approved, f"{self.name}: {words} {decision.kind}"
            missing = self.needs - self.steps
            assert not missing, f"{self.name}: {words} {decision.kind} without {missing}"
            appears = decision.revision.as_object().go_live_at or now
            self.released[words] = max(appears, now)
        if decision.kind == "published":
            self.was_public.add(words[0])
            if decision.revision_number not in self.carried:
                assert decision.revision_number >= self.public, "an older text came back"
                self.public = decision.revision_number

    def hands_in(self, revision: int, text: int) -> set[str]:
        """Who wrote or submitted a version, or one before it that readers never had."""
        hands = {who for number, who in self.hands if self.public < number <= revision}
        if text not in self.was_public and text in self.writers:
            hands.add(self.writers[text])
        return hands

    def note_look(self, words: Words | None, now: datetime) -> None:
        """What readers get is what was approved, once it may be read; or nothing."""
        if words is not None:
            assert words == self.before or words in self.released, f"{self.name}: {words}"
            assert self.released[words] <= now, f"{self.name}: {words} before its date"
            if self.is_down:
                assert words in self.approved, f"{self.name} came back without an approval"
            self.is_down = False
        self.before = words

    def take_down(self) -> None:
        """Whatever was approved before brings nothing back."""
        self.approved.clear()
        self.released.clear()
        self.steps.clear()
        self.before, self.is_down = None, True

    def take_out(self, place: int, number: int) -> None:
        """A file is out of what readers have; whatever else had it is approved no more."""
        shown = self.before
        since = self.released.get(shown) if shown is not None else None
        self.approved = {each for each in self.approved if not _has(each, place, number)}
        self.released = {
            each: at for each, at in self.released.items() if not _has(each, place, number)
        }
        if shown is not None and since is not None and _has(shown, place, number):
            self.before = (*shown[:place], -1, *shown[place + 1 :])
            self.released[self.before] = since


def _has(words: Words, place: int, number: int) -> bool:
    return len(words) > place and words[place] == number
