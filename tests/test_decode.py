"""Bytes become text in the charset that they are in, whatever they claim, and no control gets past the border."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.pages.decode import charset_name, clean, decode, looks_binary

TEXTS = {
    "ru": "Президент подписал указ о выделении средств на восстановление мостов, разрушенных весенним паводком. По словам главы "
    "района, работы начнутся уже в понедельник, а первые машины пойдут по новой дороге к осени.",
    "uk": "Уряд схвалив план відбудови мостів, зруйнованих весняною повінню. За словами голови громади, роботи розпочнуться вже "
    "в понеділок, а перші авто поїдуть новою дорогою до осені.",
    "zh": "市政府星期一宣布,将拨款修复春季洪水冲毁的桥梁。区长表示,工程将于下周开工,首批车辆有望在秋天通过新路。湖边村的居民为这一决定等了两年多。",
    "zh-tw": "市政府星期一宣布,將撥款修復春季洪水沖毀的橋樑。區長表示,工程將於下週開工,首批車輛有望在秋天通過新路。居民等了兩年多。",
    "ja": "市は月曜日、春の洪水で壊れた橋の修復に予算を充てると発表した。区長によると工事は来週始まり、秋には最初の車が新しい道路を通る見込みだ。",
    "ko": "시 정부는 월요일 봄 홍수로 무너진 다리를 복구하는 데 예산을 배정한다고 발표했다. 구청장은 공사가 다음 주에 시작된다고 말했다.",
    "ar": "أعلنت الحكومة يوم الاثنين عن تخصيص أموال لإصلاح الجسور التي دمرتها فيضانات الربيع. وقال رئيس البلدية إن العمل سيبدأ الأسبوع.",
    "pl": "Rząd ogłosił w poniedziałek, że przeznaczy pieniądze na odbudowę mostów zniszczonych przez wiosenną powódź. Według wójta "
    "prace zaczną się w przyszłym tygodniu, a pierwsze samochody pojadą nową drogą jesienią.",
    "cs": "Vláda v pondělí oznámila, že vyčlení peníze na obnovu mostů zničených jarní povodní. Podle starosty začnou práce příští "
    "týden a první auta pojedou po nové silnici na podzim.",
    "de": "Die Regierung kündigte am Montag an, Geld für die vom Frühjahrshochwasser zerstörten Brücken bereitzustellen. Die "
    "Einwohner hätten „über zwei Jahre“ gewartet, sagte die Bürgermeisterin – länger als irgendwo sonst.",
    "fr": "Le gouvernement a annoncé lundi qu’il débloquerait des fonds pour les ponts détruits par la crue du printemps. Selon la "
    "maire, les travaux débuteront la semaine prochaine et les habitants ont attendu « plus de deux ans ».",
    "tr": "Hükümet pazartesi günü, ilkbahar selinde yıkılan köprülerin onarımı için para ayıracağını açıkladı. Belediye başkanına "
    "göre çalışmalar gelecek hafta başlayacak ve şehir halkı bu kararı iki yıldan fazla bekledi.",
    "el": "Η κυβέρνηση ανακοίνωσε τη Δευτέρα ότι θα διαθέσει χρήματα για την αποκατάσταση των γεφυρών. Σύμφωνα με τον δήμαρχο, οι "
    "εργασίες θα αρχίσουν την επόμενη εβδομάδα.",
    "he": "הממשלה הודיעה ביום שני כי תקצה כסף לשיקום הגשרים שנהרסו בשיטפון האביב. לדברי ראש העיר, העבודות יתחילו בשבוע הבא.",
    "th": "รัฐบาลประกาศเมื่อวันจันทร์ว่าจะจัดสรรงบประมาณเพื่อซ่อมแซมสะพานที่ถูกน้ำท่วมทำลายในฤดูใบไม้ผลิ นายกเทศมนตรีกล่าวว่างานจะเริ่มในสัปดาห์หน้า",
}
WRITTEN = [
    ("ru", "windows-1251"), ("ru", "koi8-r"), ("ru", "iso8859-5"), ("ru", "cp866"), ("uk", "windows-1251"), ("uk", "koi8-u"),
    ("zh", "gb18030"), ("zh", "gbk"), ("zh-tw", "big5"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("ja", "iso2022_jp"),
    ("ko", "euc_kr"), ("ar", "windows-1256"), ("pl", "windows-1250"), ("pl", "iso8859-2"), ("cs", "windows-1250"),
    ("de", "windows-1252"), ("fr", "windows-1252"), ("tr", "windows-1254"), ("el", "windows-1253"), ("he", "windows-1255"),
    ("th", "tis-620"),
]  # fmt: skip


def page(text: str, head: str = "") -> str:
    paragraphs = "".join(f'<p class="text">{text}</p>\n' for _ in range(4))
    return f"<html><head>{head}<title>{text[:40]}</title><style>p{{margin:0}}</style></head>\n<body>\n{paragraphs}</body></html>"


@pytest.mark.parametrize(("language", "charset"), WRITTEN)
@pytest.mark.parametrize("shape", ["text", "page"])
def test_an_undeclared_charset_is_detected(language: str, charset: str, shape: str) -> None:
    text = TEXTS[language] if shape == "text" else page(TEXTS[language])
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(("language", "charset"), WRITTEN)
def test_a_right_declaration_is_followed_without_a_word(language: str, charset: str) -> None:
    text = page(
        TEXTS[language], f'<meta charset="{charset.replace("iso8859", "iso-8859").replace("cp866", "ibm866")}">'
    )
    decoded = decode(text.encode(charset))
    assert decoded.text == text
    assert decoded.warnings == ()


@pytest.mark.parametrize(("language", "charset"), [pair for pair in WRITTEN if pair[0] not in ("de", "fr")])
def test_a_server_default_of_latin_1_is_overruled_by_the_letters(language: str, charset: str) -> None:
    text = page(TEXTS[language])
    decoded = decode(text.encode(charset), declared="ISO-8859-1")
    assert decoded.text == text
    if charset != "iso2022_jp":
        assert decoded.warnings[0].startswith("declared windows-1252, read as ")


def test_an_escape_before_a_dollar_makes_no_japanese_of_a_page_that_is_none() -> None:
    assert decode("Café \x1b$ 5".encode()).text == "Café \x1b$ 5"


def test_the_charset_of_an_xml_declaration_is_believed() -> None:
    text = "<?xml version='1.0' encoding='windows-1250'?><html><title>Čas</title></html>"
    assert decode(text.encode("windows-1250")).text == text


@pytest.mark.parametrize(
    "data", [b"\0a", b"A few \0 in a long line of text\0" * 9, b"\0\0a\0\0\0b\0" * 9, b"\1\0\2\0" * 9]
)
def test_zeros_alone_make_no_utf_16(data: bytes) -> None:
    assert decode(data).charset == "utf-8"


@pytest.mark.parametrize("charset", ["utf-16le", "utf-16be"])
@pytest.mark.parametrize(
    "text", ["市政府宣布將撥款修復春季洪水沖毀的橋樑區長表示工程將於下週動工\n" * 5, "1.\n\n\n\t\t\n"]
)
def test_utf_16_without_a_mark_shows_by_few_zeros_and_among_white_space(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset))
    assert (decoded.text, decoded.charset) == (text, charset)


def test_utf_8_with_a_broken_letter_says_that_another_charset_was_declared() -> None:
    decoded = decode(TEXTS["fr"].encode() * 5 + b"\xe9", declared="windows-1252")
    assert decoded.charset == "utf-8"
    assert decoded.warnings[0] == "declared windows-1252, read as utf-8"
    assert decode(TEXTS["fr"].encode() * 5 + b"\xe9", declared="utf-8").warnings == decoded.warnings[1:]


def test_letters_that_all_latin_charsets_write_alike_need_no_detection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("newsearch.pages.decode._detect")
    text = page(TEXTS["de"] * 3)
    assert decode(text.encode("windows-1252"), declared="ISO-8859-1").text == text


@pytest.mark.parametrize(("language", "charset"), [pair for pair in WRITTEN if pair[1] != "iso2022_jp"])
def test_a_page_that_claims_utf_8_and_is_not_is_read_as_what_it_is(language: str, charset: str) -> None:
    text = page(TEXTS[language], '<meta charset="utf-8">')
    decoded = decode(text.encode(charset))
    assert decoded.text == text
    assert decoded.warnings == (f"declared utf-8, read as {decoded.charset}",)


@pytest.mark.parametrize(
    ("language", "charset", "claimed"),
    [
        ("ru", "windows-1251", "koi8-r"),
        ("ru", "koi8-r", "windows-1251"),
        ("ru", "windows-1251", "shift_jis"),
        ("ru", "windows-1251", "gb2312"),
        ("fr", "windows-1252", "windows-1251"),
        ("ja", "shift_jis", "euc-jp"),
        ("ja", "euc_jp", "shift_jis"),
        ("ko", "euc_kr", "big5"),
    ],
)
def test_a_declaration_that_plainly_does_not_fit_is_overruled(language: str, charset: str, claimed: str) -> None:
    text = page(TEXTS[language], f'<meta http-equiv="Content-Type" content="text/html; charset={claimed}">')
    decoded = decode(text.encode(charset))
    assert decoded.text == text
    assert decoded.warnings == (f"declared {charset_name(claimed)}, read as {decoded.charset}",)


@pytest.mark.parametrize("claimed", ["windows-1251", "iso-8859-1", "gb2312", "shift_jis", "no-such-charset", "utf-16"])
@pytest.mark.parametrize("language", TEXTS)
def test_utf_8_is_read_as_utf_8_whatever_it_claims(language: str, claimed: str) -> None:
    text = page(TEXTS[language], f'<meta charset="{claimed}">')
    decoded = decode(text.encode())
    assert (decoded.text, decoded.charset) == (text, "utf-8")


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("language", ["ru", "de", "zh", "ar"])
def test_unicode_is_read_with_a_byte_order_mark_and_utf_16_without_one(charset: str, language: str) -> None:
    text = page(TEXTS[language])
    assert decode(text.encode(charset)).text == text


@pytest.mark.parametrize(
    ("claimed", "text", "warnings"),
    [
        ("windows-1251", "Paři", ("declared windows-1251, read as utf-8",)),
        ("windows-1251", "Paris", ()),
        ("utf-8", "Paři", ()),
        ("utf-16le", "Paři", ()),  # read this far, a page is not UTF-16: the rule of HTML
        ("utf-16", "Paris", ()),
    ],
)
def test_only_a_claim_that_would_read_otherwise_is_warned_of(
    claimed: str, text: str, warnings: tuple[str, ...]
) -> None:
    read = decode(f'<meta charset="{claimed}"><p>{text}</p>'.encode())
    assert (read.charset, read.warnings) == ("utf-8", warnings)
    assert read.text.endswith(f"<p>{text}</p>")


def test_a_few_bad_bytes_do_not_make_utf_8_something_else() -> None:
    data = page(TEXTS["ru"]).encode()
    decoded = decode(data[:600] + b"\xff\xc3" + data[600:-3] + b"\xd0")
    assert decoded.charset == "utf-8"
    assert TEXTS["ru"] in decoded.text
    assert "U+FFFD" in decoded.warnings[0]


def test_one_windows_apostrophe_in_an_english_page_is_an_apostrophe() -> None:
    assert decode(b"<p>The mayor didn\x92t say</p>").text == "<p>The mayor didn’t say</p>"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("ISO-8859-1", "windows-1252"),
        ("latin1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        (" 'UTF8' ", "utf-8"),
        ("gb2312", "gbk"),
        ("x-sjis", "shift_jis"),
        ("ks_c_5601-1987", "euc-kr"),
        ("cp1251", "windows-1251"),
        ("no-such-charset", None),
        ("", None),
        (None, None),
    ],
)
def test_labels_mean_what_browsers_take_them_to_mean(label: str | None, name: str | None) -> None:
    assert charset_name(label) == name


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="koi8-r">',
        "<meta charset=koi8-r>",
        '<META HTTP-EQUIV="content-type" CONTENT="text/html; charset=KOI8-R">',
        '<?xml version="1.0" encoding="koi8-r"?>',
        f'<!-- {"x" * 2000} --><meta charset="koi8-r">',
    ],
)
def test_a_declaration_is_found_in_all_its_forms(head: str) -> None:
    decoded = decode((head + "<p>Мост</p>").encode("koi8-r"))
    assert (decoded.charset, decoded.text[-11:]) == ("koi8-r", "<p>Мост</p>")


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "iso-8859-1", "gbk", "shift_jis", "utf-16", "x-user-defined"]),
)
def test_any_bytes_can_be_read(data: bytes, declared: str | None) -> None:
    assert isinstance(decode(data, declared).text, str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x1b\ufeff")))
def test_any_text_in_utf_8_reads_back(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("dirty", "clear"),
    [
        ("plain\n\ttext", "plain\n\ttext"),
        ("a\r\nb\rc\x0cd\x85e\u2028f", "a\nb\nc\nd\ne\nf"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x07 on", "link on"),
        ("\x9b31mred\x9d0;title\x9c", "red"),
        ("\x1bPpayload\x1b\\rest\x1b(B", "rest"),
        ("cut \x1b[31", "cut "),
        ("evil\u202egnp.exe\u202c \u2066x\u2069", "evilgnp.exe x"),
        ("in\u00advisi\u200bble wo\u2060rds \ufeffhere", "invisible words here"),
        ("bell\x07 nul\x00 del\x7f", "bell nul del"),
        ("lone \ud800 surrogate, \ufffe and \U0003ffff and \U000e0041", "lone  surrogate,  and  and "),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚒", "👩\u200d🚒"),
        ("ภาษา\u200bไทย", "ภาษา\u200bไทย"),
        ("lat\u200cin", "latin"),
        ("𠀋 stays", "𠀋 stays"),
    ],
)
def test_what_passes_the_border(dirty: str, clear: str) -> None:
    assert clean(dirty) == clear


def test_what_needs_no_cleaning_stays_beside_what_does() -> None:
    plain = "".join(char for char in map(chr, range(0x30000)) if clean(char) == char)
    assert len(plain) > 120_000
    assert clean(f"{plain}\0") == plain


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_has_no_controls_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once.splitlines() == once.removesuffix("\n").split("\n") or not once
    assert not any((char < " " and char not in "\n\t") or "\x7f" <= char <= "\x9f" for char in once)
    assert not any(
        char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff" or "\ud800" <= char <= "\udfff"
        for char in once
    )
    once.encode()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x7fELF\x02", "a program"),
        (b"PK\x03\x04\x14\x00", "a zip archive or office document"),
        (b"\x00\x00\x00\x20ftypisom", "an MP4 recording or HEIF image"),
        (bytes(range(256)) * 8, "binary data"),
        (bytes(range(256)) * 8 + b"<p\xe8", "binary data"),
        (b"<html><body>\x00\x00\x00\x00 text</body></html>", None),
        ("Обычный текст".encode("utf-16-le"), None),
        ("Обычный текст".encode("koi8-r"), None),
        (b"", None),
    ],
)  # fmt: skip
def test_what_is_no_text_is_named(data: bytes, what: str | None) -> None:
    assert looks_binary(data) == what


def test_passages_in_another_charset_are_read_in_it() -> None:
    home, guest = TEXTS["de"], "Der Bürgermeister möchte später abstimmen lassen."
    for between in ("\n", "</p><p>"):
        data = (home + between).encode() + (guest + between).encode("windows-1252") + home.encode()
        found = decode(data)
        assert found.text == between.join((home, guest, home))
        assert found.warnings == ("1 passages are not utf-8, read as windows-1252",)


def test_a_character_that_was_cut_does_not_make_a_passage_one_of_another_charset() -> None:
    data = TEXTS["de"].encode() + b"\n" + "Der Bürgermeister möcht".encode()[:-4] + b" \xe2\x80 ...\n"
    assert decode(data).text.endswith("Der Bürgermeister m\ufffd \ufffd ...\n")


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_page_in_one_charset_is_no_mixture(language: str) -> None:
    codec = {"zh": "gb18030", "zh-tw": "big5", "ja": "cp932", "ko": "cp949", "ru": "koi8-r"}.get(language)
    if codec:
        words = [TEXTS[language][i : i + 7] for i in range(0, 70, 7)]
        assert decode("\n".join(words).encode(codec)).charset != "utf-8"
