"""Credits in the words of many newsrooms: what leads to a name, what stands beside it, and what is nobody's name."""

from __future__ import annotations

import pytest

import newsearch
from newsearch.pages import crediting, dates, names

ANNA = ("Anna Weber",)
BOTH = ("Anna Weber", "Jan Krüger")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split("\n")]


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


# ------------------------------------------------------------------------------------------------ before a name

_NOUNS = """article|story|text|words|report|reported|reporting|analysis|opinion|commentary|review|reviewed|interview|exclusive|column|essay
|photo|photos|picture|pictures|written|posted|published|submitted|created|contributed|compiled|edited|produced|updated|added|guest post|blog
|news|from|Written and photographed|Posted on Monday|Published in Sailing"""

_LEADS = """by|about the author|follow|author|authors|writer|reporter|byline|contributor|contributors|text|words|written
|eine Kolumne von|ein Bericht von|Gastbeitrag von|Gastkommentar von|geschrieben von|verfasst von|veröffentlicht von|erstellt von|eingestellt von
|gepostet von|Kommentar von|Interview von|Bericht von|Text von|Artikel von|Beitrag von|Analyse von|Reportage von|Essay von|Kolumne von
|Rezension von|Protokoll von|Porträt von|Foto von|von|Autor|Autorin|Autorinnen|Autoren|Verfasser|Verfasserin|Redaktion:|Redakteur:|Redakteurin:
|publié par|écrit par|rédigé par|propos recueillis par|article par|texte par|posté par|proposé par|par|auteur|auteurs|auteure
|escrito por|publicado por|texto por|redactado por|enviado por|elaborado por|por|autora|autores|autoras|texto
|autore|autori|redazione:
|geschreven door|gepubliceerd door|door
|skrevet av|skriven av|publisert av|publicerad av|av|af|forfatter|författare|journalist:|toimittaja:|toimittaja|kirjoittaja
|napisał przez|napisała przez|przez|autorzy|autorka|opracowanie|autoři|napsal|napsala|yazan|yazar|haber|szerző|írta|penulis|oleh|tác giả|scris de
|автор|авторы|автори|текст|журналист|корреспондент|подготовил|подготовила|подготовили|из жизни
|συντάκτης|γράφει|γράφουν|του|της|מאת|כתב|بقلم|كتب|كتبت|کاتب|نویسنده|نوشته|लेखक|द्वारा"""


@pytest.mark.parametrize("noun", parts(_NOUNS))
def test_a_noun_before_by_is_no_part_of_a_name(noun: str) -> None:
    assert crediting.clean_authors(f"{noun} by Anna Weber") == ANNA


@pytest.mark.parametrize("lead", parts(_LEADS))
def test_the_word_before_a_name_is_no_part_of_it(lead: str) -> None:
    assert crediting.clean_authors(f"{lead} Anna Weber") == ANNA
    assert crediting.clean_authors(f"{lead.upper()}: Anna Weber") == ANNA
    assert crediting.clean_authors(f"{lead} Anna Weber / {lead} Jan Krüger") == BOTH


@pytest.mark.parametrize("lead", ["scritto da", "pubblicato da", "a cura di", "articolo di", "di", "da"])
def test_an_italian_word_before_a_name_is_no_part_of_it(lead: str) -> None:
    assert crediting.clean_authors(f"{lead} Anna Weber") == ANNA


@pytest.mark.parametrize("lead", parts("作者|記者|记者|文／|文・|文/|文|編集|撰文|取材|著者|執筆|글|기자"))
def test_the_word_before_a_name_without_capitals_is_no_part_of_it(lead: str) -> None:
    assert crediting.clean_authors(f"{lead} 山田太郎") == ("山田太郎",)


@pytest.mark.parametrize(
    "text", parts("by|von|par|por|di|da|door|av|af|przez|oleh|text|autor|autorin|autoren|author|authors|автор|текст|posted|written|published")
)  # fmt: skip
def test_a_lead_alone_is_nobody(text: str) -> None:
    assert crediting.clean_authors(f"{text}:") == ()
    assert crediting.clean_authors(f"{text.capitalize()} | Anna Weber") == ANNA


