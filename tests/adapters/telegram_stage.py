"""The whole bot on the fake Telegram: a notebook with a few people and customers, served as ``daftar run`` serves it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from adapters.telegram import build
from bot.serving import Serving
from bot.settings import TelegramSettings, defaults
from core.clock import SystemClock
from core.crm import Office
from core.database import Database
from core.team.workspace import Workspace
from tests.adapters.stand import marked, plain, until
from tests.fakes.telegram import NAME, TOKEN, FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from core.crm import Crm
    from core.working.interaction import Interaction
    from tests.fakes.telegram_chats import Delivery
    from tests.fakes.telegram_inline import Offered
    from tests.fakes.telegram_updates import Update

Seen = TypeVar("Seen")
LINA, OMAR, EVE, GROUP = 4242, 4343, 666, -1001
PEOPLE = {LINA: ("Lina", "rep", "en"), OMAR: ("عمر", "manager", "ar")}


@dataclass
class TelegramStage:
    """People act through it; what they see is in the fake's ledger."""

    fake: FakeTelegram
    office: Office
    told: dict[str, Any] = field(default_factory=dict)
    ids: dict[Any, int] = field(default_factory=dict)

    def start(self) -> None:
        """Fill the notebook, link the people, serve. ``told`` are settings: ``{"telegram": {…}, "voice": {…}}``."""
        workspace = self.fake.token.split(":", maxsplit=1)[0]
        with self.office.open(None, doing="given") as crm:
            for user, (name, role, language) in PEOPLE.items():
                rep = crm.team.add_rep(name, role, language, "Asia/Riyadh")  # type: ignore[arg-type]
                crm.team.change(rep.id, digest_on=False)
                crm.team.link(crm.team.invite(rep.id), "telegram", workspace, str(user), str(user))
                self.ids[user] = rep.id
            acme = crm.customers.add(
                "Acme Corp", sure=True, city="Riyadh", owner_id=self.ids[LINA], phone="+966112223344"
            )
            self.ids["acme"] = acme.id
            self.ids["sara"] = crm.contacts.add("Sara Haddad", acme.id, phone="+966501234567").id
            self.ids["zenith"] = crm.customers.add("Zenith Foods", sure=True, city="Jeddah").id
        base = {"token": TOKEN, "api_base": self.fake.address, "bot_name": NAME}
        settings = defaults()
        settings.sending.chat_per_second = 1000.0
        settings.sending.group_per_minute = 1000.0
        settings.sending.telegram_per_second = 1000.0
        settings.voice = settings.voice.model_validate(self.told.get("voice", {}))
        self.platform = build(TelegramSettings.model_validate(base | self.told.get("telegram", {})))
        self.serving = Serving(self.office, {"telegram": self.platform}, settings)
        self.serving.start()
        assert until(lambda: self.fake.polls > 0 or bool(self.fake.hook))

    def stop(self) -> None:
        """Stop serving."""
        self.serving.stop()

    # -- what people do ------------------------------------------------------------------------------------------------------

    def say(self, text: str, user: int = LINA, **more: Any) -> Delivery:
        """A message, and its answer."""
        return self.answer(self.fake.updates.says(user, text, **more))

    def answer(self, *updates: Update) -> Delivery:
        """The first thing that is delivered because of them."""
        before = len(self.fake.ledger)
        self.fake.deliver(*updates)
        assert until(lambda: len(self.fake.ledger) > before), "no answer came"
        assert marked(self.office)
        return self.fake.ledger[before]

    def press(self, told: Delivery, label: str, user: int = LINA) -> Delivery:
        """A press on the button of that message whose label begins so, and its answer."""
        token = next(
            button["callback_data"] for row in told.buttons for button in row if plain(button["text"]).startswith(label)
        )
        assert marked(self.office)
        message = self.fake.chats.messages[told.chat_id, told.message_id]
        update = self.fake.updates.presses(user, token, message)
        self.fake.chats.queries.add(update["callback_query"]["id"])
        return self.answer(update)

    def quiet(self, *updates: Update, seconds: float = 0.4) -> bool:
        """Whether they are taken in and nothing at all is delivered because of them."""
        before = len(self.fake.ledger)
        self.fake.deliver(*updates)
        assert until(lambda: not self.fake.updates.waiting), "not taken in"
        assert until(lambda: self.all(lambda crm: crm.inbox.waiting()) == 0), "not handled"
        time.sleep(seconds)
        return len(self.fake.ledger) == before

    def inline(self, text: str, user: int = LINA) -> Offered:
        """What that person is offered while typing the bot's name and this."""
        before = len(self.fake.inline.answers)
        self.fake.deliver(self.fake.updates.types_inline(user, text))
        assert until(lambda: len(self.fake.inline.answers) > before), "no inline answer came"
        return self.fake.inline.answers[before]

    # -- what there is -------------------------------------------------------------------------------------------------------

    def all(self, look: Callable[[Crm], Seen]) -> Seen:
        """Something of the notebook, as Lina may see it."""
        with self.office.read(self.ids[LINA]) as crm:
            return look(crm)

    def logs(self, customer: str = "acme") -> list[Interaction]:
        """The interactions of a customer, oldest first."""
        return self.all(lambda crm: crm.interactions.of(customer_id=self.ids[customer], limit=50))[::-1]


def labels(told: Delivery) -> list[list[str]]:
    """The labels of a message's buttons, row by row, without direction marks."""
    return [[plain(button["text"]) for button in row] for row in told.buttons]


@contextmanager
def serving(tmp_path: Path, **told: Any) -> Iterator[TelegramStage]:
    """The bot, serving with these settings."""
    database = Database(f"sqlite:///{tmp_path / 'telegram.db'}")
    database.create_tables()
    office = Office(database, SystemClock(), Workspace.of_country("SA", name="Gulf Trading"))
    with FakeTelegram() as fake:
        made = TelegramStage(fake, office, told)
        made.start()
        try:
            yield made
        finally:
            made.stop()
            database.close()
