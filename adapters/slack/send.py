"""One attempt to deliver: post, rewrite, or show to one person alone; says how it failed, never tries again by itself.

A delivery is nearly always one message. A long one is several, each with the delivery's mark and its number, and files
come after the first message; such a delivery first looks at what of it is there already, so that a second attempt adds
only what is missing. ``chat_id`` is a channel (``D…``, ``C…``, ``G…``), a person (``U…``, ``W…``: their direct channel is opened), or
``channel:user`` for what only that user may see in that channel.
"""

from __future__ import annotations

import contextlib
import threading
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from adapters.slack.failures import code_of, failure
from adapters.slack.look_up import Arrived, History, Unreadable
from adapters.slack.read import EPHEMERAL
from adapters.slack.views import home, modal
from adapters.slack.write import Post, Upload, write
from bot.platform import MaybeSent, NotSent, Refused, Sent

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from adapters.slack.responses import Responses
    from bot.reply import Document, Outgoing

NOT_THERE_TO_EDIT = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "update_failed", "is_inactive"}
)
BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
TRIGGER_GONE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"})
MARK = "card_index_dividers"
"""🗂 on a message that was logged."""
NOT_A_MEMBER = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", "restricted_action"})


class Rooms:
    """The direct channel of each person, opened once and remembered."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._opened: dict[str, str] = {}
        self._lock = threading.Lock()

    def direct(self, user: str) -> str:
        """That person's direct channel. Raises a SendError; never MaybeSent, for nothing is posted here."""
        with self._lock:
            known = self._opened.get(user)
        if known is not None:
            return known
        try:
            opened: dict[str, Any] = self._client.conversations_open(users=user).get("channel") or {}
            channel = str(opened["id"])
        except Exception as error:  # noqa: BLE001 - every failure has a meaning
            told = failure(error)
            raise (NotSent(str(told)) if isinstance(told, MaybeSent) else told) from None
        with self._lock:
            self._opened[user] = channel
        return channel

    def channel(self, chat_id: str) -> str:
        """The channel behind a place's ``chat_id``; for ``channel:user`` the channel."""
        channel = chat_id.partition(EPHEMERAL)[0]
        return self.direct(channel) if channel[:1] in ("U", "W") else channel


