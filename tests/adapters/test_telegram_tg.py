"""Telegram as reps find it, row by row of the requirements: the whole bot on the fake Telegram."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.adapters.stand import marked, plain, until
from tests.adapters.telegram_stage import EVE, GROUP, LINA, OMAR, TelegramStage, labels, serving
from tests.fakes.telegram_chats import Delivery


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[TelegramStage]:
    """The bot, serving."""
    with serving(tmp_path) as made:
        yield made


def shown(stage: TelegramStage, beginning: str) -> Delivery:
    """The message that begins so, when it has come."""

    def found() -> list[Delivery]:
        return [each for each in stage.fake.ledger if plain(each.text).startswith(beginning)]

    assert until(lambda: bool(found())), f"nothing begins with {beginning}"
    return found()[0]


# -- what is passed on -------------------------------------------------------------------------------------------------------


def test_tg11_forwards_of_one_moment_are_one_log(stage: TelegramStage) -> None:
    """TG11, PRODUCT 20: three forwards within two seconds are one question and one log, with author and times of the original."""
    now = stage.fake.updates.clock()
    texts = ("we need 3 seats", "by thursday", "and a quote")
    stage.fake.deliver(
        *(
            stage.fake.updates.forwards(LINA, text, author="Sara Haddad", at=now, written=now - 3600 + 60 * number)
            for number, text in enumerate(texts)
        )
    )
    asked = shown(stage, "📨 3 messages from Sara Haddad (")
    assert labels(asked)[0] == ["Sara Haddad · at Acme Corp"]
    assert stage.logs() == []
    receipt = stage.press(asked, "Sara Haddad")
    assert "Message logged on Acme Corp" in plain(receipt.text)
    (log,) = stage.logs()
    assert (log.kind, log.contact_id, log.direction) == ("message", stage.ids["sara"], "in")
    assert abs(log.occurred_at.timestamp() - (now - 3600 + 120)) < 1
    lines = log.summary.splitlines()
    assert [line.split(": ")[1] for line in lines] == list(texts)
    assert all("Sara Haddad" in line for line in lines)


def test_tg11_a_hidden_sender_is_asked_about(stage: TelegramStage) -> None:
    """TG11, U12: who hides is asked about and never taken for the rep; a typed name answers."""
    asked = stage.answer(stage.fake.updates.forwards(LINA, "call me", hidden="S"))
    assert "the sender does not show who they are" in plain(asked.text)
    stage.say("zenith foods")
    (log,) = stage.logs("zenith")
    assert log.contact_id is None
    assert "Lina" not in log.summary


def test_tg11_in_arabic_and_thrown_away(stage: TelegramStage) -> None:
    """TG11: asked in Arabic with Arabic plurals; thrown away, nothing is saved."""
    now = stage.fake.updates.clock()
    stage.fake.deliver(
        *(
            stage.fake.updates.forwards(OMAR, text, author="Sara Haddad", at=now)
            for text in ("نحتاج عرض سعر", "قبل الخميس")
        )
    )
    asked = shown(stage, "📨 رسالتان من Sara Haddad")
    stage.press(asked, "تجاهل", OMAR)
    assert stage.logs() == []


def test_tg11_a_forwarded_album_is_one_log(stage: TelegramStage) -> None:
    """TG11, TG15: the pictures of an album that is passed on are one question and one log; none of them is dropped."""
    now = stage.fake.updates.clock()
    origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": int(now)}
    stage.fake.deliver(
        *(
            stage.fake.updates.sends_file(
                LINA, b"jpeg", kind="photo", media_group_id="80", forward_origin=origin, caption=caption
            )
            for caption in ("the offer", None, None)
        )
    )
    stage.press(shown(stage, "📨 3 messages ("), "Acme Corp")
    (log,) = stage.logs()
    assert len(log.files or []) == 3
    assert "the offer" in log.summary


# -- a day from a month ------------------------------------------------------------------------------------------------------


def riyadh(stage: TelegramStage) -> datetime:
    """What the clocks show where the reps are."""
    return stage.office.clock.now().astimezone(ZoneInfo("Asia/Riyadh"))


def test_tg22_a_day_is_picked_from_a_month_of_buttons(stage: TelegramStage) -> None:
    """TG22, TG7: one message turns from the likeliest days into months and hours; every token is short, no day gone by is offered."""
    asked = stage.say("remind me to call Acme Corp")
    before = riyadh(stage).date()
    page = stage.press(asked, "📅 Pick")
    assert page.edits
    assert [len(row) for row in labels(page)[:-1]] == [7] * (len(labels(page)) - 1)
    assert labels(page)[0] == ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]
    offered = [each for row in labels(page)[1:-1] for each in row if each != "·"]
    assert offered[0] in {str(before.day), str(riyadh(stage).day)}
    assert offered == [str(int(offered[0]) + number) for number in range(len(offered))]
    later = stage.press(page, labels(page)[-1][-1])
    days = [each for row in labels(later)[1:-1] for each in row if each != "·"]
    assert days[0] == "1"
    assert len(labels(later)) <= 8
    tokens = [button["callback_data"] for row in later.buttons for button in row]
    assert all(1 <= len(token.encode()) <= 64 for token in tokens)
    assert len(set(tokens)) == len(days) + len(labels(later)[-1]) + 1  # weekdays and points are one button
    hours = stage.press(later, "15")
    told = stage.press(hours, "Noon")
    assert {each.message_id for each in (page, later, hours, told)} == {asked.message_id}
    (due,) = stage.all(lambda crm: crm.follow_ups.open(rep_id=stage.ids[LINA]))
    assert due.due_at.astimezone(ZoneInfo("Asia/Riyadh")).strftime("%d %H:%M") == "15 12:00"


def test_tg22_a_point_does_nothing_and_a_foreign_or_old_page_is_old(stage: TelegramStage) -> None:
    """TG22, SEC7: weekdays answer nothing; a page that was turned is old; another rep's press on it does nothing."""
    asked = stage.say("remind me to call Acme Corp")
    page = stage.press(asked, "📅 Pick")
    old = [button for row in page.buttons for button in row]
    message = stage.fake.chats.messages[page.chat_id, page.message_id]
    assert stage.quiet(stage.fake.updates.presses(LINA, old[0]["callback_data"], message))
    later = stage.press(page, labels(page)[-1][-1])
    day = next(button for button in old[7:] if button["text"] != "·")
    message = stage.fake.chats.messages[later.chat_id, later.message_id]
    assert "expired" in stage.answer(stage.fake.updates.presses(LINA, day["callback_data"], message)).text
    foreign = stage.answer(stage.fake.updates.presses(OMAR, later.buttons[2][3]["callback_data"], message))
    assert "انتهت صلاحية" in foreign.text
    assert stage.all(lambda crm: crm.follow_ups.open()) == []


