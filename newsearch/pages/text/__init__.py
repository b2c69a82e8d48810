"""Plain-text dumps of pages become blocks: stories, teasers, comments, and what is left, from lines alone."""

from __future__ import annotations

from newsearch.pages.text.read import read_text

__all__ = ["read_text"]
