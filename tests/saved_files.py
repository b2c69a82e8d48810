"""Files of a test, read as an archive's files are."""

from __future__ import annotations

from pathlib import Path

from newsearch.model import Page
from newsearch.pages import files


def read(folder: Path, name: str, content: bytes | str) -> list[Page]:
    """The pages of a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(files.read_file(path))


def titles(pages: list[Page]) -> list[str | None]:
    """The titles of the stories and teasers of pages, in their order."""
    return [block.title for page in pages for block in page.blocks if block.kind in ("article", "teaser")]
