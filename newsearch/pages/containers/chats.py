"""Exported chats -> a block for each message: WhatsApp's text, Telegram Desktop's `result.json` and `messages.html`.

A message has who wrote it, when, and where; what the program says itself (who joined, what was pinned) is left over.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from newsearch.model import Block, Candidate, Page, Position
from newsearch.pages import dates
from newsearch.pages.containers import Given
from newsearch.pages.decode import clean
from newsearch.pages.html.fragment import one_line, paragraphs

FOUND = "chat"
"""Where a field comes from that the program states."""


def _message(
    text: str, who: str, when: str | None, where: str | None, position: Position | None = None, **more: Any
) -> Block:
    author = () if not who or _NUMBER.fullmatch(who) else (who,)
    told = {"body": text, "authors": author, "date": when, "outlet": where}
    found = {name: FOUND for name, value in told.items() if value}
    return Block("live", None, author, when, where or None, text, found, position, **more)


_NUMBER = re.compile(r"[+\d\s().-]+")
"""A telephone's number, where a name is not known."""


# --- WhatsApp

_LINE = re.compile(
    r"[\u200e\u200f]?\[?(\d{1,4})([./-])(\d{1,2})\2(\d{2,4}),?[ \u202f\u00a0]+\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \u202f\u00a0]?[ap]\.?[ \u00a0]?m\.?)?"
    r"(?:\][ \u00a0]|[ \u00a0][-–][ \u00a0])[\u200e\u200f]?(?:([^:\n]{1,60}): (.*)|(.*))",
    re.I,
)
_LEAST_MESSAGES = 2


def is_whatsapp(head: str) -> bool:
    """Whether a text begins as WhatsApp's export does: a moment on its first line, and messages on some of the next."""
    head = head.lstrip("\ufeff\r\n ")
    if not _LINE.match(head):
        return False
    return sum(bool(found and found[5]) for found in map(_LINE.match, head.splitlines())) >= _LEAST_MESSAGES


