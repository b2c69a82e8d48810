"""Folders -> the files that are saved pages (`walk`), and such a file -> its pages (`read_file`).

Pages saved "complete" come with a folder of scripts and pictures; such folders hold no articles and are passed over.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from urllib.parse import unquote_to_bytes

from newsearch.errors import PageError
from newsearch.model import Page
from newsearch.pages import LARGEST_PAGE, MOST_WRAPPED, containers, gzipped, read_document, rules
from newsearch.pages.decode import looks_binary

PAGE_SUFFIXES = frozenset(
    [
        ".html",
        ".htm",
        ".xhtml",
        ".xht",
        ".shtml",
        ".txt",
        ".text",
        ".md",
        ".markdown",
        ".mhtml",
        ".mht",
        ".eml",
        ".mbox",
        ".enex",
        ".webarchive",
        ".maff",
        ".htz",
        ".warc",
        ".wacz",
        ".jsonl",
        ".ndjson",
        ".rss",
        ".atom",
    ]
)
"""Suffixes, also with `.gz` behind them, that say "a page". What has another one, or none, is judged by its first bytes."""

ASSET_SUFFIXES = frozenset(
    [
        ".css",
        ".js",
        ".mjs",
        ".map",
        ".json5",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".ico",
        ".bmp",
        ".tif",
        ".tiff",
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".eot",
        ".mp3",
        ".mp4",
        ".m4a",
        ".webm",
        ".ogg",
        ".wav",
        ".avi",
        ".mov",
        ".pdf",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".ppt",
        ".pptx",
        ".odt",
        ".epub",
        ".zip",
        ".tar",
        ".tgz",
        ".rar",
        ".7z",
        ".bz2",
        ".xz",
        ".exe",
        ".dll",
        ".so",
        ".bin",
        ".iso",
        ".db",
        ".sqlite",
        ".py",
        ".pyc",
        ".sh",
        ".bat",
        ".toml",
        ".yaml",
        ".yml",
        ".ini",
        ".cfg",
        ".log",
        ".csv",
        ".tsv",
        ".parquet",
        ".npy",
        ".part",
        ".tmp",
        ".bak",
        ".lock",
        ".crdownload",
        ".cdx",
        ".cdxj",
        ".warcinfo",
        ".sha256",
        ".md5",
        ".sig",
        ".asc",
        ".vtt",
        ".srt",
        ".swf",
        ".wasm",
    ]
)
"""What is not even opened."""

SNIFF = 8192
"""Bytes from which a file without a telling suffix is judged."""

_ASSET_FOLDER = re.compile(
    r"[._-](?:files?|dateien|fichiers|bestanden|archivos|arquivos|ficheiros|filer|tiedostot|pliki|soubory|s[uú]bory|elemei|dosyalar"
    r"|datoteke|fitxers|failid|fails|bylos|fajlovi|fitxategiak|файлы|файли|resources|assets)",
    re.I,
)
_PAGE_BESIDE = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".aspx", ".asp")
_NO_ARTICLE = re.compile(r"(?:readme|licen[cs]e|copying|makefile|dockerfile|changelog|authors|notice|cname)$", re.I)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article)\b|<!--\s*(?:Page saved with|saved from url|Mirrored from)",
    re.I,
)
_CODE = re.compile(rb"\s*(?:<\?php|#!)")
_REFERENCES = 262_144
"""Bytes of a page in which a link into its folder is looked for: the first stylesheets and scripts do."""

_NOTHING = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
"""White space, zeros and marks of byte order."""

Report = Callable[[Path, str], None]
"""Takes a file or folder that was passed over, and why."""


def walk(folders: Iterable[Path], report: Report | None = None) -> Iterator[Path]:
    """The saved pages in folders, and files that are named directly, each once and always in the same order.

    Hidden files and folders, the assets of pages saved complete, and files that are no pages by suffix and content
    are left out silently; what cannot be opened is reported. Loops of symbolic links end. Raises ConfigError for a broken
    `newsearch.toml` in or above the folders: every page below it would be read wrongly.
    """
    report = report or (lambda path, why: None)
    roots = [Path(folder).expanduser().absolute() for folder in folders]
    roots = sorted(dict.fromkeys(roots), key=lambda path: path.parts)
    walker = _Walker(report, [path.resolve() for path in roots])
    for root in roots:
        rules.rules_for(root)
        if root.is_dir():
            yield from walker.folders(root)
        elif root.exists():
            yield from walker.file(root)
        else:
            report(root, "does not exist")


class _Walker:
    """What was seen so far, by identity on disk, so that nothing is met twice."""

    def __init__(self, report: Report, roots: list[Path]) -> None:
        self.report = report
        self.roots = roots
        self.seen: set[tuple[int, int] | str] = set()

    def file(self, path: Path) -> Iterator[Path]:
        if self._new(path, is_link=path.is_symlink()):
            yield path

    def folders(self, root: Path) -> Iterator[Path]:
        """The pages below a folder: its files first, then its folders, each by name."""
        pending = [root]
        while pending:  # a loop, for folders may be nested deeper than calls
            yield from self._folder(pending.pop(), pending)

    def _folder(self, folder: Path, pending: list[Path]) -> Iterator[Path]:
        if not self._new(folder, is_link=False):
            return
        try:
            with os.scandir(folder) as scan:
                entries = sorted((entry for entry in scan if _visible(entry.name)), key=lambda entry: entry.name)
        except OSError as error:
            self.report(folder, f"cannot be opened: {error.strerror}")
            return
        if any(entry.name == rules.FILE_NAME for entry in entries):
            rules.rules_for(folder / rules.FILE_NAME)
        below = [entry for entry in entries if self._is_folder(entry)]
        folders = {entry.name for entry in below}
        pages = [
            entry.name for entry in entries if entry.name not in folders and entry.name.lower().endswith(_PAGE_BESIDE)
        ]
        for entry in entries:
            path = Path(entry.path)
            if (
                entry.name not in folders
                and not self._walked_elsewhere(entry)
                and self._is_page(path)
                and self._new(path, is_link=entry.is_symlink())
            ):
                yield path
        pending.extend(
            Path(entry.path)
            for entry in reversed(below)
            if not self._walked_elsewhere(entry) and not _holds_assets(folder, entry.name, pages)
        )

    def _new(self, path: Path, *, is_link: bool) -> bool:
        try:
            stat = path.stat()
        except OSError as error:
            self.report(path, f"cannot be opened: {error.strerror}")
            return False
        if not S_ISDIR(stat.st_mode) and not S_ISREG(stat.st_mode):
            self.report(path, "is a pipe or a device, which may have no end")
            return False
        # a file is told by its path, since hard links are copies to us; a folder, and where a link leads, by identity
        key = (stat.st_dev, stat.st_ino) if S_ISDIR(stat.st_mode) or is_link else str(path)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir()
        except OSError:
            return False

    def _walked_elsewhere(self, entry: os.DirEntry[str]) -> bool:
        """A symbolic link into the folders that are walked anyway, or to nowhere."""
        if not entry.is_symlink():
            return False
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError) as error:
            self.report(Path(entry.path), f"is a broken link: {getattr(error, 'strerror', None) or error}")
            return True
        return any(target == root or target.is_relative_to(root) for root in self.roots)

    def _is_page(self, path: Path) -> bool:
        suffix = _suffix(path.name)
        if suffix in PAGE_SUFFIXES:
            return True
        if suffix in ASSET_SUFFIXES or _NO_ARTICLE.match(path.name):
            return False
        try:
            return path.is_file() and _reads_like_page(path)
        except (OSError, EOFError, zlib.error) as error:
            self.report(path, f"cannot be opened: {getattr(error, 'strerror', None) or error}")
            return False


def _visible(name: str) -> bool:
    return not name.startswith((".", "~$")) and name not in ("__MACOSX", "node_modules", "__pycache__")


def _suffix(name: str) -> str:
    """The last suffix, lower case; the one before it for gzip."""
    return os.path.splitext(name.lower().removesuffix(".gz"))[1]  # noqa: PTH122 - a Path a file costs more than the walk


def _holds_assets(parent: Path, name: str, pages: list[str]) -> bool:
    """Whether a folder belongs to a page beside it that was saved complete: `X.html` and `X_files`.

    Every language of browser has its own word for `files`; where we do not know it, the page links into the folder.
    """
    for page in pages:
        stem = page.rpartition(".")[0]
        rest = name[len(stem) :]
        if not name.startswith(stem) or not rest:
            continue
        if _ASSET_FOLDER.fullmatch(rest):
            return True
        if rest[0] in "._-" and rest[1:] and _links_into(parent / page, name):
            return True
    return False


def _links_into(page: Path, folder: str) -> bool:
    try:
        with page.open("rb") as file:
            head = file.read(_REFERENCES)
    except OSError:
        return False
    word = re.escape(folder.encode("utf-8", "surrogateescape"))
    return re.search(rb"\b(?:src|href)=[\"']?(?:\./)?" + word + b"/", unquote_to_bytes(head), re.I) is not None


def _reads_like_page(path: Path) -> bool:
    """Whether the first bytes are a page's: HTML, a container, or, in a file without a suffix, plain text."""
    with path.open("rb") as file:
        head = file.read(SNIFF)
    if head.startswith(b"\x1f\x8b"):
        with gzip.open(path) as unpacked:
            head = unpacked.read(SNIFF)
    kind = containers.kind_of(head, path.name)
    if kind:
        return kind != "markdown"
    if looks_binary(head) or not head.strip() or _CODE.match(head):
        return False
    plain = head.replace(b"\0", b"")
    if _MARKUP.search(plain):
        return _suffix(path.name) not in (".xml", ".json") or b"<html" in plain.lower()
    return not _suffix(path.name) and len(plain) > 200 and b"\n" in plain


