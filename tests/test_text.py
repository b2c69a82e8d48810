"""Text dumps of pages, read from lines alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsearch.model import KINDS, Block, Page
from newsearch.pages.text import read_text, roles
from newsearch.pages.text.heads import slug_match
from newsearch.pages.text.lines import read_lines

STORY = (
    "The ferry between the two islands will stop at midnight, the company said on Monday, because too few people use it.\n\n"
    "Its owners had asked for a subsidy twice, and twice the council had refused to pay for a boat that runs empty.\n\n"
    "From May on, a bus will take the long way round over the new bridge, which costs the passengers forty minutes more.\n"
)


def read(text: str, saved: str | None = None) -> Page:
    return read_text(text, None, "page.txt", saved)


def only(text: str, kind: str = "article") -> Block:
    (block,) = (b for b in read(text).blocks if b.kind == kind)
    return block


def test_a_relative_date_counts_only_from_the_moment_of_saving() -> None:
    text = f"Night ferry to end in May\n\nMira Okafor\n9 hours ago - Coast\n\n{STORY}"
    assert only(text).date is None
    dated = read(text, saved="2022-01-06T20:00:00+00:00").blocks[0]
    assert dated.date is not None
    assert dated.date.startswith("2022-01-06")


def test_the_byline_may_stand_above_the_headline() -> None:
    text = "".join(
        f"{name}\n{day}\n\n{title}\n\n{STORY}\n"
        for name, day, title in (
            ("Mira Okafor", "Jan 5, 2022 - Coast", "Night ferry to end in May"),
            ("Jon Ruud", "Jan 4, 2022 - Coast", "Council sells the old lighthouse"),
        )
    )
    first, second = read(text).blocks
    assert (first.authors, first.date, first.title) == (("Mira Okafor",), "2022-01-05", "Night ferry to end in May")
    assert (second.authors, second.date) == (("Jon Ruud",), "2022-01-04")


def test_the_byline_may_stand_below_the_last_paragraph() -> None:
    text = "".join(
        f"{title}\n\n{STORY}\n{name}\n{day}\n\n"
        for name, day, title in (
            ("Mira Okafor", "Jan 5, 2022", "Night ferry to end in May"),
            ("Jon Ruud", "Jan 4, 2022", "Council sells the old lighthouse"),
        )
    )
    first, second = read(text).blocks
    assert (first.authors, first.date) == (("Mira Okafor",), "2022-01-05")
    assert (second.authors, second.date) == (("Jon Ruud",), "2022-01-04")


def test_a_list_has_its_dates_where_no_date_is_left_over() -> None:
    above = "More from the Pier\n2 May 2022\nA whale in the harbour\n1 May 2022\nThe fog that would not lift\n"
    below = "More from the Pier\nA whale in the harbour\n2 May 2022\nThe fog that would not lift\n1 May 2022\n"
    for text in (above, below):
        blocks = [(b.title, b.date) for b in read(f"Night ferry to end in May\n\n{STORY}\n{text}").blocks[1:]]
        assert blocks == [("A whale in the harbour", "2022-05-02"), ("The fog that would not lift", "2022-05-01")]


@pytest.mark.parametrize(
    "credit", ["AP Photo/Lorenz Vieth", "KOLX Photo", "PW Photo/Lorenz Vieth", "Courtesy photo", "Photo provided"]
)
def test_captions_belong_to_their_story_and_stay_out_of_its_body(credit: str) -> None:
    caption = f"The ferry leaves the northern pier, March 3, 2022. ({credit})"
    block = only(f"Night ferry to end in May\n\n{caption}\n\n{STORY}")
    assert block.captions == (caption,)
    assert caption not in block.body


@pytest.mark.parametrize(
    "line",
    ["Mira Okafor in Lakeport and Jon Ruud in Riga", "Mira Okafor and Jon Ruud in Riga", "Mira Okafor, Jon Ruud"],
)
def test_names_each_with_a_place_beside_a_date_are_a_byline(line: str) -> None:
    block = only(f"Night ferry to end in May\n\n{line}\nMay 2, 2022\n\n{STORY}")
    assert (block.title, block.authors) == ("Night ferry to end in May", ("Mira Okafor", "Jon Ruud"))


def test_the_standfirst_is_not_part_of_the_body() -> None:
    stand = "Too few passengers, too little money: after sixty years the boat between the islands goes out of service"
    block = only(f"Night ferry to end in May\n\n{stand}\n\nBy Mira Okafor\nMay 2, 2022\n\n{STORY}")
    assert block.standfirst == stand
    assert stand not in block.body
    assert block.authors == ("Mira Okafor",)


def test_a_page_title_gives_the_outlet_and_another_title() -> None:
    block = only(f"Night ferry to end in May\n\nNight Ferry To End | Coast | The Pier Review\n\n{STORY}")
    assert block.title == "Night ferry to end in May"
    assert block.outlet == "The Pier Review"
    assert [c.value for c in block.alternates if c.field == "title"] == ["Night Ferry To End | Coast | The Pier Review"]


def test_a_dateline_names_the_agency() -> None:
    block = only(f"Night ferry to end in May\n\nPORT ELLEN (AP) — {STORY}")
    assert block.agency == "AP"


@pytest.mark.parametrize(
    ("lines", "date", "source"),
    [
        ("Updated January 7, 2022\nJanuary 5, 2022\n\n", "2022-01-05", "date line"),
        ("January 5, 2022\nUpdated January 7, 2022\n\n", "2022-01-05", "date line"),
        ("Updated January 7, 2022\n\n", "2022-01-07", "date line"),
        ("RIGA, Jan. 12, 2022 /NewsLine/ -- ", "2022-01-12", "dateline"),
    ],
)
def test_the_day_of_a_story_is_that_of_its_publication(lines: str, date: str, source: str) -> None:
    block = only(f"Night ferry to end in May\n\n{lines}{STORY}")
    assert (block.date, block.provenance["date"]) == (date, source)


def test_the_headline_is_the_one_that_the_address_names() -> None:
    text = f"A whale swims into the harbour\n\nThe port in numbers today\n\nNight ferry to end in May\n\nBy Mira Okafor\n\n{STORY}"
    assert only(text).title == "Night ferry to end in May"
    named = read_text(text, "https://post.example/news/a-whale-swims-into-the-harbour", "page.txt").blocks[0]
    assert named.title == "A whale swims into the harbour"


def test_in_a_list_whose_dates_stand_with_every_second_line_the_others_sum_up() -> None:
    told = {
        "A whale in the harbour": "It came on Monday and stayed for the night",
        "The fog that would not lift": "Three weeks without a boat on the island",
        "The mayor sells her house": "She wants to live on the other side now",
        "Old bridge to be painted": "The council has chosen a lighter green for it",
    }
    items = "".join(f"{title}\n{summary}\nJanuary 5, 2022\n" for title, summary in told.items())
    teasers = read(f"Night ferry to end in May\n\n{STORY}\nMore from the Pier\n{items}").blocks[1:]
    assert {block.title: block.body for block in teasers} == told
    assert {block.date for block in teasers} == {"2022-01-05"}


def test_to_whom_people_told_something_is_the_outlet() -> None:
    told = "The mayor told Harbour Weekly on Monday that she would not pay for it again, and said no more than that."
    again = (
        "Her deputy told Harbour Weekly that he had never been asked, and that he would have said the same as she did."
    )
    more = "One of the owners told Harbour Weekly that he would sell the boat to whoever comes first with the money in hand."
    block = only(f"Night ferry to end in May\n\n{STORY}\n{told}\n\n{again}\n\n{more}\n")
    assert (block.outlet, block.provenance["outlet"]) == ("Harbour Weekly", "text")


def test_paragraphs_between_a_line_and_a_byline_in_a_comment_are_its_own() -> None:
    said = "The boats had to wait until the storm was over, which took them three days and a night."
    lines = [
        "Council sells the old lighthouse",
        said,
        f"{said} Once.",
        "By Mira Okafor",
        f"{said} Twice.",
        f"{said} Thrice.",
    ]
    text = "\n".join(["2 Comments", "  1. Look here.", *(f"    {line}" for line in lines), "", "  2. Thanks."])
    kinds = [block.kind for block in read(f"Night ferry to end in May\n\n{STORY}\n{text}\n").blocks]
    assert kinds == ["article", "comment", "comment"]


def test_numbered_comments_are_blocks_of_their_own() -> None:
    text = (
        f"Night ferry to end in May\n\n{STORY}\n2 Comments\n\n"
        "  1. I took it every week and never saw it empty.\n\n    Not once, in eleven years.\n\n"
        "  2. @Anna Then you took another boat than I did.\n"
    )
    comments = [b.body for b in read(text).blocks if b.kind == "comment"]
    assert comments == [
        "I took it every week and never saw it empty.\n\nNot once, in eleven years.",
        "@Anna Then you took another boat than I did.",
    ]


def test_broken_lines_of_a_paragraph_are_put_together() -> None:
    wrapped = (
        "The ferry between the two islands will stop at midnight, the company\n"
        "said on Monday, because too few people use it. Its owners had asked\n"
        "for a subsidy twice, and twice the council had refused to pay for a\n"
        "boat that runs empty.\n\n"
        "From May on, a bus will take the long way round over the new bridge,\n"
        "which costs the passengers forty minutes more and the island its only\n"
        "bar. Nobody on the council could say who had asked for that, and the\n"
        "minutes do not tell.\n"
    )
    lines = read_lines(wrapped)
    assert [(line.first, line.last) for line in lines] == [(1, 4), (6, 9)]
    assert "the company said on Monday" in lines[0].text


def test_lines_that_were_broken_early_go_on_where_the_sentence_does() -> None:
    wrapped = (
        "The ferry between the two islands will stop at midnight, the company\n"
        "said on Monday, because too few people use it. Its owners\n"
        "had asked for a subsidy twice, and twice the council had refused to\n"
        "pay for a boat that runs empty, with nobody aboard but the\n"
        "captain. From May on, a bus will take the long way round over the new\n"
        "bridge.\n"
    )
    assert [line.text for line in read_lines(wrapped)] == [" ".join(wrapped.split())]


def test_a_date_below_a_full_line_is_a_line_of_its_own() -> None:
    wrapped = (
        "The ferry between the two islands will stop at midnight, the company\n"
        "said on Monday, because too few people use it. Its owners had asked\n"
        "for a subsidy twice, and twice the council had refused to pay for it\n"
        "and said that it would rather build a bridge than pay for one ferry.\n"
        "January 5, 2022\n"
    )
    assert read_lines(wrapped)[-1].text == "January 5, 2022"


def test_a_headline_that_links_gives_its_address() -> None:
    links = "".join(
        f"* [{title}](https://pier.example/{number})\n"
        for number, title in enumerate(("A whale swims into the harbour", "Two schools share one teacher now"))
    )
    teasers = read(f"Night ferry to end in May\n\n{STORY}\nMore from the Pier\n\n{links}").blocks[1:]
    assert [(block.title, block.url) for block in teasers] == [
        ("A whale swims into the harbour", "https://pier.example/0"),
        ("Two schools share one teacher now", "https://pier.example/1"),
    ]


def test_one_time_of_day_between_paragraphs_ends_no_story() -> None:
    one, two, three = STORY.strip().split("\n\n")
    assert only(f"Night ferry to end in May\n\n{one}\n\n{two}\n\n10:42\n\n{three}").body.endswith(three)


def test_what_a_story_offers_to_read_also_is_no_part_of_it() -> None:
    one, two, three = STORY.strip().split("\n\n")
    offer = "Read also\n\nA whale swims into the northern harbour"
    assert (
        only(f"Night ferry to end in May\n\n{one}\n\n{two}\n\n{offer}\n\n{three}").body == f"{one}\n\n{two}\n\n{three}"
    )


def test_a_date_of_numbers_is_read_as_the_country_of_the_address_writes_it() -> None:
    text = f"Night ferry to end in May\n\nBy Mira Okafor\n05/01/2022 at 10:42 a.m.\n\n{STORY}"
    days = [read_text(text, f"https://{host}/a", "page.txt").blocks[0].date for host in ("pier.example", "pier.co.uk")]
    assert [str(day)[:10] for day in days] == ["2022-05-01", "2022-01-05"]


def test_a_short_standfirst_above_the_byline_is_no_second_headline() -> None:
    block = only(
        f"Night ferry to end in May\n\nThe council has no money left\n\nBy Mira Okafor\nJan 5, 2022\n\n{STORY}"
    )
    assert (block.title, block.standfirst) == ("Night ferry to end in May", "The council has no money left")


def test_a_story_goes_on_below_a_box_that_is_set_deeper() -> None:
    first, second, three = STORY.strip().split("\n\n")
    one, two = f"{first} {second}", f"{second} {first}"
    boxes = [" Home", "  World", "    Night ferry to end in May", f"    {one}", f"    {two}", "        Ferries", "          Harbours",
             "        Islands", "        A box of many words on ferries that sail by night.", f"    {three}"]  # fmt: skip
    block = only("\n".join(boxes))
    assert block.body == f"{one}\n\n{two}\n\n{three}"


def test_positions_are_lines_of_the_file() -> None:
    text = f"Menu\nSearch\n\nNight ferry to end in May\n\nBy Mira Okafor\n\n{STORY}"
    position = only(text).position
    assert position is not None
    assert (position.first_line, position.last_line) == (4, 12)


def test_text_that_is_no_news_is_one_block() -> None:
    (block,) = read("flour\nwater\nsalt\nyeast\n").blocks
    assert block.kind == "other"
    assert block.body.split() == ["flour", "water", "salt", "yeast"]


# outlet, headline, byline, the name in it, date, two paragraphs
DUMPS = {
    "ar": ("صحيفة المرفأ", "الوزير يعلن خفض أسعار الغاز في الميناء", "بقلم سامر الحداد", "سامر الحداد", "١ مارس ٢٠٢٢",
           "أعلن وزير الطاقة اليوم الثلاثاء خفض أسعار الغاز في مدينة الميناء بعد أسبوعين من الاحتجاجات.",
           "متى يدخل القرار حيز التنفيذ؟ لا أحد في الوزارة يعرف، والشركات تنتظر التعويض عن الخسائر."),
    "fa": ("روزنامه بندر", "کشتی مسافربری پس از سه روز به راه افتاد", "نویسنده: مریم رضایی", "مریم رضایی", "۱۰ اسفند ۱۴۰۰",
           "کشتی مسافربری بندر که به دلیل سیل سه روز متوقف شده بود، روز سه‌شنبه به راه افتاد، مقامات گفتند.",
           "شهردار گفت پل تازه پیش از زمستان باز می‌شود و بودجه آن در شورای شهر تصویب شده است."),
    "el": ("Η Εφημερίδα του Λιμανιού", "Το πλοίο ξεκίνησε μετά από τρεις μέρες", "Γράφει η Ελένη Παππά", "Ελένη Παππά", "1 Μαρτίου 2022",
           "Το πλοίο της γραμμής ξεκίνησε ξανά την Τρίτη μετά από τρεις μέρες στο λιμάνι, είπαν οι αρχές.",
           "Ο δήμαρχος είπε ότι η νέα γέφυρα θα ανοίξει πριν από τον χειμώνα και ότι τα χρήματα βρέθηκαν."),
    "he": ("עיתון הנמל", "ראש העיר הבטיח גשר חדש על הנהר", "מאת דנה לוי", "דנה לוי", "1 במרץ 2022",
           "ראש העיר הבטיח אתמול כי הגשר החדש על הנהר ייפתח לפני החורף, אף שהעבודות מתעכבות כבר שנה.",
           "לדבריו, התקציב אושר בוועדה ביום ראשון והקבלן יחזור לעבודה בשבוע הבא."),
    "hi": ("बंदरगाह समाचार", "बंदरगाह पर नौका सेवा फिर शुरू हुई", "लेखक: अनिल शर्मा", "अनिल शर्मा", "1 मार्च 2022",
           "तीन दिन की बाढ़ के बाद बंदरगाह पर नौका सेवा मंगलवार को फिर शुरू हुई, अधिकारियों ने बताया।",
           "महापौर ने कहा कि नए पुल का काम अगले महीने शुरू होगा और इसके लिए धन मंज़ूर हो चुका है।"),
    "hu": ("Kikötői Hírek", "Három nap után újra indult a komp", "Szabó Anna", "Szabó Anna", "2022. március 1.",
           "A komp kedden indult el újra, miután az árvíz miatt három napig állt a kikötőben, közölték a hatóságok.",
           "A polgármester szerint az új híd még a tél előtt megnyílik, és a pénz is megvan rá."),
    "ja": ("港新聞", "港の渡し船、三日ぶりに運航再開", "記者・田中花子", "田中花子", "2022年3月1日",
           "洪水のため三日間運休していた港の渡し船が、火曜日に運航を再開したと市が発表した。",
           "市長は新しい橋が冬までに開通すると述べ、予算はすでに承認されたと説明した。"),
    "th": ("หนังสือพิมพ์ท่าเรือ", "น้ำท่วมท่าเรือทำให้เรือข้ามฟากหยุดเดินสามวัน", "โดย สมชาย ใจดี", "สมชาย ใจดี", "1 มีนาคม 2565",
           "น้ำท่วมในเขตท่าเรือทำให้เรือข้ามฟากต้องหยุดเดินเป็นเวลาสามวัน เจ้าหน้าที่กล่าวเมื่อวันอังคาร และขอให้ประชาชนติดตามข่าวสาร",
           "ผู้ว่าราชการจังหวัดสั่งให้เปิดศูนย์พักพิงชั่วคราวในโรงเรียนสองแห่ง ซึ่งจะเปิดรับผู้ประสบภัยตั้งแต่เช้าวันพุธเป็นต้นไป"),
    "tr": ("Liman Gazetesi", "Vapur üç gün sonra yeniden çalışıyor", "Yazar: Işıl Çağlar", "Işıl Çağlar", "1 Mart 2022",
           "Limandaki vapur, sel nedeniyle üç gün durduktan sonra salı günü yeniden sefere başladı, yetkililer açıkladı.",
           "Belediye başkanı yeni köprünün kıştan önce açılacağını ve bütçenin onaylandığını söyledi."),
    "vi": ("Báo Cảng", "Phà ở cảng chạy lại sau ba ngày ngừng", "Tác giả: Nguyễn Văn An", "Nguyễn Văn An", "1 tháng 3 năm 2022",
           "Phà ở cảng đã chạy lại vào thứ ba sau ba ngày ngừng vì lũ lụt, chính quyền thành phố cho biết.",
           "Thị trưởng nói cây cầu mới sẽ mở cửa trước mùa đông và ngân sách đã được phê duyệt."),
}  # fmt: skip


@pytest.mark.parametrize("language", DUMPS)
def test_a_story_is_read_in_any_script(language: str) -> None:
    outlet, title, byline, author, date, first, second = DUMPS[language]
    block = only(f"{outlet}\n\n{title}\n\n{byline}\n{date}\n\n{first}\n\n{second}\n")
    assert (block.title, block.authors, block.date) == (title, (author,), "2022-03-01")
    assert block.body == f"{first}\n\n{second}"


@pytest.mark.parametrize(
    "name",
    [
        *(DUMPS[language][0] for language in ("ar", "el", "fa", "he", "hi", "ja", "th", "tr")),
        "항구일보", "港口晚報", "Göteborgs Sjötidning", "Fjordens Tidende", "Přístavní noviny", "Jornal do Porto",
    ],
)  # fmt: skip
def test_the_name_of_a_newspaper_on_top_is_the_outlet(name: str) -> None:
    assert only(f"{name}\n\nNight ferry to end in May\n\nBy Mira Okafor\nJan 5, 2022\n\n{STORY}").outlet == name


def test_a_headline_about_a_newspaper_is_no_outlet() -> None:
    _, _, byline, _, date, first, second = DUMPS["ar"]
    block = only(f"صحيفة لندنية تكشف أسرار الميناء\n\n{byline}\n{date}\n\n{first}\n\n{second}\n")
    assert (block.title, block.outlet) == ("صحيفة لندنية تكشف أسرار الميناء", None)


def test_a_thai_sentence_that_opens_with_by_is_no_byline() -> None:
    outlet, title, _, _, date, first, second = DUMPS["th"]
    opening = f"โดย {first}"
    block = only(f"{outlet}\n\n{title}\n\n{date}\n\n{opening}\n\n{second}\n")
    assert block.authors == ()
    assert block.body == f"{opening}\n\n{second}"


def test_an_empty_file_has_no_blocks() -> None:
    assert read("").blocks == ()
    assert read(" \n\n\t\n").blocks == ()


def test_a_paragraph_that_no_story_claims_is_in_the_remainder() -> None:
    promise = (
        "The foundation brings together people from business, science and the arts to work on the questions of our time, "
        "and it does so in eleven countries with more than two hundred partners who share its aims."
    )
    tail = "".join(
        f"A boat lies in the northern harbour at dusk.\n{who}/Sipa USA\n\n{text}\n\n"
        for who, text in (
            (
                "Ana Lo",
                "The harbour master will not say who owns the boat, and the boat has been there since the flood.",
            ),
            ("Bo Ek", "Nobody wants the lighthouse, although it is free and has the best view of the western islands."),
            (
                "Cy Dee",
                "Two schools will share a teacher of physics from autumn on, and both of them say that they won.",
            ),
        )
    )
    page = read(f"Night ferry to end in May\n\n{STORY}\nMore from the Pier\n\n{tail}{promise}\n")
    assert any(promise == block.body for block in page.blocks)


LINES = st.lists(
    st.one_of(
        st.text(max_size=120),
        st.sampled_from(
            [
                "",
                "By Mira Okafor",
                "Jan 5, 2022 - Coast",
                "Read more",
                "3 Comments",
                "  1. First!",
                "Anna says:",
                "More from the Pier",
                "© 2022 Pier LLC",
                "Night ferry to end in May",
                "REUTERS/Lorenz Vieth",
                "* [Night ferry](https://pier.example/a)",
                *STORY.split("\n"),
            ]
        ),
    ),
    max_size=40,
).map("\n".join)


@given(LINES)
@example("0 0 A\n0 0 A\n0 0 0 A .")  # a headline twice, the second taken for prose
@settings(max_examples=150)
def test_any_text_is_read(text: str) -> None:
    count = text.count("\n") + text.count("\r") + 40
    for block in read(text).blocks:
        assert block.kind in KINDS
        assert block.body or block.title
        assert block.title not in block.body.split("\n\n")
        assert block.position is not None
        assert 1 <= block.position.first_line <= block.position.last_line <= count


@given(LINES)
@example(
    "Night ferry to end in May\n" + "\n".join([STORY.split("\n")[0]] * 4)
)  # what is said four times is the frame of a page
@settings(max_examples=100)
def test_no_paragraph_is_lost(text: str) -> None:
    page = read(text)
    kept = " ".join(" ".join((b.title or "", b.standfirst or "", *b.captions, b.body)) for b in page.blocks)
    for paragraph in STORY.split("\n\n"):
        if paragraph in text.split("\n"):
            assert paragraph.strip() in kept


def test_long_lines_and_long_pages_cost_their_length() -> None:
    digits = "1" * 100 + "x"
    shapes = (digits, "read more " * 10 + "x", "* a *" * 20, "(" * 100, "a | " * 27, "A b " * 27, "[" * 100, "1. " * 30)
    for shape in shapes:
        read("\n".join([shape] * 50))
    page = read("word " * 400_000)
    assert len(re.findall("word", page.blocks[0].body)) == 400_000


@pytest.mark.parametrize(
    "shape",
    [
        "1. {who} says:\n   {when} at 4:11 pm\n\n   {said}\n\n   Reply\n",
        "{who} said...\n\n{said}\n\n{when} at 4:11 PM\n",
        "{said}\n\nPosted by: {who} | {when} at 04:11 PM\n",
    ],
)
def test_comments_of_blogs_say_who_and_when(shape: str) -> None:
    said = [
        ("Mira Okafor", "January 7, 2022", "I took that ferry every day for thirty years, and it was never empty."),
        ("old_salt", "January 8, 2022", "Has anybody asked what the bus will do to the road through the village?"),
        ("Jon R.", "January 9, 2022", "The council promised the same thing ten years ago and nothing came of it."),
    ]
    told = "\n".join(shape.replace("1.", f"{n}.").format(who=a, when=b, said=c) for n, (a, b, c) in enumerate(said, 1))
    page = f"Night ferry to end in May\n\nJanuary 6, 2022\n\n{STORY}\nComments\n\n{told}\nLeave a Reply Cancel reply\n\nYour email address will not be published.\n"
    found = [block for block in read(page).blocks if block.kind == "comment"]
    assert [(*block.authors, block.date, block.body) for block in found] == [
        (who, f"2022-01-0{day}", text) for day, (who, _, text) in enumerate(said, 7)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "06.01.2022 Küste von Mira Okafor",
        "Details Written by: Mira Okafor Category: Coast Published: 06 January 2022 Hits: 1377",
        "January 6, 2022 By Mira Okafor 3 Comments",
    ],
)
def test_a_line_of_labels_says_who_wrote_and_when(line: str) -> None:
    block = only(f"Night ferry to end in May\n\n{line}\n\n{STORY}")
    assert (block.title, block.authors, block.date) == ("Night ferry to end in May", ("Mira Okafor",), "2022-01-06")


def test_an_invitation_to_go_on_may_name_what_it_cuts_off() -> None:
    heads = ["Council sells the old lighthouse", "Harbour cranes are painted green", "Bridge toll ends two years early"]
    opening = "It was bought by a baker, who wants to live in it and to keep the lamp burning for the boats that are left, she said on Monday at noon"
    text = "".join(f"{head}\n\n{n} {opening}.\n\nContinue reading “{head}”\n\n" for n, head in enumerate(heads))
    assert [block.title for block in read(text).blocks] == heads


def test_a_zone_beside_a_date_is_nobody() -> None:
    assert only(f"Night ferry to end in May\n\nMarch 4, 2024 10:12 AM Eastern Standard Time\n\n{STORY}").authors == ()


def test_a_line_of_two_capitals_above_an_unread_credit_is_nobody() -> None:
    assert only(f"Night Ferry\n\nPosted on January 6, 2022 by the harbour desk\n\n{STORY}").authors == ()


@pytest.mark.parametrize(
    "above",
    [
        "{title}\nOne boat fewer on the sound leaves two islands with the long way round and its tolls",
        "Home > Coast > {title}\nRadio Okafor live from noon\n\n{title}\n\nEvening light on the old quay",
        "1. Home\n2. {title}\n\n{title}\n\nEvening light on the old quay",
    ],
)
def test_the_headline_is_what_is_summed_up_or_led_to(above: str) -> None:
    title = "Night ferry to end in May"
    text = above.format(title=title)
    assert only(f"{text}\n\n{STORY}").title == title


@pytest.mark.parametrize(
    "above",
    [
        "Coast Night ferry to end in May\nNight ferry to end in May\n\nJanuary 6, 2022",
        "Night ferry to end in May\n\nOne boat fewer means a longer way round for both islands, and nobody asked them.\n\nBy Mira Okafor\nJanuary 6, 2022",
        "Night ferry to end in May\n\nJanuary 6, 2022\n\nFacebook\nTwitter\nCopy the link to this\nPrint\nSave this for later",
        "Night ferry to end in May\nvon redaktion , mk\nJanuary 6, 2022",
    ],
)
def test_the_headline_is_the_one_that_a_byline_or_date_follows(above: str) -> None:
    block = only(f"Shop\nEnergy\n\n{above}\n\n{STORY}")
    assert (block.title, block.date) == ("Night ferry to end in May", "2022-01-06")


def test_headlines_between_a_byline_and_its_text_stay_headlines_of_others() -> None:
    summary = "One boat fewer means a longer way round for both islands, and nobody asked them."
    others = "Harbour cranes are painted green\n\nBridge toll ends two years early"
    found = read(f"Night ferry to end in May\n\n{summary}\n\nBy Mira Okafor\n\n{others}\n\n{STORY}").blocks
    assert [(b.kind, b.title) for b in found] == [
        ("article", "Night ferry to end in May"),
        ("teaser", "Harbour cranes are painted green"),
        ("teaser", "Bridge toll ends two years early"),
    ]
    assert (found[0].standfirst, found[0].authors) == (summary, ("Mira Okafor",))


def test_a_date_above_another_headline_signs_no_button_with_a_sentence_below() -> None:
    button = "Tell a friend of this\n\nIf you press this, your address is sent to another company, so please think about it first."
    text = f"{button}\n\nHere you find the form.\n\nPress\n\nJanuary 6, 2022\n\nNight ferry to end in May\n\n{STORY}"
    told = next(block for block in read(text).blocks if STORY[:40] in block.body)
    assert (told.title, told.date) == ("Night ferry to end in May", "2022-01-06")


def test_a_headline_of_two_words_stands_alone_above_its_story() -> None:
    assert only(f"Shop\nEnergy\nContact us\n\nNight Ferry\n\n{STORY}").title == "Night Ferry"
    assert only(f"Shop\nEnergy\nContact us\n{STORY}").title is None


def test_from_one_place_to_another_is_no_byline() -> None:
    line = "Von Orsha bis Varn: Im Netz der Fähren"
    assert only(f"Coast\n\n{line}\n\nvon Mira Okafor\n\n{STORY}").title == line


@pytest.mark.parametrize(
    ("headline", "address"),
    [
        ("Příští léto žádné lodě", "pristi leto zadne lode"),
        ("Über Brücken führt Müllers Häuserwandern", "ueber bruecken fuehrt muellers haeuserwandern"),
        ("Über Brücken führt Müllers Häuserwandern", "uber brucken fuhrt mullers hauserwandern"),
        ("Лёгкий путь домой", "лёгкий путь домой"),
    ],
)
def test_an_address_may_write_a_headline_without_its_accents(headline: str, address: str) -> None:
    assert slug_match(headline, frozenset(address.split())) == 1


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted in Coast and tagged ferry. Bookmark the permalink.",
        "Previous article: Council sells the old lighthouse Prev Next article: Harbour cranes are painted green",
        "Click to share on Facebook (Opens in new window) Facebook",
        "Pingback: Links of the week about boats",
        "Table of Contents",
    ],
)
def test_what_programs_of_blogs_write_around_a_story_is_no_headline_and_no_text(line: str) -> None:
    page = read(f"Night ferry to end in May\n\nJanuary 6, 2022\n\n{STORY}\n{line}\n")
    assert [(block.kind, block.title) for block in page.blocks] == [("article", "Night ferry to end in May")]
    assert line not in page.blocks[0].body


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("강하늘 기자", roles.BYLINE),
        ("강하늘 기자 항구=한바다 기자", roles.BYLINE),
        ("记者林美凤", roles.BYLINE),
        ("本报记者 李海明 周小丽", roles.BYLINE),
        ("首頁 > 生活 > 地方", roles.NAV),
        ("Home » Coast » Ferries", roles.NAV),
        ("«Маяк» выиграл третий матч подряд", roles.HEAD),
        ("10:15, 12.03.2024 Region: Harbour Theme: Coast, Ferries", roles.DATE),
        ("舊橋下月起封閉維修。（記者林美鳳攝）", roles.CAPTION),
        ("항구 옛 다리 전경. 항구시 제공", roles.CAPTION),
        ("Berita Terkait", roles.TAIL),
        ("مواضيع ذات صلة", roles.TAIL),
        ("相关推荐 热点推荐", roles.TAIL),
        ("Новини за темою", roles.TAIL),
        ("Baca juga: Kapal malam berhenti pada bulan Mei", roles.ASIDE),
        ("यह भी पढ़ें- रात की नाव मई में बंद", roles.ASIDE),
        ("請繼續往下閱讀...", roles.CUT),
        ("印刷するシェア", roles.CUT),
        ("廣告", roles.CUT),
        ("답글작성찬성 4반대 0", roles.TOOLS),
    ],
)
def test_a_line_gives_itself_away_in_the_languages_of_asia(line: str, role: str) -> None:
    assert roles.role_of(line) == role


def test_a_headline_in_capitals_with_a_comma_is_no_list_of_names() -> None:
    block = only(f"Jembatan Lama Ditutup, Warga Andalkan Perahu\n12 Maret 2024, 10:15 WIB\n\n{STORY}")
    assert (block.title, block.authors) == ("Jembatan Lama Ditutup, Warga Andalkan Perahu", ())


def test_a_label_of_a_date_is_no_name() -> None:
    assert only(f"Night ferry to end in May\n\nOluşturulma Tarihi: Mart 12, 2024 10:15\n\n{STORY}").authors == ()
