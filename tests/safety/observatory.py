"""What MDN's HTTP Observatory says of an answer, by its own rules.

Written after its SCORE_TABLE and the analyzers beside it: mdn/mdn-http-observatory, version 1.6.3
(commit 94042bbfbf9f1af722ad9114ada6d271dcb525b9, ``src/grader/charts.js``, ``src/analyzer/tests``).
What it finds out by asking again is not here: whether the domain is in browsers' preload lists,
whether the certificate is valid, and where plain http leads; a test of its own asks the last.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import Morsel
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

BASELINE = 100
EXTRA_CREDIT_FROM = 90
SIX_MONTHS = 15_552_000
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
UNSAFE = {"'unsafe-inline'", "data:"}
NONCE_OR_HASH = ("'sha256-", "'sha384-", "'sha512-", "'nonce-")
PASSIVE = {"img-src", "media-src"}
SCORES = {
    "csp-implemented-with-no-unsafe-default-src-none": 10,
    "csp-implemented-with-no-unsafe": 5,
    "csp-implemented-with-unsafe-inline-in-style-src-only": 0,
    "csp-implemented-with-insecure-scheme-in-passive-content-only": -10,
    "csp-implemented-with-unsafe-eval": -10,
    "csp-implemented-with-unsafe-inline": -20,
    "csp-implemented-with-insecure-scheme": -20,
    "csp-not-implemented": -25,
    "cookies-secure-with-httponly-sessions-and-samesite": 5,
    "cookies-secure-with-httponly-sessions": 0,
    "cookies-not-found": 0,
    "cookies-without-secure-flag-but-protected-by-hsts": -5,
    "cookies-session-without-secure-flag-but-protected-by-hsts": -10,
    "cookies-without-secure-flag": -20,
    "cookies-samesite-flag-invalid": -20,
    "cookies-anticsrf-without-samesite-flag": -20,
    "cookies-session-without-httponly-flag": -30,
    "cookies-session-without-secure-flag": -40,
    "cross-origin-resource-sharing-not-implemented": 0,
    "cross-origin-resource-sharing-implemented-with-public-access": 0,
    "cross-origin-resource-sharing-implemented-with-restricted-access": 0,
    "cross-origin-resource-sharing-implemented-with-universal-access": -50,
    "referrer-policy-private": 5,
    "referrer-policy-not-implemented": 0,
    "referrer-policy-unsafe": -5,
    "referrer-policy-header-invalid": -5,
    "hsts-implemented-max-age-at-least-six-months": 0,
    "hsts-implemented-max-age-less-than-six-months": -10,
    "hsts-not-implemented": -20,
    "hsts-header-invalid": -20,
    "sri-implemented-and-all-scripts-loaded-securely": 5,
    "sri-implemented-and-external-scripts-loaded-securely": 5,
    "sri-not-implemented-response-not-html": 0,
    "sri-not-implemented-but-no-scripts-loaded": 0,
    "sri-not-implemented-but-all-scripts-loaded-from-secure-origin": 0,
    "sri-not-implemented-but-external-scripts-loaded-securely": -5,
    "sri-implemented-but-external-scripts-not-loaded-securely": -20,
    "sri-not-implemented-and-external-scripts-not-loaded-securely": -50,
    "x-content-type-options-nosniff": 0,
    "x-content-type-options-not-implemented": -5,
    "x-content-type-options-header-invalid": -5,
    "x-frame-options-implemented-via-csp": 5,
    "x-frame-options-sameorigin-or-deny": 5,
    "x-frame-options-allow-from-origin": 0,
    "x-frame-options-not-implemented": -20,
    "x-frame-options-header-invalid": -20,
    "cross-origin-resource-policy-implemented-with-same-origin": 10,
    "cross-origin-resource-policy-implemented-with-same-site": 10,
    "cross-origin-resource-policy-implemented-with-cross-origin": 0,
    "cross-origin-resource-policy-not-implemented": 0,
    "cross-origin-resource-policy-header-invalid": -5,
    "coep-implemented-with-require-corp": 10,
    "coep-implemented-with-credentialless": 10,
    "coep-implemented-with-unsafe-none": 0,
    "coep-not-implemented": 0,
    "coep-header-invalid": -5,
    "coop-implemented-with-same-origin": 10,
    "coop-implemented-with-same-origin-allow-popups": 10,
    "coop-implemented-with-noopener-allow-popups": 10,
    "coop-implemented-with-unsafe-none": 0,
    "coop-not-implemented": 0,
    "coop-header-invalid": -5,
}


@dataclass(frozen=True)
class Answer:
    """What the Observatory sees: headers by their names, cookies, and the page."""

    headers: dict[str, str]
    cookies: list[Morsel[str]] = field(default_factory=list)
    content: str = ""
    host: str = "example.org"

    def header(self, name: str) -> str:
        """A header's value in small letters; nothing where there is none."""
        found = {key.lower(): value for key, value in self.headers.items()}
        return found.get(name, "").strip().lower()


