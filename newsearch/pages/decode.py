"""Bytes of a saved page -> text (`decode`), and the border that every text crosses once (`clean`).

Charsets are chosen by evidence: byte order mark, valid UTF-8, what the page declares, what its letters look like.
Labels mean what browsers take them to mean (WHATWG: `iso-8859-1` is windows-1252). Only place that imports chardet.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from itertools import chain

import webencodings

from newsearch.model import Block, Page

CHARSET_WINDOW = 4096
"""Bytes of a page in which a declared charset is looked for. Browsers stop at 1,024; saved pages often put more in front."""

SAMPLE_BYTES = 16_384
"""What charset detection looks at, after markup is taken out. More did not change an answer and costs 4 ms per 16 kB."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, still with its control characters, and how it was read."""

    text: str
    charset: str
    """As browsers name it: `utf-8`, `windows-1251`, `gb18030`, ..."""
    warnings: tuple[str, ...] = ()
    is_utf8: bool = False
    """Whether the bytes were this text in UTF-8, to the last one."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Read bytes as text. `declared` is a charset stated outside the page (an HTTP header, a MIME part)."""
    marked = _by_byte_order_mark(data)
    if marked:
        return marked
    wide = _utf16_without_mark(data)
    if wide:
        return Decoded(data.decode(wide, "replace"), wide)
    label = charset_name(declared) or declared_charset(data)
    if 0x1B in data and b"\x1b$" in data:  # one byte is found ten times as fast as two
        japanese = _strict(data, "iso-2022-jp")
        if japanese is not None:
            return Decoded(japanese, "iso-2022-jp")
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", () if text.isascii() else _overruled(label, "utf-8"), is_utf8=True)
    return _not_utf8(data, label)


def declared_charset(data: bytes) -> str | None:
    """The charset that the page states in `<meta charset>`, `http-equiv` or an XML declaration, if it is one we know."""
    head = data[:CHARSET_WINDOW]
    found = _XML_ENCODING.match(head) or _META_CHARSET.search(head)
    if not found:
        return None
    name = charset_name(found[1].decode("ascii", "ignore"))
    # A page whose ASCII bytes could be read this far is not UTF-16, whatever it says (the rule of HTML).
    return "utf-8" if name in ("utf-16le", "utf-16be") else name


def charset_name(label: str | None) -> str | None:
    """What browsers understand by a charset label, or None if they know no such charset."""
    if not label:
        return None
    known = webencodings.lookup(label.strip().strip("'\""))
    if known is None:
        return _OTHER_LABELS.get(label.strip().lower())
    return None if known.name in ("x-user-defined", "replacement") else str(known.name)


_META_CHARSET = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML_ENCODING = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)", re.I)
_OTHER_LABELS = {
    "cp936": "gbk",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "cp950": "big5",
    "cp1125": "ibm866",
    "utf8mb4": "utf-8",
}

# Python's codec for a browser's charset, where the plain one lacks characters that pages use.
_CODECS = {
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "ibm866": "cp866",
}
_MULTIBYTE = frozenset({"gbk", "gb18030", "shift_jis", "euc-jp", "euc-kr", "big5", "utf-8"})
# What pages were really written in, by chardet's names, and browsers' names for it.
_DETECTABLE = {
    "big5hkscs": "big5",
    **{f"cp{number}": f"windows-{number}" for number in range(1250, 1259)},
    "cp866": "ibm866",
    "cp874": "windows-874",
    "cp932": "shift_jis",
    "shift_jis_2004": "shift_jis",
    "cp949": "euc-kr",
    "euc_kr": "euc-kr",
    "euc_jis_2004": "euc-jp",
    "gb18030": "gb18030",
    **{f"iso8859-{number}": f"iso-8859-{number}" for number in (2, 5, 7)},
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-cyrillic": "x-mac-cyrillic",
    "tis-620": "windows-874",
}


def _codec(charset: str) -> str:
    return _CODECS.get(charset, charset)


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(_codec(charset))
    except (UnicodeDecodeError, LookupError):
        return None


