"""Plans, and carrying them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.language.headers import VOCABULARY, country_code
from bot.language.numbers import latin_digits
from bot.says.exchange import reasons
from core.exchange.applying import apply, wrong_rows
from core.exchange.files import BadFile
from core.exchange.plan import plan
from core.exchange.reading import read_table

if TYPE_CHECKING:
    from core.crm import Office
    from tests.core.exchange.conftest import Importing

PEOPLE = "الاسم;الشركة;الجوال;البريد;المدينة\nسارة حداد;أكمي;٠٥٠١٢٣٤٥٦٧;sara@acme.com;الرياض\nعمر;أكمي;0551112222;;\n"


def test_arabic_heads_make_contacts_of_a_new_company(office: Office, importing: Importing) -> None:
    """A line with a company is a contact of it; the company is made once."""
    made, done = importing(latin_digits(PEOPLE).encode("cp1256"))
    assert [one.name for one in made.companies] == ["أكمي"]
    assert (done.customers, done.contacts, done.new) == (1, 2, 2)
    with office.read(1) as crm:
        (company,) = crm.customers.found()
        assert (company.name, company.city, company.owner_id) == ("أكمي", "الرياض", 1)
        assert [(c.name, c.phone) for c in crm.contacts.of(company.id)] == [
            ("سارة حداد", "+966501234567"), ("عمر", "+966551112222"),
        ]  # fmt: skip


def test_the_same_file_again_brings_nothing_new(importing: Importing) -> None:
    """Every line is there already."""
    importing(PEOPLE)
    made, done = importing(PEOPLE)
    assert (done.new, done.updated, done.same, done.customers, done.contacts) == (0, 0, 2, 0, 0)
    assert not made.writes()


def test_one_undo_takes_the_import_back(office: Office, importing: Importing) -> None:
    """Customers, contacts and the names they are found by."""
    importing("name\nKept\n")
    importing(PEOPLE)
    with office.open(1, doing="undo") as crm:
        crm.steps.undo()
    with office.read(1) as crm:
        assert [row.name for row in crm.customers.found()] == ["Kept"]
        assert crm.contacts.count() == 0
        assert crm.names.find("أكمي") == []


def test_imported_names_are_found(office: Office, importing: Importing) -> None:
    """By the name index."""
    importing("name\nNorthern Dynasty Minerals Ltd\n")
    with office.read(1) as crm:
        assert crm.names.find("northern dynasty")[0].name == "Northern Dynasty Minerals Ltd"


def test_a_line_fills_only_empty_fields(office: Office, importing: Importing) -> None:
    """Same name, letter case and punctuation aside; same e-mail; same phone."""
    importing("name,phone,email\nAcme Inc.,,\nGlobex,,info@globex.com\nInitech,0501234567,\n")
    _, done = importing(
        "name,phone,email,city\nACME INC,0112345678,,Riyadh\nGlobex Group,,INFO@globex.com,Jeddah\nIni Tech SA,+966 50 123 4567,,Dammam\n"
    )
    assert (done.updated, done.new) == (3, 0)
    with office.read(1) as crm:
        told = {row.name: (row.phone, row.email, row.city) for row in crm.customers.found()}
    assert told == {
        "Acme Inc.": ("+966112345678", None, "Riyadh"),
        "Globex": (None, "info@globex.com", "Jeddah"),
        "Initech": ("+966501234567", None, "Dammam"),
    }


def test_what_only_looks_alike_is_made_and_listed(importing: Importing) -> None:
    """Company words apart: a record of its own."""
    importing("name\nAcme Ltd\n")
    made, done = importing("name\nAcme Trading Company Inc\nAcme Limited\nZenith\n")
    assert [(row.name, row.state, row.like) for row in made.rows][1:] == [
        ("Acme Limited", "similar", "Acme Ltd"),
        ("Zenith", "new", ""),
    ]
    assert done.similar >= 1


def test_colleagues_on_one_switchboard_stay_two_people(office: Office, importing: Importing) -> None:
    """Two new lines with one phone are two contacts, also the second time."""
    table = "name,company,phone\nSara,Acme,0112345678\nOmar,Acme,0112345678\n"
    importing(table)
    _, again = importing(table)
    assert (again.new, again.same) == (0, 2)
    with office.read(1) as crm:
        assert crm.contacts.count() == 2


def test_a_repeated_line_fills_the_first(office: Office, importing: Importing) -> None:
    """One record of two lines."""
    _, done = importing("name,phone,city\nAcme,,Riyadh\nacme,0112345678,Jeddah\n")
    assert (done.new, done.same) == (1, 1)
    with office.read(1) as crm:
        (row,) = crm.customers.found()
        assert (row.phone, row.city) == ("+966112345678", "Riyadh")


def test_wrong_lines_are_left_out_and_handed_back(importing: Importing) -> None:
    """With their line and the reason, in a file that can be imported again once it is mended."""
    made, done = importing(
        "name,kind,company,email,owner\nFine,company,,,\n,company,,a@b.com,\nOdd,martian,,,\nSara,contact,,,\nMail,company,,nope,\n"
        "Whose,company,,,Nobody\nMine,company,,,lina\nNul\x00l,company,,,\n=cmd,martian,,,\n"
    )
    assert [row.wrong for row in made.rows if row.state == "wrong"] == [
        "no_name", "kind", "no_company", "email", "owner", "characters", "kind",
    ]  # fmt: skip
    assert (done.new, done.wrong) == (2, 7)
    told = wrong_rows(made, reasons("en"))
    assert told is not None
    lines = told.decode("utf-8-sig").splitlines()
    assert lines[0] == "name,kind,company,email,owner,line,problem"
    assert lines[2] == 'Odd,martian,,,,4,"kind must be company, person or contact"'
    assert lines[-1].startswith("'=cmd,")


def test_nothing_wrong_gives_no_file(importing: Importing) -> None:
    """No empty errors file."""
    made, _ = importing("name\nAcme\n")
    assert wrong_rows(made, reasons("ar")) is None


def test_a_bad_phone_is_kept_and_told(office: Office, importing: Importing) -> None:
    """It is no reason to lose the customer."""
    made, _ = importing("name,phone\nAcme,12-34\nGlobex,0501234567\n")
    assert made.bad_phones == 1
    with office.read(1) as crm:
        assert {row.phone for row in crm.customers.found()} == {"12-34", "+966501234567"}


def test_unknown_columns_are_told_and_can_be_kept(office: Office, importing: Importing) -> None:
    """As notes, with their heads."""
    made, _ = importing("name,Shoe size,name\nAcme,44,x\n", keep={"Shoe size"})
    assert made.unknown == ("Shoe size", "name")
    with office.read(1) as crm:
        assert crm.customers.found()[0].notes == "Shoe size: 44"


def test_a_contacts_notes_become_a_note(office: Office, importing: Importing) -> None:
    """A contact has no field for them."""
    importing("name,company,notes\nSara,Acme,likes tea\n")
    with office.read(1) as crm:
        (customer,) = crm.customers.found()
        (note,) = crm.interactions.of(customer_id=customer.id)
        assert (note.kind, note.summary, note.rep_id) == ("note", "likes tea", 1)


def test_the_owner_column_is_a_managers(office: Office) -> None:
    """In chat a rep does not hand customers out."""
    with office.open(1) as crm:
        made = plan(crm.transaction, read_table("a.csv", b"name,owner\nAcme,Omar\n"), VOCABULARY)
        assert [row.wrong for row in made.rows] == ["owner_not_allowed"]
        assert apply(crm, made).new == 0


def test_ids_and_dates_cannot_be_set(office: Office, importing: Importing) -> None:
    """Columns of that name are unknown ones."""
    made, _ = importing("id,name,created_at,owner_id\n999,Acme,2001-01-01,2\n")
    assert made.unknown == ("id", "created_at", "owner_id")
    with office.read(1) as crm:
        (row,) = crm.customers.found()
        assert (row.id, row.owner_id, row.created_at.year) == (1, 1, 2026)


def test_a_table_without_names_is_refused(importing: Importing) -> None:
    """A sentence instead of an import of nothing."""
    with pytest.raises(BadFile) as refused:
        importing("colour,size\nred,4\n")
    assert refused.value.why == "no_names"


def test_customers_columns_are_companies_beside_names(importing: Importing) -> None:
    """``customer`` names the company where another column names people, else it is the name."""
    made, _ = importing("name,customer\nSara,Acme\n")
    assert (made.rows[0].record, made.companies[0].name) == ("contact", "Acme")
    made, _ = importing("customer,phone\nZenith,1\n")
    assert (made.rows[0].record, made.rows[0].name) == ("customer", "Zenith")


@pytest.mark.parametrize(
    ("name", "code"),
    [("Saudi Arabia", "SA"), ("السعودية", "SA"), ("KSA", "SA"), ("الإمارات", "AE"), ("U.S.A.", "US"), ("Narnia", None)],
)
def test_countries_become_codes(name: str, code: str | None) -> None:
    """In both languages and by their nicknames."""
    assert country_code(name) == code


def test_phones_are_read_in_the_country_of_the_line(office: Office, importing: Importing) -> None:
    """Else in the workspace's."""
    importing("name,phone,country\nGiza Packaging,0100 123 4567,Egypt\n")
    with office.read(1) as crm:
        assert crm.customers.found()[0].phone == "+201001234567"


def test_thousands_of_lines_show_their_progress(office: Office) -> None:
    """The first word comes after 500 of them, the last at the end."""
    table = "name,phone\n" + "".join(f"Company number {n} of the list,05{n:08d}\n" for n in range(2_000))
    told: list[tuple[int, int]] = []
    with office.open(1, doing="import") as crm:
        made = plan(crm.transaction, read_table("big.csv", table.encode()), VOCABULARY)
        done = apply(crm, made, lambda at, of: told.append((at, of)))
    assert done.new == 2_000
    assert told[0] == (500, 2_000)
    assert told[-1] == (2_000, 2_000)