def read_whatsapp(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each message, named `message 17`."""
    order = _order(_days(stream))
    stream.seek(0)
    number, told = 0, list[str]()
    begun: tuple[re.Match[str], int] | None = None
    last = 0
    for last, text in _lines(stream):
        found = _LINE.match(text)
        if found is None:
            told.append(text)
            continue
        if begun or told:
            number += 1
            yield Page(f"message {number}", (_said(begun, told, last - 1, order),), given.url, saved=given.saved)
        begun, told = (found, last), []
    if begun:
        yield Page(f"message {number + 1}", (_said(begun, told, last, order),), given.url, saved=given.saved)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(stream, 1):
        yield number, clean(raw.decode("utf-8", "replace")).strip("\n").removeprefix("\ufeff")


def _days(stream: BinaryIO) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for _, text in _lines(stream):
        found = _LINE.match(text)
        if found:
            yield found[2], (int(found[1]), int(found[3]), int(found[4]))


_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST = (2, 1, 0), (2, 0, 1), (0, 1, 2)
"""Where the year, the month and the day stand."""


def _order(days: Iterator[tuple[str, tuple[int, int, int]]]) -> tuple[int, int, int] | None:
    """The order of day, month and year in which every day exists and none comes before the one above; None if two do.

    A month stands first only before slashes.
    """
    last: dict[tuple[int, int, int], dt.date] = {}
    for number, (sign, day) in enumerate(dict.fromkeys(days)):
        if number == 0:
            orders = [_YEAR_FIRST] if day[0] > 31 else [_DAY_FIRST, *([_MONTH_FIRST] if sign == "/" else [])]
            last = dict.fromkeys(orders, dt.date.min)
        for order, before in list(last.items()):
            found = _day(day, order)
            if found is None or found < before:
                del last[order]
            else:
                last[order] = found
    return next(iter(last)) if len(last) == 1 else None


def _day(numbers: tuple[int, int, int], order: tuple[int, int, int]) -> dt.date | None:
    year, month, day = (numbers[place] for place in order)
    year += 2000 if year < 100 else 0
    if not 2009 <= year < 2100:  # the program is of 2009
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _said(
    begun: tuple[re.Match[str], int] | None, told: list[str], last: int, order: tuple[int, int, int] | None
) -> Block:
    if begun is None:
        return Block("other", body="\n".join(told).strip(), provenance={"body": "text"})
    found, first = begun
    text = paragraphs("\n".join([found[6] if found[5] else found[7], *told]))
    position = Position(first, last)
    day = _day((int(found[1]), int(found[3]), int(found[4])), order) if order else None
    if not found[5]:
        return Block("other", date=day.isoformat() if day else None, body=text, provenance={"body": "text"}, position=position)  # fmt: skip
    return _message(text, one_line(found[5]).lstrip("~ "), day.isoformat() if day else None, None, position)


# --- Telegram


def telegram_chats(value: Any) -> list[Mapping[str, Any]]:
    """The chats in an export of Telegram Desktop, of one or of all; empty for any other JSON."""
    if not isinstance(value, dict):
        return []
    chats = value["chats"].get("list") if isinstance(value.get("chats"), dict) else [value]
    return [chat for chat in chats if _is_chat(chat)] if isinstance(chats, list) else []


def _is_chat(chat: Any) -> bool:
    messages = chat.get("messages") if isinstance(chat, dict) else None
    if not isinstance(messages, list) or not messages:
        return False
    first = messages[0]
    return isinstance(first, dict) and first.get("type") in ("message", "service") and "date" in first and "id" in first


def telegram_pages(chats: list[Mapping[str, Any]], given: Given) -> Iterator[Page]:
    """A page for each message, named as Telegram numbers it."""
    for chat in chats:
        where = one_line(str(chat.get("name") or "")) or None
        for message in chat["messages"]:
            block = _of_telegram(message, where) if isinstance(message, dict) else None
            if block:
                yield Page(f"message {message.get('id')}", (block,), given.url, saved=given.saved)


def _of_telegram(message: Mapping[str, Any], where: str | None) -> Block | None:
    parts = [_plain(message.get("text"))]
    poll = message.get("poll")
    if isinstance(poll, dict):
        answers = poll.get("answers")
        parts += [_plain(poll.get("question"))]
        parts += [_plain(answer.get("text")) for answer in answers if isinstance(answer, dict)] if isinstance(answers, list) else []  # fmt: skip
    parts += [str(message.get(name) or "") for name in ("file_name", "title") if message.get(name)]
    text = paragraphs("\n\n".join(part for part in parts if part))
    if not text:
        return None
    when = _moment(message)
    if message.get("type") == "service":
        return Block("other", date=when, outlet=where, body=text, provenance={"body": "text"})
    who = one_line(str(message.get("author") or message.get("from") or ""))
    origin = message.get("forwarded_from")
    other = (Candidate("outlet", one_line(origin), FOUND),) if isinstance(origin, str) and origin.strip() else ()
    return _message(text, "" if who == where else who, when, where, alternates=other)


def _plain(text: Any) -> str:
    """A text that may be a list of pieces, some with their form: `["see ", {"type": "link", "text": "..."}]`."""
    if isinstance(text, str):
        return text
    if isinstance(text, dict):
        return _plain(text.get("text"))
    return "".join(map(_plain, text)) if isinstance(text, list) else ""


def _moment(message: Mapping[str, Any]) -> str | None:
    """When a message was sent: the local time, in the zone by which that differs from the epoch stated beside it."""
    try:
        local = dt.datetime.fromisoformat(str(message.get("date")))
        if local.tzinfo is not None:
            return local.isoformat()
        utc = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(message["date_unixtime"]))
        return local.replace(tzinfo=dt.timezone(local - utc)).isoformat()
    except (ValueError, OverflowError):
        return None
    except (KeyError, TypeError):
        return local.date().isoformat()


_PART = re.compile(r'<div class="message (default|service)\b')
_INSIDE = r"[^<]*(?:<(?!/?div)[^<]*)*"
"""What a `div` holds that holds no other: looking for ends without end takes the square of a hostile page."""
_CHAT = re.compile(rf'<div class="text bold">({_INSIDE})</div>')
_SENT = re.compile(r'class="[^"]{0,100}\bdate details"[^<>]{0,100}\btitle="([^"]{1,60})"')
_FROM = re.compile(rf'<div class="from_name">({_INSIDE})</div>')
_TEXT = re.compile(rf'<div class="text">({_INSIDE})</div>')
_DETAIL = re.compile(r'<span class="[^"]{0,100}details"[^<>]{0,200}>[^<]*</span>')
_NAMED = re.compile(rf'<div class="(?:from_name|pull_right[^"]{{0,100}}|initials)"[^<>]{{0,200}}>{_INSIDE}</div>')


def read_telegram(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """A page for each message of `messages.html`. One that goes on from the one above is by the same person."""
    from newsearch.pages import LARGEST_DOCUMENT

    text = stream.read(LARGEST_DOCUMENT).decode("utf-8", "replace")
    marks = list(_PART.finditer(text))
    named = _CHAT.search(text, 0, marks[0].start() if marks else len(text))
    where = one_line(named[1]) if named else None
    who = ""
    line, at = 1, 0
    for mark, end in zip(marks, [*(mark.start() for mark in marks[1:]), len(text)], strict=True):
        line, at = line + text.count("\n", at, mark.start()), mark.start()
        part = text[at:end]
        position = Position(line, line + part.rstrip().count("\n"))
        tag = re.search(r'\bid="message-?(\d+)', part)
        name = f"message {tag[1] if tag else at}"
        if mark[1] == "service":
            block = Block("other", outlet=where, body=paragraphs(part), provenance={"body": "text"}, position=position)
        else:
            own, forwarded, _ = part.partition('class="forwarded body"')
            sender = _FROM.search(own)
            who = one_line(_DETAIL.sub("", sender[1])) if sender else who
            sent = _SENT.search(part)
            body = paragraphs("\n".join(_TEXT.findall(part))) or paragraphs(_NAMED.sub("", part))
            origin = _FROM.search(part, len(own)) if forwarded else None
            other = (Candidate("outlet", one_line(_DETAIL.sub("", origin[1])), FOUND),) if origin else ()
            when = dates.parse_date(sent[1]) if sent else None
            block = _message(body, "" if who == where else who, when, where, position, alternates=other)
        if block.body:
            yield Page(name, (block,), given.url, saved=given.saved)