class Sender:
    """Sends through one web client; safe to use from several threads at once."""

    def __init__(
        self, client: WebClient, rooms: Rooms, history: History, responses: Responses, *, reacts: bool = True
    ) -> None:
        self._client = client
        self._rooms = rooms
        self._history = history
        self._responses = responses
        self._reacts = reacts

    def send(self, outgoing: Outgoing) -> Sent:
        """Deliver it. Raises a SendError that says what is known of the failure."""
        if outgoing.board is not None:
            return self._publish(outgoing)
        if outgoing.form is not None and self._open(outgoing):
            return Sent(message_id="")
        sent = self._message(outgoing)
        if outgoing.marks is not None:
            self._react(outgoing)
        return sent

    def _publish(self, outgoing: Outgoing) -> Sent:
        """Replace the home tab. Doing it twice is doing it once, so whatever was not confirmed may be tried again."""
        try:
            self._client.api_call("views.publish", json={"user_id": outgoing.place.chat_id, "view": home(outgoing)})
        except Exception as error:  # noqa: BLE001 - every failure has a meaning
            told = failure(error)
            raise (NotSent(str(told)) if isinstance(told, MaybeSent) else told) from None
        return Sent(message_id="")

    def _open(self, outgoing: Outgoing) -> bool:
        """Open a modal; false where the moment for it has passed, so that words must do. One that may have opened counts as open."""
        assert outgoing.form is not None  # noqa: S101 - the caller looked
        try:
            self._client.api_call(
                "views.open", json={"trigger_id": outgoing.handle, "view": modal(outgoing.form, outgoing.language)}
            )
        except Exception as error:  # noqa: BLE001 - every failure has a meaning
            if code_of(error) in TRIGGER_GONE:
                return False
            told = failure(error)
            if not isinstance(told, MaybeSent):
                raise told from None
        return True

    def _react(self, outgoing: Outgoing) -> None:
        """Mark the message that was saved, where the bot may: it is an ornament, and nothing depends on it."""
        if not self._reacts:
            return
        with contextlib.suppress(Exception):
            channel = outgoing.place.group or self._rooms.channel(outgoing.place.chat_id)
            self._client.api_call("reactions.add", json={"channel": channel, "timestamp": outgoing.marks, "name": MARK})

    def _message(self, outgoing: Outgoing) -> Sent:
        pieces = write(outgoing)
        posts = [piece for piece in pieces if isinstance(piece, Post)]
        uploads = [piece for piece in pieces if isinstance(piece, Upload)]
        if EPHEMERAL in outgoing.place.chat_id:
            return self._alone(outgoing, posts, uploads)
        channel = self._rooms.channel(outgoing.place.chat_id)
        if len(pieces) == 1:
            return Sent(message_id=self._shared(outgoing, channel, posts[0]))
        return self._several(outgoing, channel, posts, uploads)

    def _shared(self, outgoing: Outgoing, channel: str, post: Post) -> str:
        """Post; what a person had shared where the bot is no member goes by that person's own press."""
        try:
            return self._first(outgoing, channel, post)
        except Refused as refused:
            by = str(outgoing.extra.get("by") or "")
            told = {"response_type": "in_channel", "replace_original": False, **_by_response(post)}
            if by and refused.reason in NOT_A_MEMBER and self._responses.post(by, "", told):
                return ""
            raise

    def _several(self, outgoing: Outgoing, channel: str, posts: list[Post], uploads: list[Upload]) -> Sent:
        try:
            found = self._history.arrived(outgoing, channel)
        except Unreadable:
            found = Arrived()
        ids = dict(found.posts)
        for post in posts:
            if post.number not in ids:
                deliver = self._first if post.number == 0 else self._post
                ids[post.number] = deliver(outgoing, channel, post)
        for upload in uploads:
            if not found.has_file(upload.document):
                self._upload(upload.document, channel, outgoing.place.thread_id)
        # the buttons stand on the last message, and it is that one that is rewritten later
        return Sent(message_id=ids[0] if outgoing.edits else ids[posts[-1].number])

    def _first(self, outgoing: Outgoing, channel: str, post: Post) -> str:
        if outgoing.edits:
            try:
                arguments = post.arguments(channel)
                del arguments["unfurl_links"], arguments["unfurl_media"]
                return self._call("chat.update", {**arguments, "ts": outgoing.edits}, post)
            except Refused as refused:
                if refused.reason not in NOT_THERE_TO_EDIT:
                    raise
        return self._post(outgoing, channel, post)

    def _post(self, outgoing: Outgoing, channel: str, post: Post) -> str:
        arguments = post.arguments(channel)
        if outgoing.place.thread_id:
            arguments["thread_ts"] = outgoing.place.thread_id
        return self._call("chat.postMessage", arguments, post)

    def _alone(self, outgoing: Outgoing, posts: list[Post], uploads: list[Upload]) -> Sent:
        """Show it to one person inside a channel; in the direct channel where that cannot be."""
        place = outgoing.place.chat_id
        channel, _, user = place.partition(EPHEMERAL)
        if outgoing.edits and len(posts) == 1 and not uploads:
            told = {"replace_original": True, **_by_response(posts[0])}
            if self._responses.post(place, outgoing.edits, told):
                return Sent(message_id=outgoing.edits)
        last = ""
        try:
            if uploads:
                # a file cannot be shown to one person inside a channel
                raise Refused("not_in_channel")
            for post in posts:
                arguments = {**post.arguments(channel), "user": user}
                for name in ("metadata", "unfurl_links", "unfurl_media"):
                    arguments.pop(name, None)
                last = self._call("chat.postEphemeral", arguments, post)
        except Refused as refused:
            if last or refused.reason not in NOT_A_MEMBER:
                raise
            last = self._not_a_member(place, posts, uploads)
        return Sent(message_id=last)

    def _not_a_member(self, place: str, posts: list[Post], uploads: list[Upload]) -> str:
        """Answer where the bot is no member: by the person's own press while that may be, else in the direct channel."""
        if len(posts) == 1 and not uploads:
            told = {"response_type": "ephemeral", "replace_original": False, **_by_response(posts[0])}
            if self._responses.post(place, "", told):
                return ""
        last, direct = "", self._rooms.direct(place.partition(EPHEMERAL)[2])
        for post in posts:
            last = self._call("chat.postMessage", post.arguments(direct), post)
        for upload in uploads:
            self._upload(upload.document, direct, None)
        return last

    def _call(self, method: str, arguments: dict[str, Any], post: Post) -> str:
        """One call; where a workspace refuses the blocks (surely not sent) once more in plainer ones, then in the plainest."""
        *tries, last = post.forms
        for blocks in tries:
            try:
                return self._told(method, self._client.api_call(method, json={**arguments, "blocks": blocks}))
            except Exception as error:  # noqa: BLE001 - every failure has a meaning
                if code_of(error) not in BLOCKS_REFUSED:
                    raise failure(error) from None
        try:
            return self._told(method, self._client.api_call(method, json={**arguments, "blocks": last}))
        except Exception as error:  # noqa: BLE001 - the same
            raise failure(error) from None

    @staticmethod
    def _told(method: str, answer: Any) -> str:
        told = answer.get("ts") or answer.get("message_ts")
        if not told:
            raise MaybeSent(f"slack: {method} answered without a timestamp")
        return str(told)

    def _upload(self, document: Document, channel: str, thread: str | None) -> None:
        """A file in three steps: ask where, hand it over, show it. Until the last one nobody sees anything."""
        try:
            where = self._client.files_getUploadURLExternal(filename=document.name, length=len(document.data))
            self._hand_over(str(where["upload_url"]), document.data)
        except Exception as error:  # noqa: BLE001 - every failure has a meaning
            told = failure(error)
            raise (NotSent(str(told)) if isinstance(told, MaybeSent) else told) from None
        try:
            self._client.files_completeUploadExternal(
                files=[{"id": str(where["file_id"]), "title": document.name}], channel_id=channel, thread_ts=thread
            )
        except Exception as error:  # noqa: BLE001 - the same
            raise failure(error) from None

    def _hand_over(self, url: str, data: bytes) -> None:
        own_or_files_host(url, self._client.base_url)
        proxies = {"http": self._client.proxy, "https": self._client.proxy} if self._client.proxy else None
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler(proxies),
            urllib.request.HTTPSHandler(context=self._client.ssl),
            StayOnHost(),
        )
        request = urllib.request.Request(url, data=data, method="POST")  # noqa: S310 - the host was checked just above
        with opener.open(request, timeout=self._client.timeout) as answer:
            answer.read()


def _by_response(post: Post) -> dict[str, Any]:
    """What is posted to a ``response_url``; its words are nobody's mention and open no link."""
    return {"text": post.text, "blocks": list(post.blocks), "parse": "none", "link_names": False, "unfurl_links": False}


class StayOnHost(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: a customer's file goes where it was checked to go."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """None, which urllib turns into an error."""


def own_or_files_host(url: str, api_base: str) -> None:
    """Let a customer's file go only to Slack's file host, or to the loopback server that stands for Slack. Raises Refused."""
    to, base = urlsplit(url), urlsplit(api_base)
    official = to.scheme == "https" and to.hostname == "files.slack.com" and to.port in (None, 443)
    same = base.hostname not in ("slack.com", "www.slack.com") and (to.scheme, to.netloc) == (base.scheme, base.netloc)
    if to.username or to.password or not (official or same):
        raise Refused("upload_host_refused")