@pytest.mark.parametrize(
    "lead",
    parts(
        "by|written by|posted by|reported by|words by|story by|text by|opinion by|analysis by|review by|von|par|por|door|av|af|przez|di|oleh|autor:|autorin:"
        "|author:|автор:|текст:|текст|記者|מאת|מאת:|بقلم|بقلم:|γράφει|Eine Kolumne von|Ein Kommentar von|Ein Gastbeitrag von|Ein Gastkommentar von"
        "|Ein Beitrag von|Eine Analyse von|Ein Essay von|Eine Reportage von|Ein Bericht von|Eine Glosse von|A column by|A commentary by"
    ),
)
def test_a_line_that_a_lead_opens_is_a_byline(lead: str) -> None:
    assert crediting.byline(f"{lead} Anna Weber") == ANNA


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Von Anna Weber und Jan Krüger, dpa", BOTH),
        ("By Anna Weber in Lakeport for The Ledger", ANNA),
        ("By Anna Weber with Jan Krüger", BOTH),
        ("By the sea and from the hills of Lakeport Anna came", None),
        ("By Anna Weber who has been sailing around the skerries ever since", None),
        ("By " + "Anna Weber " * 20, None),
        ("By 2022", None),
        ("By anna Weber", None),
    ],
)
def test_a_line_that_a_lead_opens_is_a_byline_if_all_of_it_is_a_credit(
    line: str, people: tuple[str, ...] | None
) -> None:
    assert crediting.byline(line) == people


# ---------------------------------------------------------------------------------------------- between two names


@pytest.mark.parametrize(
    "between",
    [";", " | ", " • ", " · ", "\n", "\t", " – ", " - ", ", ", "、", "，", "／", "/", " & ", " im Gespräch mit ", " im Interview mit ",
     *(f" {word} " for word in parts("and|und|et|y|og|och|ja|și|ve|dan|и|та|και|with|mit|avec|met|med|e|i|a|o|و|й|u|en"))],
)  # fmt: skip
def test_two_who_wrote_are_two(between: str) -> None:
    assert crediting.clean_authors(f"Anna Weber{between}Jan Krüger") == BOTH


@pytest.mark.parametrize("name", ["Anna Weber, Jr.", "Anna Weber, Sr.", "Anna Weber, III", "Anna Weber, II"])
def test_what_follows_a_name_behind_a_comma_is_no_second_one(name: str) -> None:
    assert crediting.clean_authors(f"By {name}") == (name.replace(",", ""),)


# ------------------------------------------------------------------------------------------------- after a name


@pytest.mark.parametrize(
    "tail",
    parts(
        "in Lakeport|for the Ledger|at the harbour|from Lakeport|aus Lakeport|à Lakeport|dans le port|pour Le Large|para El Puerto|per Il Porto"
        "|nach Lakeport|bei Lakeport|of the Ledger|du Large|on Monday|via Lakeport|as told to us|auf Reisen|is a sailor|was a sailor"
        "|has sailed|hat gesegelt|ist Seglerin|writes about the sea|schreibt über das Meer|tells all|report from Lakeport|reports from Lakeport|reporting from Lakeport"
    ),
)
def test_where_somebody_writes_from_is_no_part_of_the_name(tail: str) -> None:
    assert crediting.clean_authors(f"By Anna Weber {tail}") == ANNA


@pytest.mark.parametrize(
    "button",
    parts(
        "Follow|Follow on Twitter|Follow us|View all posts|View more|View ORCID|View profile|See all|See more|Email|Email the author|Email this|Bio"
        "|Contact|Profile|Subscribe now|Sign up here|Share this|Read more|Read full story|More from the sea|More by Anna|More posts|Alle Beiträge"
        "|Alle Artikel|Zum Profil|Mehr von Anna|Mehr zum Thema|About the author|About author Anna|7 comments|Comment|3 Kommentare|Kommentar|2 commentaires"
        "|Updated today|Published today|Posted today|Last modified today|Aktualisiert heute|Publié le soir|Mis à jour hier|Actualizado hoy|Publicado hoy"
    ),
)
def test_a_button_beside_a_name_is_no_part_of_it(button: str) -> None:
    assert crediting.clean_authors(f"By Anna Weber {button}") == ANNA


