"""`query --explain`: how a query was read, what each part matches, and which part gave how much of a hit's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsearch.cli import drawing
from newsearch.cli.drawing import Paper

if TYPE_CHECKING:
    from newsearch.search import Explanation


def draw(explanation: Explanation, paper: Paper) -> None:
    """Print how a query was read, what its parts match, and what made the scores."""
    print(f"read as      {drawing.safe(explanation.query)}")
    if explanation.searched_as != explanation.query:
        print(f"searched as  {drawing.safe(explanation.searched_as)}")
    for part in explanation.parts:
        terms = " ".join("|".join(alternatives) for alternatives in part.terms)
        read = f"{part.field}: {terms}" if part.field and terms else terms
        what = "excludes" if part.excluded else "matches"
        print(f"  {drawing.safe(part.text):<28} {what} {part.matches:>7,} blocks   {drawing.safe(read)}".rstrip())
    print(f"{explanation.total:,} blocks match")
    for hit in explanation.hits:
        print()
        print(f"{hit.score:9.4f}  {paper.styled(hit.title or '(no title)', drawing.TITLE)}  {hit.id}")
        for what, amount in hit.amounts:
            print(f"{amount:9.4f}    {drawing.safe(what)}")
    for note in explanation.notes:
        print(paper.styled(note, drawing.DIM))