def score(answer: Answer) -> int:
    """The score that the Observatory gives; 100 and more is an A+."""
    modifiers = [SCORES[result] for result in results(answer)]
    without_credit = BASELINE + sum(each for each in modifiers if each < 0)
    has_credit = without_credit >= EXTRA_CREDIT_FROM
    return max(BASELINE + sum(modifiers) if has_credit else without_credit, 0)


def results(answer: Answer) -> list[str]:
    """What each of its tests finds."""
    return [test(answer) for test in TESTS]


def content_policy(answer: Answer) -> str:
    """The content security policy: the first of these that it must be told of."""
    policy = _directives(answer)
    if not policy:
        return "csp-not-implemented"
    scripts, styles = _sources(policy, "script-src"), _sources(policy, "style-src")
    passive = set().union(*(_sources(policy, name, set()) for name in PASSIVE))
    active = set().union(*(policy[name] for name in policy if name not in PASSIVE)) | scripts
    found = (
        (
            bool(scripts & (BROAD | UNSAFE) or _sources(policy, "object-src") & BROAD),
            "csp-implemented-with-unsafe-inline",
        ),
        (_has_plain(active), "csp-implemented-with-insecure-scheme"),
        ("'unsafe-eval'" in scripts | styles, "csp-implemented-with-unsafe-eval"),
        (
            _has_plain(passive),
            "csp-implemented-with-insecure-scheme-in-passive-content-only",
        ),
        (
            bool(styles & (BROAD | UNSAFE)),
            "csp-implemented-with-unsafe-inline-in-style-src-only",
        ),
        (
            policy.get("default-src") == {"'none'"},
            "csp-implemented-with-no-unsafe-default-src-none",
        ),
    )
    return next((result for holds, result in found if holds), "csp-implemented-with-no-unsafe")


def cookies(answer: Answer) -> str:
    """The worst of the cookies."""
    if not answer.cookies:
        return "cookies-not-found"
    is_protected = strict_transport(answer) == "hsts-implemented-max-age-at-least-six-months"
    faults = {fault for cookie in answer.cookies for fault in _faults(cookie, is_protected)}
    if faults:
        return min(faults, key=SCORES.__getitem__)
    has_same_site = all(cookie["samesite"] for cookie in answer.cookies)
    return f"cookies-secure-with-httponly-sessions{'-and-samesite' if has_same_site else ''}"


def _faults(cookie: Morsel[str], is_protected: bool) -> set[str]:
    name = cookie.key.lower()
    is_session = "login" in name or "sess" in name
    same_site = str(cookie["samesite"]).lower()
    protected = "-but-protected-by-hsts" if is_protected else ""
    found = {
        "cookies-samesite-flag-invalid": same_site not in ("", "lax", "strict", "none")
        or (same_site == "none" and not cookie["secure"]),
        f"cookies-without-secure-flag{protected}": not cookie["secure"],
        "cookies-anticsrf-without-samesite-flag": "csrf" in name and not same_site,
        f"cookies-session-without-secure-flag{protected}": is_session and not cookie["secure"],
        "cookies-session-without-httponly-flag": is_session and not cookie["httponly"],
    }
    return {fault for fault, is_there in found.items() if is_there}


def resource_sharing(answer: Answer) -> str:
    """Who else's scripts may read it."""
    allowed = answer.header("access-control-allow-origin")
    prefix = "cross-origin-resource-sharing-"
    if not allowed:
        return f"{prefix}not-implemented"
    if allowed == "*":
        return f"{prefix}implemented-with-public-access"
    # The Observatory sends an origin of its own: one that comes back is everybody's.
    has_credentials = answer.header("access-control-allow-credentials") == "true"
    kind = "universal" if has_credentials else "restricted"
    return f"{prefix}implemented-with-{kind}-access"


def referrer_policy(answer: Answer) -> str:
    """The last policy that is one."""
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    unsafe = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
    said = [part.strip() for part in answer.header("referrer-policy").split(",")]
    known = [part for part in said if part in private | unsafe]
    if said == [""]:
        return "referrer-policy-not-implemented"
    if not known:
        return "referrer-policy-header-invalid"
    return f"referrer-policy-{'private' if known[-1] in private else 'unsafe'}"


