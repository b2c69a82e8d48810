"""What tells the language of one text: its script, the commonest words, or what a model guesses, weighed against what its page
declares."""

from __future__ import annotations

import re
from collections.abc import Callable

_SAMPLE = 400
"""Characters that tell a text's language."""
_SURE = 0.7
LIKELY = 0.5
"""What the model has to give a language where nothing is declared."""
_POSSIBLE = 0.05

_BY_SCRIPT = (
    ("ja", re.compile("[\u3041-\u3096\u30a1-\u30fa]"), 0.1),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7a3]"), 0.2),
    ("zh", re.compile("[\u3400-\u9fff]"), 0.3),
    ("th", re.compile("[\u0e01-\u0e5b]"), 0.3),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), 0.5),
    ("he", re.compile("[\u05d0-\u05ea]"), 0.5),
    ("ka", re.compile("[\u10a0-\u10ff]"), 0.5),
    ("hy", re.compile("[\u0531-\u0587]"), 0.5),
)
"""(language, its letters, the share of them among all letters that settles it)."""
_ANY_SCRIPT = re.compile("[" + "".join([pattern.pattern[1:-1] for _, pattern, _ in _BY_SCRIPT]) + "]")

COMMON_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in that is for was with on as are by at from his her be said has have it an who will would",
        "de": "der die das und den von mit dem ist des auf für im nicht ein eine sich zu wird auch als nach bei einen wurde",
        "fr": "le la les des et du un une dans est pour que qui sur au par pas plus avec ce ses sont ont aux cette",
        "es": "el la los las del y que una por con para se su al como más fue sus lo este ha han según",
        "it": "il di che la le della per una con non del gli si nel alla dei è sono anche più dal ha delle",
        "pt": "o os do da dos das e que um uma para com não em no na por se ao mais foi como são pelo",
        "nl": "de het een van en dat is op te voor met zijn niet aan er ook door bij naar wordt om uit",
        "sv": "och att det som en är för på av med till den har inte om ett från var vid också",
        "da": "og at det er en til på for af med den der har ikke som de et fra ved også blev",
        "pl": "w i na z do się nie jest że o to od po przez jak za ale oraz są tego który",
        "ru": "в и на не что с по из он к как за от о для это его года году был также было",
        "uk": "в і на не що з та до у про від за для це як його також року під після який",
    }.items()
}
COMMON = 4
"""So many distinct common words of one language in a sample, and twice as many as of any other, that settle it without
the model: 99 stories of 100."""

_SAME_STEMS = {"yue": "zh", "wuu": "zh", "arz": "ar", "nb": "no", "sh": "sr", "bs": "sr", "als": "de"}
_UKRAINIAN = re.compile("[іїєґ]")
_BELARUSIAN = re.compile("ў")
_CYRILLIC = re.compile("[а-яёіїєґў]")


def start_of(text: str) -> str:
    """What of a text tells its language, in lower case: the model is poor at capitals."""
    return text[:_SAMPLE].lower()


def name_of(label: str) -> str:
    """The language of a label of the model."""
    name = label.removeprefix("__label__")
    return _SAME_STEMS.get(name, name)


def is_of_a_script(start: str) -> bool:
    """Whether `by_script` may know."""
    return _ANY_SCRIPT.search(start) is not None


def by_script(start: str) -> str | None:
    """The language whose letters have the share that settles it."""
    letters = sum(map(str.isalpha, start))
    for language, pattern, share in _BY_SCRIPT:
        if len(pattern.findall(start)) > share * letters:
            return language
    return None


def code_of(declared: str) -> str:
    """What a page declares as ISO 639-1: `pt` of `pt_BR`."""
    return declared.lower().replace("_", "-").split("-")[0]


def by_model(
    start: str, best: str, chance: float, declared: str | None, chance_of: Callable[[str], float]
) -> str | None:
    """What the model's `best` guess and its `chance` come to, beside what the page declares. `chance_of` is asked for the chance
    of that."""
    if len(best) == 2 and chance >= _SURE:
        return best
    if declared and chance_of(declared) >= _POSSIBLE:
        return declared
    if len(best) == 2 and chance >= LIKELY:
        return best
    return _by_letters(start) or declared


def _by_letters(start: str) -> str | None:
    """For Cyrillic too short for the model: letters that only one of the neighbours has."""
    if start.isascii() or len(_CYRILLIC.findall(start)) * 2 < len("".join(start.split())):
        return None
    return "be" if _BELARUSIAN.search(start) else "uk" if _UKRAINIAN.search(start) else "ru"
