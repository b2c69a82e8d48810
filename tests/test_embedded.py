"""Pictures that a saver put into the page itself."""

from __future__ import annotations

from newsearch.pages import read_page
from newsearch.pages.embedded import without_embedded

_STORY = b"<h1>The ferry strikes</h1><p>" + b"The strike of the ferry workers ended on Monday. " * 5 + b"</p>"
_FILLER = b"<p>One more line of the page.</p>\n" * 10_000


def _picture(size: int) -> bytes:
    return b'<img src="data:image/png;base64,' + b"QUJD" * (size // 4) + b'">'


def test_a_large_picture_in_a_long_page_is_not_kept() -> None:
    page = _FILLER + _picture(400_000) + _STORY
    assert without_embedded(page) == _FILLER + b'<img src="data:,">' + _STORY


def test_small_pictures_and_short_pages_are_left_as_they_are() -> None:
    for page in (_FILLER + _picture(4_000) * 20 + _STORY, _STORY + _picture(40_000)):
        assert without_embedded(page) is page


def test_small_pictures_of_a_huge_page_make_room_for_its_story() -> None:
    page = b"<body>" + _picture(4_000) * 5_000 + _STORY
    assert len(page) > 16 * 1024 * 1024
    assert "ferry workers ended" in read_page(page, name="a.html").blocks[0].body


def test_a_compact_script_costs_a_long_page_no_search_for_pictures() -> None:
    script = b"<script>data={" + b'"key":"value",' * 10_000 + b"}</script>"
    page = _FILLER + script + _picture(8_000) + _STORY
    assert without_embedded(page) is page
    assert (
        without_embedded(page + _picture(40_000))
        == _FILLER + script + b'<img src="data:,">' + _STORY + b'<img src="data:,">'
    )
