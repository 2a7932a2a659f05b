"""Whoever is nobody here, and guesses, asks, or has a password that is not theirs."""

from django.urls import reverse

from tests.access.movement import PASSWORD

from .passkey import Passkey
from .site import SESSION, Answer, AttackedSite, Attempt, Browser, Gain, without_what_differs

LOGIN, FACTOR = reverse("wagtailadmin_login"), reverse("wagtailadmin_login_factor")
BY_PASSKEY, RESET = reverse("wagtailadmin_login_passkey"), reverse("wagtailadmin_password_reset")
PASSKEY, LOGOUT = reverse("second_factor:passkey"), reverse("wagtailadmin_logout")
SESSIONS = reverse("own_sessions:end_others")
WRONG = "a wrong password, long enough"
INSIDE = (
    "/admin/",
    "/admin/account/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/members/",
    "/admin/review/",
    "/admin/translations/",
    "/admin/access/log/",
    "/admin/api/main/pages/",
    "/admin/choose-page/",
)
OTHER_DOORS = (
    "/en/_util/login/",
    "/es/_util/login/",
    "/_util/login/",
    "/accounts/login/",
    "/django-admin/login/",
    "/admin/login/passkey/",
    "/admin/login/factor/",
    "/admin/login/new-factor/guessed/",
    "/admin/password_reset/",
    "/admin/password_reset/complete/",
    "/en/_util/authenticate_with_password/1/1/",
    "/documents/authenticate_with_password/1/",
    "/demo/sign-in/",
    "/api/v2/pages/",
    "/api/v3/token",
)


def knock(browser: Browser, name: str, password: str = PASSWORD, **more: str) -> Answer:
    """Name and password at the one door."""
    return browser.post(LOGIN, {"username": name, "password": password, **more})


def is_right(answer: Answer) -> bool:
    """Whether the password was taken: what follows is the factor, or the admin."""
    return answer.status == 302


def sign_in(site: AttackedSite, name: str, **more: str) -> Browser:
    browser = site.stranger()
    knock(browser, name, **more)
    browser.post(FACTOR, {"code": site.code_of(name)})
    return browser


def guesses(site: AttackedSite, name: str, wrong: int) -> Gain:
    """Guess from everywhere, claiming to come from elsewhere still; the last guess is right."""
    for number in range(wrong):
        claimed = f"198.51.{number}.1"
        thief = site.stranger()
        thief.ask("GET", LOGIN, X_Client_Network=claimed)
        form = {"username": name, "password": f"{WRONG} {number}"}
        thief.post(LOGIN, form, X_Client_Network=claimed, X_Forwarded_For=claimed)
    return is_right(knock(site.stranger(), name.upper() if wrong else name))


def sprays(site: AttackedSite, names: int) -> Gain:
    """One guess at each of many names, from the machines of one network."""
    network = site.network()
    for number in range(names):
        claimed = {"X_Client_Network": f"198.51.{number}", "Forwarded": f"for=198.51.{number}.1"}
        thief = site.stranger(f"{network}.{1 + number % 5}")
        thief.post(LOGIN, {"username": f"nobody-{number}", "password": WRONG}, **claimed)
    return is_right(knock(site.stranger(f"{network}.9"), "sprayed"))


def keeps_out_of_passkey(site: AttackedSite) -> Gain:
    """Whoever has set up a passkey is kept out by somebody who uses all guesses up."""
    owner, key = site.account("passkey-holder", "half"), Passkey()
    status = key.set_up(owner, PASSKEY)
    assert status == 200, f"the passkey was not set up: {status}"
    for _guess in range(6):
        knock(site.stranger(), "passkey-holder", WRONG)
    returned = site.stranger()
    key.sign_in(returned, BY_PASSKEY)
    return not returned.is_inside()


def keeps_out_of_password(site: AttackedSite) -> Gain:
    for _guess in range(6):
        knock(site.stranger(), "unlucky", WRONG)
    returned = site.stranger()
    return not is_right(knock(returned, "unlucky"))


def opens(browser: Browser) -> Gain:
    return [path for path in INSIDE if browser.get(path).status == 200]


def with_password_alone(site: AttackedSite) -> Gain:
    thief = site.stranger()
    assert is_right(knock(thief, "robbed"))
    return opens(thief)


def guesses_codes(site: AttackedSite, wrong: int) -> Gain:
    thief = site.stranger()
    knock(thief, "code-guessed")
    for number in range(wrong):
        thief.post(FACTOR, {"code": f"{number:06}"})
    code = site.code_of("code-guessed")
    return thief.post(FACTOR, {"code": code}).status == 302


def uses_code(site: AttackedSite, *, twice: bool) -> Gain:
    code = site.code_of("leaver")
    inside = False
    for _time in range(1 + twice):
        browser = site.stranger()
        knock(browser, "leaver")
        browser.post(FACTOR, {"code": code})
        inside = browser.is_inside()
    return inside


def other_doors(site: AttackedSite) -> Gain:
    """Name, password and a code at every address that might take them."""
    found = []
    for door in OTHER_DOORS:
        thief, code = site.stranger(), "000000"
        form = {"username": "robbed", "login": "robbed", "password": PASSWORD, "code": code}
        answer = thief.post(door, form)
        asks = '<input type="password"' in answer.text.replace('name="password" ', "")
        if asks or (SESSION in thief.cookies and thief.is_inside()):
            found.append(door)
    return found


def the_door(site: AttackedSite) -> Gain:
    return ["asks"] * ('type="password"' in site.stranger().get(LOGIN).text)


