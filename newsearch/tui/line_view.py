"""A scrolled view whose number of lines changes with every key, without the whole screen being laid out anew."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class LineView(ScrollView):
    """A `ScrollView` of drawn lines, with room for its scrollbar kept free (`scrollbar-gutter: stable`).

    Textual lays out the screen whenever a view's virtual size changes, and paints every scrollbar again: 10 ms a key.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def watch_virtual_size(self, size: Size) -> None:
        if self.size:
            self.show_vertical_scrollbar = size.height > self.size.height
            self.vertical_scrollbar.window_virtual_size = size.height
