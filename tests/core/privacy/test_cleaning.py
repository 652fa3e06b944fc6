"""Getting the bytes of the erased out of the files: what is said to be gone is gone, and nothing is raised where it is not."""

from __future__ import annotations

from typing import NoReturn

import pytest
from sqlmodel import col, select

from core.crm import Office
from core.database import Database
from core.errors import Busy
from core.privacy import cleaning
from core.privacy.cleaning import unclean
from core.privacy.rows import Erasure


def test_who_is_erased_while_the_files_are_written_anew_is_not_said_to_be_gone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes: what one writes anew says nothing of what the other erased meanwhile; its turn comes later."""
    name = f"_{office.database.dialect}"
    written_anew = getattr(cleaning, name)

    def bury_one(mark: str) -> None:
        with office.database.writing() as session:
            session.add(Erasure(mark=mark, salt="00", record="contact", at=office.clock.now()))

    def meanwhile(database: Database) -> bool:
        done: bool = written_anew(database)
        bury_one("another")
        return done

    bury_one("one")
    monkeypatch.setattr(cleaning, name, meanwhile)
    cleaning.clean(office.database)
    with office.database.reading() as session:
        gone = dict(session.exec(select(col(Erasure.mark), col(Erasure.cleaned_at).is_not(None))).all())
    assert gone == {"one": True, "another": False}


def test_cleaning_that_cannot_be_noted_down_raises_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The erasure itself is committed: a store that is locked just then makes it no failure, and it is cleaned again later."""
    with office.database.writing() as session:
        session.add(Erasure(mark="one", salt="00", record="contact", at=office.clock.now()))

    def locked(_: Database) -> NoReturn:
        raise Busy

    with monkeypatch.context() as patched:
        patched.setattr(Database, "writing", locked)
        cleaning.clean(office.database)
    assert unclean(office.database)