@pytest.mark.parametrize(
    "more",
    parts(
        "Fotos: Jan Krüger|Foto: Jan Krüger|Photos by Jan Krüger|Photographs by Jan Krüger|Photography: Jan Krüger|Bilder: Jan Krüger|Grafik: Jan Krüger"
        "|Grafiken von Jan Krüger|Illustrationen: Jan Krüger|Illustrations by Jan Krüger|Illustration di Jan Krüger|Photo par Jan Krüger|Fotos por Jan Krüger"
        "|Rubrik: Häfen und Meere|in Ressort: Häfen|Kategorien: Häfen|Kategorie: Häfen|Category: Seas|Categories: Seas|Section: Seas|Tags: Seas, Ships|Tag: Seas, Ships"
    ),
)
def test_who_made_the_pictures_and_where_the_story_was_filed_is_no_author(more: str) -> None:
    assert crediting.clean_authors(f"By Anna Weber {more}") == ANNA


@pytest.mark.parametrize(
    "text",
    [
        "<b>Anna Weber</b><br>",
        "Anna&nbsp;Weber",
        "Anna Weber anna@lakeport.example",
        "By Anna Weber (anna@lakeport.example)",
        "Anna Weber, New York",
        "Anna Weber, São Paulo",
        "Anna Weber | Ho Chi Minh City",
        "Anna Weber — Нижний Новгород",
        "Anna Weber BBC News",
        "Anna Weber CNN",
        "Von unserer Korrespondentin Anna Weber",
        "dal nostro inviato Anna Weber",
        "Door onze redacteur Anna Weber",
        "de Anna Weber",
        "Anna Weber https://lakeport.example/anna",
        "Anna Weber www.lakeport.example",
        "Anna Weber @annaweber",
        "Anna Weber ()",
        "Anna Weber (Lakeport)",
        "Anna Weber [Lakeport]",
        "Anna Weber（湖港）",
        "Anna Weber【湖港】",
        "By Anna Weber, January 5, 2022 10:30",
        "- Anna Weber -",
        "Anna Weber *",
        "by by Anna Weber",
        "Anna Weber Follow on Facebook",
        "Anna Weber Leave a Comment",
        "Anna Weber Follow LinkedIn",
        "Anna Weber Follow on X",
    ],
)
def test_what_surrounds_a_name_on_a_page_is_no_part_of_it(text: str) -> None:
    assert crediting.clean_authors(text) == ANNA


# --------------------------------------------------------------------------------------------------- jobs and desks

_GERMAN_JOBS = "Sportredakteur|Sportredakteurin|Sportreporter|Auslandskorrespondentin|Wissenschaftsjournalist|Gastautorin|Büroleiter|Ressortchef|Eindredacteur|Kulturredaktør|Fagredaktor|Sportverslaggever"
_ADJECTIVES = (
    "leitende|leitender|stellvertretende|stellvertretender|freie|freier|freien|ehemalige|ehemaliger|ständige|ständiger"
)


@pytest.mark.parametrize("job", [*parts(_GERMAN_JOBS), *(f"{word} Redakteurin" for word in parts(_ADJECTIVES))])
def test_a_job_before_or_after_a_name_is_no_part_of_it(job: str) -> None:
    assert crediting.clean_authors(f"{job} Anna Weber") == ANNA
    assert crediting.clean_authors(f"Anna Weber {job}") == ANNA


@pytest.mark.parametrize("text", ["The Editor Anna Weber", "Anna Weber the Editor", "Our Reporter Anna Weber", "Anna Weber, a Reporter"])  # fmt: skip
def test_an_article_before_a_job_is_no_part_of_a_name(text: str) -> None:
    assert crediting.clean_authors(text) == ANNA