def test_tg22_a_month_in_arabic_is_read_from_the_right(stage: TelegramStage) -> None:
    """TG22, TG6: initials and weeks stand last first, so that the week begins at the right."""
    page = stage.press(stage.say("ذكرني أتصل على Acme Corp", OMAR), "📅 اختيار", OMAR)
    assert labels(page)[0] == ["س", "ج", "خ", "ر", "ث", "ن", "ح"]
    assert labels(page)[-1][-1] == "رجوع"
    assert [each for each in labels(page)[1] if each != "·"] == sorted(
        (each for each in labels(page)[1] if each != "·"), key=int, reverse=True
    )


# -- files -------------------------------------------------------------------------------------------------------------------


def test_tg15_a_photo_with_a_caption_is_kept_with_the_log(stage: TelegramStage) -> None:
    """TG15: the caption says what happened; the largest size of the photo is kept with it by its id."""
    told = stage.answer(
        stage.fake.updates.sends_file(LINA, b"jpeg" * 9, kind="photo", caption="visited Acme Corp, new showroom")
    )
    assert "📷 1 photo kept" in plain(told.text)
    (log,) = stage.logs()
    assert (log.kind, log.summary) == ("visit", "new showroom")
    (kept,) = log.files or []
    assert kept["kind"] == "photo"
    assert "small" not in kept["ref"]
    assert plain(stage.say("history Acme Corp").text).endswith('new showroom" 📎1')
    before = len(stage.fake.ledger)
    assert plain(stage.say("files of Acme Corp").text).startswith("📎 Acme Corp: 1 file")
    assert until(lambda: [each.file_id for each in stage.fake.ledger[before:] if each.file_id] == [kept["ref"]])
    assert stage.fake.ledger[-1].method == "sendPhoto"