def who_exists(site: AttackedSite, one: str, other: str) -> Gain:
    """Whether a stranger can tell two names apart by what is answered."""
    told = []
    for path, form in (
        (LOGIN, {"password": WRONG}),
        (RESET, {}),
        (BY_PASSKEY, {"credential": '{"id": "AA"}'}),
    ):
        pages = []
        for name in (one, other):
            sent = form | {"username": name, "email": f"{name}@example.org"}
            answer = site.stranger().post(path, sent)
            text = without_what_differs(answer.text.replace(name, "NAME"))
            pages.append((answer.status, answer.location, text))
        if pages[0] != pages[1]:
            told.append(path)
    return told


def after_the_end(site: AttackedSite, end: str) -> Gain:
    """A session's cookie goes on being used when its person has ended it, here or elsewhere."""
    person = sign_in(site, "leaver")
    thief = site.stranger()
    thief.cookies[SESSION] = person.cookies[SESSION]
    assert thief.is_inside()
    elsewhere = sign_in(site, "leaver") if end == SESSIONS else person
    if end:
        elsewhere.post(end)
    return thief.is_inside()


def planted_session(site: AttackedSite, *, its_own: bool) -> Gain:
    """A cookie that somebody put into a browser is good for its person's session afterwards."""
    thief = site.stranger()
    knock(thief, "nobody-at-all", WRONG)
    thief.cookies.setdefault(SESSION, "x" * 32)
    planted = thief.cookies[SESSION]
    person = site.stranger()
    person.cookies[SESSION] = planted
    knock(person, "leaver")
    person.post(FACTOR, {"code": site.code_of("leaver")})
    thief.cookies[SESSION] = person.cookies[SESSION] if its_own else planted
    return thief.is_inside()


def takes_up(site: AttackedSite, *tokens: str) -> Gain:
    """The invitations that make an account."""
    made = []
    for token in tokens:
        name = f"taker-of-{token}"
        form = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
        site.stranger().post(reverse("invitation", args=[token]), form)
        if site.rows("SELECT 1 FROM auth_user WHERE username = %s", name):
            made.append(token)
    return made


def takes_up_again(site: AttackedSite) -> Gain:
    assert takes_up(site, "taken") == ["taken"]
    site.sql("UPDATE auth_user SET username = 'first' WHERE username = 'taker-of-taken'")
    return takes_up(site, "taken", "withdrawn", "expired", "proposed", "made-up")


def without_a_factor(site: AttackedSite) -> Gain:
    return opens(site.account("unready", "half")) or opens(site.account("leaver", "half"))


def resets(site: AttackedSite, *, code: bool) -> Gain:
    """Who can read somebody's mail opens a link for a new password."""
    name = "rightful" if code else "forgetful"
    thief = site.stranger()
    form_at = thief.get(site.known["accounts"][name]["reset"]).location
    other = "another password, long enough"
    thief.post(form_at, {"new_password1": other, "new_password2": other})
    assert is_right(knock(thief, name, other)), "the link is good for a new password"
    if code:
        thief.post(FACTOR, {"code": site.code_of(name)})
    return opens(thief)


def floods_a_mailbox(site: AttackedSite, times: int) -> Gain:
    """More mails than the site ever sends anybody in an hour."""
    asked = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE task_path LIKE %s"
    which = "%write_reset_mails"
    before = site.rows(asked, which)[0][0]
    for _time in range(times):
        site.stranger().post(RESET, {"email": f"emergency-{times}@example.org"})
    sent = site.rows(asked, which)[0][0] - before
    assert sent, "none was sent at all"
    return sent >= times


ATTEMPTS = [
    Attempt(
        "guess a password from many networks",
        lambda site: guesses(site, "guessed", 5),
        lambda site: guesses(site, "robbed", 0),
    ),
    Attempt(
        "try one password at many accounts from one network",
        lambda site: sprays(site, 30),
        lambda site: sprays(site, 1),
    ),
    Attempt("keep the owner of a passkey out", keeps_out_of_passkey, keeps_out_of_password),
    Attempt(
        "get in with a password alone",
        with_password_alone,
        lambda site: opens(sign_in(site, "robbed")),
    ),
    Attempt(
        "guess a second factor",
        lambda site: guesses_codes(site, 5),
        lambda site: uses_code(site, twice=False),
    ),
    Attempt(
        "use a recovery code that was used",
        lambda site: uses_code(site, twice=True),
        lambda site: uses_code(site, twice=False),
    ),
    Attempt("get in by another door", other_doors, the_door),
    Attempt(
        "open a screen of the admin without a second factor",
        without_a_factor,
        lambda site: opens(site.account("boston-editor")),
    ),
    Attempt(
        "learn who has an account",
        lambda site: who_exists(site, "boston-editor", "nobody-there"),
        lambda site: who_exists(site, "boston-editor", "no-mail address\0"),
    ),
    Attempt(
        "use a session whose person has signed out",
        lambda site: after_the_end(site, LOGOUT),
        lambda site: after_the_end(site, ""),
    ),
    Attempt(
        "use a session that its person has ended from elsewhere",
        lambda site: after_the_end(site, SESSIONS),
        lambda site: after_the_end(site, ""),
    ),
    Attempt(
        "plant a session that somebody then signs in with",
        lambda site: planted_session(site, its_own=False),
        lambda site: planted_session(site, its_own=True),
    ),
    Attempt(
        "take up an invitation that is used, ended, unconfirmed or made up",
        takes_up_again,
        lambda site: takes_up(site, "open"),
    ),
    Attempt(
        "get in by somebody's mail alone",
        lambda site: resets(site, code=False),
        lambda site: resets(site, code=True),
    ),
    Attempt(
        "fill somebody's mailbox",
        lambda site: floods_a_mailbox(site, 6),
        lambda site: floods_a_mailbox(site, 2),
    ),
]
