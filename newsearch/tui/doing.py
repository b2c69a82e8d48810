"""What is done with a block outside newsearch: its file in the browser or the editor, its text on the clipboard."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from newsearch.errors import NewsearchError
from newsearch.model import Document

WEB_SCHEMES = ("http://", "https://")
OPENED_IN_A_BROWSER = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
EDITORS = ("nano", "vim", "vi")
"""Tried in this order when neither $VISUAL nor $EDITOR is set."""
LINE_AFTER_COLON = frozenset({"hx", "helix", "subl", "zed"})
GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})


def open_file(app: App[Any], document: Document) -> None:
    """Show the saved file with the platform's opener. Raises NewsearchError if there is none, or no such file."""
    path = _existing(document)
    if app.is_web:
        app.deliver_binary(path, open_method="browser")
    else:
        _browse(app, path.as_uri())


def open_url(app: App[Any], document: Document) -> None:
    """Show the story's own address. Raises NewsearchError if it has none that a browser should be given."""
    url = document.block.url or ""
    if not url.lower().startswith(WEB_SCHEMES):
        raise NewsearchError("This block has no web address. o opens the saved file.")
    if app.is_web:
        app.open_url(url)
    else:
        _browse(app, url)


def edit(app: App[Any], document: Document, environ: Mapping[str, str] = os.environ) -> None:
    """Open the saved file in the editor at the block's first line, and come back when the editor ends."""
    if app.is_web:
        raise NewsearchError("An editor needs a terminal. Here, o shows the saved file.")
    command = editor_command(_existing(document), _line(document), environ)
    try:
        with app.suspend():
            code = subprocess.call(command)
    except SuspendNotSupported:
        raise NewsearchError("This terminal cannot lend itself to an editor.") from None
    except OSError as error:
        raise NewsearchError(f"{command[0]}: {error.strerror}. Set $EDITOR to your editor.") from error
    if code:
        raise NewsearchError(f"{command[0]} ended with code {code}.")


def editor_command(path: Path, line: int, environ: Mapping[str, str]) -> list[str]:
    """The words that start the user's editor on a line of a file."""
    try:
        words = shlex.split(environ.get("VISUAL") or environ.get("EDITOR") or "")
    except ValueError as error:
        raise NewsearchError(f"$EDITOR cannot be read as a command: {error}.") from error
    if not words:
        words = [name for name in EDITORS if shutil.which(name)][:1]
    if not words:
        raise NewsearchError("No editor found. Set $EDITOR to one.")
    name = Path(words[0]).stem
    if name in GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    if name in LINE_AFTER_COLON:
        return [*words, f"{path}:{line}"]
    return [*words, f"+{line}", str(path)]


def _existing(document: Document) -> Path:
    path = Path(document.path)
    if not path.exists():
        raise NewsearchError(f"The saved file is gone: {path}. newsearch index its folder to take it out of the index.")
    return path


def _line(document: Document) -> int:
    return document.block.position.first_line if document.block.position else 1


def _browse(app: App[Any], address: str) -> None:
    """In a process of its own: openers write to the terminal that the UI is drawn on."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        app.copy_to_clipboard(address)
        raise NewsearchError(f"No browser found; the address is on the clipboard. Set $BROWSER. {address}") from None
    if type(browser) is webbrowser.GenericBrowser:  # a browser for terminals, such as w3m
        try:
            with app.suspend():
                browser.open(address)
        except SuspendNotSupported:
            raise NewsearchError(f"This terminal cannot lend itself to {browser.name}.") from None
        return
    subprocess.Popen(
        [sys.executable, "-c", OPENED_IN_A_BROWSER, address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
