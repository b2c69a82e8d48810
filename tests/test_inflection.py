"""A word is found in its other forms, in whatever language; words that only look alike are kept apart."""

from __future__ import annotations

import pytest
from engine_model import story, write
from hypothesis import given
from hypothesis import strategies as st

from newsearch import engine
from newsearch.engine.analysis import Analyzer
from newsearch.engine.light_stemming import LEFT_BY_SNOWBALL, TABLE, without_particle
from newsearch.engine.stemming import LIGHT, SNOWBALL, TIDIED, fold, stemmed
from newsearch.model import Hit
from newsearch.search import Searcher

FORMS = {
    "ar": "حكومة الحكومة والحكومة للحكومة; انتخابات الانتخابات; ولاية الولايات; فرنسا وفرنسا; قانون القانون",
    "az": "hökumət hökuməti hökumətin hökumətlər; Bakı Bakıda Bakının; qanun qanunlar qanunun",
    "be": "Мінск Мінска Мінску; закон закона законаў",
    "bg": "президент президента президентът президентите; министър министърът министри; град градове градът; партия партията партии",
    "bn": "সরকার সরকারের সরকারকে; ঢাকা ঢাকার ঢাকায়; বাংলাদেশ বাংলাদেশে; দল দলের দলটি",
    "bs": "predsjednik predsjednika predsjedniku; Sarajevo Sarajeva Sarajevu",
    "cs": "vláda vlády vládě; Praha Prahy Prahu; ministr ministři",
    "et": "Tallinn Tallinna Tallinnas; valitsus valitsuse valitsust; minister ministri ministrid",
    "fa": "دولت دولت‌ها دولتهای دولتی; وزیر وزیران; نماینده نمایندگان; ایران ایرانی ایرانیان",
    "fi": "Suomi Suomen Suomessa; hallitus hallituksen hallitusta; Helsinki Helsingin; suomalainen suomalaisen",
    "gu": "સરકાર સરકારના સરકારે; ગુજરાત ગુજરાતમાં",
    "he": "ממשלה הממשלה ממשלת לממשלה; ירושלים בירושלים לירושלים; בחירות הבחירות; חוק החוק חוקים",
    "hr": "vlada vlade vladi vladom; Zagreb Zagreba Zagrebu; ministar ministra; zakon zakoni",
    "hu": "Budapest Budapesten Budapestről; kormány kormányt kormánynak; választás választások választásokon",
    "ka": "მთავრობა მთავრობის მთავრობამ; თბილისი თბილისში თბილისის; საქართველო საქართველოში",
    "kk": "үкімет үкіметтің үкіметке; Қазақстан Қазақстанда Қазақстанның; сайлау сайлауда",
    "kn": "ಸರ್ಕಾರ ಸರ್ಕಾರದ; ಬೆಂಗಳೂರು ಬೆಂಗಳೂರಿನಲ್ಲಿ",
    "ko": "정부 정부는 정부가 정부의; 서울 서울에서 서울로 서울까지; 대통령 대통령이 대통령은 대통령을",
    "lv": "valdība valdības valdībā; Rīga Rīgā Rīgas; prezidents prezidenta prezidentam",
    "mk": "претседател претседателот претседатели; влада владата; министер министерот министри",
    "ml": "കേരളം കേരളത്തിൽ കേരളത്തിന്റെ; സർക്കാർ സർക്കാരിന്റെ",
    "mr": "सरकार सरकारने सरकारच्या; महाराष्ट्र महाराष्ट्रात; पुणे पुण्यात",
    "ms": "menteri menterinya; membina dibina",
    "no": "minister ministeren; regjering regjeringen; leder lederen",
    "pa": "ਕਿਸਾਨ ਕਿਸਾਨਾਂ; ਚੋਣ ਚੋਣਾਂ",
    "pl": "Warszawa Warszawie Warszawy; rząd rządu rządem",
    "ro": "guvern guvernul guvernului; ministru ministrul ministrului; președinte președintelui",
    "ru": "президент президента президентом; Киева Киев Киеву Киеве; Медведевым Медведев Медведева; город городов",
    "sk": "vláda vlády vláde vládou; Košice Košiciach; minister ministra ministrovi",
    "sl": "vlada vlade vladi vlado; Maribor Maribora Mariboru; minister ministra ministrov",
    "sq": "qeveria qeverisë qeverinë; Tirana Tiranë Tiranës",
    "sr": "влада владе владу; Београд Београду; Beograd Beogradu Београда",
    "sw": "shule shuleni; mwanafunzi wanafunzi; waziri mawaziri",
    "te": "ప్రభుత్వం ప్రభుత్వాన్ని; హైదరాబాద్ హైదరాబాద్‌లో; కోర్టు కోర్టులో",
    "uk": "Київ Києва Києві; Харків Харкова Харкові; Львів Львові; сказав сказала; президент президентом президентів",
    "ur": "حکومت حکومتوں حکومتیں; وزیر وزیروں; انتخابات انتخابی",
    "uz": "Toshkent Toshkentda Toshkentning; saylov saylovlarda",
}
"""Each group is of one word, which stands in a page in its first form."""
APART = {
    "ar": "لبنان لبن; ولاية ولا; كتاب كاتب; مدينة دين",
    "az": "qanun qan; nazir nazik",
    "be": "выбары выбух",
    "bg": "град градина; съд съдба; правителство право; български България",
    "bn": "দেশ দেখা; পুলিশ পুল; আদালত আদা",
    "cs": "vláda vlak; zákon zákaz",
    "et": "linn lind; seadus seade; partei partner",
    "fa": "شهر شهید; جنگ جنگل; بانک بانو",
    "fi": "puolue puolustus; laki lakko; vaalit vaara",
    "gu": "ગુજરાત ગુજરાન",
    "he": "בריאות ריאות; ממשלה משל; בחירות חירות; ביטחון טחינה",
    "hr": "vlada vlast; zakon zakup; sud sudac",
    "hu": "város vár; ország óra",
    "ka": "პარტია პარტნიორი; მთავრობა მთა; ქალაქი ქალი",
    "kk": "қала қалам; сайлау саяси; үкімет үміт",
    "kn": "ಸರ್ಕಾರ ಸರಕು",
    "ko": "국가 국민; 회의 회사; 경기도 경제; 평가 평화",
    "lv": "valdība valsts; tiesa tiesnesis; saeima saime",
    "mk": "град градина; влада власт",
    "ml": "നഗരം നഗ്നം",
    "mr": "भारत भार",
    "ms": "kerajaan kerja; kota kotak",
    "no": "by byrå; krig krigsmann",
    "pa": "ਸਰਕਾਰ ਸਰਕਣਾ",
    "pl": "głos głowa; wojna wojsko",
    "ru": "Ростова рост; город гордость; Киева киевский",
    "sk": "mesto mesiac; súd sudca; vojna vojak",
    "sl": "mesto mesec; vojna vojak; vlada vlak",
    "sq": "partia partneri; policia politika",
    "sr": "град грађанин; влада власт",
    "sw": "maji jiji; mkutano mkuki",
    "te": "మంత్రి మంత్రం; నగరం నగ",
    "uk": "голова гол; уряд урядовець; війна військо",
    "ur": "ملک ملکہ; شہر شہید",
    "uz": "vazir vazifa",
}
"""Pairs: a page has the first, the second is asked for."""


