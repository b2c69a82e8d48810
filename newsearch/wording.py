"""How amounts are said to people, in all faces and notes."""

from __future__ import annotations


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 hit`, `1,204 hits`; `many` where an s does not do."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
