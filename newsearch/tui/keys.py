"""Every action that has a key: the one table that bindings, the help, the palette and the settings are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    """Its name in `[tui.keys]`; the method of its place is `action_<id>`."""
    keys: str
    """Separated by commas. Letters work when nothing is being typed, alt and the letter always."""
    label: str
    """One word for the footer."""
    help: str
    place: str
    """Where the key works: `app`, `search` (the main screen), `results`, `facets`, `timeline`, `reader`."""
    footer: bool = False
    key_display: str | None = None
    at_once: bool = False
    """Whether it is done before the next key is told to anybody, however close that one follows."""
    asks: bool = False
    """Whether it opens a dialog, which the keys that follow closely wait for."""


PLACES = {
    "search": "Searching",
    "results": "In the list",
    "reader": "Reading",
    "facets": "Facets",
    "timeline": "Timeline",
    "app": "Everywhere",
}
"""Places in the order of the help, with their headings."""

ACTIONS = (
    Action("focus_query", "slash,ctrl+l", "Search", "Go to the query line", "search", True, "/", True),
    Action("read", "enter", "Read", "Read the chosen block on the whole screen", "search", True, "⏎"),
    Action("open_file", "o,alt+o", "Open", "Open the saved file in the browser", "search", True),
    Action("open_url", "w,alt+w", "Web", "Open the story's address in the browser", "search"),
    Action("edit", "e,alt+e", "Editor", "Open the saved file in $EDITOR at the block's line", "search", True),
    Action("cite", "y,alt+y", "Cite", "Copy a citation", "search", True),
    Action("cite_as", "Y", "Cite as", "Copy a citation in another form", "search"),
    Action("copy_text", "c,alt+c", "Copy", "Copy the block's text", "search"),
    # terminals send alt+f as ctrl+right, the next word
    Action("facets", "f,f3,alt+f", "Facets", "Show or hide the facets", "search", True),
    Action("timeline", "t,alt+t", "Timeline", "Go to the timeline of hits", "search"),
    Action("sort", "s,alt+s", "Sort", "Next order: relevance, newest, oldest", "search", True),
    Action("undo", "u,ctrl+z", "Undo", "Undo the last change of words, filters or order", "search"),
    Action("ask_instead", "a,alt+a", "Instead", "Where nothing was found: ask what is offered", "search"),
    Action("clear_filters", "X,alt+x", "Unfilter", "Remove all filters", "search"),
    Action("spell_filters", "F,alt+shift+f", "Spell out", "Write the filters into the query, to be edited", "search"),
    Action("mark", "m,alt+m", "Mark", "Mark the chosen hit, or take the mark away", "search"),
    Action("export", "x", "Export", "Export the marked hits (or the chosen one)", "search"),
    Action("save_search", "S,ctrl+s", "Save", "Save this search under a name", "search", asks=True),
    Action("saved_searches", "v,alt+v", "Saved", "Saved searches, and what is new in them", "search", asks=True),
    Action("history", "h,ctrl+r", "History", "Earlier queries", "search", asks=True),
    Action("preview", "p,alt+p", "Preview", "Show or hide the preview", "search"),
    Action("next_match", "n,alt+n", "Next match", "Next match in the text", "search"),
    Action("previous_match", "N,alt+shift+n", "Previous match", "Previous match in the text", "search"),
    Action("index_folder", "i,alt+i", "Index", "Index a folder of saved pages", "search", asks=True),
    Action("reload", "r,ctrl+g", "Reload", "Open the index again and repeat the search", "search"),
    Action("leave", "escape", "List", "From the query line to the list, and back", "search"),
    Action("choose_next", "down,ctrl+n,ctrl+j", "Choose", "Next hit, while typing too", "search"),
    Action("choose_previous", "up,ctrl+k", "Up", "Previous hit, while typing too", "search"),
    Action("page_down", "pagedown", "Page down", "A page of hits down, while typing too", "search"),
    Action("page_up", "pageup", "Page up", "A page of hits up, while typing too", "search"),
    Action("older_query", "alt+up", "Earlier query", "The query before this one", "search"),
    Action("newer_query", "alt+down", "Later query", "The query after this one", "search"),
    Action("list_down", "j,down", "Down", "Next hit", "results"),
    Action("list_up", "k,up", "Up", "Previous hit", "results"),
    Action("list_top", "g,home", "Top", "First hit", "results"),
    Action("list_end", "G,end", "End", "Last hit", "results"),
    Action("list_page_down", "space,pagedown,ctrl+f", "Page down", "A page down", "results"),
    Action("list_page_up", "b,pageup,ctrl+b", "Page up", "A page up", "results"),
    Action("open_group", "l,right", "Open group", "Show the near-identical blocks a hit stands for", "results"),
    Action("close_group", "left", "Close group", "Fold them away again", "results"),
    Action("close_reader", "escape,q,backspace", "Back", "Back to where you came from", "reader", True, "esc"),
    Action("reader_next_match", "n", "Match", "Next match", "reader", True),
    Action("reader_previous_match", "N", "Previous", "Previous match", "reader"),
    Action("next_hit", "right_square_bracket,right,l", "Next hit", "Read the next hit", "reader", True, "→"),
    Action("previous_hit", "left_square_bracket,left,h", "Hit before", "Read the hit before", "reader"),
    Action("reader_down", "j,down", "Down", "A line down", "reader"),
    Action("reader_up", "k,up", "Up", "A line up", "reader"),
    Action("reader_page_down", "space,pagedown,ctrl+f", "Page down", "A page down", "reader"),
    Action("reader_page_up", "b,pageup,ctrl+b", "Page up", "A page up", "reader"),
    Action("reader_top", "g,home", "Top", "To the top", "reader"),
    Action("reader_end", "G,end", "End", "To the end", "reader"),
    Action("related", "tab", "Related", "To the neighbours and similar blocks, and back", "reader", True),
    Action("provenance", "p", "Provenance", "Show where each field was found", "reader"),
    Action("reader_open_file", "o", "Open", "Open the saved file in the browser", "reader", True),
    Action("reader_open_url", "w", "Web", "Open the story's address in the browser", "reader"),
    Action("reader_edit", "e", "Editor", "Open the saved file in $EDITOR", "reader", True),
    Action("reader_cite", "y", "Cite", "Copy a citation", "reader", True),
    Action("reader_cite_as", "Y", "Cite as", "Copy a citation in another form", "reader"),
    Action("reader_copy_text", "c", "Copy", "Copy the selected text, or all of it", "reader"),
    Action("reader_mark", "m", "Mark", "Mark this block, or take the mark away", "reader"),
    Action("facet_down", "j,down", "Down", "Next value", "facets"),
    Action("facet_up", "k,up", "Up", "Previous value", "facets"),
    Action("facet_toggle", "enter,space", "Filter", "Filter by the value, or stop", "facets", True, "⏎"),
    Action("facet_top", "g,home", "Top", "First value", "facets"),
    Action("facet_end", "G,end", "End", "Last value", "facets"),
    Action("month_left", "left,h", "Earlier", "Earlier", "timeline"),
    Action("month_right", "right,l", "Later", "Later", "timeline"),
    Action("month_extend_left", "shift+left,H", "Extend", "Select from here to earlier", "timeline"),
    Action("month_extend_right", "shift+right,L", "Extend", "Select from here to later", "timeline"),
    Action(
        "month_apply", "enter,space", "Filter", "Show only the selected months, or all again", "timeline", True, "⏎"
    ),
    Action("shade", "T,f9", "Light/dark", "Change between a light and a dark theme", "app"),
    Action("help", "question_mark,f1", "Help", "List every key", "app", True, "?"),
    Action("quit", "q", "Quit", "Leave newsearch (ctrl+q and ctrl+c always do)", "app", True),
)


def bindings(*places: str) -> list[Binding]:
    """The bindings of the places, for a class's BINDINGS."""
    return [_binding(action) for action in ACTIONS if action.place in places]


def _binding(action: Action) -> Binding:
    return Binding(
        action.keys,
        action.id,
        action.label,
        id=action.id,
        show=action.footer,
        key_display=action.key_display,
        priority=action.at_once,
        tooltip=action.help,
    )


ASKING = frozenset(action.id for action in ACTIONS if action.asks)

MOVING = frozenset({"leave", "choose_next", "choose_previous", "page_down", "page_up"})
"""Actions that make no sense as commands to be looked up by name."""

KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "enter": "⏎",
    "escape": "esc",
    "space": "space",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}


def shown(keys: Iterable[str]) -> str:
    """Keys as a reader knows them: `ctrl+r` is ^r, `slash` is /."""
    names = []
    for key in keys:
        *modifiers, last = key.strip().split("+")
        name = KEY_NAMES.get(last, last)
        if "ctrl" in modifiers:
            modifiers.remove("ctrl")
            name = f"^{name}"
        names.append("+".join([*modifiers, name]))
    return " ".join(names)
