"""What the names that a page gives to an element (class, id, role ...) say about it, as flags."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from newsearch.pages.structured import CLUES, DATED, UNDATED, Attributes, clues_of, is_named


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


JUNK, COMMENT, CAPTION, META, TEASER, BODY, HIDDEN, LEAD, TITLE, IMAGE, MENU, FRAME = (1 << i for i in range(12))
"""What the names that a page gives to an element (class, id, role ...) say about it."""

BREAKING = JUNK | CAPTION | HIDDEN | TEASER | COMMENT
"""What makes an inline element an element of its own: its text does not read on in the sentence around it."""

_WORDS: Mapping[int, str] = {
    JUNK: "share sharing shares sharebar sharedaddy social socials addthis addtoany nav navbar navigation menu menus breadcrumb breadcrumbs"
    " sidebar footer cookie cookies consent gdpr newsletter newsletters subscribe subscription subscriptions signup"
    " sponsor sponsored sponsors advert adverts advertisement advertising ad ads adv adslot adsense dfp outbrain taboola popup modal overlay"
    " toolbar pagination pager pagenav tag tags taglist tagcloud rating ratings login signin register search masthead skip tooltip"
    " disclaimer copyright legal donate donation donations follow print printonly noprint banner promo promos promotion promobox"
    " infobox factbox factsbox cta callout password account verify registration subscribers contentinfo complementary dialog alertdialog topbar bottombar rail utility toc feedback poll piano",
    COMMENT: "comment comments commentlist commentlists disqus respond discussion livefyre kommentare kommentar commentaires comentarios commenti reacties"
    " reactions replies reply",
    CAPTION: "caption captions figcaption wp-caption-text imagecaption photocaption credit credits photocredit legend bildunterschrift"
    " lightbox copyrightholder",
    META: "byline bylines author authors timestamp dateline pubdate published posted postmeta metadata meta kicker eyebrow"
    " authorbox autor autoren auteur auteurs autore bio biography writer publishdate datetime",
    TEASER: "related relatedarticles relatedposts recommend recommended recommendation recommendations recirc recirculation teaser teasers"
    " readmore readalso morefrom popular trending latest similar mostread mostpopular suggested suggestions upnext nextarticle"
    " seealso carousel relacionadas relacionados relacionado correlati gerelateerd weiterlesen",
    BODY: "articlebody storybody postbody entrycontent articlecontent storycontent postcontent articletext storytext bodytext maincontent"
    " articlebodycontent bodycontent newsbody textbody richtext postentry bodycopy",
    HIDDEN: "hidden visuallyhidden hide sr-only sronly screenreader",
    LEAD: "standfirst lead lede dek subtitle subheadline summary deck excerpt abstract intro subhead subheading teasertext",
    TITLE: "headline title pagetitle",
    FRAME: "footer cookie cookies consent gdpr contentinfo",
    MENU: "nav navbar navigation menu menus submenu mainmenu topnav breadcrumb breadcrumbs",
    IMAGE: "image images img photo photos picture pictures bild bilder foto fotos absatzbild thumbnail thumb illustration",
}
_MEANING: dict[str, int] = {}
for _flag, _words in _WORDS.items():
    for _word in _words.split():
        _MEANING[_word] = _MEANING.get(_word, 0) | _flag
_PAIRS: Mapping[tuple[str, str], int] = {
    (left, right): flag
    for flag, pairs in {
        BODY: "article-body article-content article-text story-body story-content story-text entry-content post-content post-body"
        " post-text news-body news-content news-text body-content body-text body-copy content-body main-content article-main rich-text"
        " page-content content-text text-content",
        TEASER: "read-more read-also see-also more-from most-read most-popular most-viewed also-read up-next next-article more-stories more-news"
        " also-like other-news you-may",
        META: "entry-meta post-meta article-meta publish-date published-at article-info post-info",
        JUNK: "sign-up sign-in log-in tool-bar call-to email-signup info-box fact-box facts-box",
        COMMENT: "post-comments leave-reply",
        HIDDEN: "sr-only visually-hidden screen-reader",
        CAPTION: "image-source image-caption photo-caption",
    }.items()
    for left, right in (pair.split("-") for pair in pairs.split())
}
_BEGIN_PAIRS = frozenset(left for left, _ in _PAIRS)
_STEM = re.compile(
    "cookie|newsletter|advert|sponsor|breadcrumb|sidebar|footer|navigation|navbar|disqus|outbrain|taboola|pagination"
    "|teaser|caption|byline|kommentar|comment(?!ar|at)|related(?=article|post|stor|news|link|content)|recommend"
)
"""What names without a break between their words are known by: `cookiebanner`, `storyfooter`."""
_PARTS_OF_CLUES = ("fn", "firma", "update")
_UNSURE = 1 << 24
"""A word that is a clue, or none, by what stands beside it in the name."""
_BEGINS = 1 << 25
"""A word that means something with the one behind it."""
_CLUES_OF_WORDS = CLUES | UNDATED
_OF_WORDS_ALONE = _CLUES_OF_WORDS | _UNSURE | _BEGINS
_FORM_OF_PAGE = re.compile(r"(?:tag|category|cat|has|no|not|with|without|comment-status|js|sc|css)[-_]|has[A-Z]")
"""Class names that tell of a page's subject or arrangement, not of what the element is: `tag-sponsors`, `has-sidebar`."""
_NOT = re.compile("-+not?-")
"""What says that an element is not, or has not, what its name goes on with: `page-not-footer`."""
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LOW_PART = re.compile(r"[a-z]+")
"""The same in names without capitals, four of five."""
_NAMING = words_of("class id itemprop role data-testid data-component data-type data-module")
_HIDING = words_of("style hidden aria-hidden")
_JUDGED = _NAMING | _HIDING
"""The attributes that an element is judged by."""
SPEAKING = _JUDGED - {"class"} | {"property", "data-author"}
"""Beside its class, most elements have none that says anything."""


