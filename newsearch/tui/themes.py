"""newsearch's two themes, beside the ones that come with Textual."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="newsearch-dark",
    dark=True,
    primary="#7aa2d6",
    secondary="#8fb8a8",
    accent="#e8b454",
    warning="#e8b454",
    error="#e07a72",
    success="#8cc28a",
    foreground="#d9dce1",
    background="#15181d",
    surface="#191d23",
    panel="#22272f",
    variables={
        "block-cursor-background": "#2b3646",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#232a35",
        "block-cursor-text-style": "none",
        "border-blurred": "#2a3039",
        "footer-background": "#191d23",
        "footer-key-foreground": "#e8b454",
        "footer-description-foreground": "#9aa3af",
        "input-selection-background": "#7aa2d6 35%",
        "scrollbar": "#343c48",
        "scrollbar-background": "#15181d",
    },
)
LIGHT = Theme(
    name="newsearch-light",
    dark=False,
    primary="#2b63a6",
    secondary="#2f7a63",
    accent="#a85d00",
    warning="#a85d00",
    error="#b3362c",
    success="#3b7d3a",
    foreground="#24272c",
    background="#faf8f4",
    surface="#f2efe8",
    panel="#e8e4db",
    variables={
        "block-cursor-background": "#d9e4f2",
        "block-cursor-foreground": "#10151c",
        "block-cursor-blurred-background": "#e6e9ec",
        "block-cursor-text-style": "none",
        "border-blurred": "#ddd8cd",
        "footer-background": "#f2efe8",
        "footer-key-foreground": "#a85d00",
        "footer-description-foreground": "#5d646e",
        "input-selection-background": "#2b63a6 25%",
        "scrollbar": "#cfc9bc",
        "scrollbar-background": "#faf8f4",
    },
)
OURS = (DARK, LIGHT)


def theme_names() -> list[str]:
    """All themes that can be chosen, our own first."""
    return [theme.name for theme in OURS] + sorted(BUILTIN_THEMES)


def other_shade(name: str, dark: bool) -> str:
    """The theme to change to for the other of light and dark: its own counterpart where it has one."""
    pairs = {
        "textual-dark": "textual-light",
        "solarized-dark": "solarized-light",
        "catppuccin-mocha": "catppuccin-latte",
        "atom-one-dark": "atom-one-light",
    }
    known = pairs | {light: shade for shade, light in pairs.items()}
    if name in known and known[name] in BUILTIN_THEMES:
        return known[name]
    return LIGHT.name if dark else DARK.name
