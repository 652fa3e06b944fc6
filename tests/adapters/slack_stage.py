"""The whole bot on the fake Slack: a notebook with a few people and customers, served as ``daftar run`` serves it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.slack.platform import Slack
from bot.serving import Serving
from bot.settings import defaults
from core.crm import Office
from tests.adapters.stand import marked, until
from tests.fakes.slack_state import APP, BOT_USER, TEAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.slack import FakeSlack
    from tests.fakes.slack_state import Delivery

SALES = "C0SALES"
PEOPLE = {"U0SARA": ("Sara Haddad", "rep", "en"), "U0OMAR": ("Omar Khalil", "manager", "ar")}
STRANGER = "U0EVE"


@dataclass
class SlackStage:
    """People act through it; what they see is in the fake's ledger."""

    fake: FakeSlack
    office: Office
    ids: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Fill the notebook, link the people, serve."""
        with self.office.open(None, doing="given") as crm:
            for user, (name, role, language) in PEOPLE.items():
                channel = self.fake.do("add_user", user=user, name=name.split()[0].lower(), real_name=name)
                rep = crm.team.add_rep(name, role, language, "Asia/Riyadh")  # type: ignore[arg-type]
                crm.team.change(rep.id, digest_on=False)
                crm.team.link(crm.team.invite(rep.id), "slack", TEAM, user, channel)
                self.ids[user] = rep.id
            self.ids["acme"] = crm.customers.add("Acme Corp", sure=True, city="Riyadh", owner_id=self.ids["U0SARA"]).id
            self.ids["zenith"] = crm.customers.add("Zenith Foods", sure=True, city="Jeddah", phone="+966501234567").id
        self.fake.workspace.trigger_seconds = (
            60.0  # R3 measures how fast an answer is; a busy machine is no failure here
        )
        self.fake.do("add_user", user=STRANGER, name="eve")
        self.fake.do("add_channel", channel=SALES, members=[BOT_USER, *PEOPLE, STRANGER])
        self.platform = Slack(self.fake.bot_token, self.fake.app_token, self.fake.api_base)
        self.platform.history.settle_seconds = 0.3
        self.platform.introduce()
        settings = defaults()
        settings.sending.chat_per_second = 1000.0
        settings.sending.slack_per_second = 1000.0
        self.serving = Serving(self.office, {"slack": self.platform}, settings)
        self.serving.start()
        assert until(lambda: bool(self.fake.socket.connections))

    def stop(self) -> None:
        """Stop serving."""
        self.serving.stop()

    # -- what people do ------------------------------------------------------------------------------------------------------

    def say(self, user: str, text: str) -> Delivery:
        """A direct message, and its answer."""
        return self.answer(lambda: self.fake.do("say", user=user, text=text))

    def press(self, user: str, told: Delivery, label: str) -> Delivery:
        """A press on a button of that message, and its answer."""
        assert marked(self.office)
        payload = self.fake.pressed(user, self.token(told.blocks, label), told.channel, told.ts)
        return self.answer(lambda: self.fake.do("give", payload=payload, kind="interactive"))

    def answer(self, act: Callable[[], Any]) -> Delivery:
        """The first thing that is delivered because of it."""
        before = len(self.fake.workspace.ledger)
        act()
        assert until(lambda: len(self.fake.workspace.ledger) > before), "no answer came"
        assert marked(self.office)
        return self.fake.workspace.ledger[before]

    def silence(self, act: Callable[[], Any], seconds: float = 0.7) -> bool:
        """Whether nothing at all is delivered because of it."""
        before = len(self.fake.workspace.ledger)
        act()
        time.sleep(seconds)
        return len(self.fake.workspace.ledger) == before

    def opened(self, act: Callable[[], Any]) -> dict[str, Any]:
        """The modal that opens because of it."""
        before = set(self.fake.workspace.views)
        act()
        assert until(lambda: len(self.modals(before)) == 1), "no modal opened"
        return self.modals(before)[0]

    def modals(self, before: set[str]) -> list[dict[str, Any]]:
        """The modals that are open now and were not then."""
        views = self.fake.workspace.views
        return [view for key, view in views.items() if key not in before and view["type"] == "modal"]

    def shortcut(self, user: str, callback: str, message: dict[str, Any] | None = None, channel: str = SALES) -> None:
        """A shortcut from the menu of Slack, or of a message."""
        payload = {**self._by(user), "type": "shortcut", "callback_id": callback}
        if message is not None:
            payload |= {"type": "message_action", "channel": {"id": channel, "name": "sales"}, "message": message}
            payload["response_url"] = self.fake._response_url(channel, user)
        self.fake.do("give", payload=payload, kind="interactive")

    def save(self, user: str, view: dict[str, Any], **blanks: str) -> dict[str, Any] | None:
        """Fill a modal in and save it; what Slack was answered in the acknowledgement."""
        values = {}
        for block in view["blocks"]:
            name, element = block["block_id"], block["element"]
            values[name] = {name: _filled(element, blanks.get(name))}
        payload = {
            **self._by(user),
            "type": "view_submission",
            "view": {**view, "state": {"values": values}},
        }
        return self.asked(payload)

    def asked(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Give a payload that is answered in its acknowledgement; that answer."""
        (envelope,) = self.fake.do("give", payload=payload, kind="interactive")
        assert until(lambda: self.fake.socket.envelopes[envelope].state == "acked")
        return self.fake.socket.envelopes[envelope].answer

    def suggest(self, user: str, text: str, **more: Any) -> list[str]:
        """What is offered while that is typed into a customer's blank."""
        payload = {**self._by(user), "type": "block_suggestion", "action_id": "customer", "value": text, **more}
        told = self.asked(payload) or {}
        return [each["text"]["text"] for each in told["options"]]

    def open_home(self, user: str, tab: str = "home") -> None:
        """The bot's page is opened."""
        channel = self.fake.workspace.directs[user]
        ts = self.fake.workspace.ts()
        event = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": ts}
        self.fake.do("give", payload=self.fake.event(event))

    def home(self, user: str) -> dict[str, Any]:
        """The home tab as it is now; empty where none was published."""
        view: dict[str, Any] = self.fake.workspace.views.get(user, {})
        return view

    def on_home(self, user: str, label: str, at: int = 0) -> None:
        """A press on the home tab: a button, or an entry of the menu of the line with that number."""
        view = self.home(user)
        payload = {
            **self._by(user),
            "type": "block_actions",
            "container": {"type": "view", "view_id": view["id"]},
            "view": {"id": view["id"], "type": "home"},
            "actions": [
                {
                    "type": "overflow",
                    "action_id": "menu",
                    "selected_option": {"value": self.token(view["blocks"], label, at)},
                    "action_ts": self.fake.workspace.ts(),
                }
            ],
        }
        self.fake.do("give", payload=payload, kind="interactive")

    @staticmethod
    def token(blocks: list[dict[str, Any]], label: str, at: int = 0) -> str:
        """The token behind the label, of a button or of a menu's entry."""
        from tests.fakes.slack_blocks import walk

        found = [
            str(each["value"])
            for each in walk(blocks)
            if each.get("value") and isinstance(each.get("text"), dict) and each["text"].get("text") == label
        ]
        assert len(found) > at, f"nothing is labelled {label}"
        return found[at]

    def delete(self, user: str, ts: str) -> None:
        """A direct message is deleted by its author."""
        channel = self.fake.workspace.direct(user)
        before = channel.message(ts)
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "channel": channel.id,
            "channel_type": "im",
            "ts": self.fake.workspace.ts(),
            "deleted_ts": ts,
            "previous_message": dict(before or {}),
        }
        self.fake.do("give", payload=self.fake.event(event))

    def _by(self, user: str) -> dict[str, Any]:
        return {
            "user": {"id": user, "name": user.lower(), "team_id": TEAM},
            "team": {"id": TEAM, "domain": "gulf"},
            "api_app_id": APP,
            "action_ts": self.fake.workspace.ts(),
            "trigger_id": self.fake.workspace.trigger(),
            "token": secrets.token_hex(4),
        }

    # -- what there is -------------------------------------------------------------------------------------------------------

    def logs(self) -> list[tuple[str, str]]:
        """Kind and words of all interactions, oldest first."""
        with self.office.read(self.ids["U0SARA"]) as crm:
            rows = [
                *crm.interactions.of(customer_id=self.ids["acme"]),
                *crm.interactions.of(customer_id=self.ids["zenith"]),
            ]
            return [(row.kind, row.summary) for row in sorted(rows, key=lambda row: row.id)]

    def due(self, user: str = "U0SARA") -> list[str]:
        """The titles of that rep's open follow-ups."""
        with self.office.read(self.ids[user]) as crm:
            return [row.title for row in crm.follow_ups.open(self.ids[user])]


def _filled(element: dict[str, Any], value: str | None) -> dict[str, Any]:
    kind = element["type"]
    if kind in ("external_select", "radio_buttons"):
        chosen = {"value": value} if value else element.get("initial_option")
        return {"type": kind, "selected_option": chosen}
    if kind == "checkboxes":
        return {"type": kind, "selected_options": element.get("initial_options", []) if value is None else []}
    if kind == "datepicker":
        return {"type": kind, "selected_date": value or element.get("initial_date")}
    if kind == "timepicker":
        return {"type": kind, "selected_time": value or element.get("initial_time")}
    return {"type": kind, "value": element.get("initial_value") if value is None else value}