def _by_byte_order_mark(data: bytes) -> Decoded | None:
    # UTF-32's little-endian mark starts with UTF-16's, so it is asked first.
    for mark, charset in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32le"),
        (codecs.BOM_UTF32_BE, "utf-32be"),
        (codecs.BOM_UTF16_LE, "utf-16le"),
        (codecs.BOM_UTF16_BE, "utf-16be"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(charset, "replace")
            return Decoded(text, charset, _replaced(text, charset))
    return None


def _utf16_without_mark(data: bytes, share: float = 0.05) -> str | None:
    """UTF-16 shows as NULs in every second byte: its spaces, digits, line ends and markup, whatever the script."""
    head = data[:CHARSET_WINDOW]
    if 0 not in head:
        return None
    head = head[: len(head) // 2 * 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or even + odd < max(1, share * len(head)) or max(even, odd) < 5 * min(even, odd):
        return None
    charset = "utf-16le" if odd > even else "utf-16be"
    text = head.decode(charset, "replace")
    likely = sum(char.isprintable() or char.isspace() for char in text)
    return charset if likely >= 0.9 * len(text) else None


def _not_utf8(data: bytes, label: str | None) -> Decoded:
    almost = data.decode("utf-8", "replace")
    bad, good = almost.count("\ufffd"), _foreign(almost)
    # Passages are looked at one by one: 1 to 5 ms a page, and most pages in another charset have no letter of UTF-8.
    if good - bad >= _LEAST_FOREIGN and (mixed := _mixed(data, label)):
        return mixed
    if bad * 20 <= good - bad:
        return Decoded(almost, "utf-8", _overruled(label, "utf-8") + _replaced(almost, "utf-8"))
    if wide := _utf16_without_mark(data, 0.005):
        return Decoded(data.decode(wide, "replace"), wide)
    stated = data.decode(_codec(label), "replace") if label and label != "utf-8" else ""
    if label and stated and _fits(stated, label) and not _is_server_default(data, label):
        return Decoded(stated, label, _replaced(stated, label))
    charset = _detect(data)
    text = data.decode(_codec(charset), "replace")
    if label and stated and "\ufffd" not in stated and not _reads_better(text, stated, label, charset):
        return Decoded(stated, label)
    return Decoded(text, charset, _overruled(label, charset) + _replaced(text, charset))


def _mixed(data: bytes, label: str | None) -> Decoded | None:
    """UTF-8 with broken passages, or some in another charset, as of comments that another program wrote; None for other pages.

    Bytes of other charsets are hardly ever valid UTF-8, and not for a whole passage.
    """
    if data.count(b"\n") + data.count(b">") > _MOST_PASSAGES:
        return None
    passages = _PASSAGE.findall(data)
    texts = [_strict(passage, "utf-8") for passage in passages]
    good = sum(_foreign(text) for text in texts if text)
    broken = [passage for passage, text in zip(passages, texts, strict=True) if text is None]
    if good < max(_LEAST_FOREIGN, sum(map(_high, broken))):
        return None
    other = frozenset(passage for passage in broken if _IN_WORD.search(passage))
    charset = _charset_of(b"".join(other), label) if other else "utf-8"
    text = "".join(
        passage.decode(_codec(charset) if passage in other else "utf-8", "replace") if text is None else text
        for passage, text in zip(passages, texts, strict=True)
    )
    strange = (f"{len(other)} passages are not utf-8, read as {charset}",) if other else ()
    return Decoded(text, "utf-8", _overruled(label, "utf-8") + strange + _replaced(text, "utf-8"))


def _charset_of(data: bytes, label: str | None) -> str:
    """The charset of passages that are not UTF-8: the page's own where it fits."""
    if label and label != "utf-8" and _fits(data.decode(_codec(label), "replace"), label):
        return label
    return _detect(data)


def _overruled(label: str | None, charset: str) -> tuple[str, ...]:
    """The warning that a page is read in another charset than it declares."""
    return (f"declared {label}, read as {charset}",) if label and label != charset else ()


_MOST_PASSAGES = 500_000
"""A page of 20 MB; what has more is read at a stretch."""
_LEAST_FOREIGN = 4
"""Letters in UTF-8 that no page in another charset has by chance."""
_PASSAGE = re.compile(rb"[^\n>]*[\n>]|[^\n>]+\Z")
_IN_WORD = re.compile(rb"(?<![\x80-\xff])[\xc0-\xff](?=[a-z])")
"""A letter alone before another: not what is left of a character of UTF-8 that was cut, which stands at an end."""


def _is_server_default(data: bytes, label: str) -> bool:
    """Windows-1252 is what servers and editors write unasked; with enough letters to judge by, detection is asked too,
    unless it could only say the same: it takes as long as reading the page."""
    if label != "windows-1252" or not data.translate(None, _READ_ALIKE):
        return False
    return _high(_MARKUP_BYTES.sub(b" ", data[:65536])) >= 10


def _reads_better(text: str, stated: str, label: str, charset: str) -> bool:
    if label == "windows-1252" and charset in _OTHER_LATIN:
        return True  # chardet knows the languages of these by their words: "vyèlení" is none's
    return _strangeness(_sample(text)) * 2 <= _strangeness(_sample(stated)) > 0


_OTHER_LATIN = frozenset({"windows-1250", "windows-1254", "windows-1257", "iso-8859-2"})
_READ_ALIKE = bytes(
    byte
    for byte in range(256)
    if len({bytes([byte]).decode(f"cp{number}", "replace") for number in (1250, 1252, 1254, 1257)}) == 1
)
"""What all of these are said to mean: ASCII, quotation marks, the letters of German. Other scripts are written in more bytes."""
# Scripts are passed over from one "<" to the next, at a tenth of the time of a lazy dot. A script that is not closed goes on
# to the end, and a tag ends before the next: the end would be looked for from each of them otherwise.
_MARKUP = re.compile(r"<(script|style)\b[^<]*+(?:<(?!/\1\s*>)[^<]*+)*+(?:</\1\s*>|\Z)|<[^<>]*>|&#?\w+;", re.I)
_MARKUP_BYTES = re.compile(_MARKUP.pattern.encode(), re.I)
_FOREIGN_WORDS = re.compile(r"[^\s!-/:-@\[-`{-~]*[^\x00-\x7f][^\s!-/:-@\[-`{-~]*")
_STRANGE = re.compile(
    "[a-zA-Z][\u0370-\u1dff\uff61-\uff9f]|[\u0370-\u1dff\uff61-\uff9f][a-zA-Z]"  # Latin and another script in one word
    "|[à-öø-ÿа-яёѐ-џ][А-ЯЁЂ-ЏÀ-ÖØ-Þ]"  # capitals inside it: koi8-r read as windows-1251, or the reverse
    "|[^\\W\\d_][\x80-\x9f¡-©«¬®-´¶-¹»-¿×÷€-₿†‡•‰™℠№\u2500-\u25ff\ufffd][^\\W\\d_]"  # symbols inside it
    "|[\x80-\x9f]"
    "|[\u00a1-\u024f]{4}"  # not even Vietnamese has four such letters in a row; Russian read as windows-1252 has little else
)
_CAPITALS = re.compile("[А-ЯЁЂ-Џ]")
_SMALL = re.compile("[а-яёђ-џ]")


def _fits(text: str, charset: str) -> bool:
    """Could a page in this charset look like this? Only a plain "no" counts: the declaration is usually right."""
    sample = _sample(text)
    foreign = _foreign(sample)
    if foreign < 8:
        return True
    if sample.count("\ufffd") * (50 if charset in _MULTIBYTE else 20) > foreign:
        return False
    return charset in _MULTIBYTE or _strangeness(sample) < 0.1


def _foreign(text: str) -> int:
    """How many of the characters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _sample(text: str) -> str:
    return _MARKUP.sub(" ", text[: 16 * SAMPLE_BYTES])[:SAMPLE_BYTES] or text[:SAMPLE_BYTES]


def _strangeness(sample: str) -> float:
    """Of the words that are not ASCII, the share that no script is written like."""
    words = [word for run in sample.split(" ") if not run.isascii() for word in _FOREIGN_WORDS.findall(run)]
    foreign = " ".join(words)
    capitals, small = len(_CAPITALS.findall(foreign)), len(_SMALL.findall(foreign))
    if capitals > 2 * small + 20:
        return 1.0  # koi8-r and windows-1251 have each other's capitals for small letters
    return sum(bool(_STRANGE.search(word)) for word in words) / max(1, len(words))


def _detect(data: bytes) -> str:
    import chardet  # 3 MB of models, needed by few pages

    found = chardet.detect(
        _foreign_sample(data), include_encodings=tuple(_DETECTABLE), no_match_encoding="cp1252", compat_names=False
    )["encoding"]
    return _DETECTABLE.get(found or "", "windows-1252")


def _foreign_sample(data: bytes) -> bytes:
    """Bytes that tell a charset. A passage in another script decides: it would be lost in a page of English."""
    passages = _MARKUP_BYTES.sub(b"\n", data[: 16 * SAMPLE_BYTES]).split(b"\n")
    foreign = [passage.strip() for passage in passages if not passage.isascii()]
    dense = [passage for passage in foreign if 3 * _high(passage) > len(passage)]
    if sum(map(len, dense)) >= 24:
        return b"\n".join(dense)[:SAMPLE_BYTES]
    if foreign:
        return b"\n".join(foreign)[:SAMPLE_BYTES]
    at = next((place for place, byte in enumerate(data) if byte > 127), 0)
    return data[max(0, at - 500) : at + SAMPLE_BYTES]


_HIGH = bytes(range(128, 256))


def _high(data: bytes) -> int:
    """How many of the bytes are not ASCII."""
    return len(data) - len(data.translate(None, _HIGH))


def _replaced(text: str, charset: str) -> tuple[str, ...]:
    count = text.count("\ufffd")
    return (f"{count} places are not {charset}; they read U+FFFD",) if count else ()


# --- the border -------------------------------------------------------------------------------------------------

# Scripts that join or shape letters by ZWJ and ZWNJ (Hebrew, Arabic, Syriac ... Myanmar, Khmer, Mongolian, their
# extensions and presentation forms), and emoji, which are glued by ZWJ.
_JOINING = "\u0590-\u109f\u1780-\u18af\ua800-\uabff\ufb1d-\ufdcf\ufdf0-\ufefe\u2190-\u27bf\U00010a00-\U0001ffef"
# Scripts without spaces, in which U+200B is a word boundary.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff"

# Sets of the basic plane with at most one range above it are fast in `re`: 5 ns a character, 40 ns with more ranges.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JUNK_SET = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u00ad\u034f\u061c\u180e\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffc"  # invisible, inside words
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides, isolates
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # surrogates, noncharacters
)
_JUNK = re.compile(f"[{_JUNK_SET}]")
_PLAIN = re.compile(
    "[\t\n -~\xa0-\xac\xae-\u034e\u0350-\u061b\u061d-\u180d\u180f-\u200a\u2010-\u2027\u202f-\u205f\u2065\u2070-\ud7ff"
    "\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufff8\ufffd\U00010000-\U0001fffd]*+"
)
"""What needs no cleaning: all but junk, line ends other than newline, joiners and planes from 2 on. Matching a page's texts
takes 20 us, searching them for one of the others 50."""
_ASTRAL = re.compile("[\U0001fffe-\U0010ffff]")
_SEQUENCE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor movements
    "|\x9b[0-?]+[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]{0,4096}+(?:\x07|\x1b\\\\|\x9c)"  # OSC (links, titles), DCS
    "|\x1b[ -/]*[0-~]"
)
_JOINERS = re.compile(f"[\u200c\u200d](?<![{_JOINING}].)|\u200b(?<![{_UNSPACED}].)", re.S)


def clean(text: str) -> str:
    """Text that is safe to index, print and draw: of all controls only newline and tab are left.

    Terminal sequences go as a whole, and so do bidirectional overrides, lone surrogates, noncharacters and
    invisible characters that break words. Every line end becomes a newline, so `split("\\n")` and `splitlines()` agree.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _SEQUENCE.sub("", text)
    text = _BREAKS.sub("\n", text)
    text = _JUNK.sub("", text)
    if "\u200b" in text or "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub("", text)
    return _ASTRAL.sub(_keep_character, text)


def clean_page(page: Page) -> Page:
    """The page with the border drawn around all of its texts, whoever put them together."""
    if _PLAIN.fullmatch("\n".join(chain.from_iterable(map(_texts, page.blocks)))):
        return page
    return replace(page, blocks=tuple(map(_clean_block, page.blocks)))


def _texts(block: Block) -> list[str]:
    lines = (block.title, block.outlet, block.agency, block.standfirst, block.url, *block.authors, *block.captions)
    return [block.body, *filter(None, lines), *[candidate.value for candidate in block.alternates]]


def _clean_block(block: Block) -> Block:
    if _PLAIN.fullmatch("\n".join(_texts(block))):
        return block
    return replace(
        block,
        title=_clean_line(block.title),
        authors=tuple(filter(None, map(_clean_line, block.authors))),
        outlet=_clean_line(block.outlet),
        body=clean(block.body),
        url=_clean_line(block.url),
        agency=_clean_line(block.agency),
        standfirst=_clean_line(block.standfirst),
        captions=tuple(filter(None, map(_clean_line, block.captions))),
        alternates=tuple(replace(each, value=clean(each.value)) for each in block.alternates),
    )


def _clean_line(text: str | None) -> str | None:
    return " ".join(clean(text).split()) or None if text else text


def _keep_character(match: re.Match[str]) -> str:
    """Above the basic plane: nothing for noncharacters and the invisible tags of plane 14."""
    code = ord(match[0])
    return "" if code & 0xFFFE == 0xFFFE or 0xE0000 <= code < 0xE0080 else match[0]


# --- what is no page --------------------------------------------------------------------------------------------

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"BM\x00", "a BMP image"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"%PDF-", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x00\x01\x00\x00\x00", "a font"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"fLaC", "a FLAC recording"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM recording"),
    (b"bplist00", "a Safari web archive or property list"),
)
_SIGNED = tuple(signature for signature, _ in _SIGNATURES)
_CONTROL_BYTES = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def looks_binary(data: bytes) -> str | None:
    """What the bytes are, in words, if they are no text of any charset; None for text (also with a few NULs in it)."""
    if data.startswith(_SIGNED):
        return next(what for signature, what in _SIGNATURES if data.startswith(signature))
    if data[4:8] == b"ftyp":
        return "an MP4 recording or HEIF image"
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    head = data[:8192]
    if _LOOKS_LIKE_PAGE.search(head):
        return None
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return None if controls * 20 <= len(head) or _utf16_without_mark(head, 0.005) else "binary data"


_LOOKS_LIKE_PAGE = re.compile(rb"<\s*(?:(?:!doctype|html|head|body|title|div|article)\b|p[\s>])", re.I)
