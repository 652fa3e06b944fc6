"""Finding records by what a rep says, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.crm import Crm, Office
from core.customers.names import certain
from core.errors import BadValue, NotFound

_COMPANIES = (
    "Acme", "Acme Holding", "Vertex", "Vertex Group", "Bluewave", "شركة الأمل", "Hilal Motors", "Helal Motors", "D'Angelo Foods",
    "Hassan & Partners", "Al Waha International Company for Agricultural and Food Industries", "شركة الخميس للمقاولات",
    "Eagle Transport", "Eagle Security", "مجموعة الصفا", "Blue Star",
)  # fmt: skip
_PEOPLE = (
    ("Ahmed Salem", "Acme"), ("Rana Khoury", "Vertex"), ("Mona Saleh", "Bluewave"), ("Mona Fikry", "Acme"),
    ("سعد القحطاني", "شركة الأمل"), ("عبدالكريم النجار", "مجموعة الصفا"), ("ناصر الصفا", "مجموعة الصفا"),
)  # fmt: skip


@pytest.fixture
def crm(office: Office) -> Iterator[Crm]:
    """A notebook with a few customers, open for writing."""
    with office.open(None, doing="test") as made:
        ids = {name: made.customers.add(name, sure=True).id for name in _COMPANIES}
        for name, company in _PEOPLE:
            made.contacts.add(name, ids[company], sure=True)
        yield made


def best(crm: Crm, said: str) -> str:
    """The name of the best match, or nothing."""
    found = crm.names.find(said)
    return found[0].name if found else ""


@pytest.mark.parametrize(
    ("said", "name", "how"),
    [
        ("Acme", "Acme", "exact"),
        ("acme holding", "Acme Holding", "exact"),
        ("ACME LTD", "Acme", "exact"),
        ("الأمل", "شركة الأمل", "exact"),
        ("شركه الامل", "شركة الأمل", "exact"),
        ("dangelo foods", "D'Angelo Foods", "exact"),
        ("hassan and partners", "Hassan & Partners", "exact"),
        ("bluestar", "Blue Star", "exact"),
        ("blue wave", "Bluewave", "exact"),
        ("Abdul Kareem", "", ""),
        ("عبد الكريم النجار", "عبدالكريم النجار", "exact"),
        ("al waha", "Al Waha International Company for Agricultural and Food Industries", "part"),
        ("blewave", "Bluewave", "typo"),
        ("rana khory", "Rana Khoury", "typo"),
        ("vertx", "Vertex", "typo"),
        ("أكمي", "Acme", "script"),
        ("أحمد سالم", "Ahmed Salem", "script"),
        ("فيرتكس", "Vertex", "script"),
        ("Al Amal", "شركة الأمل", "script"),
        ("saad al qahtani", "سعد القحطاني", "script"),
    ],
)
def test_what_is_said_finds_the_record(crm: Crm, said: str, name: str, how: str) -> None:
    """Names are found by their spellings, parts, slips and the other script."""
    found = [(match.name, match.how) for match in crm.names.find(said)]
    assert found[:1] == ([(name, how)] if name else found[:1])
    assert not name or found


def test_exact_beats_longer(crm: Crm) -> None:
    """``Acme`` is Acme and nobody asks, although Acme Holding is there."""
    found = crm.names.find("Acme")
    assert [(match.name, match.score) for match in found[:2]] == [("Acme", 100.0), ("Acme Holding", 97.0)]
    assert certain(found) == found[0]


@pytest.mark.parametrize("said", ["Eagle", "Mona", "منى", "Halal Motors"])
def test_names_that_fit_several_are_not_certain(crm: Crm, said: str) -> None:
    """Where several records fit alike nothing is decided."""
    found = crm.names.find(said)
    assert len(found) > 1
    assert certain(found) is None


@pytest.mark.parametrize("said", ["blewave", "al waha", "saad al qahtani", "فيرتكس", "الصفا", "Helal Motors"])
def test_the_only_good_match_is_certain(crm: Crm, said: str) -> None:
    """A slip, a part or the other script decides where nothing else comes near."""
    assert certain(crm.names.find(said)) is not None


def test_unknown_names_find_nothing(crm: Crm) -> None:
    """Nothing like it is there; a text without letters has no name in it."""
    assert [best(crm, said) for said in ("Zzyzx Qwrt", "!!!", "", "   ")] == ["", "", "", ""]


def test_only_the_records_asked_for(crm: Crm) -> None:
    """Contacts are left out where customers are asked for."""
    assert {match.record for match in crm.names.find("الصفا", records=("customer",))} == {"customer"}
    assert len(crm.names.find("الصفا")) == 2


def test_an_alias_is_learnt_listed_and_forgotten(crm: Crm) -> None:
    """What a rep taught finds the record until it is forgotten; teaching it again changes nothing."""
    acme = crm.names.find("Acme")[0].id
    made = crm.names.learn("The Big One", "customer", acme)
    assert crm.names.learn("the  big one", "customer", acme).id == made.id
    found = crm.names.find("the big one")
    assert [(match.name, match.how, match.score) for match in found] == [("Acme", "alias", 99.0)]
    assert [row.alias for row in crm.names.aliases("customer", acme)] == ["The Big One"]
    crm.names.unlearn(made.id)
    assert crm.names.find("the big one") == []


def test_an_alias_taught_anew_means_the_new_record(crm: Crm) -> None:
    """The last teaching counts."""
    acme, vertex = crm.names.find("Acme")[0].id, crm.names.find("Vertex")[0].id
    crm.names.learn("biggie", "customer", acme)
    crm.names.learn("biggie", "customer", vertex)
    assert [match.id for match in crm.names.find("biggie")] == [vertex]


def test_an_alias_needs_letters_and_a_record(crm: Crm) -> None:
    """Nothing is learnt that could not be said, or of nobody."""
    with pytest.raises(BadValue):
        crm.names.learn("!!", "customer", 1)
    with pytest.raises(NotFound):
        crm.names.learn("ghost", "customer", 999_999)


def test_renaming_and_deleting_follow(crm: Crm) -> None:
    """The old name no longer finds the record, the new one does; a deleted record is not found at all."""
    blue = crm.names.find("Bluewave")[0].id
    crm.customers.change(blue, name="Redwave")
    assert best(crm, "bluewave") != "Redwave"
    assert best(crm, "redwav") == "Redwave"
    crm.customers.delete(blue)
    assert "Redwave" not in [match.name for match in crm.names.find("redwave")]
    assert "Mona Saleh" not in [match.name for match in crm.names.find("mona saleh")]


def test_an_alias_shows_the_present_name(crm: Crm) -> None:
    """After a rename the alias still finds the record, by its new name."""
    blue = crm.names.find("Bluewave")[0].id
    crm.names.learn("the surfers", "customer", blue)
    crm.customers.change(blue, name="Redwave")
    assert best(crm, "the surfers") == "Redwave"


def test_undo_brings_names_back(office: Office) -> None:
    """An undone deletion is found again with its aliases, an undone addition is not."""
    with office.open(None, doing="add") as crm:
        made = crm.customers.add("Bluewave", sure=True)
        crm.names.learn("surfers", "customer", made.id)
    with office.open(None, doing="delete") as crm:
        crm.customers.delete(made.id)
    with office.read(None) as crm:
        assert crm.names.find("bluewave") == crm.names.find("surfers") == []
    with office.open(None, doing="undo") as crm:
        crm.steps.undo()
    with office.read(None) as crm:
        assert best(crm, "blewave") == best(crm, "surfers") == "Bluewave"


def test_phone_and_email(crm: Crm) -> None:
    """By phone exactly, by e-mail whatever the case."""
    rana = crm.names.find("Rana Khoury")[0].id
    crm.contacts.change(rana, phone="+966507654321", email="Rana@Vertex.example")
    assert [(match.name, match.how) for match in crm.names.by_phone("+966507654321")] == [("Rana Khoury", "phone")]
    assert [(match.name, match.how) for match in crm.names.by_email(" rana@vertex.EXAMPLE ")] == [
        ("Rana Khoury", "email")
    ]
    assert crm.names.by_phone("+966500000000") == crm.names.by_email("nobody@vertex.example") == []


def test_own_and_recent_come_first_but_decide_nothing(office: Office) -> None:
    """Among equals the rep's own customer is shown first, and it is still a question."""
    with office.open(None, doing="seed") as crm:
        rep = crm.team.add_rep("Nadia")
        crm.customers.add("Eagle Alpha", sure=True)
        crm.customers.add("Eagle Beta", sure=True, owner_id=rep.id)
    with office.read(rep.id) as crm:
        found = crm.names.find("eagle")
        assert [match.name for match in found] == ["Eagle Beta", "Eagle Alpha"]
        assert certain(found) is None


def test_rebuilding_changes_nothing_for_who_searches(crm: Crm) -> None:
    """The index made anew from the rows finds the same."""
    crm.names.learn("biggie", "customer", crm.names.find("Acme")[0].id)
    said = ("Acme", "blewave", "biggie", "الصفا", "rana khory")
    before = [crm.names.find(text) for text in said]
    assert crm.names.rebuild() == len(_COMPANIES) + len(_PEOPLE) + 1
    assert [crm.names.find(text) for text in said] == before