def test_tg15_an_album_without_words_is_one_log(stage: TelegramStage) -> None:
    """TG15: three photos of one album are asked about once and kept together; I say that I can't read them."""
    send = stage.fake.updates.sends_file
    stage.fake.deliver(*(send(LINA, b"jpeg", kind="photo", media_group_id="77") for _ in range(3)))
    asked = shown(stage, "📷 3 photos")
    told = stage.press(asked, "Zenith")
    assert "I can't read pictures" in plain(told.text)
    (log,) = stage.logs("zenith")
    assert len(log.files or []) == 3


def test_tg15_an_album_with_a_caption_is_one_log(stage: TelegramStage) -> None:
    """TG15: what comes after the captioned picture of an album joins its log."""
    send = stage.fake.updates.sends_file
    stage.answer(
        send(LINA, b"1", kind="photo", media_group_id="78", caption="Acme Corp"),
        send(LINA, b"2", kind="photo", media_group_id="78"),
    )
    assert until(lambda: [len(log.files or []) for log in stage.logs()] == [2])


def test_tg15_an_album_goes_with_the_first_log_of_its_caption(stage: TelegramStage) -> None:
    """TG15: a caption that says two things makes two logs; all pictures are with the first, as its receipt says."""
    send = stage.fake.updates.sends_file
    stage.answer(
        send(
            LINA, b"1", kind="photo", media_group_id="79", caption="visited Acme Corp, new sign. called Zenith, later"
        ),
        send(LINA, b"2", kind="photo", media_group_id="79"),
    )
    assert until(lambda: [len(log.files or []) for log in stage.logs()] == [2])
    assert [log.files or [] for log in stage.logs("zenith")] == [[]]


def test_tg12_a_voice_note_is_kept_and_says_that_it_is_not_written_down(stage: TelegramStage) -> None:
    """TG12: a voice note is kept with the log; without transcription it says so."""
    asked = stage.answer(stage.fake.updates.sends_file(LINA, b"ogg", kind="voice"))
    assert plain(asked.text).startswith("🎤 A voice note")
    told = stage.press(asked, "Acme Corp")
    assert "Transcription is off" in plain(told.text)
    ((kept,),) = [log.files or [] for log in stage.logs()]
    assert (kept["kind"], kept["seconds"]) == ("voice", 7)


# -- places ------------------------------------------------------------------------------------------------------------------


def test_tg13_a_place_is_a_visit_and_is_known_from_then_on(stage: TelegramStage) -> None:
    """TG13: the first time it is asked where; within 300 metres it is logged at once, and [Other customer] moves it."""
    asked = stage.answer(stage.fake.updates.is_at(LINA, 24.7136, 46.6753))
    assert plain(asked.text).startswith("📍 A visit here")
    stage.press(asked, "Acme Corp")
    told = stage.answer(stage.fake.updates.is_at(LINA, 24.7150, 46.6760))
    assert "Visit logged on Acme Corp" in plain(told.text)
    assert len(stage.logs()) == 2
    again = stage.press(told, "Other customer")
    stage.press(again, "Zenith")
    assert [len(stage.logs("acme")), len(stage.logs("zenith"))] == [1, 1]
    far = stage.answer(stage.fake.updates.is_at(LINA, 24.7236, 46.6753))
    assert plain(far.text).startswith("📍 A visit here"), "a kilometre away is another place"


# -- contacts ----------------------------------------------------------------------------------------------------------------


def test_tg10_a_contact_is_offered_and_added(stage: TelegramStage) -> None:
    """TG10: a shared contact is asked about and added to the customer that is chosen; a vCard's company is recognised."""
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Nabil Aziz\nORG:Acme Corp\nTITLE:Buyer\nTEL:+966507654321\nEMAIL:nabil@acme.com\nEND:VCARD"
    asked = stage.answer(stage.fake.updates.shares_contact(LINA, "Nabil Aziz", "+966507654321", vcard=card))
    assert plain(asked.text) == "👤 Nabil Aziz +966507654321 — save as what?"
    assert labels(asked)[0] == ["Add to Acme Corp"]
    stage.press(asked, "Add to Acme")
    rows = stage.all(lambda crm: crm.contacts.of(stage.ids["acme"]))
    nabil = next(row for row in rows if row.name == "Nabil Aziz")
    assert (nabil.phone, nabil.email, nabil.title) == ("+966507654321", "nabil@acme.com", "Buyer")