def strict_transport(answer: Answer) -> str:
    """For how long browsers ask by TLS alone."""
    header = answer.header("strict-transport-security")
    if not header:
        return "hsts-not-implemented"
    age = re.search(r"(?:^|;)\s*max-age=(\d+)", header)
    if age is None or "," in header:
        return "hsts-header-invalid"
    is_long = int(age[1]) >= SIX_MONTHS
    return f"hsts-implemented-max-age-{'at-least' if is_long else 'less-than'}-six-months"


def integrity(answer: Answer) -> str:
    """Where scripts come from, and whether they are held to what they were."""
    if answer.header("content-type").partition(";")[0] not in ("", "text/html"):
        return "sri-not-implemented-response-not-html"
    page = BeautifulSoup(answer.content, "lxml")
    scripts = page.find_all("script")
    sources = [
        (str(each["src"]), bool(each.get("integrity"))) for each in page.select("script[src]")
    ]
    foreign = [pair for pair in sources if not _is_own(pair[0], answer.host)]
    worst = {_of_foreign(source, has_integrity) for source, has_integrity in foreign} - {""}
    if not scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    if worst:
        return min(worst, key=SCORES.__getitem__)
    if foreign:
        return "sri-implemented-and-external-scripts-loaded-securely"
    if any(has_integrity for _source, has_integrity in sources):
        return "sri-implemented-and-all-scripts-loaded-securely"
    return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"


def _of_foreign(source: str, has_integrity: bool) -> str:
    is_secure = source.startswith("https:")
    if has_integrity:
        return "" if is_secure else "sri-implemented-but-external-scripts-not-loaded-securely"
    if is_secure:
        return "sri-not-implemented-but-external-scripts-loaded-securely"
    return "sri-not-implemented-and-external-scripts-not-loaded-securely"


def _is_own(source: str, host: str) -> bool:
    """Whether a script is of this site; an address without a scheme is anybody's."""
    parts = urlsplit(source)
    return not parts.netloc or (bool(parts.scheme) and parts.hostname == host)


def content_type_options(answer: Answer) -> str:
    """Whether browsers believe the type that is said."""
    said = answer.header("x-content-type-options")
    results = {"": "not-implemented", "nosniff": "nosniff"}
    return f"x-content-type-options-{results.get(said, 'header-invalid')}"


def frame_options(answer: Answer) -> str:
    """Who may frame it; the content policy counts before the header."""
    said = answer.header("x-frame-options")
    if "frame-ancestors" in _directives(answer):
        result = "implemented-via-csp"
    elif said.startswith("allow-from"):
        result = "allow-from-origin"
    else:
        known = {"": "not-implemented", "deny": "sameorigin-or-deny"}
        result = (known | {"sameorigin": "sameorigin-or-deny"}).get(said, "header-invalid")
    return f"x-frame-options-{result}"


def _by_value(name: str, header: str, values: set[str]) -> Callable[[Answer], str]:
    """A test that finds one of some values."""

    def test(answer: Answer) -> str:
        said = answer.header(header)
        if not said:
            return f"{name}-not-implemented"
        return f"{name}-implemented-with-{said}" if said in values else f"{name}-header-invalid"

    return test


TESTS: tuple[Callable[[Answer], str], ...] = (
    content_policy,
    cookies,
    resource_sharing,
    referrer_policy,
    strict_transport,
    integrity,
    content_type_options,
    frame_options,
    _by_value(
        "cross-origin-resource-policy",
        "cross-origin-resource-policy",
        {"same-origin", "same-site", "cross-origin"},
    ),
    _by_value(
        "coep",
        "cross-origin-embedder-policy",
        {"require-corp", "credentialless", "unsafe-none"},
    ),
    _by_value(
        "coop",
        "cross-origin-opener-policy",
        {"same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"},
    ),
)


def _directives(answer: Answer) -> dict[str, set[str]]:
    parts = [part.split() for part in answer.header("content-security-policy").split(";")]
    return {part[0]: set(part[1:]) for part in parts if part}


def _sources(policy: dict[str, set[str]], name: str, otherwise: set[str] | None = None) -> set[str]:
    """The sources of a directive, or what holds without it; a nonce or hash undoes inline."""
    found = policy.get(name, policy.get("default-src", {"*"} if otherwise is None else otherwise))
    is_named = any(source.startswith(NONCE_OR_HASH) for source in found)
    return found - {"'unsafe-inline'"} if is_named else found


def _has_plain(sources: set[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)
