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
"""Keys at the right, which stay when the line is too short for the others."""


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
        typing = self.screen.focused is not None and self.screen.focused.check_consume_key("a", "a")
        found: dict[str, KeyLabel] = {}
        for key, active in self.screen.active_bindings.items():
            action = active.binding.action.split(".")[-1]
            if action not in found and active.enabled and (active.binding.show or action in ALWAYS):
                if typing and self.screen.focused and self.screen.focused.check_consume_key(key, _character(key)):
                    continue
                display = active.binding.key_display if not typing and active.binding.key_display else shown([key])
                found[action] = KeyLabel(key, _label(action, active.binding.description), display)
        ordered = sorted(found, key=lambda action: ORDER.get(action, -1 if action == "command_palette" else 999))
        usual = [found[action] for action in ordered if action not in ALWAYS]
        return usual, [found[action] for action in ALWAYS if action in found]


def _label(action: str, description: str) -> str:
    return "Commands" if action == "command_palette" else description


def _character(key: str) -> str | None:
    """The character that a key types, if it types one."""
    if len(key) == 1:
        return key
    return {"slash": "/", "question_mark": "?", "space": " "}.get(key)