def test_tg10_who_is_there_already_is_named(stage: TelegramStage) -> None:
    """TG10, A6: a number that is known is not written twice unless the rep says so."""
    asked = stage.answer(stage.fake.updates.shares_contact(LINA, "Sara H", "0501234567"))
    assert "I have Sara Haddad with this number already" in plain(asked.text)
    assert labels(asked) == [["Open Sara Haddad"], ["Create anyway"], ["Skip"]]
    stage.press(asked, "Skip")
    assert [row.name for row in stage.all(lambda crm: crm.contacts.of(stage.ids["acme"]))] == ["Sara Haddad"]


def test_tg10_the_customer_is_asked_for(stage: TelegramStage) -> None:
    """TG10: [Add to …] asks which customer; in Arabic too."""
    asked = stage.answer(stage.fake.updates.shares_contact(OMAR, "Huda Salem", "+966505550000"))
    assert labels(asked)[-1] == ["تخطٍّ"]
    stage.press(asked, "إضافة إلى …", OMAR)
    stage.say("zenith foods", OMAR)
    assert [row.name for row in stage.all(lambda crm: crm.contacts.of(stage.ids["zenith"]))] == ["Huda Salem"]


# -- lists of customers ------------------------------------------------------------------------------------------------------

ROWS = "الاسم;الجوال;المدينة\nمؤسسة الواحة;0501112223;الرياض\nZenith Foods;0501112224;جدة\n;0501112225;جدة\n"


def test_tg14_a_csv_is_an_import_dialogue(stage: TelegramStage) -> None:
    """TG14, PRODUCT 24: Windows-1256 with semicolons and Arabic heads: preview, [Import], one undo; the file again brings nothing."""
    send = stage.fake.updates.sends_file
    asked = stage.answer(send(OMAR, ROWS.encode("cp1256"), name="customers.csv", mime="text/csv"))
    shown = plain(asked.text)
    assert shown.startswith("📄 customers.csv: 3 صفوف")
    assert "مؤسسة الواحة" in shown
    assert "السطر 4" in shown
    before = stage.all(lambda crm: crm.customers.count())
    done = stage.press(asked, "استيراد", OMAR)
    assert plain(done.text).startswith("✅ تم استيراد customers.csv")
    assert until(lambda: any(each.file_name == "customers.csv.errors.csv" for each in stage.fake.ledger))
    assert stage.all(lambda crm: crm.customers.count()) == before + 1
    again = stage.answer(send(OMAR, ROWS.encode("cp1256"), name="customers.csv", mime="text/csv"))
    assert "لا جديد فيه" in plain(again.text)
    stage.say("تراجع", OMAR)
    assert stage.all(lambda crm: crm.customers.count()) == before


def test_tg14_long_lists_are_for_managers_and_nothing_is_fetched_for_strangers(stage: TelegramStage) -> None:
    """TG14, SEC1: a rep's list of more than twenty is refused with a sentence; a stranger's file is never fetched."""
    rows = "name\n" + "".join(f"Customer {number}\n" for number in range(30))
    told = stage.answer(stage.fake.updates.sends_file(LINA, rows.encode(), name="all.csv"))
    assert "for managers to import" in plain(told.text)
    fetched = [method for method, _ in stage.fake.calls].count("getfile")
    stage.answer(stage.fake.updates.sends_file(EVE, rows.encode(), name="all.csv"))
    assert [method for method, _ in stage.fake.calls].count("getfile") == fetched == 1


def test_tg14_a_file_that_cannot_be_fetched_is_told(stage: TelegramStage) -> None:
    """TG14: bigger than 20 MB is told in a sentence, and what comes after it is handled."""
    big = stage.fake.updates.sends_file(LINA, b"x", name="big.csv")
    big["message"]["document"]["file_size"] = 30_000_000
    told = stage.answer(big)
    assert "bigger than I may fetch here (20 MB)" in plain(told.text)
    assert "Acme Corp" in plain(stage.say("acme corp").text)


