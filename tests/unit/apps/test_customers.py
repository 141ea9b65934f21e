from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from structlog.testing import capture_logs

from hollyhock.apps.audit.models import Entry
from hollyhock.apps.billing_demo.selectors import ask
from hollyhock.apps.billing_demo.services import put
from hollyhock.apps.customers import answers, exchange
from hollyhock.apps.customers.models import Customer
from hollyhock.apps.customers.services import save_customer
from hollyhock.apps.people.models import User
from hollyhock.apps.tenancy.models import Tenant
from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.subjects import PopAsk

SCOPE = Scope("demo")
GOOD = "number,name,phone,tier\nC1,李雷,138 0013 8001; 010-62345678,vip\nC2,Mei,+4420 7946 0000,\n"


@pytest.fixture
def lilei(tenant: Tenant) -> Customer:
    row = Customer(tenant=tenant, number="C1", name="李雷", tier="vip", company="蜀葵")
    save_customer(None, row, ["13800138001", "+86 10 6234 5678"])
    return row


def excel(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_numbers_are_kept_in_international_form(lilei: Customer) -> None:
    assert [phone.e164 for phone in lilei.phones.all()] == ["+8613800138001", "+861062345678"]


@pytest.mark.parametrize("ask_with", [{"number": "+8613800138001"}, {"number": "13800138001"}, {"customer": "c1"}])
def test_a_look_up_finds_by_either_number(ask_with: dict[str, str], lilei: Customer) -> None:
    answer = answers.look_up(SCOPE, ask_with)
    assert answer.found
    assert answer.data["tier"] == "vip"
    assert answer.personal["customer_name"] == "李雷"
    assert "李雷" not in str(answer.data)


@pytest.mark.parametrize("ani", ["", "anonymous", "+8613999999999", "9" * 4000])
def test_strangers_and_absurd_numbers_are_not_found(ani: str, lilei: Customer) -> None:
    assert not answers.look_up(SCOPE, {"number": ani}).found
    assert not answers.pop(SCOPE, PopAsk(interaction="demo.main.i0", ani=ani)).found


def test_the_pop_tells_who_it_is(lilei: Customer) -> None:
    pop = answers.pop(SCOPE, PopAsk(interaction="demo.main.i0", ani="+861062345678"))
    assert (pop.name, pop.customer, pop.vip, pop.fields) == ("李雷", "C1", True, {"company": "蜀葵"})


def test_billing_answers_by_customer_or_by_line_with_its_password(tenant: Tenant) -> None:
    from datetime import date

    put(tenant, customer="C1", number="+8613800138001", pin="618001", balance=1234, valid_until=date(2027, 1, 1))
    assert ask(SCOPE, {"customer": "C1"}).personal == {"balance": "1234", "valid_until": "2027-01-01"}
    assert ask(SCOPE, {"number": "+8613800138001", "pin": "618001"}).found
    assert not ask(SCOPE, {"number": "+8613800138001", "pin": "000000"}).found
    assert not ask(SCOPE, {"number": "+8613800138001"}).found
    assert not ask(Scope("other"), {"customer": "C1"}).found


def test_a_file_is_imported_as_a_whole(administrator: User, lilei: Customer) -> None:
    data = exchange.read(GOOD.encode(), "customers.csv")
    checked = exchange.run(administrator, data, dry_run=True)
    assert (checked["rows"], checked["new"], checked["changed"], checked["written"]) == (2, 1, 1, False)
    assert Customer.objects.count() == 1
    done = exchange.run(administrator, data, dry_run=False)
    assert done["written"]
    mei = Customer.objects.get(number="C2")
    assert ([phone.e164 for phone in mei.phones.all()], mei.tier) == (["+442079460000"], "standard")
    assert Entry.objects.filter(action="imported").count() == 1


def test_each_bad_row_is_named_and_nothing_is_changed(administrator: User, lilei: Customer) -> None:
    text = (
        "number,name,phone,language,tier,email\n"
        "C2,Mei,,zh-Hans,vip,mei@example.com\n"
        "C3,,,zh-Hans,standard,\n"
        "C4,Bad phone,12,zh-Hans,standard,\n"
        "C5,Bad tier,,zh-Hans,gold,\n"
        "C6,Bad mail,,zh-Hans,standard,nobody\n"
        "C7,Same phone,13800138001,zh-Hans,standard,\n"
        "C 8,Bad number,,zh-Hans,standard,\n"
    )
    with capture_logs() as logs:
        report = exchange.run(administrator, exchange.read(text.encode(), "x.csv"), dry_run=False)
    assert logs == [{"event": "import_refused", "rows": 7, "bad_rows": 6, "log_level": "warning"}]
    assert [one["row"] for one in report["errors"]] == [3, 4, 5, 6, 7, 8]
    assert not report["written"]
    assert Customer.objects.count() == 1
    problem = report["errors"][1]["problem"]
    assert "+8613800138000" in problem.zh
    assert "valid telephone number" in problem.en
    assert report["errors"][0]["problem"].field == "name"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"PK\x03\x04 this is no workbook", "a.xlsx"),
        (b"\x00\x01\x02\x03" * 50, "a.csv"),
        (excel(("number", "name"), ("C1", "x"))[:700], "a.xlsx"),
        (b"\xd0\xcf\x11\xe0 old excel", "a.xls"),
        (b"", "a.csv"),
        (b"name,phone\nx,1\n", "a.csv"),
        (b"number,name,shoe size\nC1,x,44\n", "a.csv"),
        (b"\xff\xfe\xfa\xfb\x80", "a.csv"),
    ],
)
def test_a_broken_file_gets_a_clear_error(body: bytes, name: str, administrator: User) -> None:
    with capture_logs() as logs, pytest.raises(Invalid) as caught:
        exchange.read(body, name)
    assert logs == [{"event": "import_refused", "bytes": len(body), "log_level": "warning"}]
    problem = caught.value.problem()
    assert problem.field == "file"
    assert problem.zh != problem.en
    assert not Customer.objects.exists()