def bytes_of(path: Path | str) -> bytes | None:
    """All bytes of a file, or None for an archive that is too large to be held. Raises OSError."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - 20 microseconds less
        return file.read() if os.fstat(file.fileno()).st_size <= gzipped.HELD else None


def read_file(
    path: Path, stated: rules.Rule | None = None, data: bytes | None = None, *, largest: int = LARGEST_PAGE
) -> Iterator[Page]:
    """The pages of a saved file, one for most; the members of an archive one after the other.

    `stated` is what rules say of the file; without it those of its folders are looked up. `data` is what `bytes_of`
    gave, where the file was read before. Raises PageError
    for a file that is no page (binary, empty, too large, not readable), before the first page or, where an archive is
    damaged, after those that could be read. Raises ConfigError for a broken `newsearch.toml`.
    """
    path = Path(path)
    stated = rules.applying(rules.rules_for(path), path) if stated is None else stated
    try:
        data = bytes_of(path) if data is None else data
        with path.open("rb") if data is None else BytesIO(data) as file:
            yield from _read_stream(path, file, stated, largest)
    except gzipped.DAMAGE as error:
        raise PageError(
            f"{path.name} is damaged gzip, read up to there ({error}). Save or download it again."
        ) from error
    except OSError as error:
        raise PageError(
            f"{path.name} cannot be read: {error.strerror or error}. Check its permissions and disk."
        ) from error


def _read_stream(path: Path, file: gzipped.Stream, stated: rules.Rule, largest: int) -> Iterator[Page]:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(containers.HEAD)
    file.seek(0)
    if not head:
        raise PageError(f"{path.name} is empty. Save the page again.")
    packed = stream = file
    most = max(largest + containers.HEAD, size * containers.MOST_INFLATED)
    for _ in range(MOST_WRAPPED):
        if not head.startswith(b"\x1f\x8b"):
            break
        packed, stream = stream, gzipped.inflated(stream, most, path.name)
        head = _head_of(stream)
    kind = containers.kind_of(head, path.name)
    binary = None if kind else looks_binary(head)
    if binary:
        raise PageError(f"{path.name} is {binary}, not a saved page. Move it elsewhere, or save the page itself.")
    if kind:
        if kind == "warc":
            stream = packed  # its records are unpacked one by one, past damage
            stream.seek(0)
        if kind in containers.OF_MANY:
            stated = replace(stated, url=None)  # an address of the file is none of its pages
        about = containers.Given(path.name, stated.url, stated.saved, largest)
        for page in containers.read_pages(stream, kind, about):
            yield rules.apply_rule(stated, page)
        if not stream.closed:
            stream.read(1)  # damage that ended the last page is raised
        return
    page = _read_one(path, stream, stated, largest)
    yield rules.apply_rule(stated, page)


def _head_of(stream: gzipped.Stream) -> bytes:
    head, _ = gzipped.read_all(stream, containers.HEAD)
    stream.seek(0)
    return head


def _read_one(path: Path, stream: gzipped.Stream, stated: rules.Rule, largest: int) -> Page:
    data, cut = gzipped.read_all(stream, largest + 1)
    if len(data) > largest:
        raise PageError(f"{path.name} is larger than {largest >> 20} MB. Split it, or save the page itself.")
    if not data[: containers.HEAD].strip(_NOTHING) and not data.strip(_NOTHING):
        raise PageError(f"{path.name} holds nothing{f' ({cut})' if cut else ''}. Save the page again.")
    page = read_document(data, stated.url, path.name, saved=stated.saved)
    return replace(page, warnings=(cut, *page.warnings)) if cut else page
