"""Bodies on their way: each has its time, and there are so many places."""

import asyncio
import errno
from io import BytesIO
from typing import BinaryIO

import pytest

from cms.delivery.gate import bodies
from cms.delivery.gate.bodies import GoneError, Message, Places, RefusedError, received
from cms.delivery.gate.limits import ANONYMOUS, Limits

QUICK = Limits(patience=0.05, slowest=10**9)
PATIENT = Limits(patience=3600)


def part(content: bytes, *, more: bool = True) -> Message:
    return {"type": "http.request", "body": content, "more_body": more}


class Sender:
    """Sends what it is told to, and then says nothing more."""

    def __init__(self, *messages: Message) -> None:
        self.messages = list(messages)
        self.waits = asyncio.Event()

    async def __call__(self) -> Message:
        if self.messages:
            return self.messages.pop(0)
        self.waits.set()
        await asyncio.Event().wait()
        raise AssertionError


async def refused(sender: Sender, places: Places, limits: Limits, most: int = ANONYMOUS) -> int:
    with pytest.raises(RefusedError) as refusal:
        await received(sender, most, places, limits)
    return refusal.value.status


def test_a_body_arrives_from_its_beginning() -> None:
    async def arrive() -> bytes:
        sender = Sender(part(b"one "), part(b"two", more=False))
        with await received(sender, ANONYMOUS, Places(1, gives_way=True), PATIENT) as body:
            return body.read()

    assert asyncio.run(arrive()) == b"one two"


def test_a_body_that_stops_coming_is_given_up() -> None:
    sender = Sender(part(b"one"))
    assert asyncio.run(refused(sender, Places(1, gives_way=True), QUICK)) == 408


def test_a_body_that_is_larger_than_it_may_be_is_not_read_to_its_end() -> None:
    sender = Sender(part(b"12345"), part(b"6"), part(b"never read", more=False))
    assert asyncio.run(refused(sender, Places(1, gives_way=True), PATIENT, most=5)) == 413
    assert len(sender.messages) == 1


def test_who_leaves_in_the_middle_leaves_nothing() -> None:
    async def leave() -> None:
        sender = Sender(part(b"one"), {"type": "http.disconnect"})
        await received(sender, ANONYMOUS, Places(1, gives_way=True), PATIENT)

    with pytest.raises(GoneError):
        asyncio.run(leave())


def test_the_longest_on_its_way_gives_way_to_a_new_one() -> None:
    async def meet() -> list[int | bytes]:
        places = Places(2, gives_way=True)
        slow = [Sender(part(b"one")) for _ in range(2)]
        first, second = [asyncio.ensure_future(refused(each, places, PATIENT)) for each in slow]
        for each in slow:
            await each.waits.wait()
        quick = Sender(part(b"a form", more=False))
        with await received(quick, ANONYMOUS, places, PATIENT) as body:
            arrived = body.read()
        given_up = await first
        assert not second.done()
        second.cancel()
        return [arrived, given_up]

    assert asyncio.run(meet()) == [b"a form", 408]


def test_where_none_gives_way_a_new_one_is_refused() -> None:
    async def meet() -> int:
        places = Places(1, gives_way=False)
        slow = Sender(part(b"one"))
        first = asyncio.ensure_future(refused(slow, places, PATIENT))
        await slow.waits.wait()
        status = await refused(Sender(), places, PATIENT)
        first.cancel()
        return status

    assert asyncio.run(meet()) == 503


def test_places_are_free_again_whatever_has_become_of_a_body() -> None:
    async def come_and_go() -> bool:
        places = Places(1, gives_way=False)
        await refused(Sender(part(b"123456")), places, PATIENT, most=5)
        await refused(Sender(part(b"1")), places, QUICK)
        with await received(Sender(part(b"", more=False)), 1, places, PATIENT) as body:
            return body.read() == b""

    assert asyncio.run(come_and_go())


def test_a_full_disk_is_told_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[BinaryIO] = []

    class Full(BytesIO):
        def write(self, _content: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    def full(**_options: int) -> BinaryIO:
        made.append(Full())
        return made[-1]

    monkeypatch.setattr(f"{bodies.__name__}.SpooledTemporaryFile", full)
    sender = Sender(part(b"one", more=False))
    assert asyncio.run(refused(sender, Places(1, gives_way=True), PATIENT)) == 503
    assert made[0].closed
