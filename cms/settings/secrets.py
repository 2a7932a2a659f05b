"""Secrets that anybody could guess are none."""

from django.core.exceptions import ImproperlyConfigured

# Django's own check (security.W009) only warns, and only those who ask it.
SHORTEST = 50
FEWEST_CHARACTERS = 5
# What settings are copied with: from tutorials, from templates, from Django's own beginning.
OBVIOUS = ("django-insecure", "changeme", "change-me", "change_me", "secret", "password", "example")
ADVICE = (
    'Make one with: python -c "import secrets; print(secrets.token_urlsafe(64))", and keep it '
    "out of the repository."
)


def refuse_guessable(name: str, value: str) -> None:
    """Raise with a sentence for a secret that is short, monotonous, or made of obvious words."""
    if len(value) < SHORTEST or len(set(value)) < FEWEST_CHARACTERS:
        length = f"{SHORTEST} characters, {FEWEST_CHARACTERS} of them different"
        msg = f"{name} needs at least {length}. {ADVICE}"
        raise ImproperlyConfigured(msg)
    found = next((word for word in OBVIOUS if word in value.lower()), None)
    if found is not None:
        msg = f"{name} contains “{found}”, so that it can be guessed. {ADVICE}"
        raise ImproperlyConfigured(msg)