def judge(names: str) -> int:
    """The flags that an element's names carry."""
    return _judge(names) & ~CLUES


def _judge(names: str) -> int:
    """The flags of names, and the clues that they give to author and date."""
    found = 0
    for name in names.split():
        flags = _known_names.get(name)
        found |= _judge_name(name) if flags is None else flags
    return found & ~(DATED | UNDATED) if found & UNDATED else found


def _judge_name(name: str) -> int:
    is_low = name.islower()
    words = _LOW_PART.findall(name) if is_low else [part.lower() for part in _NAME_PART.findall(name)]
    said = 0
    for word in words:
        meaning = _known_words.get(word)
        said |= _judge_word(word) if meaning is None else meaning
    if said & _BEGINS:
        for pair in pairwise(words):
            said |= _PAIRS.get(pair, 0)
    # A clue may begin in one word and end in the next: `userName`.
    clues = said & _CLUES_OF_WORDS if is_low and not said & _UNSURE else clues_of(name)
    flags = said & ~_OF_WORDS_ALONE
    if flags and _FORM_OF_PAGE.match(name):
        flags = 0
    elif flags and "-no" in name and (negated := _NOT.search(name)):
        flags = _judge_name(name[: negated.start()]) & ~CLUES
    found = _known_names[name] = flags | clues
    return found


def _judge_word(word: str) -> int:
    said = _MEANING.get(word, 0) | clues_of(word)
    if len(word) > 8 and (stem := _STEM.search(word)):
        said |= _MEANING[stem[0]]
    if word.endswith(_PARTS_OF_CLUES):
        said |= _UNSURE
    if word in _BEGIN_PAIRS:
        said |= _BEGINS
    _known_words[word] = said
    return said


_known_names: dict[str, int] = {}
_known_words: dict[str, int] = {}
"""What the names of classes, and the words in them, say: flags and clues. Each page brings a hundred and fifty names that
none before it had, but hardly a word."""


SIGNED = 1 << 26
"""An attribute of the element says who wrote what it holds."""
WRITER = "data-author"
"""That attribute, as forums have it."""
_PROPERTY = 1 << 22
"""The element has an `itemprop`, or a `property` of RDFa."""
TELLING = CLUES | _PROPERTY
"""The flags of an element that may tell the page's headline, author or date."""


class _Known(dict[str, int]):
    """What names say, judged where they are first asked for. Asking a dictionary costs a third of a call."""

    def __init__(self, judge: Callable[[str], int]) -> None:
        self._judge = judge

    def __missing__(self, names: str) -> int:
        flags = self[names] = self._judge(names)
        return flags


def _id_flags(name: str) -> int:
    """What an id says. Only one that holds the plain words is asked for author and date."""
    return _judge(name) if is_named(name) else judge(name)


known_classes = _Known(_judge)
"""What classes say, flags and clues."""
_known_ids = _Known(_id_flags)
"""The same of ids."""
_MOST_KNOWN = 100_000
"""Names remembered; sites that make up names page by page would fill the memory otherwise. Another thread may forget them all
at any moment, so each is asked for once."""


def names_and_flags(attributes: Attributes) -> tuple[str, int]:
    """All names of an element and what they say. The clues of an id count only where the class is silent."""
    names = ""
    flags = of_id = 0
    for key, value in attributes.items():
        if key not in _JUDGED:
            if key == "property":
                flags |= _PROPERTY
            elif key == WRITER:
                flags |= SIGNED
            continue
        if key in _HIDING:
            if _hides(key, value):
                flags |= HIDDEN
        elif value:
            names = f"{names} {value}" if names else value
            if key == "class":
                flags |= known_classes[value]
            elif key == "id":
                of_id = _known_ids[value]
            else:
                flags |= judge(value)
                if key == "itemprop":
                    flags |= _PROPERTY
    return names, flags | (of_id & ~CLUES if flags & CLUES else of_id)


def _hides(key: str, value: str | None) -> bool:
    """Whether one of the attributes that can hide an element does so."""
    if key == "style":
        return (
            value is not None and "display" in value and "none" in value.replace(" ", "").partition("display:")[2][:4]
        )
    return key == "hidden" or value == "true"


def forget_if_many() -> None:
    """Forget what names say once too many are remembered."""
    for judged in (known_classes, _known_ids, _known_names, _known_words):
        if len(judged) > _MOST_KNOWN:
            judged.clear()