def test_tg10_a_vcf_brings_people(stage: TelegramStage) -> None:
    """TG10, PRODUCT 16: a .vcf with three people is previewed and brought in by any rep; the one who is there is told."""
    people = (("Nabil Aziz", "+966507654321"), ("Sara Haddad", "+966501234567"), ("Rana Omar", "+966509998887"))
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nORG:Acme Corp\nTEL;TYPE=CELL:{phone}\nEND:VCARD\n"
        for name, phone in people
    )
    asked = stage.answer(stage.fake.updates.sends_file(LINA, cards.encode(), name="people.vcf"))
    assert "new: 2" in plain(asked.text)
    stage.press(asked, "Import")
    names = {row.name for row in stage.all(lambda crm: crm.contacts.of(stage.ids["acme"]))}
    assert names == {name for name, _ in people}


# -- reactions and chats -----------------------------------------------------------------------------------------------------


def reminded(stage: TelegramStage) -> int:
    """Lina is reminded of something; the reminder's message."""
    before = len(stage.fake.ledger)
    with stage.office.open(stage.ids[LINA], doing="given") as crm:
        crm.follow_ups.add("Call Sara", crm.now + timedelta(seconds=0.2), customer_id=stage.ids["acme"])
    assert until(lambda: any("Call Sara" in each.text for each in stage.fake.ledger[before:]))
    told = next(each for each in stage.fake.ledger[before:] if "Call Sara" in each.text)
    assert not told.silent, "a reminder is loud"
    return told.message_id


def test_tg16_a_thumb_on_a_reminder_finishes_it(stage: TelegramStage) -> None:
    """TG16: 👎 means nothing, 👍 is done; the reminder is rewritten in its place."""
    message = reminded(stage)
    assert stage.quiet(stage.fake.updates.reacts(LINA, message, "👎"))
    told = stage.answer(stage.fake.updates.reacts(LINA, message, "👍"))
    assert told.edits
    assert told.message_id == message
    assert "✅" in told.text
    assert stage.all(lambda crm: crm.follow_ups.open(stage.ids[LINA])) == []
    assert stage.quiet(stage.fake.updates.reacts(LINA, message, "👍"))


def reminded_together(stage: TelegramStage, user: int, titles: tuple[str, ...]) -> Delivery:
    """Somebody is reminded of all these in one message."""
    before = len(stage.fake.ledger)
    with stage.office.open(stage.ids[user], doing="given") as crm:
        for title in titles:
            crm.follow_ups.add(title, crm.now + timedelta(seconds=0.2), customer_id=stage.ids["acme"])
    assert until(lambda: any(titles[0] in each.text for each in stage.fake.ledger[before:]))
    told = next(each for each in stage.fake.ledger[before:] if titles[0] in each.text)
    assert all(title in told.text for title in titles)
    assert marked(stage.office)
    return told


def test_tg16_a_thumb_on_several_reminders_asks_once(stage: TelegramStage) -> None:
    """TG16, H2: 👍 on three reminders in one message asks whether all are done; one press finishes them, one Undo brings them back."""
    told = reminded_together(stage, LINA, ("Call Sara", "Send the offer", "Visit the site"))
    asked = stage.answer(stage.fake.updates.reacts(LINA, told.message_id, "👍"))
    assert plain(asked.text).splitlines()[0] == "Are all 3 done?"
    assert labels(asked) == [["✅ Done: all 3"], ["Cancel"]]
    assert len(stage.all(lambda crm: crm.follow_ups.open(stage.ids[LINA]))) == 3
    done = stage.press(asked, "✅ Done")
    assert done.message_id == asked.message_id
    assert plain(done.text).splitlines() == ["✅ Done: Call Sara", "✅ Done: Send the offer", "✅ Done: Visit the site"]
    assert labels(done) == [["Undo"]]
    assert stage.all(lambda crm: crm.follow_ups.open(stage.ids[LINA])) == []
    stage.press(done, "Undo")
    assert len(stage.all(lambda crm: crm.follow_ups.open(stage.ids[LINA]))) == 3


