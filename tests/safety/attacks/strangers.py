"""Whoever is nobody here, and sends what no browser sends, or has others' browsers send it."""

from collections.abc import Iterable
from email.message import Message
from urllib.parse import urlsplit

from django.urls import reverse

from tests.access.movement import PASSWORD
from tests.operations.test_settings import load
from tools.check import PRODUCTION

from .at_the_door import FACTOR, LOGIN, knock
from .site import CSRF, ORIGIN, SESSION, Answer, AttackedSite, Attempt, Browser, Gain, some

EVIL = "evil.example"
SPOOFED: tuple[dict[str, str], ...] = (
    {"Host": EVIL},
    {"Host": f"example.org:80@{EVIL}"},
    {"Host": f"example.org.{EVIL}"},
    {"X_Forwarded_Host": EVIL},
    {"X_Host": EVIL},
    {"Forwarded": f"host={EVIL};proto=http"},
    {"X_Forwarded_Server": EVIL, "X_Forwarded_Port": "8080"},
    {"X_Original_URL": "/admin/", "X_Rewrite_URL": f"//{EVIL}/"},
    {"Referer": f"https://{EVIL}/", "Origin": f"https://{EVIL}"},
    {"X_Forwarded_Prefix": f"//{EVIL}", "X_Script_Name": f"//{EVIL}"},
)
READ = (
    "/",
    "/en/",
    "/en/nowhere/",
    "/en/search/?q=a",
    "/robots.txt",
    "/sitemap.xml",
    "/en/manifest.webmanifest",
    "/.well-known/security.txt",
    LOGIN,
    "/admin/password_reset/",
    "/admin/",
)
METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "MOVE", "DEBUG", "get")
TARGETS = (
    b"/en/%00", b"/en/%ff%fe/", b"/en/%c0%ae%c0%ae/", b"/%2e%2e/%2e%2e/etc/passwd",
    b"/en/..%2f..%2f", b"/media/../../../etc/passwd", b"/media/..%5c..%5cetc",
    b"/en/search/?q=%00&page=%ff", b"/en/search/?q=" + b"(a+)+" * 500,
    b"/en/search/?q=a&page=" + b"9" * 400, b"//evil.example/%2f..", b"/en/?" + b"a=b&" * 900,
    b"/share/1-%00.png", b"/documents/99999999999999999999/x.pdf",
    b"/documents/1/%2e%2e%2fsettings.py", b"/admin/pages/99999999999999999999/edit/", b"*",
    b"/\xff\xfe", b"/en/zine/%0d%0aSet-Cookie:%20a=b", b"/_util/%7b%7b7*7%7d%7d/",
    b"http://evil.example/en/",
)  # fmt: skip
HIDDEN = (
    "/.env", "/.git/config", "/.git/HEAD", "/manage.py", "/pyproject.toml", "/requirements.txt",
    "/cms/settings/production.py", "/static/../cms/settings/production.py",
    "/static/..%2fmanage.py", "/var/", "/var/site.sqlite3", "/backup.sql", "/dump.sql",
    "/media/", "/media/images/", "/media/private/", "/media/.planted.jpg",
    "/media/images/.planted.jpg", "/media../private/", "/media/..%2fprivate/planted.jpg",
    "/private/planted.jpg", "/media/%2e%2e/private/planted.jpg", "/server-status",
    "/nginx_status", "/healthz/../admin/", "/__debug__/", "/silk/", "/phpinfo.php",
)  # fmt: skip
NEXTS = (
    f"//{EVIL}/", f"https://{EVIL}/", f"https:{EVIL}", f"/\\{EVIL}", f"\\\\{EVIL}",
    f"///{EVIL}", f"https://example.org@{EVIL}/", f"http://example.org.{EVIL}/", f" //{EVIL}",
    f"/\t/{EVIL}", "javascript:alert(1)", "data:text/html,x", "http://example.org/admin/",
)  # fmt: skip
CHANGES = (
    LOGIN,
    "/admin/password_reset/",
    "/admin/logout/",
    "/admin/account/",
    "/admin/second-factor/codes/",
    "/admin/sessions/end-others/",
    "/admin/images/add/",
    "/admin/members/national/invite/",
    "/admin/review/redirects/",
)
SCREENS = (
    LOGIN, "/admin/password_reset/", "/admin/", "/admin/pages/", "/admin/images/",
    "/admin/account/", "/admin/images/add/", "/admin/users/", "/admin/review/",
    "/admin/translations/", "/admin/nowhere/", "/admin/access/log/", "/en/", "/es/",
    "/en/nowhere/", "/en/search/?q=a",
)  # fmt: skip


def planted(status: int = 200, content: bytes = b"", **headers: str) -> Answer:
    """An answer in which an attempt has succeeded."""
    message = Message()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return Answer(status, message, content)


def names_evil(answer: Answer) -> bool:
    return EVIL in answer.whole or answer.location.startswith("http:")