def test_excel_comes_in_and_goes_out(administrator: User, tenant: Tenant) -> None:
    body = excel(("Number", "Name", "Phone"), ("C1", "Li", 13800138001.0), (None, None, None), ("C2", "Mei", None))
    assert exchange.run(administrator, exchange.read(body, "a.xlsx"), dry_run=False)["written"]
    assert Customer.objects.get(number="C1").phones.get().e164 == "+8613800138001"
    Customer.objects.filter(number="C1").update(name="=cmd()")
    out = exchange.export(administrator, Customer.objects.all(), "xlsx")
    rows = list(load_workbook(io.BytesIO(out)).worksheets[0].iter_rows(values_only=True))
    assert rows[1][:3] == ("C1", "'=cmd()", "+8613800138001")
    again = exchange.run(administrator, exchange.read(out, "out.xlsx"), dry_run=True)
    assert (again["errors"], again["changed"], again["new"]) == ([], 2, 0)
    assert Entry.objects.filter(action="exported").exists()


def test_gb18030_files_of_chinese_excel_are_read(administrator: User) -> None:
    data = exchange.read("number,name\nC1,韩梅梅\n".encode("gb18030"), "a.csv")
    exchange.run(administrator, data, dry_run=False)
    assert Customer.objects.get().name == "韩梅梅"


def test_foreign_customers_are_neither_found_nor_changed(administrator: User) -> None:
    other = Tenant.objects.create(code="other", name_zh="他", name_en="Other")
    theirs = Customer.objects.create(tenant=other, number="C1", name="theirs")
    exchange.run(administrator, exchange.read(b"number,name\nC1,mine\n", "a.csv"), dry_run=False)
    theirs.refresh_from_db()
    assert theirs.name == "theirs"
    assert Customer.objects.get(tenant=administrator.tenant).name == "mine"
    assert b"theirs" not in exchange.export(administrator, Customer.objects.all(), "csv")