@pytest.mark.parametrize("staff", parts("Writers|Reporters|Editors|Correspondents|Redakteure|Journalists|Staff|Team|Desk|Service"))  # fmt: skip
def test_a_staff_is_nobody(staff: str) -> None:
    for text in (f"Zorvin Quelt {staff}", f"Anna Reporter {staff}"):
        assert crediting.clean_authors(text) == ()


@pytest.mark.parametrize(
    "company",
    parts("Anna Weber GmbH|Anna Weber AG|Anna Weber KG|Anna Weber e.V.|Anna Weber Ltd|Anna Weber LLC|Anna Weber Inc.|Anna Weber Corp|Anna Weber S.A."
          "|Anna Weber S.r.l|Anna Weber B.V.|Anna Weber Co. KG|Anna Weber Pty|Anna Weber PLC|Anna Weber AB|Anna Weber ASA|Anna Weber A/S|Anna Weber Oy"),
)  # fmt: skip
def test_a_company_is_no_person(company: str) -> None:
    assert crediting.clean_authors(company) == ()


@pytest.mark.parametrize("ending", parts("com|de|org|net|co|fr|es|it|ch|at|nl|ru|info|tv|is|no|se|dk|pl|cz|eu|uk|us|in|jp|cn|br"))  # fmt: skip
def test_an_address_is_no_person(ending: str) -> None:
    assert crediting.clean_authors(f"lakeport.{ending}") == ()


@pytest.mark.parametrize(
    "text",
    ["Ocean-News Anna", "One Two Three Four Five Six Seven", "AP Zorvin Quelt", "Reuters Staff",
     "5th Street", "Anna: Weber", "Storm + Sea", "sd", "12345", "Monday", "What the Sea Says", "Anna-Newsroom Weber"],
)  # fmt: skip
def test_what_only_looks_like_a_name_is_nobody(text: str) -> None:
    assert crediting.clean_authors(text) == ()


@pytest.mark.parametrize(
    "text",
    ["海港編集部", "海港新聞", "海港通信社", "海港新闻", "海港日报", "海港报社", "海港编辑部", "海港ニュース", "하버뉴스", "하버신문", "하버방송", "海港オンライン",
     "海港デジタル", "更新", "発行", "公開", "発表", "海港网", "海" * 41, "港町の 船の 人々の 話を聞く 会の人々"],
)  # fmt: skip
def test_a_newsroom_in_a_script_without_capitals_is_nobody(text: str) -> None:
    assert crediting.clean_authors(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("김민준 기자", "김민준"),
        ("김민준 특파원", "김민준"),
        ("김민준 선임기자", "김민준"),
        ("김민준 논설위원", "김민준"),
        ("김민준 교수", "김민준"),
        ("本报记者 王小明", "王小明"),
        ("新华社记者王小明", "王小明"),
        ("中新社记者 王小明", "王小明"),
        ("中新网记者 王小明", "王小明"),
        ("通讯员 王小明", "王小明"),
        ("王小明 记者", "王小明"),
        ("王小明報導", "王小明"),
        ("王小明报道", "王小明"),
        ("王小明撰", "王小明"),
        ("山田太郎 編集委員", "山田太郎"),
        ("محمد علي", "محمد علي"),
        ("דוד כהן", "דוד כהן"),
        ("สมชาย ใจดี", "สมชาย ใจดี"),
        ("アレクサンダー スミス", "アレクサンダー スミス"),
        ("राम चौधरी", "राम चौधरी"),
    ],
)
def test_a_name_in_a_script_without_capitals(text: str, name: str) -> None:
    assert crediting.clean_authors(text) == (name,)


