"""Every view of the admin, found in the URL resolver, with what its address takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True)
class Address:
    """A view's full name, as ``resolver_match.view_name`` has it, and its arguments' names."""

    name: str
    arguments: tuple[str, ...]
    path: str


def admin_addresses() -> list[Address]:
    """All addresses below the admin."""
    return [
        address
        for address in _walk(get_resolver(), "", (), ())
        if address.path.startswith("admin/")
    ]


def _walk(
    resolver: URLResolver, path: str, spaces: tuple[str, ...], arguments: tuple[str, ...]
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        taken = (*arguments, *_arguments(entry))
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, here, inner, taken)
        else:
            name = entry.name or entry.lookup_str
            yield Address(":".join((*spaces, name)), taken, here)


def _arguments(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    pattern = entry.pattern
    if isinstance(pattern, RegexPattern):
        return tuple(pattern.regex.groupindex)
    return tuple(pattern.converters)