def groups(table: dict[str, str], language: str) -> list[list[str]]:
    return [group.split() for group in table[language].split(";")]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """One index of all languages: a word is asked for without a word on its language."""
    index = engine.create_index(tmp_path_factory.mktemp("languages") / "index")
    pages = [
        (f"/{folder}/{language}{number}.html", language, group[0])
        for folder, table in (("forms", FORMS), ("apart", APART))
        for language in table
        for number, group in enumerate(groups(table, language))
    ]
    write(index, [story(n, f"5 {word}, 7 9.", path, language=of) for n, (path, of, word) in enumerate(pages)])
    return Searcher(index)


def found(searcher: Searcher, word: str) -> dict[str, Hit]:
    """The hits by path."""
    return {hit.document.path: hit for hit in searcher.search(word, limit=1000, group=False).hits}


@pytest.mark.parametrize("language", FORMS)
def test_a_word_is_found_and_marked_in_its_other_forms(searcher: Searcher, language: str) -> None:
    for number, (written, *asked) in enumerate(groups(FORMS, language)):
        for form in asked:
            hit = found(searcher, form).get(f"/forms/{language}{number}.html")
            assert hit, f"{form} does not find {written}"
            assert hit.snippet.spans, f"{form} does not mark {written}"


@pytest.mark.parametrize("language", APART)
def test_words_that_look_alike_are_kept_apart(searcher: Searcher, language: str) -> None:
    for number, (written, asked) in enumerate(groups(APART, language)):
        page = f"/apart/{language}{number}.html"
        assert page in found(searcher, written)
        assert page not in found(searcher, asked), f"{asked} finds {written}"


@given(st.sampled_from(sorted({*LIGHT, *SNOWBALL})), st.data())
def test_a_word_of_letters_has_a_term_and_none_that_is_longer(language: str, data: st.DataObject) -> None:
    letters = "".join([*FORMS.get(language, ""), *APART.get(language, "")]).replace(";", "").replace(" ", "") or "aeiou"
    word = data.draw(st.text(letters, min_size=1, max_size=9))
    term = stemmed(word, language)
    assert term or not fold(word)
    if language in LIGHT:
        assert len(term) <= len(fold(word))


def test_every_language_with_endings_is_stemmed() -> None:
    assert set(TABLE) == LIGHT
    assert set(LEFT_BY_SNOWBALL) == TIDIED < SNOWBALL.keys()
    assert not LIGHT & SNOWBALL.keys()


@pytest.mark.parametrize(
    ("word", "noun"),
    [
        ("서울에서", "서울"),
        ("서울로", "서울"),
        ("부산으로", "부산"),
        ("정부가", "정부"),
        ("정부까지", "정부"),
        ("회의", "회의"),  # two syllables stay
        ("전문가", "전문가"),  # 가 stands behind vowels only
        ("경기도", "경기도"),
        ("GDP는", "GDP는"),
        ("서울", "서울"),
    ],
)
def test_a_korean_word_is_asked_for_without_its_particle(word: str, noun: str) -> None:
    assert without_particle(word) == noun


def test_a_phrase_of_korean_is_asked_for_as_it_is() -> None:
    analyzer = Analyzer()
    written = [term for _, _, term in analyzer.tokens("서울에서 열린", "ko")]
    asked = analyzer.query_terms("서울에서 열린", ["ko"])
    assert [term for position in asked for term in position] == [written[0], written[1], written[2], written[4]]
    assert [len(position) for position in asked] == [1, 1, 1, 0, 1]