@pytest.mark.parametrize(
    ("text", "outlet", "people"),
    [
        ("Nordbote News", "Nordbote", ()),
        ("Nordbote", "Nordbote News", ()),
        ("NBT Online", "NBT", ()),
        ("Anna Weber", "Anna Weber Online", ANNA),
        ("Anna Weber Blog", "Anna Weber", ()),
        ("Anna Weber, Nordbote", "Nordbote", ANNA),
        ("Tide Weber", "Tideline News", ("Tide Weber",)),
        ("Tidal Weber", "Tidal Basin", ("Tidal Weber",)),
    ],
)
def test_the_outlet_s_name_in_a_credit_is_nobody(text: str, outlet: str, people: tuple[str, ...]) -> None:
    assert crediting.clean_authors(text, outlet) == people


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lakeport Newsroom", ("Lakeport Newsroom",)),
        ("Anna Weber, Lakeport Newsroom", ("Lakeport Newsroom",)),
        ("dpa", ("dpa",)),
        ("admin", ()),
        ("lakeadmin2", ()),
        ("webmaster", ()),
        ("anonymous", ()),
        ("null", ()),
        ("sd", ()),
        ("12:30", ()),
        ("N", ()),
        ("The newsroom of the harbour paper of the bay and of all of its many islands", ()),
    ],
)
def test_what_a_credit_names_that_is_no_person(text: str, found: tuple[str, ...]) -> None:
    assert crediting.organisations(text) == found


# ------------------------------------------------------------------------------------------------------ spelling


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ANNA WEBER", "Anna Weber"),
        ("anna weber", "Anna Weber"),
        ("anna von weber", "Anna von Weber"),
        ("ANNA WEBER II", "Anna Weber II"),
        ("ANNA WEBER III", "Anna Weber III"),
        ("ANNA WEBER IV", "Anna Weber IV"),
        ("ANNA WEBER VI", "Anna Weber VI"),
        ("ANNA WEBER VII", "Anna Weber VII"),
        ("ANNA WEBER VIII", "Anna Weber VIII"),
        ("ANNA WEBER IX", "Anna Weber IX"),
        ("ANNA WEBER XIV", "Anna Weber XIV"),
        ("ANNA WEBER JR", "Anna Weber Jr"),
        ("ANNA WEBER SR", "Anna Weber Sr"),
        ("MR ANNA WEBER", "Mr Anna Weber"),
        ("ANNA DR WEBER", "Anna Dr Weber"),
        ("ANNA MR WEBER", "Anna Mr Weber"),
        ("ANNA MS WEBER", "Anna Ms Weber"),
        ("ANNA JD WEBER", "Anna JD Weber"),
        ("AL WEBER", "Al Weber"),
        ("LI NA WEBER", "Li Na Weber"),
        ("ANNA MCDONALD", "Anna McDonald"),
        ("ANNA O'BRIEN", "Anna O'Brien"),
        ("ANNA D’ARC", "Anna D’Arc"),
        ("ANNA L'ECUYER", "Anna L'Ecuyer"),
        ("ANNA MCAN", "Anna Mcan"),
        ("A.B. WEBER", "A.B. Weber"),
        ("Anna WEBER", "Anna Weber"),
        ("Anna AB Weber WEBER", "Anna AB Weber Weber"),
        ("ANNA-LENA WEBER-KLEIN", "Anna-Lena Weber-Klein"),
        ("DE LA CRUZ ANNA", "De la Cruz Anna"),
        ("Zoë weber", "Zoë weber"),
        ("SKIPPER", "SKIPPER"),
    ],
)
def test_a_name_is_written_as_names_are(written: str, name: str) -> None:
    assert names.title_case(written) == name


# ------------------------------------------------------------------------------------------------------- judging


@pytest.mark.parametrize(
    "title", ["Dr.", "Prof.", "Mr", "Mrs", "Ms.", "Sir", "Dipl.", "Ing.", "Mag.", "Lic.", "J.", "Dr. Dr.", "Zorvin"]
)
def test_a_first_name_may_stand_behind_a_title(title: str) -> None:
    assert names.has_given_name(f"{title} {title if title == 'Dr.' else ''} Anna Weber")


@pytest.mark.parametrize("name", ["Zoë Quelt", "Anna-Zorvin Quelt", "Zorvin'Anna Quelt", "Zorvin Anna Quelt"])
def test_a_first_name_may_be_half_of_a_word_or_the_second_one(name: str) -> None:
    assert names.has_given_name(name)
    assert not names.has_given_name("Zorvin Quelt Anna")


