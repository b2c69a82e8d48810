"""A story of a dump before it becomes a block: which of its lines are what."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsearch.pages.text.lines import Line


@dataclass(slots=True)
class Story:
    """Lines that belong together: a story with its head, or a headline of a list (no `body`)."""

    body: list[Line] = field(default_factory=list)
    title: Line | None = None
    also: list[Line] = field(default_factory=list)
    """Other lines that say the title."""
    bylines: list[Line] = field(default_factory=list)
    dates: list[Line] = field(default_factory=list)
    captions: list[Line] = field(default_factory=list)
    standfirst: Line | None = None
    passed: list[Line] = field(default_factory=list)
    """Headlines between its head and its text that are those of others."""
    dates_above: bool = False
    """Its page has dates above headlines."""
    live: bool = False
    """An entry of a page that is written while things happen."""
    cut: bool = False
    """A `Read more` follows."""
    named: bool = False
    """The page's address says its title."""
    main: bool = False
    """What the page is about, if it is about one story."""
    tail: bool = False
    """Stands below a heading like `More from ...`."""
    size: int = 0
    """Words of the body."""

    def lines(self) -> list[Line]:
        """Every line of the story."""
        head = [self.title] if self.title else []
        stand = [self.standfirst] if self.standfirst else []
        return head + self.also + self.bylines + self.dates + self.captions + stand + self.body