def poisons(site: AttackedSite) -> Gain:
    """Have the site lead elsewhere, in the answer or in what the next one gets."""
    found = []
    for path in READ:
        before = site.stranger().get(path)
        for headers in some(SPOOFED, 2, READ.index(path)):
            answer = site.stranger().get(path, **headers)
            if names_evil(answer) or answer.status not in (before.status, 400):
                found.append(f"{path} {headers} {answer.status}")
        if names_evil(site.stranger().get(path)):
            found.append(f"{path}, for others")
    return found


def breaks_methods(site: AttackedSite, *methods: str) -> Gain:
    paths = ("/en/", "/en/search/", LOGIN, "/media/images/x.jpg", "/robots.txt", "/admin/pages/")
    return [
        f"{method} {path} {status}"
        for path in paths
        for method in methods
        if (status := site.stranger().ask(method, path).status) < 300 or status >= 500
    ]


def is_broken(answer: bytes) -> bool:
    head = answer.partition(b"\r\n\r\n")[0]
    told = any(each in answer for each in (b"root:", b"SECRET_KEY", b"Traceback"))
    return b" 5" in head[:13] or b"\r\nSet-Cookie: a=b" in head or told


def odd_targets(site: AttackedSite) -> Gain:
    end = b" HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"
    return [str(each) for each in TARGETS if is_broken(site.raw(b"GET " + each + end))]


def smuggles(site: AttackedSite) -> Gain:
    """One request that two servers count as two: the second would be a stranger's in our name."""
    hidden = b"GET /admin/login/?smuggled HTTP/1.1\r\nHost: example.org\r\n\r\n"
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(hidden), hidden)
    begin = b"POST /en/ HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n"
    length, chunked = b"Content-Length: 4\r\n", b"Transfer-Encoding: chunked\r\n"
    tried = {
        "both": begin + length + chunked + b"\r\n" + chunk,
        "odd encoding": begin + length + b"Transfer-Encoding: xchunked\r\n\r\n" + chunk,
        "space": begin + length + b"Transfer-Encoding : chunked\r\n\r\n" + chunk,
        "two lengths": begin + length + b"Content-Length: 90\r\n\r\n" + hidden,
        "a sign": begin + b"Content-Length: +4\r\n\r\n" + hidden,
    }
    return [f"{name} {port}" for name, sent in tried.items() for port in (site.front, site.back)
            if answers_to(site, sent, port) > 1]  # fmt: skip


def answers_to(site: AttackedSite, sent: bytes, port: int) -> int:
    return site.raw(sent, port).count(b"HTTP/1.1 ")


def two_at_once(site: AttackedSite) -> Gain:
    one = b"GET /robots.txt HTTP/1.1\r\nHost: example.org\r\n"
    return answers_to(site, one + b"\r\n" + one + b"Connection: close\r\n\r\n", site.front) > 1


def reads_hidden(site: AttackedSite, *paths: str) -> Gain:
    for name in (
        "public/.planted",
        "public/images/.planted",
        "public/images/seen",
        "private/planted",
    ):
        path = site.folder / f"media/{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"planted")
    return [path for path in paths if site.stranger().get(path).status == 200]


def reads_media(site: AttackedSite, who: Browser) -> Gain:
    """Pictures and documents of drafts, by the addresses that readers would have."""
    its = site.chapter("chicago")
    known = [f"/media/{name}" for name in (*its["sizes"], its["original"], its["document file"])]
    return [each for each in (*known, its["document address"]) if who.get(each).status == 200]


def leads_away(location: str) -> bool:
    """Whether a browser would leave the site."""
    there = urlsplit(location.strip().replace("\\", "/"))
    return (there.scheme, there.netloc) not in (("", ""), ("https", "example.org"))


def redirects(site: AttackedSite, nexts: Iterable[str]) -> list[str]:
    """Where the forms that ask who is there lead to, and Wagtail's own door."""
    confirm, found = reverse("second_factor:confirm"), []
    for wanted in nexts:
        form = {"password": PASSWORD, "next": wanted}
        found.append(site.account("second").post(confirm, form).location)
        found.append(site.stranger().ask("GET", "/en/_util/login/?next=/%5C" + EVIL).location)
    for wanted in (NEXTS[0], NEXTS[3]):
        browser = site.stranger()
        knock(browser, "second", next=wanted)
        found.append(browser.post(FACTOR, {"code": site.code_of("second")}).location)
    return found


def forges(site: AttackedSite, **headers: str) -> Gain:
    """Have the browser of somebody who is signed in send a form from elsewhere."""
    found = []
    for path in CHANGES:
        victim = site.account("newcomer")
        body = headers.get("body", "email=a@example.org").encode()
        kind = "application/x-www-form-urlencoded"
        sent = {name: value for name, value in headers.items() if name != "body"}
        status = victim.ask("POST", path, body, Content_Type=kind, **sent).status
        if status != 403:
            found.append(f"{path} {status}")
    return found