def test_tg16_a_thumb_on_several_reminders_in_arabic(stage: TelegramStage) -> None:
    """TG16: asked in the reader's language about those that are left; where one is left the thumb means that one."""
    told = reminded_together(stage, OMAR, ("الاتصال بسارة", "إرسال العرض", "زيارة الموقع"))
    stage.press(told, "✅ 1", OMAR)
    asked = stage.answer(stage.fake.updates.reacts(OMAR, told.message_id, "👍"))
    assert plain(asked.text).splitlines()[0] == "هل أُنجزت المتابعتان؟"
    assert labels(asked) == [["✅ تم: كلها (2)"], ["إلغاء"]]
    stage.press(asked, "إلغاء", OMAR)
    stage.press(told, "✅ 2", OMAR)
    stage.answer(stage.fake.updates.reacts(OMAR, told.message_id, "👍"))
    assert stage.all(lambda crm: crm.follow_ups.open(stage.ids[OMAR])) == []


def test_tg16_reactions_of_others_do_nothing(stage: TelegramStage) -> None:
    """TG16, SEC7: another's thumb finishes nothing, a stranger's gets no answer."""
    message = reminded(stage)
    assert stage.quiet(stage.fake.updates.reacts(EVE, message, "👍"))
    assert stage.quiet(stage.fake.updates.reacts(OMAR, message, "👍"))
    assert len(stage.all(lambda crm: crm.follow_ups.open(stage.ids[LINA]))) == 1


def test_who_blocks_the_bot_is_written_to_after_coming_back(stage: TelegramStage) -> None:
    """TG23: a blocked bot tries nobody's chat; the reminder waits for the next visit and comes then."""
    assert stage.quiet(stage.fake.updates.blocks(LINA))
    with stage.office.open(stage.ids[LINA], doing="given") as crm:
        crm.follow_ups.add("Call Sara", crm.now + timedelta(seconds=0.2), customer_id=stage.ids["acme"])
    assert until(lambda: stage.all(lambda crm: crm.outbox.count("held")) == 1)
    told = stage.answer(stage.fake.updates.blocks(LINA, "member"))
    assert "Call Sara" in told.text


def test_a_group_that_becomes_a_supergroup_is_followed(stage: TelegramStage) -> None:
    """A group's subscription goes on under its new id."""
    stage.say("@daftar_test_bot subscribe wins", OMAR, group=GROUP)
    stage.fake.deliver(*stage.fake.updates.migrates(GROUP, -100_777))
    assert until(lambda: not stage.fake.updates.waiting)
    stage.say("deal Acme Corp 50k")
    before = len(stage.fake.ledger)
    stage.say("Acme Corp deal won")
    assert until(lambda: any(each.chat_id == -100_777 for each in stage.fake.ledger[before:]))


# -- inline mode -------------------------------------------------------------------------------------------------------------


def test_tg9_inline_mode_offers_cards_without_notes_or_amounts(stage: TelegramStage) -> None:
    """TG9: at most ten cards, personal and kept by nobody; what is sent has name, city and phone, never a note or an amount."""
    stage.say("called Acme Corp, secret note")
    stage.say("deal Acme Corp 50k")
    offered = stage.inline("acme")
    assert (offered.personal, offered.cached, offered.button) == (True, 0, None)
    assert offered.titles[0] == "Acme Corp"
    assert plain(offered.texts[0]) == "🏢 Acme Corp\nRiyadh · +966112223344"
    assert not any(word in f"{offered}" for word in ("secret", "50", "Lina"))
    sara = stage.inline("sara")
    assert plain(sara.texts[0]) == "👤 Sara Haddad · Acme Corp\nRiyadh · +966501234567"
    assert set(stage.inline("").titles) == {"Acme Corp", "Zenith Foods"}
    assert stage.inline("nobody like that").titles == []


def test_tg9_strangers_are_offered_only_the_way_in(stage: TelegramStage) -> None:
    """TG9, SEC1: who is not linked, or not any more, sees no card, only [Connect first]; the button's start is no code."""
    offered = stage.inline("acme", EVE)
    assert offered.titles == []
    assert offered.button == {"text": "Connect first", "start_parameter": "connect"}
    with stage.office.open(None, doing="given") as crm:
        crm.team.disable(stage.ids[OMAR])
    assert stage.inline("acme", OMAR).titles == []
    assert "private company bot" in stage.say("/start connect", EVE).text


def test_tg9_the_admin_says_what_a_card_shows(tmp_path: Path) -> None:
    """TG9: the fields of a card are a setting."""
    with serving(tmp_path, telegram={"inline_fields": ["owner"]}) as stage:
        assert plain(stage.inline("acme").texts[0]) == "🏢 Acme Corp\nowner: Lina"
