"""The bottom line: the keys that work now, as many as fit, each of them clickable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from newsearch.tui import paint
from newsearch.tui.keys import ACTIONS, shown

ORDER = {action.id: place for place, action in enumerate(ACTIONS)}
ALWAYS = ("command_palette", "help", "quit")
"""Keys that stay when the line is too short for the others."""
TYPING = ("read", "choose_next", "leave")
"""Keys worth showing first while the query is being typed."""
NOT_TYPING = ("focus_query",)


@dataclass(frozen=True, slots=True)
class KeyLabel:
    key: str
    label: str
    display: str

    @property
    def width(self) -> int:
        return cell_len(self.display) + 1 + cell_len(self.label) + 2


class KeyBar(Widget):
    """Drawn as one line: half the start-up cost of a widget for each key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keybar--key", "keybar--label"}

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        at = 1
        for item in self._fitting():
            at += item.width
            if event.x < at - 1:
                self.app.simulate_key(item.key)
                return

    def render_line(self, y: int) -> Strip:
        key_style = self.get_visual_style("keybar--key").rich_style
        label_style = self.get_visual_style("keybar--label").rich_style
        parts = [(" ", label_style)]
        for item in self._fitting():
            parts += [(item.display, key_style), (f" {item.label}  ", label_style)]
        return paint.strip(parts, self.size.width, self.rich_style)

    def _fitting(self) -> list[KeyLabel]:
        usual, always = self._labels()
        room = self.size.width - 1 - sum(item.width for item in always)
        fitting = []
        for item in usual:
            if item.width > room:
                break
            fitting.append(item)
            room -= item.width
        return fitting + always

    def _labels(self) -> tuple[list[KeyLabel], list[KeyLabel]]:
        focused = self.screen.focused
        typing = focused is not None and focused.check_consume_key("a", "a")
        found: dict[str, KeyLabel] = {}
        for key, (_, binding, enabled, _) in self.screen.active_bindings.items():
            action = binding.action.split(".")[-1]
            shown_now = binding.show or action in ALWAYS or (typing and action in TYPING)
            if not enabled or not shown_now or (typing and action in NOT_TYPING):
                continue
            if focused is None or not focused.check_consume_key(key, _character(key)):
                display = shown([key]) if typing or not binding.key_display else binding.key_display
                label = KeyLabel(key, _label(action, binding.description), display)
                if action not in found or label.width < found[action].width:
                    found[action] = label
        ordered = sorted(found, key=lambda action: (typing and action not in TYPING, ORDER.get(action, -1)))
        usual = [found[action] for action in ordered if action not in ALWAYS]
        return usual, [found[action] for action in ALWAYS if action in found]


def _label(action: str, description: str) -> str:
    return "Commands" if action == "command_palette" else description


def _character(key: str) -> str | None:
    """The character that a key types, if it types one."""
    if len(key) == 1:
        return key
    return {"slash": "/", "question_mark": "?", "space": " "}.get(key)
