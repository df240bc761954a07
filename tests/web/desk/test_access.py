"""Who may do what at the desk: roles, sessions, forged and hostile requests."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from servicebot.journal.accounts import Account, Accounts, Role
from servicebot.journal.audit import Audit
from servicebot.journal.database import writing
from servicebot.journal.sessions import Sessions
from servicebot.journal.store import Journal
from servicebot.journal.tables import SESSIONS
from servicebot.web.desk.access import NEEDS, local_path

PASSWORD = "les platanes du cours"  # noqa: S105 - invented
Enter = Callable[[Role], FlaskClient]
TokenOf = Callable[[FlaskClient], str]
EDITOR = frozenset({Role.EDITOR, Role.ADMIN})
ADMIN = frozenset({Role.ADMIN})
ALL = frozenset(Role)
WHO = {
    "GET /guichet": ALL,
    "GET /guichet/reponses": ALL,
    "GET /guichet/fiche/<entry>": ALL,
    "GET /guichet/fiche/<entry>/grand": ALL,
    "POST /guichet/signaler": ALL,
    "GET /guichet/questions": EDITOR,
    "POST /guichet/questions": EDITOR,
    "GET /guichet/questions/apercu": EDITOR,
    "POST /guichet/questions/ecarter": EDITOR,
    "GET /guichet/appris": EDITOR,
    "POST /guichet/appris/<int:number>/annuler": EDITOR,
    "GET /guichet/fiches/nouvelle": EDITOR,
    "POST /guichet/fiches": EDITOR,
    "GET /guichet/statistiques": EDITOR,
    "GET /guichet/statistiques.csv": EDITOR,
    "GET /guichet/rapport": EDITOR,
    "GET /guichet/veille": EDITOR,
    "POST /guichet/veille/liens": EDITOR,
    "GET /guichet/avis": EDITOR,
    "POST /guichet/avis": EDITOR,
    "POST /guichet/avis/<int:number>/fin": EDITOR,
    "GET /guichet/compte": ALL,
    "POST /guichet/compte/mot-de-passe": ALL,
    "POST /guichet/compte/sessions": ALL,
    "POST /guichet/deconnexion": ALL,
    "GET /guichet/comptes": ADMIN,
    "POST /guichet/comptes": ADMIN,
    "POST /guichet/comptes/<int:number>": ADMIN,
    "GET /guichet/historique": ADMIN,
}
"""Who may use each guarded route, written beside the code that decides it."""


def guarded(app: Flask) -> dict[str, str]:
    """Return the guarded routes of the desk by « METHOD path », with their endpoint."""
    return {
        f"{method} {rule.rule}": rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/guichet")
        and NEEDS.get(rule.endpoint, Role.ADMIN) is not None
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def address(route: str) -> tuple[str, str]:
    """Return the method and a real path of a route."""
    method, path = route.split()
    return method, path.replace("<int:number>", "999").replace("<entry>", "x.y")


def log_in(client: FlaskClient, password: str = PASSWORD, **more: str) -> int:
    form = {"identifiant": "agent", "passe": password, **more}
    return client.post("/guichet/connexion", data=form).status_code


def test_every_route_of_the_desk_is_in_both_tables(app: Flask) -> None:
    routes = guarded(app)

    assert set(routes) == set(WHO)
    assert set(routes.values()) <= set(NEEDS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", WHO)
def test_each_role_reaches_its_routes_and_no_other(
    route: str, role: Role, enter: Enter, token_of: TokenOf
) -> None:
    client = enter(role)
    method, path = address(route)

    form = {"jeton": token_of(client)} if method == "POST" else None
    status = client.open(path, method=method, data=form).status_code

    assert (status != 403) is (role in WHO[route])


@pytest.mark.parametrize("route", WHO)
def test_nobody_reaches_a_route_without_a_session(
    route: str, app: Flask, people: dict[Role, Account]
) -> None:
    method, path = address(route)

    response = app.test_client().open(path, method=method)

    assert people
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/guichet/connexion")


def test_a_route_that_no_table_names_is_refused(app: Flask, enter: Enter) -> None:
    client = enter(Role.ADMIN)
    app.add_url_rule("/guichet/new", "desk.new", lambda: "open")

    assert client.get("/guichet/new").status_code in {403, 500}


@pytest.mark.parametrize("route", [r for r in WHO if r.startswith("POST")])
def test_a_form_without_the_session_s_token_changes_nothing(
    route: str, enter: Enter, token_of: TokenOf
) -> None:
    client, other = enter(Role.ADMIN), enter(Role.ADMIN)
    _, path = address(route)
    stranger = token_of(other)

    statuses = [
        client.post(path, data={"jeton": token}).status_code
        for token in ("", "x", "é", stranger)
    ]

    assert statuses == [403, 403, 403, 403]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_sent_by_another_site_is_refused(
    headers: dict[str, str], enter: Enter, token_of: TokenOf
) -> None:
    client = enter(Role.ADMIN)
    form = {"jeton": token_of(client)}

    refused = client.post("/guichet/deconnexion", data=form, headers=headers)
    login = client.post("/guichet/connexion", data={}, headers=headers)

    assert (refused.status_code, login.status_code) == (403, 403)
    assert client.get("/guichet/compte").status_code == 200


def test_a_login_gives_a_new_secret_and_ends_the_old_one(
    app: Flask, people: dict[Role, Account], journal: Journal
) -> None:
    """Session fixation: what a stranger planted or knew is worth nothing after."""
    client = app.test_client()
    sessions = Sessions(journal.engine)
    old = sessions.open(people[Role.AGENT], datetime.now(UTC))
    client.set_cookie("guichet", old)

    assert log_in(client) == 303
    cookie = client.get_cookie("guichet")

    assert cookie is not None
    assert cookie.value != old
    assert sessions.find(old, datetime.now(UTC)) is None


def test_an_invented_secret_opens_nothing(
    app: Flask, people: dict[Role, Account]
) -> None:
    client = app.test_client()
    client.set_cookie("guichet", "planted")

    assert people
    assert client.get("/guichet/compte").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    app: Flask, people: dict[Role, Account]
) -> None:
    form = {"identifiant": "agent", "passe": PASSWORD}
    cookie = (
        app.test_client().post("/guichet/connexion", data=form).headers["Set-Cookie"]
    )

    assert people
    assert cookie.startswith("guichet=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


def test_over_tls_the_cookie_is_secure_and_bound_to_the_host(
    make_app: Callable[..., Flask], people: dict[Role, Account]
) -> None:
    form = {"identifiant": "agent", "passe": PASSWORD}
    client = make_app().test_client()
    cookie = client.post(
        "/guichet/connexion", data=form, base_url="https://bot.example"
    ).headers["Set-Cookie"]

    assert people
    assert cookie.startswith("__Host-guichet=")
    assert "Secure" in cookie.split("; ")
    assert "Domain" not in cookie


def test_under_a_path_the_cookie_and_the_pages_of_the_desk_stay_there(
    make_app: Callable[..., Flask], people: dict[Role, Account]
) -> None:
    form = {"identifiant": "agent", "passe": PASSWORD, "suite": "/guichet/compte"}
    root = "https://villes.example/t/valbrune"
    client = make_app().test_client()
    entered = client.post("/guichet/connexion", data=form, base_url=root)
    page = client.get("/guichet/compte", base_url=root)
    links = re.findall(r'(?:href|action|src)="(/[^"]*)"', page.text)

    assert people
    assert entered.location == "/t/valbrune/guichet/compte"
    assert entered.headers["Set-Cookie"].startswith("__Secure-guichet=")
    assert "Path=/t/valbrune" in entered.headers["Set-Cookie"].split("; ")
    assert page.status_code == 200
    assert [link for link in links if not link.startswith("/t/valbrune/")] == []
    assert client.get("/guichet", base_url="https://villes.example").status_code == 303


def test_leaving_ends_the_session(enter: Enter, token_of: TokenOf) -> None:
    client = enter(Role.AGENT)
    cookie = client.get_cookie("guichet")
    assert cookie is not None

    client.post("/guichet/deconnexion", data={"jeton": token_of(client)})
    client.set_cookie("guichet", cookie.value)

    assert client.get("/guichet/compte").status_code == 303


def test_a_session_that_has_slept_is_over(enter: Enter, journal: Journal) -> None:
    client = enter(Role.AGENT)
    with writing(journal.engine) as connection:
        connection.execute(update(SESSIONS).values(seen=SESSIONS.c.seen - 31 * 60_000))

    assert client.get("/guichet/compte").status_code == 303


def test_a_wrong_password_is_refused_and_noted(
    app: Flask, people: dict[Role, Account], journal: Journal
) -> None:
    client = app.test_client()

    assert people
    assert log_in(client, "wrong") == 401
    assert client.get_cookie("guichet") is None
    assert Audit(journal.engine).latest()[0].act == "connexion refusée"


def test_five_failures_a_minute_slow_an_address_but_close_no_account(
    app: Flask, people: dict[Role, Account]
) -> None:
    client, elsewhere = app.test_client(), app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"

    statuses = [log_in(client, f"wrong {n}") for n in range(7)]

    assert people
    assert statuses == [401] * 5 + [429] * 2
    assert log_in(client) == 429
    assert log_in(elsewhere) == 303


@pytest.mark.parametrize(
    "path",
    [
        "/guichet/appris/{}/annuler",
        "/guichet/avis/{}/fin",
        "/guichet/comptes/{}",
    ],
)
def test_a_number_that_no_database_has_is_not_found(
    path: str, enter: Enter, token_of: Callable[[FlaskClient], str]
) -> None:
    client = enter(Role.ADMIN)
    token = token_of(client)

    for number in (2**63, 10**30):
        form = {"jeton": token, "action": "fermer"}
        assert client.post(path.format(number), data=form).status_code == 404


def test_an_address_that_fails_waits_at_every_process(
    make_app: Callable[..., Flask], people: dict[Role, Account]
) -> None:
    clients = [make_app(secret_key="k" * 16).test_client() for _ in range(2)]

    statuses = [log_in(clients[n % 2], f"wrong {n}") for n in range(6)]

    assert people
    assert statuses == [401] * 5 + [429]
    assert [log_in(client) for client in clients] == [429, 429]


def test_many_right_logins_from_one_address_are_all_let_in(
    app: Flask, people: dict[Role, Account]
) -> None:
    assert people
    assert [log_in(app.test_client()) for _ in range(7)] == [303] * 7


def test_a_login_name_cannot_write_lines_in_the_log(
    app: Flask, people: dict[Role, Account], journal: Journal, enter: Enter
) -> None:
    name = "x\r\n2026 admin connexion\x1b[31m<script>"
    form = {"identifiant": name, "passe": "x"}

    app.test_client().post("/guichet/connexion", data=form)
    line = Audit(journal.engine).latest()[0]
    page = enter(Role.ADMIN).get("/guichet/historique").get_data(as_text=True)

    assert people
    assert line.on == r"x\r\n2026 admin connexion\x1b[31m<script>"
    assert "<script>" not in page.replace('<script src="', "")


def test_without_any_account_the_desk_says_that_it_is_closed(app: Flask) -> None:
    client = app.test_client()

    response = client.get("/guichet/connexion")

    assert client.get("/guichet/compte").status_code == 303
    assert response.status_code == 503
    assert "servicebot user add" in response.get_data(as_text=True)
    assert "<form" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/guichet/compte?x=1", "/guichet/compte?x=1"),
        ("https://evil.example/guichet", "/guichet"),
        ("//evil.example/guichet", "/guichet"),
        ("/\\evil.example", "/guichet"),
        ("/guichet\\@evil.example", "/guichet"),
        ("/guichetier", "/guichet"),
        ("/guichet/x\r\nSet-Cookie: a=b", "/guichet"),
        ("javascript:alert(1)", "/guichet"),
    ],
)
def test_a_login_leads_to_pages_of_the_desk_only(wanted: str, path: str) -> None:
    assert local_path(wanted) == path


def test_a_page_that_was_asked_for_comes_after_the_login(
    app: Flask, people: dict[Role, Account]
) -> None:
    client = app.test_client()

    asked = client.get("/guichet/compte?fait=x").headers["Location"]
    page = client.get(asked).get_data(as_text=True)

    assert people
    assert 'name="suite" value="/guichet/compte?fait=x"' in page


def test_nobody_ends_a_session_of_somebody_else(
    enter: Enter, token_of: TokenOf, people: dict[Role, Account], journal: Journal
) -> None:
    """IDOR: the session is named by the form, its owner is not."""
    theirs = enter(Role.ADMIN)
    (session,) = Sessions(journal.engine).of(people[Role.ADMIN], datetime.now(UTC))
    mine = enter(Role.AGENT)

    form = {"jeton": token_of(mine), "session": session.id}
    mine.post("/guichet/compte/sessions", data=form)

    assert theirs.get("/guichet/compte").status_code == 200


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(
    enter: Enter, token_of: TokenOf, journal: Journal
) -> None:
    client, elsewhere = enter(Role.AGENT), enter(Role.AGENT)
    form = {"jeton": token_of(client), "nouveau": "une phrase assez longue"}
    path = "/guichet/compte/mot-de-passe"

    wrong = client.post(path, data={**form, "ancien": "no"})
    weak = client.post(path, data={**form, "ancien": PASSWORD, "nouveau": "court"})
    right = client.post(path, data={**form, "ancien": PASSWORD})

    assert [r.status_code for r in (wrong, weak, right)] == [422, 422, 303]
    assert client.get("/guichet/compte").status_code == 200
    assert elsewhere.get("/guichet/compte").status_code == 303
    assert Accounts(journal.engine).opened_by("agent", "une phrase assez longue")


def test_an_administrator_adds_changes_and_closes_accounts(
    enter: Enter, token_of: TokenOf, people: dict[Role, Account], journal: Journal
) -> None:
    client, agent = enter(Role.ADMIN), enter(Role.AGENT)
    accounts, jeton = Accounts(journal.engine), token_of(client)
    number = people[Role.AGENT].id

    def post(path: str, **form: str) -> int:
        return client.post(path, data={"jeton": jeton, **form}).status_code

    new = {"identifiant": "paul", "nom": "Paul", "role": "editor"}
    assert post("/guichet/comptes", **new) == 200
    assert post("/guichet/comptes", **new) == 422
    assert post("/guichet/comptes", **new | {"role": "king"}) == 422
    assert accounts.named("paul").role is Role.EDITOR
    path = f"/guichet/comptes/{number}"
    assert post(path, action="role", role="editor") == 303
    assert accounts.named("agent").role is Role.EDITOR
    assert agent.get("/guichet/compte").status_code == 303
    assert post(path, action="role", role="king") == 422
    assert post(path, action="passe") == 200
    assert accounts.opened_by("agent", PASSWORD) is None
    assert post(path, action="fermer") == 303
    assert not accounts.named("agent").active
    assert post(path, action="ouvrir") == 303
    assert post(path, action="burn") == 422
    assert post("/guichet/comptes/999", action="fermer") == 404


def test_an_administrator_cannot_shut_themselves_out(
    enter: Enter, token_of: TokenOf, people: dict[Role, Account]
) -> None:
    client = enter(Role.ADMIN)
    path = f"/guichet/comptes/{people[Role.ADMIN].id}"
    form = {"jeton": token_of(client), "action": "fermer"}

    assert client.post(path, data=form).status_code == 422
    assert client.get("/guichet/compte").status_code == 200


def test_pages_of_the_desk_load_nothing_from_elsewhere_and_are_not_kept(
    enter: Enter,
) -> None:
    headers = enter(Role.AGENT).get("/guichet/compte").headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
