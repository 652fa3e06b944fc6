"""What can go wrong between the bot and the fake Telegram: faults armed for coming calls, and the flood limiter."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tests.fakes.telegram_chats import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["lost", "reset", "half_open", "delay", "status", "garbage", "flood", "refuse"]
"""``lost`` the effect happens, then the connection closes without an answer; ``reset`` it breaks before the effect;
``half_open`` nothing ever comes back (``after`` decides whether the effect happened); ``delay`` the effect, then ``seconds`` of
silence, then the answer; ``status`` an answer with ``code`` and no JSON; ``garbage`` 200 with an unreadable body; ``flood`` 429, and again
429 for every call within ``seconds``; ``refuse`` the Bot API's own refusal with ``code`` and ``text``."""

CHAT_GAP = 1.0
GROUP_PER_MINUTE = 20
ALL_PER_SECOND = 30
TOLERANCE = 0.05
"""Requests are timed where they arrive, after a network's jitter: this much of a second is forgiven."""


@dataclass
class Fault:
    """One armed fault: the next ``times`` calls of ``method`` (``*``: any that sends) meet it, or each ``every``-th one."""

    kind: Kind
    method: str = "*"
    times: int = 1
    every: int = 1
    seconds: float = 0.0
    code: int = 500
    text: str = ""
    after: bool = False
    scope: str = "all"
    seen: int = field(default=0, repr=False)

    def hits(self, method: str) -> bool:
        """Whether this call meets it; counts down."""
        sending = method.startswith(("send", "edit"))
        if self.times <= 0 or (self.method.lower() != method if self.method != "*" else not sending):
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        self.times -= 1
        return True


class Flood:
    """Counts the sends over Telegram's limits (``breaches``) and, where ``enforcing``, refuses them with 429."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.enforcing = False
        self.breaches: list[tuple[float, int, str]] = []
        self.penalties: dict[str, float] = {}
        self.in_penalty = 0
        self._chat: dict[int, float] = {}
        self._group: dict[int, deque[float]] = defaultdict(deque)
        self._all: deque[float] = deque()

    def penalise(self, seconds: float, scope: str = "all") -> None:
        """From now on, 429 for that long; ``scope`` is ``all`` or a chat id."""
        self.penalties[scope] = self.clock() + seconds

    def check(self, chat: int) -> None:
        """Count this send. Raises Refusal 429 within a penalty, and over a limit when enforcing."""
        now = self.clock()
        for scope in ("all", str(chat)):
            left = self.penalties.get(scope, 0.0) - now
            if left > 0:
                self.in_penalty += 1
                raise too_many(left)
        over, wait = self._over(chat, now)
        if over:
            self.breaches.append((now, chat, over))
            if self.enforcing:
                raise too_many(wait)
        self._chat[chat] = now
        self._group[chat].append(now)
        self._all.append(now)

    def _over(self, chat: int, now: float) -> tuple[str, float]:
        while self._all and self._all[0] <= now - 1.0 + TOLERANCE:
            self._all.popleft()
        group = self._group[chat]
        while group and group[0] <= now - 60.0 + TOLERANCE:
            group.popleft()
        if len(self._all) >= ALL_PER_SECOND:
            return "30 a second", 1.0
        if chat < 0 and len(group) >= GROUP_PER_MINUTE:
            return "20 a minute in a group", group[0] + 60.0 - now
        if now - self._chat.get(chat, -CHAT_GAP) < CHAT_GAP - TOLERANCE:
            return "1 a second in a chat", CHAT_GAP
        return "", 0.0


def too_many(seconds: float) -> Refusal:
    """The 429 that asks to wait; whole seconds, at least one, as Telegram gives them."""
    wait = max(1, -int(-seconds // 1))
    return Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
