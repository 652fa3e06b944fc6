"""Audit and undo: what is recorded, taking back, taking that back, corrections, races, imports."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, select

from core.clock import MovableClock
from core.crm import Crm, Office
from core.errors import ChangedSince, NothingToUndo
from core.tables import Alias, Contact, Customer, Deal, FollowUp, Interaction, Rep, Row, Step


def _all(crm: Crm) -> dict[str, list[dict[str, Any]]]:
    """Every business row, as it is."""
    kinds: tuple[type[Row], ...] = (Customer, Contact, Alias, Interaction, FollowUp, Deal)
    return {
        kind.__name__: sorted(
            (row.model_dump(exclude={"updated_at"}) for row in crm.transaction.session.exec(select(kind))),
            key=lambda values: int(values["id"]),
        )
        for kind in kinds
    }


def test_changes_are_recorded(office: Office, lina: Rep, acme: Customer) -> None:
    """An insert keeps all its values, an update the changed ones with what was before; bookkeeping is no change."""
    with office.open(lina, doing="log", said="called Acme") as crm:
        made = crm.interactions.log("call", acme.id, summary="wants a quote")
        crm.customers.change(acme.id, city="Jeddah")
        step = crm.steps.current
        assert step is not None
        told = crm.steps.changes(step.id)
    assert [(one.action, one.record, one.record_id) for one in told] == [
        ("insert", "interaction", made.id),
        ("update", "customer", acme.id),
    ]
    after = told[0].after or {}
    assert after["summary"] == "wants a quote"
    assert after["occurred_at"] == "2026-11-22T11:05:00+00:00"
    assert "contact_id" not in after
    assert (told[1].before, told[1].after) == ({"city": None}, {"city": "Jeddah"})
    with office.read(lina) as crm:
        kept = crm.steps.of(step.id)
        assert kept is not None
        assert (kept.command, kept.said, kept.rep_id) == ("log", "called Acme", lina.id)


def test_nothing_written_is_no_step(office: Office, lina: Rep) -> None:
    """A command that changes nothing leaves no step."""
    with office.open(lina, doing="help") as crm:
        assert crm.steps.current is None
    with office.read(lina) as crm:
        assert crm.transaction.session.exec(select(Step).where(Step.rep_id == lina.id)).all() == []


def test_undo_and_undo_of_undo(office: Office, lina: Rep, acme: Customer) -> None:
    """An undo restores everything to the byte, undoing that undo brings it all back under the same ids, and so on."""
    with office.read(lina) as crm:
        before = _all(crm)
    with office.open(lina, doing="log") as crm:
        sara = crm.contacts.add("Sara", acme.id, phone="0551112222")
        crm.interactions.log("call", acme.id, sara.id, "wants a quote")
        crm.follow_ups.add("call Sara", crm.now + timedelta(days=1), customer_id=acme.id, contact_id=sara.id)
        crm.deals.add(acme.id, amount=Decimal("50000.50"))
        crm.customers.tag(acme.id, "vip")
        crm.names.learn("the rocket people", "customer", acme.id)
    with office.read(lina) as crm:
        after = _all(crm)
    for turn in range(2):
        with office.open(lina, doing="undo") as crm:
            done = crm.steps.undo()
            assert not done.again
            assert {told.record for told in done.changes} == {
                "contact", "interaction", "follow_up", "deal", "customer", "alias",
            }  # fmt: skip
        with office.read(lina) as crm:
            assert _all(crm) == before, turn
            assert crm.names.find("Sara") == []
            assert crm.names.find("the rocket people") == []
            undos = select(Step).where(Step.command == "undo").order_by(col(Step.id))
            undone = crm.transaction.session.exec(undos).all()[-1]
        with office.open(lina, doing="undo") as crm:
            assert crm.steps.undo(undone.id).again
        with office.read(lina) as crm:
            assert _all(crm) == after, turn
            assert [match.id for match in crm.names.find("Sara")] == [sara.id]
            assert crm.names.find("the rocket people")[0].id == acme.id


def test_undo_walks_back(office: Office, lina: Rep, acme: Customer) -> None:
    """Undo after undo takes back the step before, down to the first, and then there is nothing."""
    for city in ("Jeddah", "Dammam"):
        with office.open(lina, doing="set_field") as crm:
            crm.customers.change(acme.id, city=city)
    for expected in ("Jeddah", None):
        with office.open(lina, doing="undo") as crm:
            crm.steps.undo()
            assert crm.customers.get(acme.id).city == expected
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
    with office.read(lina) as crm:
        assert crm.customers.count() == 0
    with pytest.raises(NothingToUndo), office.open(lina, doing="undo") as crm:
        crm.steps.undo()


def test_only_ones_own(office: Office, lina: Rep, omar: Rep, acme: Customer) -> None:
    """A rep takes back one's own steps only, also when naming another's."""
    with office.read(lina) as crm:
        step = crm.steps.last()
        assert step is not None
    for step_id in (None, step.id):
        with pytest.raises(NothingToUndo), office.open(omar, doing="undo") as crm:
            crm.steps.undo(step_id)
    assert acme.id


def test_not_after_a_day(office: Office, lina: Rep, acme: Customer, clock: MovableClock) -> None:
    """After 24 hours a step stays."""
    clock.forward(timedelta(hours=24, seconds=1))
    with pytest.raises(NothingToUndo) as told, office.open(lina, doing="undo") as crm:
        crm.steps.undo()
    assert told.value.too_old
    assert acme.id


def test_twenty_steps(office: Office, lina: Rep, acme: Customer) -> None:
    """The last twenty steps can be taken back, the one before them not."""
    for number in range(20):
        with office.open(lina, doing="tag") as crm:
            crm.customers.tag(acme.id, str(number))
    for _ in range(20):
        with office.open(lina, doing="undo") as crm:
            crm.steps.undo()
    with office.read(lina) as crm:
        assert crm.customers.get(acme.id).tags == []
    with pytest.raises(NothingToUndo), office.open(lina, doing="undo") as crm:
        crm.steps.undo()


def test_refused_when_changed_since(office: Office, lina: Rep, omar: Rep, acme: Customer) -> None:
    """A step whose record another rep changed since is not taken back; who it was is told; nothing is written."""
    with office.open(lina, doing="set_field") as crm:
        crm.customers.change(acme.id, city="Jeddah")
    with office.open(omar, doing="set_field") as crm:
        crm.customers.change(acme.id, city="Dammam")
    with pytest.raises(ChangedSince) as told, office.open(lina, doing="undo") as crm:
        crm.steps.undo()
    assert (told.value.record, told.value.who) == ("customer", "Omar")
    with office.read(lina) as crm:
        assert crm.customers.get(acme.id).city == "Dammam"


def test_bookkeeping_does_not_refuse(office: Office, lina: Rep, omar: Rep, acme: Customer) -> None:
    """That somebody logged a call meanwhile (last contact, last touch) does not stop taking back another field."""
    with office.open(lina, doing="set_field") as crm:
        crm.customers.change(acme.id, city="Jeddah")
    with office.open(omar, doing="log") as crm:
        crm.interactions.log("call", acme.id)
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
        assert crm.customers.get(acme.id).city is None
        assert crm.customers.get(acme.id).last_contacted_at == crm.now


def test_refused_when_others_stand_on_it(office: Office, lina: Rep, omar: Rep, acme: Customer) -> None:
    """A new customer on whom a colleague has logged since cannot be taken back."""
    with office.open(omar, doing="log") as crm:
        crm.interactions.log("call", acme.id)
    with pytest.raises(ChangedSince), office.open(lina, doing="undo") as crm:
        crm.steps.undo()


def test_undo_of_a_log_restores_last_contact(office: Office, lina: Rep, acme: Customer, clock: MovableClock) -> None:
    """Taking a log back takes back when the customer was last in touch, and redoing it brings that back."""
    with office.open(lina, doing="log") as crm:
        crm.interactions.log("call", acme.id)
    first = clock.now()
    clock.forward(timedelta(hours=1))
    with office.open(lina, doing="log") as crm:
        crm.interactions.log("call", acme.id)
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
        assert crm.customers.get(acme.id).last_contacted_at == first
        step = crm.steps.current
        assert step is not None
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo(step.id)
        assert crm.customers.get(acme.id).last_contacted_at == clock.now()


def test_a_correction_is_one_step(office: Office, lina: Rep, acme: Customer) -> None:
    """Undoing a correction brings back what stood before it, and that can be taken back in turn."""
    with office.open(lina, doing="log", message_key="m1") as crm:
        crm.interactions.log("call", acme.id, summary="wrong")
        wrong = crm.steps.current
        assert wrong is not None
    with office.open(lina, doing="correct", message_key="m1") as crm:
        crm.steps.take_back(wrong.id)
        crm.interactions.log("meeting", acme.id, summary="right")
    with office.read(lina) as crm:
        assert [row.summary for row in crm.interactions.of(acme.id)] == ["right"]
        standing = crm.steps.of_message("m1")
        assert standing is not None
        assert standing.command == "correct"
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
        assert [row.summary for row in crm.interactions.of(acme.id)] == ["wrong"]
        standing = crm.steps.of_message("m1")
        assert standing is not None
        assert standing.id == wrong.id
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
        assert crm.interactions.of(acme.id) == []


def test_a_deleted_customer_comes_back(office: Office, lina: Rep, omar: Rep, acme: Customer) -> None:
    """Deletion takes everything that hangs on a customer; its undo brings everything back with the same ids."""
    with office.open(lina, doing="log") as crm:
        sara = crm.contacts.add("Sara", acme.id)
        crm.interactions.log("call", acme.id, sara.id)
        first = crm.follow_ups.add("send contract", crm.now, customer_id=acme.id)
        crm.follow_ups.add("sign", crm.now, customer_id=acme.id, contact_id=sara.id, waits_for_id=first.id)
        crm.deals.add(acme.id)
        crm.names.learn("rockets", "customer", acme.id)
    with office.open(omar, doing="add_follow_up") as crm:
        crm.follow_ups.add("elsewhere", crm.now)
    with office.read(lina) as crm:
        before = _all(crm)
    with office.open(lina, doing="delete_record") as crm:
        assert crm.customers.delete(acme.id) == {
            "customer": 1, "contact": 1, "interaction": 1, "follow_up": 2, "deal": 1,
        }  # fmt: skip
        assert crm.names.find("Acme") == []
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
        assert _all(crm) == before
        assert crm.names.find("rockets")[0].id == acme.id


def test_ids_are_not_used_again(office: Office, lina: Rep, acme: Customer) -> None:
    """A record made after a deletion has another id, so that the deleted one can come back."""
    with office.open(lina, doing="delete_record") as crm:
        crm.customers.delete(acme.id)
    with office.open(lina, doing="add_customer") as crm:
        assert crm.customers.add("Zenith").id > acme.id


def test_one_winner(office: Office, lina: Rep, acme: Customer) -> None:
    """Of twenty undos of one step at the same time exactly one succeeds."""
    with office.open(lina, doing="tag") as crm:
        crm.customers.tag(acme.id, "vip")
        step = crm.steps.current
        assert step is not None
    outcomes: list[str] = []
    ready = threading.Barrier(20)

    def take_back() -> None:
        ready.wait()
        try:
            with office.open(lina, doing="undo") as crm:
                crm.steps.undo(step.id)
            outcomes.append("done")
        except NothingToUndo as told:
            outcomes.append("already" if told.already else "none")

    threads = [threading.Thread(target=take_back) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already"] * 19 + ["done"]


def test_settings_are_undone(office: Office, lina: Rep) -> None:
    """A setting is taken back like anything else."""
    with office.open(lina, doing="change_setting") as crm:
        crm.team.change(lina.id, language="ar", work_days=[0, 1, 2])
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
        assert (crm.team.rep(lina.id).language, crm.team.rep(lina.id).work_days) == ("en", [6, 0, 1, 2, 3])


def test_an_import_of_thousands(office: Office, mona: Rep) -> None:
    """Three thousand rows go in with their audit and their names; one undo takes all of them out again."""
    with office.open(mona, doing="import") as crm:
        ids = crm.steps.bulk(
            "customer",
            [
                {"name": f"Company {number}", "created_at": crm.now, "updated_at": crm.now, "tags": ["new"]}
                for number in range(3_000)
            ],
        )
        crm.steps.bulk("customer", updates=[(row_id, {"city": "Jeddah"}) for row_id in ids[:1000]])
    with office.read(mona) as crm:
        assert len(ids) == crm.customers.count() == 3_000
        assert crm.customers.get(ids[0]).city == "Jeddah"
        assert crm.names.find("Company 2999")[0].id == ids[2999]
        step = crm.steps.last()
        assert step is not None
        assert len(crm.steps.changes(step.id)) == 4_000
    with office.open(mona, doing="undo") as crm:
        crm.steps.undo()
        assert crm.customers.count() == 0
        assert crm.names.find("Company 2999") == []
