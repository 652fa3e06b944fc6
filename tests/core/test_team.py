"""Reps, their settings, roles, and pairing codes."""

from __future__ import annotations

import re
import threading
from datetime import time, timedelta

import pytest

from core.clock import MovableClock
from core.crm import Office
from core.errors import BadValue, CodeRefused, NoSuchSetting, NotAllowed, NotFound
from core.tables import PairingCode, Rep
from core.team.permissions import PERMISSIONS, role_allows

TELEGRAM = ("telegram", "bot", "77")


def _link(office: Office, code: str, user_id: str = "77", platform: str = "telegram") -> Rep:
    with office.open(None, doing="link") as crm:
        return crm.team.link(code, platform, "bot", user_id, user_id)


def test_a_new_rep_has_the_workspace_settings(office: Office, lina: Rep) -> None:
    """Zone, work week and language come from the workspace."""
    assert (lina.zone, lina.work_days, lina.work_starts, lina.language) == (
        "Asia/Riyadh",
        [6, 0, 1, 2, 3],
        time(9),
        "en",
    )
    with office.read(None) as crm:
        assert crm.team.rep_named(" lina ") is not None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "LINA"}, "name"),
        ({"name": "Ali", "zone": "Mars/Olympus"}, "zone"),
        ({"name": "Ali", "role": "boss"}, "role"),
        ({"name": "Ali", "language": "fr"}, "language"),
    ],
)
def test_bad_reps_are_refused(office: Office, lina: Rep, fields: dict[str, str], field: str) -> None:
    """An empty or taken name, an unknown zone, role or language is told by its field."""
    with pytest.raises(BadValue) as told, office.open(None) as crm:
        crm.team.add_rep(**fields)  # type: ignore[arg-type]
    assert told.value.field_name == field
    assert lina.id


def test_the_first_name_is_enough(office: Office, lina: Rep) -> None:
    """A rep is found by the first name where only one has it, and nobody where several do."""
    with office.open(None) as crm:
        haddad = crm.team.add_rep("Sara Haddad")
        assert crm.team.rep_named("sara") is haddad
        crm.team.add_rep("Sara Naser")
        assert crm.team.rep_named("sara") is None
        assert crm.team.rep_named("sara naser") is not None
    assert lina.id


def test_own_settings_only(office: Office, lina: Rep, omar: Rep, mona: Rep) -> None:
    """A rep changes one's own settings, not the role and not another's; a manager neither; an admin may."""
    with office.open(lina) as crm:
        crm.team.change(lina.id, digest_at=time(8, 30), zone="Africa/Cairo")
    for actor, whose, fields in (
        (lina, omar, {"language": "en"}),
        (lina, lina, {"role": "admin"}),
        (mona, lina, {"role": "rep"}),
    ):
        with pytest.raises(NotAllowed), office.open(actor) as crm:
            crm.team.change(whose.id, **fields)
    with office.open(None) as crm:
        crm.team.set_role(mona.id, "admin")
    with office.open(mona) as crm:
        crm.team.set_role(lina.id, "manager")
        assert crm.team.rep(lina.id).zone == "Africa/Cairo"


def test_an_unknown_setting_is_told_with_the_nearest(office: Office, lina: Rep) -> None:
    """A misspelt setting names the one that is near."""
    with pytest.raises(NoSuchSetting) as told, office.open(lina) as crm:
        crm.team.change(lina.id, langauge="ar")
    assert "language" in told.value.near


def test_the_last_admin_stays(office: Office, mona: Rep) -> None:
    """An admin cannot take away the last admin's role in chat, the operator can."""
    with office.open(None) as crm:
        crm.team.set_role(mona.id, "admin")
    with pytest.raises(BadValue), office.open(mona) as crm:
        crm.team.set_role(mona.id, "rep")
    with office.open(None) as crm:
        assert crm.team.set_role(mona.id, "rep").role == "rep"


def test_a_code_links_once(office: Office, lina: Rep) -> None:
    """A code has 43 characters, is kept only as a hash, links once, and cannot be used again."""
    with office.open(None) as crm:
        code = crm.team.invite(lina.id)
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", code)
        kept = crm.transaction.session.get(PairingCode, 1)
        assert kept is not None
        assert code not in str(kept.model_dump())
        assert crm.team.speaker(*TELEGRAM) is None
    assert _link(office, code).id == lina.id
    with office.read(None) as crm:
        found = crm.team.speaker(*TELEGRAM)
        assert found is not None
        assert found.id == lina.id
        assert [one.platform for one in crm.team.identities(lina.id)] == ["telegram"]
    with pytest.raises(CodeRefused) as told:
        _link(office, code, "78")
    assert told.value.why == "used"