def forges_all(site: AttackedSite) -> Gain:
    right = f"csrfmiddlewaretoken={'a' * 32}"
    found = []
    for headers in (
        {"Origin": ORIGIN},
        {"Origin": ORIGIN, "body": f"csrfmiddlewaretoken={'b' * 32}"},
        {"Origin": f"https://{EVIL}", "body": right},
        {"Origin": "null", "body": right},
        {"Referer": f"https://{EVIL}/", "body": right},
        {"body": right},
    ):
        forged = forges(site, **headers)
        found += forged if isinstance(forged, list) else []
    return found


def loose(lines: Iterable[str]) -> list[str]:
    """The cookies that another page, host or network could read or set."""
    asked = ("; secure", "; httponly", "; samesite=", "; path=/")
    return [
        line
        for line in lines
        if not line.startswith("__Host-")
        or "domain=" in line.lower()
        or not all(each in f"{line.lower()};" for each in asked)
    ]


def cookies(site: AttackedSite) -> Gain:
    browser, lines = site.stranger(), []
    for answer in (
        browser.get(LOGIN),
        knock(browser, "second", shared="on"),
        browser.post(FACTOR, {"code": site.code_of("second")}),
        browser.get("/admin/"),
    ):
        lines += answer.headers.get_all("Set-Cookie", [])
    assert any(line.startswith(SESSION) for line in lines)
    assert any(line.startswith(CSRF) for line in lines)
    readers = [site.stranger().get(path).headers.get_all("Set-Cookie", []) for path in READ[:8]]
    return loose(lines) + [line for each in readers for line in each]


def runs_or_frames(answer: Answer) -> list[str]:
    """What the answer's policy lets others do with the page."""
    policy = {
        name: values
        for part in str(answer.headers.get("Content-Security-Policy", "")).split(";")
        for name, *values in [part.split() or [""]]
    }
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    open_to = {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "data:"} & {*scripts}
    ancestors = policy.get("frame-ancestors", ["*"])
    framed = ["framed"] * (ancestors not in (["'none'"], ["'self'"]))
    return sorted(open_to) + framed


def policies(site: AttackedSite) -> Gain:
    browser = site.account("superuser")
    answers = {path: browser.get(path) for path in SCREENS}
    found = {path: runs_or_frames(answer) for path, answer in answers.items()}
    return [f"{path}: {what}" for path, what in found.items() if what]


def starts(*keys: str) -> Gain:
    """The secret keys with which production starts."""
    return [key for key in keys if load(PRODUCTION | {"SECRET_KEY": key}).returncode == 0]


ATTEMPTS = [
    Attempt(
        "poison what others get, or lead them elsewhere, by headers",
        poisons,
        lambda _site: names_evil(planted(302, Location=f"https://{EVIL}/admin/")),
    ),
    Attempt(
        "change or break something by a method that nobody uses",
        lambda site: breaks_methods(site, *METHODS),
        lambda site: breaks_methods(site, "GET"),
    ),
    Attempt(
        "break something, or get out of it, by an odd address",
        odd_targets,
        lambda _site: is_broken(b"HTTP/1.1 500 Internal Server Error\r\n\r\n"),
    ),
    Attempt("smuggle a request in another", smuggles, two_at_once),
    Attempt(
        "read files that are not for readers",
        lambda site: reads_hidden(site, *HIDDEN),
        lambda site: reads_hidden(site, "/media/images/seen.jpg"),
    ),
    Attempt(
        "read a draft's pictures and documents as nobody",
        lambda site: reads_media(site, site.stranger()),
        lambda site: reads_media(site, site.account("chicago-editor")),
    ),
    Attempt(
        "read another chapter's pictures and documents",
        lambda site: reads_media(site, site.account("boston-editor")),
        lambda site: reads_media(site, site.account("chicago-editor")),
    ),
    Attempt(
        "lead somebody elsewhere after they sign in",
        lambda site: [each for each in redirects(site, NEXTS) if leads_away(each)],
        lambda site: (
            leads_away(NEXTS[3]) and "/admin/account/" in redirects(site, ["/admin/account/"])
        ),
    ),
    Attempt(
        "have somebody's browser send a form",
        forges_all,
        lambda site: forges(site, Origin=ORIGIN, body=f"csrfmiddlewaretoken={'a' * 32}"),
    ),
    Attempt(
        "read or set a cookie",
        cookies,
        lambda _site: loose(["sessionid=1; Path=/; Domain=example.org"]),
    ),
    Attempt(
        "run a script in a page of the site, or frame it",
        policies,
        lambda _site: runs_or_frames(planted(Content_Security_Policy="script-src 'unsafe-inline'")),
    ),
    Attempt(
        "guess the key of a site that was set up in a hurry",
        lambda _site: starts("changeme" * 8, "x7Qm0vXw2Ls9", ""),
        lambda _site: starts(PRODUCTION["SECRET_KEY"]),
    ),
]
