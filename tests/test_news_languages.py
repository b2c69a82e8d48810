"""What stands around a story in the languages of news, language by language: who wrote it, when it was published and updated, who comments when."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from newsearch import read_page
from newsearch.pages import dates
from newsearch.pages.crediting import byline, clean_authors
from newsearch.pages.dates.relative import is_relative


class Lines(NamedTuple):
    """The lines of one language about a story of 12 March 2026 that was updated a day later."""

    published: str
    updated: str
    ago: tuple[str, ...]


LINES = {
    "ar": Lines("الخميس 12 مارس 2026 - 14:35", "آخر تحديث: 13 مارس 2026، 09:10", ("منذ 3 ساعات", "منذ ساعة", "منذ أسبوعين")),
    "bg": Lines("четвъртък, 12 март 2026 г., 14:35 ч.", "Обновена: 13 март 2026 г., 09:10", ("преди 3 часа", "преди 2 дни")),
    "bn": Lines("প্রকাশ: ১২ মার্চ ২০২৬, ১৪:৩৫", "আপডেট: ১৩ মার্চ ২০২৬, ০৯:১০", ("৩ ঘণ্টা আগে", "২ দিন আগে")),
    "et": Lines("Neljapäev, 12. märts 2026, 14:35", "Uuendatud 13. märts 2026, 9:10", ("3 tundi tagasi", "2 päeva tagasi")),
    "fa": Lines("پنجشنبه ۲۱ اسفند ۱۴۰۴ - ۱۴:۳۵", "به‌روزرسانی: ۲۲ اسفند ۱۴۰۴", ("۳ ساعت پیش",)),
    "he": Lines("יום חמישי, 12 במרץ 2026, 14:35", "עודכן: 13 במרץ 2026, 09:10", ("לפני 3 שעות", "לפני יומיים", "לפני שעה")),
    "hr": Lines("četvrtak, 12. ožujka 2026. u 14:35", "Ažurirano: 13. ožujka 2026. u 9:10", ("prije 3 sata", "prije 2 dana")),
    "hu": Lines("2026. március 12., csütörtök 14:35", "Frissítve: 2026. március 13. 09:10", ("3 órája", "2 napja")),
    "hy": Lines("Հինգշաբթի, 12 մարտի 2026, 14:35", "Թարմացվել է՝ 13 մարտի 2026, 09:10", ("3 ժամ առաջ", "2 օր առաջ")),
    "ja": Lines("2026年3月12日（木）14時35分", "更新：2026年3月13日 9時10分", ("3時間前",)),
    "ka": Lines("12 მარტი 2026, 14:35", "განახლდა: 13 მარტი 2026, 09:10", ("3 საათის წინ", "2 დღის წინ")),
    "kk": Lines("12 наурыз 2026, бейсенбі 14:35", "Жаңартылды: 13 наурыз 2026, 09:10", ("3 сағат бұрын", "2 күн бұрын")),
    "lt": Lines("Ketvirtadienis, 2026 m. kovo 12 d. 14:35", "Atnaujinta 2026 m. kovo 13 d. 9:10", ("prieš 3 valandas", "prieš 2 dienas")),
    "lv": Lines("Ceturtdiena, 2026. gada 12. marts, 14:35", "Atjaunots: 2026. gada 13. marts, 9:10", ("pirms 3 stundām", "pirms 2 dienām")),
    "ml": Lines("വ്യാഴം, 12 മാർച്ച് 2026, 14:35", "അപ്ഡേറ്റ് ചെയ്തത്: 13 മാർച്ച് 2026, 09:10", ("3 മണിക്കൂർ മുമ്പ്", "2 ദിവസം മുമ്പ്")),
    "ms": Lines("Khamis, 12 Mac 2026, 2:35 petang", "Kemas kini: 13 Mac 2026, 9:10 pagi", ("3 jam yang lalu",)),
    "pt": Lines("Quinta-feira, 12 de março de 2026 às 14h35", "Atualizado em 13 de março de 2026 às 09h10", ("há 3 horas",)),
    "sk": Lines("štvrtok 12. marca 2026 o 14:35", "Aktualizované 13. marca 2026 o 9:10", ("pred 3 hodinami", "pred 2 dňami")),
    "sl": Lines("četrtek, 12. marec 2026 ob 14.35", "Posodobljeno: 13. marec 2026 ob 9.10", ("pred 3 urami", "pred 2 dnevoma")),
    "sr": Lines("Четвртак, 12. март 2026, 14:35", "Ажурирано: 13. март 2026, 09:10", ("пре 3 сата", "пре 2 дана")),
    "sw": Lines("Alhamisi, 12 Machi 2026, saa 8:35 mchana", "Imesasishwa: 13 Machi 2026", ("saa 3 zilizopita", "siku 2 zilizopita")),
    "ta": Lines("வியாழன், 12 மார்ச் 2026, 14:35", "புதுப்பிக்கப்பட்டது: 13 மார்ச் 2026, 09:10", ("3 மணி நேரம் முன்பு", "2 நாட்கள் முன்பு")),
    "te": Lines("గురువారం, 12 మార్చి 2026, 14:35", "అప్‌డేట్: 13 మార్చి 2026, 09:10", ("3 గంటల క్రితం", "2 రోజుల క్రితం")),
    "th": Lines("วันพฤหัสบดีที่ 12 มีนาคม 2569 เวลา 14:35 น.", "อัปเดต: 13 มีนาคม 2569 เวลา 09:10 น.", ("3 ชั่วโมงที่แล้ว", "2 วันที่แล้ว")),
    "ur": Lines("جمعرات 12 مارچ 2026", "آخری اپڈیٹ: 13 مارچ 2026", ("3 گھنٹے پہلے", "2 دن پہلے")),
    "zh": Lines("2026年3月12日 週四 下午2:35", "更新時間：2026年3月13日 上午9:10", ("3小時前", "2天前")),
}  # fmt: skip

of_each_language = pytest.mark.parametrize(("language", "lines"), LINES.items(), ids=list(LINES))


@of_each_language
def test_a_line_with_weekday_and_time_is_a_date(language: str, lines: Lines) -> None:
    assert dates.parse_date(lines.published, language=language) == "2026-03-12"
    assert not dates.is_update(lines.published)


@of_each_language
def test_a_line_that_says_updated_is_a_date_and_an_update(language: str, lines: Lines) -> None:
    assert dates.parse_date(lines.updated, language=language) == "2026-03-13"
    assert dates.is_update(lines.updated)


@of_each_language
def test_how_long_ago_a_comment_was_written_is_known(language: str, lines: Lines) -> None:
    assert [said for said in lines.ago if not is_relative(said)] == []


@pytest.mark.parametrize(
    "text", ["Leo", "Jana", "3 Dana", "Hari 3", "Mac 3", "2 nap", "3 éves", "Saa 3", "2 dnevi", "3 minuti"]
)
def test_names_and_lone_amounts_tell_no_time(text: str) -> None:
    assert not is_relative(text)


BYLINES = {
    "Autorė: Rasa Kazlauskienė, žurnalistė, Kaunas": "Rasa Kazlauskienė",
    "Autors: Ilze Bērziņa, žurnāliste, Liepāja": "Ilze Bērziņa",
    "Piše: Ivana Horvat, novinarka, Split": "Ivana Horvat",
    "Пише: Јелена Петровић, новинарка, Нови Сад": "Јелена Петровић",
    "Írta: Szabó Katalin, újságíró, Szeged": "Szabó Katalin",
    "Teksti: Päivi Korhonen, toimittaja, Oulu": "Päivi Korhonen",
    "Haber: Ayşe Yılmaz, muhabir, İzmir": "Ayşe Yılmaz",
    "Автор: Айгүл Нұрланова, тілші, Алматы": "Айгүл Нұрланова",
    "Հեղինակ՝ Աննա Պետրոսյան": "Աննա Պետրոսյան",
    "ავტორი: ნინო ბერიძე": "ნინო ბერიძე",
    "كتب: أحمد منصور، مراسل، القاهرة": "أحمد منصور",
    "מאת: רונית לוי, כתבת, חיפה": "רונית לוי",
    "تحریر: عائشہ خان": "عائشہ خان",
    "लेखक: सुनीता शर्मा, संवाददाता, जयपुर": "सुनीता शर्मा",
    "লেখক: ফারহানা রহমান": "ফারহানা রহমান",
    "எழுதியவர்: கவிதா முருகன்": "கவிதா முருகன்",
    "రచన: లక్ష్మి రెడ్డి": "లక్ష్మి రెడ్డి",
    "ലേഖകൻ: അനിത നായർ": "അനിത നായർ",
    "Tác giả: Nguyễn Thị Lan, phóng viên": "Nguyễn Thị Lan",
    "记者：王小明": "王小明",
}


@pytest.mark.parametrize(("line", "name"), BYLINES.items(), ids=[line.split()[0] for line in BYLINES])
def test_of_a_byline_with_job_and_city_the_name_is_left(line: str, name: str) -> None:
    assert clean_authors(line) == (name,)
    assert byline(line) == (name,)


@pytest.mark.parametrize("line", ["記者陳美玲／台北報導", "陳美玲/台北報導"])
def test_the_city_that_a_reporter_wrote_from_is_no_author(line: str) -> None:
    assert clean_authors(line) == ("陳美玲",)


def test_a_reporter_and_the_city_make_a_byline_and_a_press_conference_does_not() -> None:
    assert byline("記者陳美玲／台北報導") == ("陳美玲",)
    assert byline("記者会見／東京") is None


@pytest.mark.parametrize(
    "text",
    [
        "آخر تحديث",
        "അപ്ഡേറ്റ് ചെയ്തത്",
        "شیئر کریں",
        "اقرأ المزيد",
        "টিপ্পণী মন্তব্য",
        "phóng viên",
        "כתבה: דנה שפירא",
        "செய்தியாளர்: முத்து வேல்",
        "แชร์ ข่าว",
    ],
)
def test_labels_in_scripts_without_capitals_are_no_names(text: str) -> None:
    assert clean_authors(text) == ()


PAGES = {
    "he": ("מועצת העיר אישרה גשר חדש מעל הנהר", "מאת: רונית לוי, כתבת, חיפה", "רונית לוי", "הגשר הישן ליד הנמל. צילום: דוד כהן", "תגובות",
           "משה ברק", "סוף סוף חדשה טובה לתושבי השכונה.",
           "מועצת העיר אישרה ביום רביעי בערב ברוב גדול את בנייתו של גשר חדש שיחבר את שתי הגדות החל משנת 2028, כך נמסר."),
    "lt": ("Taryba pritarė naujam tiltui per upę", "Autorė: Rasa Kazlauskienė, žurnalistė", "Rasa Kazlauskienė", "Senasis tiltas uoste. J. Petraičio nuotr.",
           "Komentarai", "Petras Jonaitis", "Pagaliau gera žinia šio rajono gyventojams.",
           "Taryba trečiadienio vakarą didele balsų dauguma pritarė naujo tilto statybai, kuris nuo 2028 metų sujungs abu krantus."),
    "te": ("నదిపై కొత్త వంతెనకు నగర మండలి ఆమోదం", "రచన: లక్ష్మి రెడ్డి", "లక్ష్మి రెడ్డి", "ఓడరేవు వద్ద పాత వంతెన. ఫోటో: రవి", "వ్యాఖ్యలు", "రాజు నాయుడు",
           "చివరకు ఈ ప్రాంత ప్రజలకు మంచి వార్త.",
           "నగర మండలి బుధవారం సాయంత్రం భారీ మెజారిటీతో కొత్త వంతెన నిర్మాణానికి ఆమోదం తెలిపింది, ఇది 2028 నుంచి రెండు ఒడ్డులను కలుపుతుంది."),
    "ja": ("市議会、川に架かる新しい橋を承認", "記者：田中健太", "田中健太", "港の近くの古い橋＝佐藤一郎撮影", "コメント", "鈴木花子", "やっとこの地域の人たちにいい知らせが来ました。",
           "市議会は水曜日の夜、賛成多数で新しい橋の建設を承認した。橋は二〇二八年から川の両岸を結ぶことになると市長は会議のあとに述べた。"),
}  # fmt: skip


@pytest.mark.parametrize("language", PAGES)
def test_a_dump_is_split_into_story_caption_and_comment(language: str) -> None:
    title, credit, author, caption, heading, name, said, body = PAGES[language]
    lines = LINES[language]
    above = [title, "", credit, lines.published, lines.updated, "", caption, ""]
    below = [body, "", body, "", heading, "", name, lines.ago[0], said]
    blocks = read_page("\n".join(above + below).encode(), name="page.txt").blocks
    story = next(block for block in blocks if block.kind == "article")
    assert (story.title, story.authors, story.date) == (title, (author,), "2026-03-12")
    assert caption in story.captions
    assert caption not in story.body
    comments = [block for block in blocks if block.kind == "comment"]
    assert [(comment.authors, comment.body) for comment in comments] == [((name,), said)]