def test_a_code_dies_after_a_day(office: Office, lina: Rep, clock: MovableClock) -> None:
    """After 24 hours a code is expired."""
    with office.open(None) as crm:
        code = crm.team.invite(lina.id)
    clock.forward(timedelta(hours=24))
    with pytest.raises(CodeRefused) as told:
        _link(office, code)
    assert told.value.why == "expired"


def test_a_new_code_replaces_the_old(office: Office, lina: Rep) -> None:
    """Only the last code of a rep is good."""
    with office.open(None) as crm:
        old, new = crm.team.invite(lina.id), crm.team.invite(lina.id)
    with pytest.raises(CodeRefused):
        _link(office, old)
    assert _link(office, new).id == lina.id


def test_a_code_cannot_steal_a_link(office: Office, lina: Rep, omar: Rep) -> None:
    """A platform's user who is one rep already does not become another, and the code stays good."""
    with office.open(None) as crm:
        code = crm.team.invite(lina.id)
    _link(office, code)
    with office.open(None) as crm:
        other = crm.team.invite(omar.id)
    with pytest.raises(CodeRefused) as told:
        _link(office, other)
    assert told.value.why == "linked"
    assert _link(office, other, "99").id == omar.id


def test_five_wrong_codes_lock_out(office: Office, lina: Rep, clock: MovableClock) -> None:
    """After five wrong codes within an hour even the right one is refused to that speaker, for the hour, and to nobody else."""
    with office.open(None) as crm:
        code = crm.team.invite(lina.id)
    for _ in range(5):
        with pytest.raises(CodeRefused) as told:
            _link(office, "x" * 43)
        assert told.value.why == "wrong"
        with office.open(None) as crm:
            crm.team.wrong_code(*TELEGRAM)
    with pytest.raises(CodeRefused) as told:
        _link(office, code)
    assert told.value.why == "locked"
    clock.forward(timedelta(hours=1))
    assert _link(office, code).id == lina.id


def test_one_winner_of_fifty(office: Office, lina: Rep) -> None:
    """Of fifty users who type one code at the same time one is linked."""
    with office.open(None) as crm:
        code = crm.team.invite(lina.id)
    outcomes: list[str] = []
    ready = threading.Barrier(50)

    def type_code(user_id: str) -> None:
        ready.wait()
        try:
            _link(office, code, user_id)
            outcomes.append("linked")
        except CodeRefused as told:
            outcomes.append(told.why)

    threads = [threading.Thread(target=type_code, args=(str(number),)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["linked"] + ["used"] * 49
    with office.read(None) as crm:
        assert len(crm.team.identities(lina.id)) == 1


def test_a_disabled_rep_is_a_stranger(office: Office, lina: Rep) -> None:
    """A disabled rep is not known as a speaker, cannot be invited, and codes made before are dead."""
    with office.open(None) as crm:
        code = crm.team.invite(lina.id)
    _link(office, code)
    with office.open(None) as crm:
        late = crm.team.invite(lina.id)
        crm.team.disable(lina.id)
        assert crm.team.speaker(*TELEGRAM) is None
        with pytest.raises(NotAllowed):
            crm.team.invite(lina.id)
    with pytest.raises(CodeRefused):
        _link(office, late, "5")
    with office.open(None) as crm:
        crm.team.enable(lina.id)
        assert crm.team.speaker(*TELEGRAM) is not None


def test_linking_is_not_what_undo_means(office: Office, lina: Rep) -> None:
    """``undo`` after linking takes back the step before it."""
    with office.open(lina) as crm:
        crm.customers.add("Acme")
        code = crm.team.invite(lina.id)
    with office.open(lina, doing="link") as crm:
        crm.team.link(code, *TELEGRAM, "77")
    with office.open(lina, doing="undo") as crm:
        crm.steps.undo()
        assert crm.customers.count() == 0
        assert crm.team.speaker(*TELEGRAM) is not None


def test_unknown_rep(office: Office) -> None:
    """A rep who is not there is NotFound, also as the acting one."""
    with pytest.raises(NotFound), office.open(99):
        pass
    with pytest.raises(NotFound), office.read(None) as crm:
        crm.team.rep(99)


def test_the_table_of_permissions() -> None:
    """What READING.md gives to everybody, to managers and to admins; an unknown permission is a mistake that is told."""
    assert role_allows("rep", "interactions.write")
    assert not role_allows("rep", "customers.import")
    assert role_allows("manager", "customers.import")
    assert not role_allows("manager", "team.write")
    assert role_allows("admin", "team.write")
    for permission in PERMISSIONS:
        held = [role for role in ("rep", "manager", "admin") if role_allows(role, permission)]
        assert held in (["rep", "manager", "admin"], ["manager", "admin"], ["admin"])
    with pytest.raises(KeyError):
        role_allows("admin", "no.such")