@pytest.mark.parametrize(
    "text", ["Anna Weber Jr.", "Anna van Weber", "山田 太郎", "محمد علي", "Le Anna Weber", "Anna Maria Luisa de Weber"]
)
def test_a_line_could_be_a_name(text: str) -> None:
    assert names.could_be_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "A B",
        "Anna",
        "Anna Maria Luisa Clara Rosa Weber",
        "Anna Weber,",
        "Anna Weber:",
        "Anna Weber;",
        "Anna Weber!",
        "Anna Weber?",
        "Anna Weber –",
        "Anna Weber -",
        "Anna Weber.",
        "Anna Weber 2",
        "Anna Weber ٢",
        "Anna Reporter",
        "Anna Newsroom",
        "Anna Monday",
        "Anna Weber van",
        "Zu Anna Weber",
        "Anna weber",
        "Anna the Weber",
        "港町の船の人々",
        "محمد علي حسن كريم",
        "Annamarialuisa Clararosaweberin Wolkensteinerhausen",
    ],
)
def test_a_line_could_not_be_a_name(text: str) -> None:
    assert not names.could_be_name(text)


@pytest.mark.parametrize("name", ["Anna d'Arc", "Anna l'Ecuyer", "Anna al-Weber", "Anna el-Weber", "Anna McDonald", "Anna O’Brien", "Anna Q. Weber", "Anna Weber jr", "Anna Weber jr."])  # fmt: skip
def test_a_last_name_may_begin_or_end_small(name: str) -> None:
    assert crediting.clean_authors(f"By {name}") == (name,)


@pytest.mark.parametrize("text", ["New York", "Los Angeles", "São Paulo", "Advertisement", "Anzeige", "Publicité"])
def test_a_place_or_an_advertisement_is_nobody(text: str) -> None:
    assert crediting.clean_authors(text) == ()


@pytest.mark.parametrize("name", ["Juan Carlos PÉREZ", "Jean VITTORI", "Anna Maria LEE"])
def test_a_last_name_in_capitals_is_part_of_the_name(name: str) -> None:
    assert crediting.clean_authors(name) == (name.title(),)


@pytest.mark.parametrize(
    ("paragraph", "people"),
    [
        ("〔記者林美鳳／海港報導〕海港市議會日前通過舊橋維修計畫。", ("林美鳳",)),
        ("海港3月12日电（记者李海明、周丽）海港市政府日前批准了老桥维修方案。", ("李海明", "周丽")),
        ("本报讯（记者 李海明 周丽）海港市政府日前批准了老桥维修方案。", ("李海明", "周丽")),
        ("【港町=浜田太一】港町市議会は11日、旧橋の補修計画を可決した。", ("浜田太一",)),
        ("【港町・浜田太一】港町市議会は11日、旧橋の補修計画を可決した。", ("浜田太一",)),
        ("(항구=항구뉴스) 강하늘 한바다 기자 = 항구시의회가 다리 보수 계획을 의결했다.", ("강하늘", "한바다")),
        ("[항구=항구신문 강하늘 기자] 항구시의회가 다리 보수 계획을 의결했다.", ("강하늘",)),
        ("[항구신문 강하늘 기자]항구시의회가 다리 보수 계획을 의결했다.", ("강하늘",)),
        ("海港周刊记者 李海明", ("李海明",)),
        ("海港新闻记者 李海明 实习生 周丽", ("李海明", "周丽")),
        ("老桥下月封闭维修，市长告诉记者 李海明", ()),
        ("【ロンドン=時事】英議会は11日、旧橋の補修計画を可決した。", ()),
        ("老桥下月封闭维修。（记者李海明摄）", ()),
        ("（记者注）海港市政府日前批准了老桥维修方案。", ()),
        ("市长告诉记者李海明，海港市政府日前批准了老桥维修方案。", ()),
        ("[항구신문] 항구시의회가 다리 보수 계획을 의결했다.", ()),
    ],
)
def test_a_dateline_names_its_reporters(paragraph: str, people: tuple[str, ...]) -> None:
    assert crediting.signed(paragraph) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("责任编辑：周丽 HK101", ()),
        ("(责编：李明、周丽)", ()),
        ("作者：李海明 责任编辑：周丽", ("李海明",)),
        ("By Anna Weber, editor: Jan Krüger", ANNA),
        ("Анна Вебер, редактор: Ян Крюгер", ("Анна Вебер",)),
    ],
)
def test_who_edited_is_no_author(text: str, people: tuple[str, ...]) -> None:
    assert crediting.clean_authors(text) == people