def test_the_api_searches_shows_writes_and_imports(office: Client, lilei: Customer) -> None:
    found = office.get("/api/customers", {"q": "138 0013 8001"}).json()
    assert (found["total"], found["rows"][0]["name"]) == (1, "李雷")
    assert office.get("/api/customers/C1").json()["phones"] == ["+8613800138001", "+861062345678"]
    assert Entry.objects.filter(action="viewed").get().thing == f"#{lilei.pk}"
    missing = office.get("/api/customers/C9")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown")
    body = {"number": "C2", "name": "Mei", "phones": ["+442079460000"], "tier": "vip"}
    assert office.put("/api/customers/C2", body, content_type="application/json").status_code == 200
    bad = office.put("/api/customers/C3", {**body, "number": "C3", "tier": "gold"}, content_type="application/json")
    assert (bad.status_code, bad.json()["field"]) == (422, "tier")
    upload = SimpleUploadedFile("a.csv", b"number,name,phone\nC7,Seven,abc\n")
    report = office.post("/api/customers/import?dry_run=false", {"file": upload}).json()
    assert (report["written"], report["errors"][0]["row"]) == (False, 2)
    broken = office.post("/api/customers/import", {"file": SimpleUploadedFile("a.xlsx", b"PK broken")})
    assert (broken.status_code, broken.json()["field"]) == (422, "file")


def test_the_import_page_reports_and_writes(office: Client, tenant: Tenant) -> None:
    page = reverse("admin:customers_customer_import")
    assert office.get(page).status_code == 200
    wrong = office.post(page, {"do": "write", "file": SimpleUploadedFile("a.csv", b"number,name,phone\nC1,x,12\n")})
    assert b"valid telephone number" in wrong.content
    broken = office.post(page, {"do": "check", "file": SimpleUploadedFile("a.xlsx", b"PK broken")})
    assert "damaged" in broken.content.decode()
    good = office.post(page, {"do": "write", "file": SimpleUploadedFile("a.csv", GOOD.encode())})
    assert good.status_code == 302
    assert Customer.objects.count() == 2


def test_labels_name_only_what_one_may_see(office: Client, tenant: Tenant) -> None:
    labels = office.get("/api/labels").json()
    assert set(labels) == {
        "queues",
        "reasons",
        "wrap_up_codes",
        "teams",
        "sites",
        "skills",
        "entry_points",
        "agents",
        "media",
    }
    assert Client().get("/api/labels").status_code == 401


def test_the_api_describes_itself(office: Client) -> None:
    described = office.get("/api/openapi.json").json()
    assert {"/api/session", "/api/customers", "/api/labels"} <= set(described["paths"])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/api/session", "{bad"),
        ("post", "/api/session", "[]"),
        ("post", "/api/session", '{"username": 7, "password": null}'),
        ("post", "/api/session", '{"username": "a\\u0000b", "password": "x"}'),
        ("get", "/api/customers?page=0", ""),
        ("get", "/api/customers?page=999999999999999999999999", ""),
        ("put", "/api/customers/C9", '{"number": "C9", "name": "x", "phones": ["' + "9" * 4096 + '"]}'),
        ("put", "/api/customers/C9", '{"number": "' + "C" * 5000 + '", "name": "x"}'),
        ("post", "/api/customers/import", "{}"),
        ("get", "/api/nothing", ""),
    ],
)
def test_nonsense_gets_a_problem_in_both_languages(method: str, path: str, body: str, office: Client) -> None:
    answer = getattr(office, method)(path, body, content_type="application/json") if body else office.get(path)
    assert 400 <= answer.status_code < 500, answer.content
    if path != "/api/nothing":
        problem = answer.json()
        assert problem["zh"] != problem["en"]
    assert not Customer.objects.exists()


def test_an_unforeseen_error_tells_the_log_where_but_nothing_personal(
    office: Client,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("+8613800138001 of 李雷")

    monkeypatch.setattr("hollyhock.apps.customers.api.find", fail)
    answer = office.get("/api/customers/+8613800138001")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    office.get("/api/customers/+8613800138001/nowhere")
    logged = capsys.readouterr().out + caplog.text
    assert "RuntimeError" in logged
    assert "api.py" in logged
    assert "13800138001" not in logged
    assert "李雷" not in logged
