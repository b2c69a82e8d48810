"""What is known of a story beside its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsearch.model import Candidate
from newsearch.pages.dates.locales import NOWHERE, Locale


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a story beside its text."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    """ISO 8601: a day, or a moment with its zone."""
    outlet: str | None = None
    agency: str | None = None
    standfirst: str | None = None
    language: str | None = None
    """ISO 639-1."""
    url: str | None = None
    """The canonical address."""
    section: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Field -> source of the chosen value."""
    alternates: tuple[Candidate, ...] = ()
    locale: Locale = NOWHERE
    """How this page's ambiguous dates are read."""
    saved: str | None = None
    """When the page was saved, for its relative dates."""