def test_chinese_reporters_with_a_blank_between_them_are_two() -> None:
    assert crediting.clean_authors("本报记者　李海明　周小丽") == ("李海明", "周小丽")
    assert crediting.clean_authors("海港報 | 記者 | 周小丽 | ／海港即時報導") == ("周小丽",)


def test_where_a_korean_reporter_writes_from_is_no_part_of_the_name() -> None:
    assert crediting.clean_authors("항구=강하늘 기자") == ("강하늘",)
    assert crediting.clean_authors("한바다 기자 항구=강하늘 기자") == ("한바다", "강하늘")


@pytest.mark.parametrize("label", ["کد خبر:", "مواضيع ذات صلة", "کتاب دوم:", "כתבות נוספות"])
def test_a_label_in_a_script_without_capitals_is_no_name(label: str) -> None:
    assert not names.looks_like_name(label)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Von Gesa Hinrichsen, dpa", ("Gesa Hinrichsen",)),
        ("Af Mette Hald, /ritzau/", ("Mette Hald",)),
        ("Propos recueillis par Bastien Roque et Inès Haddad", ("Bastien Roque", "Inès Haddad")),
        ("Publicado por: Catalina Huenumán", ("Catalina Huenumán",)),
        ("A cura di Ludovica Persi", ("Ludovica Persi",)),
        (
            "Door Sietske Postma en Harm-Jan Dijkhuis • 23 februari 2022, 17:30 • Regio",
            ("Sietske Postma", "Harm-Jan Dijkhuis"),
        ),
        ("Por Ana Prado e Yukie Tanabe, 5 de março de 2022 10h32 | Atualizado", ("Ana Prado", "Yukie Tanabe")),
        ("Par Le Courrier du Sud avec AFP", None),
    ],
)
def test_a_byline_of_a_european_or_latin_american_paper(line: str, people: tuple[str, ...] | None) -> None:
    assert crediting.byline(line) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("L’Écho de Valmont, Maëlle LE GOFFIC.", ("Maëlle Le Goffic",)),
        ("Juan Pérez en Puerto Sereno", ("Juan Pérez",)),
        ("João Prado em Vila Serena", ("João Prado",)),
        ("El Heraldo de la Costa", ()),
        ("Ximena Olvera | El Bajío Hoy", ("Ximena Olvera",)),
        ("Ximena Olvera y El Mehdi Berrada", ("Ximena Olvera", "El Mehdi Berrada")),
    ],
)
def test_a_paper_and_a_city_beside_a_name_are_nobody(text: str, people: tuple[str, ...]) -> None:
    assert crediting.clean_authors(text, single=False) == people


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("Posted on 2 September 2024 by harbourmaster", ("harbourmaster",)),
        ("Erstellt von Ruud am Dienstag, 6. Mai 2014", ("Ruud",)),
        ("29. Juni 2017, 23:39 · von Mira", ("Mira",)),
        ("von Redaktion, 24. Januar 2022", ()),
        ("Rescued by helicopter on 24 January 2022", ()),
        ("6 May 2022 by Tuesday", ()),
    ],
)
def test_one_word_is_who_wrote_where_the_day_is_all_else(line: str, who: tuple[str, ...]) -> None:
    found = dates.find_date(line)
    assert found is not None
    assert crediting.by_one_word(line, found[0]) == who


def test_one_word_signs_a_page_beside_the_day() -> None:
    story = (
        "<p>The boat between the two islands will stop at midnight, the company said, because too few people use it.</p>"
        * 3
    )
    html = f"<h1>Night ferry to end in May</h1><div>Posted on 2 September 2024 by harbourmaster</div>{story}"
    assert newsearch.read_page(html.encode()).blocks[0].authors == ("harbourmaster",)
