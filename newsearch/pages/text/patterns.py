"""The words by which lines of a dump give themselves away, in the languages of news.

Each pattern is asked of short lines only (`roles` sees to that), so none of them can run away on a long one.
"""

from __future__ import annotations

import re

from newsearch.model import Span
from newsearch.pages import dates
from newsearch.pages.dates.relative import is_relative
from newsearch.pages.words import Opening

_I = re.IGNORECASE

MONTH = (
    r"(?:jan(?:uary|uar|vier|v|eiro)?|feb(?:ruary|ruar|brero|braio)?|fevereiro|févr?(?:ier)?|mar(?:ch|s|zo|ço|et)?|m(?:ä|ae)rz|maart|mrt"
    r"|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|may|mai|mei|maj|mayo|maio|mag(?:gio)?|june?|juni?|juin|junio|junho|giu(?:gno)?|july?|juli?|juil(?:let)?|julio|julho"
    r"|lug(?:lio)?|aug(?:ust|ustus)?|ao(?:û|u)t|ago(?:sto)?|sept?(?:ember|embre|iembre|tembre)?|set(?:embro|tembre)?|okt(?:ober)?|oct(?:ober|ubre|obre)?|out(?:ubro)?"
    r"|ott(?:obre)?|nov(?:ember|iembre|embre|embro)?|de[cz](?:ember|embre|embro)?|déc(?:embre)?|dic(?:iembre|embre)?|desember|enero|gennaio|gen|genn|janeiro"
    r"|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]|янв|фев|апр|авг|сент?|окт|ноя|дек"
    r"|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    r"|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
    r"|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    rf"(?<![\w/.-])(?:{MONTH}\.?,?\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}|{_DAY}\s*(?:de\s+|of\s+|-)?{MONTH}\.?,?(?:\s+de|\s+del|-)?\s*'?(?:{_YEAR}|\d\d(?=\s|$))"
    rf"|{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])|(?:[0-2]?\d|3[01])[-/.]\s?(?:[0-2]?\d|3[01])[-/.]\s?(?:{_YEAR}|\d\d(?!\d))"
    rf"|{_YEAR}\s*年\s*\d\d?\s*月\s*\d\d?\s*日|{_YEAR}년\s*\d\d?월\s*\d\d?일|{MONTH}\.?\s+{_DAY}(?=\s*(?:,|\||-|–|—|•|·|at\b|$)(?!\s*\d\d\d\d))|{_DAY}\s+{MONTH}(?=\s*(?:,|\||-|–|—|•|·|at\b|$)))",
    _I,
)
"""A day, mostly with its year, as date lines write it. `dates` reads its value."""

MONTH_STARTS = frozenset([
    "jan", "feb", "fév", "fev", "mar", "mär", "mae", "maa", "mrt", "apr", "avr", "abr", "may", "mai", "mei", "maj", "mag",
    "jun", "jui", "giu", "jul", "lug", "aug", "aoû", "aou", "ago", "sep", "set", "okt", "oct", "out", "ott", "nov", "dez",
    "dec", "déc", "dic", "des", "ene", "gen", "янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт",
    "ноя", "дек", "січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру", "sty", "lut", "kwi",
    "cze", "lip", "sie", "wrz", "paź", "lis", "gru", "oca", "şub", "nis", "haz", "tem", "ağu", "eyl", "eki", "kas", "ara",
])  # fmt: skip
"""The first three letters of every month that `DATE` knows."""
NUMERIC_DATE = re.compile(r"\d\s?[-/.年년]\s?\d")
RELATIVE_STEMS = (
    "ago", "vor ", "hace", "il y a", "há ", "назад", " fa", "geleden", "siden", "sedan", "前", "전", "today", "yesterday", "heute", "gestern",
    "hoy", "ayer", "aujourd", "hier", "oggi", "ieri", "hoje", "ontem", "сегодня", "вчера", "vandaag", "gisteren", "now", "gerade", "только",
    "今天", "昨天",
)  # fmt: skip
"""What every match of `RELATIVE` contains one of."""
RELATIVE = re.compile(
    r"(?<!\w)(?:(?:(?:about|over|updated|vor|hace|il y a|há)\s+)?(?:\d{1,3}|an?|ein(?:er|em|e)?|une?|un[ao]?)\s*(?:s|m|h|d|w|mo|y|min|mins|minutes?|hrs?|hours?|days?|weeks?|months?|years?|seconds?|secs?)\.?\s+ago"
    r"|vor\s+\d{1,3}\s+(?:minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?)|il y a\s+\d{1,3}\s+\w+|hace\s+\d{1,3}\s+\w+|há\s+\d{1,3}\s+\w+|\d{1,3}\s+(?:ore|giorni|minuti|dagen|uur|minuten|timer|dage|dager|timmar|dagar)\s+(?:fa|geleden|siden|sedan)"
    r"|\d{1,3}\s+(?:минут[уы]?|час(?:а|ов)?|дн(?:я|ей)|день|недел[ьюи]|месяц(?:а|ев)?)\s+назад|\d{1,3}\s*(?:分钟|小时|天|時間|分|日|個小時|时|시간|분|일)\s*(?:前|전)"
    r"|(?:today|yesterday|heute|gestern|hoy|ayer|aujourd['’]hui|hier|oggi|ieri|hoje|ontem|сегодня|вчера|vandaag|gisteren|today's|今天|昨天)(?=\s*(?:,|at\b|um\b|à\b|a las\b|alle\b|às\b|в\b|om\b|\d|$|\|))|just now|gerade eben|только что)(?!\w)",
    _I,
)
LIVE = re.compile(
    r"(?<!\w)(?:live|liveblog|live-blog|liveticker|newsblog|ticker|minute by minute|as it happened|en direct|en directo|en vivo|ao vivo|in diretta|онлайн|хроника|прямая трансляция|直播|速報)(?!\w)",
    _I,
)
"""How a page says that it is written while things happen."""
_WORD_STARTS = re.compile(r"(?<![^\W\d_])[^\W\d_]{3}")


def find_date(text: str) -> Span | None:
    """Where the first date stands: a match of `DATE`, which needs no year, or else one with a year in any language.

    Looking for a month or for digits with a sign between spares most lines the pattern.
    """
    if NUMERIC_DATE.search(text) or not MONTH_STARTS.isdisjoint(_WORD_STARTS.findall(text.casefold())):
        match = DATE.search(text)
        if match:
            return Span(*match.span())
    found = dates.find_date(text)
    return found[0] if found else None


def find_relative(text: str) -> Span | None:
    """Where the first match of `RELATIVE` stands; in other languages a text that is a relative date as a whole."""
    low = text.casefold()
    for stem in RELATIVE_STEMS:
        if stem in low:
            match = RELATIVE.search(text)
            if match:
                return Span(*match.span())
            break
    return Span(0, len(text)) if is_relative(text) else None


TIME = re.compile(
    r"(?<!\w)(?:[01]?\d|2[0-3])[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?\s?m\.?)?(?:\s*(?:Uhr|[A-Z]{2,4}|ET|Z|\([A-Z]{2,4}\)|[+-]\d\d:?\d\d))?(?!\w)|(?<!\w)\d{1,2}\s*[ap]\.?m\.?(?!\w)",
    _I,
)
POSTED = (
    "posted|published|written|submitted|added|commented|gepostet|publiziert|verfasst|geschrieben|kommentiert|ver(?:ö|oe)ffentlicht|eingestellt"
    "|posté|publié|écrit|rédigé|publicado|escrito|enviado|comentado|pubblicato|scritto|inviato|geplaatst|geschreven|skrevet|skriven"
)
"""What is said of who wrote something, before their name and the day."""
DATE_WORDS = re.compile(
    rf"(?<!\w)(?:{POSTED}|first|originally|last|publication|updated?|modified|created|date|released|issued|on|at|by|of|edited|filed|and|"
    r"aktualisiert|erstellt|stand|vom|am|um|den|der|uhr|zuletzt|mis à jour|mise à jour|modifié|le|à|actualizado|el|a las|em|às|aggiornato|il|alle|ore|"
    r"опубликовано|обновлено|дата|в|gepubliceerd|bijgewerkt|op|om|publicerad|uppdaterad|publisert|oppdatert|opublikowano|aktualizacja|yayınlanma|güncelleme|发布|更新|时间|发表于|发布时间|公開|更新日|掲載|입력|수정|"
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|segunda|terça|quarta|quinta|sexta|feira|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"[ap]\.?m\.?|est|edt|gmt|utc|et|cet|bst|pst|pdt|ist|msk|ago|hours?|minutes?|read|min)(?!\w)",
    _I,
)
"""What stands beside a date on a line that is about nothing else."""

BYLINE = Opening(
    r"(?:(?:kommentar|kolumne|analyse|interview|essay|gastbeitrag|gastkommentar|reportage|leitartikel|glosse|bericht|text|artikel|(?:blog[- ]?)?beitrag|rezension)\s+von|autorin/autor|(?:written|posted|published|reported|story|words|text|report|analysis|opinion|commentary|review|exclusive|edited|compiled|article|interview|photos?)\s+(?:and\s+\w+\s+)?by"
    r"|(?:propos |textes? )?recueillis? par|(?:von|por|par|door|av|af|di):"
    r"|by|by:|author:|authors:|von|text:|autor:|autorin:|eine? \w{4,20} von|par|por|de la mano de|di|a cura di|door|av|af|tekst:|skrevet av|autor|автор:|авторы:|текст:|записал[аи]?:?|yazan:|przez|napisał|作者[:：]?|文[:：/]|记者[:：]?|記者[:：]?|撰文[:：]?)\s+(?=[\W\d]*\w)"
    r"|(?:oleh|γράφει (?:ο|η)|מאת|بقلم|(?:เขียน)?โดย|ໂດຍ)[:：]?\s+(?=\w)"
    r"|(?:tác giả|yazar|haber|penulis|συντάκτης|כתבה?|إعداد|كتبت?|تحرير|نویسنده|نوشته|گزارش|लेखक|लेखिका|रिपोर्ट|द्वारा|ผู้เขียน|ผู้สื่อข่าว|기자)\s*[:：]\s*(?=\w)"
    r"|(?:autor(?:s|ė|ka|i|e)|auteure?|piše|пише|teksti|tekst|írta|szerző|muhabir|تحریر|লেখক|প্রতিবেদক|எழுதியவர்|రచన|ലേഖകൻ|ലേഖിക|ავტორი|հեղինակ)\s*[:：՝]\s*(?=\w)"
    r"|(?:記者|记者)(?=[\u3400-\u9fff]{2,4}\s*[／/]\s*[\u3400-\u9fff]{2,6}(?:報導|报道|報道)$)"
    r"|(?:作者|文|记者|記者|撰文|取材|執筆)\s*[:：/／・=＝]\s*(?=\w)",
    _I,
)
BY = re.compile(
    r"(?:(?:written|posted|published|reported|story|words|text|kommentar|ein beitrag|geschrieben|publié|escrito) )?(?:by|von|par|por|door|av|af|di|przez)|text(?:e|o)?|words"
    r"|author(?:\(?s\)?)?(?: of the article)?|autor(?:[/*:_]?in|\(in\)|a|es|e|i)?|auteure?s?|автор|forfatter|författare|schrijver",
    _I,
)
"""A line that says that the next names who wrote, but for signs at its ends."""
SIGNED = re.compile(
    r"(?:\b(?i:by|von|par|por|door|av|af)|(?i:автор))\s*:?\s+([^\W\d_a-zа-яё][\w'’.-]*+(?:\s+(?:(?:de|del|della|di|da|dos|van|von|der|den|bin|al|el|la|le|du|ten|ter)\s+)*"
    r"[^\W\d_a-zа-яё][\w'’.-]*+(?!\s*:)){1,3})",
)
"""Who is named behind a word for `by`, somewhere in a line; a label that follows is no part of the name."""
FIELD = re.compile(r"[^\W\d_]{3,}\s*:")
"""The label of what follows it: `Category:`."""
REPORTERS = re.compile(
    r"(?:[가-힣]{2,5}=)?[가-힣]{2,4}\s(?:[가-힣]{2}\s?)?(?:기자|특파원)(?:\s*[,·/|]?\s*(?:[가-힣]{2,5}=)?[가-힣]{2,4}\s(?:[가-힣]{2}\s?)?(?:기자|특파원)){0,4}(?:\s\S+@\S+)?"
    r"|[\u3400-\u9fff]{0,8}(?:记者|記者)[\s:：　]*[\u3400-\u9fff]{2,4}(?:[\s、　]+[\u3400-\u9fff]{2,4}){0,4}(?:\s?[／/]\s?[\u3400-\u9fff]{2,10}(?:报道|報導|報道))?",
)
"""Reporters and nothing else, as East Asian papers name them."""
NAME_PART = r"(?:[^\W\d_a-zа-яё][\w'’.-]*|(?:de|del|della|di|da|dos|das|van|von|der|den|bin|al|el|la|le|du|ten|ter|zu|af|av)(?=\s))"
NAME = re.compile(rf"[^\W\d_a-zа-яё][\w'’.-]*(?:\s+{NAME_PART}){{1,4}}")
"""Two to five words that are capitalised as names are."""

MORE = Opening(
    r"(?:\W*(?:read (?:now|more|on|full story|the full (?:story|article)|article|story|this)|show (?:less|more)|keep reading|continue reading|continued|see (?:more|all|less)|load more|view (?:all|more)|full (?:story|article)|learn more|expand|collapse|more"
    r"|weiterlesen|mehr(?: lesen| anzeigen| dazu)?|zum artikel|lire (?:la suite|plus|l['’]article)|voir (?:plus|tout)|leer más|seguir leyendo|ver más|leia mais|ler mais|saiba mais|continue lendo|leggi(?: tutto| di più)?|continua(?: a leggere)?|lees (?:meer|verder)|läs mer|les (?:mer|mere)|læs mere"
    r"|czytaj (?:więcej|dalej)|devamı(?:nı oku)?|читать (?:далее|полностью|дальше|ещё|еще)|подробнее|далее|показать (?:ещё|еще)|читати далі|阅读(?:全文|更多)|查看(?:更多|全文)|更多|展开全文|続きを(?:読む|見る)|もっと見る|더 ?보기|자세히 보기)(?:\s*\d{1,2}\s*min\w*)?(?=\W|$|[A-Z]))+(?:\W*|\s*[“„«\"‘].{3,120}[”“»\"’])",
    _I,
)
"""A whole line of nothing but invitations to go on: here a story is cut off."""

TAIL = Opening(
    r"(?:more (?:from|on|in|about|by|at|of)\b.{0,60}|more (?:stories|news|articles|posts|coverage|top stories|headlines|to read|like this)|(?:you (?:may|might) (?:also )?(?:like|be interested|have missed)|we recommend|recommended|recommended (?:for you|stories|reading|articles)|suggested (?:for you|articles|reading)).{0,30}"
    r"|(?:the )?most (?:read|popular|viewed|shared|commented|recent|watched|emailed)\b.{0,40}|trending\b.{0,24}|(?:the )?latest(?: news| stories| articles| posts| headlines| videos| updates| from\b.{0,40}| in\b.{0,30})?|read next|up next|what to read next|next (?:up|story|article|post)|(?:our )?(?:top|other|recent|popular|featured|latest) (?:stories|news|articles|posts|headlines|reads|picks|entries).{0,20}"
    r"|editors?['’]?s?['’]? (?:picks?|choice)|around the web|from (?:our|around) .{3,30}|in other news|also (?:on|in|from) .{2,30}|popular (?:on|in|now|posts|stories|articles).{0,30}|sponsored(?: content| stories| links)?|paid content|promoted(?: stories| content)?|elsewhere on .{2,30}|previous(?: article| post| story)?|in case you missed it"
    r"|mehr (?:aus|zum thema|von|zu|nachrichten|artikel)\b.{0,40}|meistgelesen.{0,20}|meist(?:gelesene|kommentierte).{0,20}|das könnte (?:sie|dich) auch interessieren.{0,10}|auch interessant|neueste.{0,20}|top-?(?:themen|artikel|news)|weitere (?:artikel|themen|meldungen|nachrichten|beiträge).{0,20}|empfohlen.{0,20}|aktuelle (?:nachrichten|themen|artikel|meldungen)"
    r"|(?:les )?plus (?:lus|partagés|commentés|d['’]articles|d['’]actualités).{0,20}|à lire (?:aussi|également).{0,20}|(?:les )?derni(?:ers|ères) (?:articles|infos|actualités).{0,20}|vous aimerez aussi|dans la même rubrique|sur le même (?:sujet|thème)|plus de .{3,30}"
    r"|(?:lo|las|los) más (?:leído|leídas|leídos|visto|vistas|vistos|destacado).{0,20}|más (?:noticias|en|sobre|de|información|leídas|leídos)\b.{0,30}|te puede interesar|también te puede interesar|últimas noticias|noticias relacionadas"
    r"|mais (?:lidas|lidos|notícias|sobre|vistas|de|em)\b.{0,20}|últimas(?: notícias)?|veja também|leia também|i più letti.{0,20}|le più lette|ultime notizie|potrebbe interessarti(?: anche)?|altre notizie|leggi anche|notizie correlate"
    r"|(?:ещё|еще|другие|последние|главные|популярные|свежие|самые читаемые|самое читаемое|самое популярное|читаемое|новости|популярное) ?(?:новости|материалы|статьи|по теме|на тему|за день|дня|партн[её]ров|сми2?)?|читайте также|смотрите также|вам может быть интересно|по теме|материалы по теме|похожие (?:статьи|материалы|новости)|что ещё почитать|рекомендуем|читайте ещё"
    r"|meest gelezen.{0,20}|lees ook|meer (?:nieuws|over|van|uit)\b.{0,30}|mest (?:läst|lästa|lest|leste|læste).{0,20}|läs också|les også|læs også|senaste(?: nytt)?|siste nytt|flere .{3,20}|czytaj także|zobacz (?:także|też|również)|polecane|najpopularniejsze|najczęściej czytane|najnowsze|en çok okunan.*|ilgili haberler|son dakika|diğer haberler"
    r"|相关(?:新闻|阅读|文章|报道|推荐|链接)|推荐阅读|热门(?:新闻|文章|推荐)?|延伸阅读|最新(?:新闻|消息|文章)?|更多新闻|点击排行|相關(?:新聞|文章|報導)|関連(?:記事|ニュース)|人気記事|おすすめ.{0,8}|最新記事|ランキング|アクセスランキング|관련 ?(?:기사|뉴스)|많이 본 뉴스|인기 ?기사"
    r"|čtěte také|prečítajte si (?:tiež|aj)|kapcsolódó cikkek|citește și|още по темата|прочетете още|διαβάστε επίσης|читайте також|прочитајте још|pročitajte (?:i ovo|još|više)|preberite (?:tudi|še)|lue myös|loe ka|lasi arī|taip pat skaitykite|læs mere"
    r"|лента новостей|новости (?:по теме|на тему|партн[её]ров)|(?:новини|статті) (?:за темою|партнерів)|останні новини|вас (?:также|також) (?:могут|можуть) (?:заинтересовать|зацікавити)(?: новости| новини)?|читать (?:далее|также)|главное за день"
    r"|(?:berita|artikel) (?:terkait|lainnya|terpopuler|terbaru|populer)|terpopuler|tin (?:cùng chuyên mục|mới nhất|khác|nổi bật)|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|berita berkaitan"
    r"|(?:مواضيع|موضوعات|أخبار|مقالات) (?:ذات صلة|متعلقة)|الموضوعات المتعلقة|الأكثر (?:قراءة|مشاهدة)|آخر الأخبار|المزيد من .{2,30}|(?:اخبار|مطالب) (?:مرتبط|بیشتر)|پربازدیدترین.{0,20}|خبرهای مهم|موضوعات مرتبط|כתבות נוספות.{0,20}|הנצפות ביותר"
    r"|(?:热门|热点|相关|精彩)推荐(?: (?:热点|相关)推荐)?|猜你喜欢|热门排行|延伸閱讀|推薦(?:閱讀|新聞)|熱門(?:新聞|文章)|最新(?:新聞|消息)|(?:阅读)?下一篇|主要ニュース|よく読まれている.{0,8}|(?:[가-힣]{2,8} )?주요 ?뉴스|최신 ?(?:뉴스|기사)|(?:많이|가장 많이) (?:본|읽은) .{2,6}|추천 ?(?:뉴스|기사)"
    r"|اقرأ أيض(?:ا|اً|ًا)|بیشتر بخوانید|קראו (?:גם|עוד)|مزید پڑھیں|यह भी पढ़ें|ये भी पढ़ें|আরও পড়ুন|மேலும் படிக்க|ఇవి కూడా చదవండి|കൂടുതൽ വായിക്കുക|ข่าวที่เกี่ยวข้อง|tin liên quan|baca juga|მსგავსი სიახლეები|կարդացեք նաև|тағы оқыңыз|soma pia)\s*[:：»›>…]?",
    _I,
)
"""A heading above stories that are told elsewhere."""

ASIDE = Opening(
    r"(?:related(?: (?:articles?|stor(?:y|ies)|news|posts?|content|topics?|coverage|links?|reading|videos?))?|see also|also read|read also|also see|don['’]?t miss|must read|further reading|read (?:more|next|also|now)|see more|watch(?: now| more| also)?|listen|explained|background|more on this(?: story| topic)?|go deeper|what you need to know"
    r"|lesen sie auch|lesen sie (?:mehr|hier).{0,20}|siehe auch|zum thema|mehr zum thema|lire aussi|lire également|à lire|voir aussi|lea también|lee también|vea también|ver también|además|relacionad[ao]s?|leia mais|veja mais|leggi anche|vedi anche|читайте также|смотрите также|читать также|по теме|lees ook|läs mer|läs även|les også|læs også|czytaj też|czytaj także|ayrıca bkz.*|相关阅读|関連記事|延伸閱讀|相關新聞|관련 ?기사|читайте також|дивіться також|baca juga|lihat juga|đọc thêm|xem thêm|ayrıca oku(?:yun)?|اقرأ أيض(?:ا|اً|ًا)|بیشتر بخوانید|קראו (?:גם|עוד)|כתבות נוספות בנושא|مزید پڑھیں|(?:यह|ये) भी पढ़ें(?:\s*-.{0,200})?|আরও পড়ুন)\s*(?:[:：»›>–—|].{0,200})?",
    _I,
)
"""A heading above, or a line that is, a link out of the middle of a story."""

COMMENTS = re.compile(
    r"(?:\w+ rated comments|(?:(?:view|show|read|load|see|all|more|hide|reader|user|top|latest|newest|\d+) ){0,3}(?:comments?|responses?|replies|kommentare?|leserkommentare?|комментари(?:и|ев|й|я)|отзывы|обсуждение|comentarios?|comentários?|commentaires?|réactions?|commenti|reacties|reaktionen|komentarze|yorumlar|kommentarer|评论|网友评论|網友評論|網友回應|コメント|댓글|100자평|ý kiến(?: bạn đọc)?"
    r"|komentáře|komentáre|hozzászólások|comentarii|коментари|коментарі|komentari|komentarji|σχόλια|kommentit|kommentaarid|komentāri|komentarai|yorum|التعليقات|تعليقات"
    r"|نظرات|תגובות|تبصرے|टिप्पणियां|टिप्पणियाँ|মন্তব্য|கருத்துகள்|వ్యాఖ్యలు|അഭിപ്രായങ്ങൾ|ความคิดเห็น|bình luận|komentar|komen|留言|კომენტარები|մեկնաբանություններ|пікірлер|maoni)"
    r"|\d+ (?:thoughts?|comments?|responses?|replies|reactions?) (?:on|to)\b.{0,160}|leave a (?:reply|comment)(?: cancel reply)?|comments (?:are )?closed(?: here| for this .{0,20})?|(?:join|start) the (?:conversation|discussion)|post a comment|add (?:a|your) comment|have your say|what do you think\??|discussion|kommentieren|schreiben? sie einen kommentar|schreibe einen kommentar|(?:neuen )?kommentar (?:schreiben|verfassen|hinterlassen|abgeben)|artikel kommentieren|escrib[ei]r? (?:un )?comentario|añadir (?:un )?comentario|ajouter un commentaire|réagir|commenter|laisser un commentaire|deja (?:un comentario|una respuesta)|оставить комментарий|добавить комментарий|dodaj komentarz|discuss)"
    r"(?:\s+for this (?:article|thread|post).{0,20})?\s*[:：]?\s*(?:\(?\d+\)?)?(?:\s*[/|»·(-].{0,40})?",
    _I,
)
SAYS = re.compile(
    r"(?!(?:that|having) said\b)(.{1,50}?)\s+(?:says?|said|wrote|writes|schreibt|schrieb|sagt(?:e)?|dice|dijo|diz|disse|scrive|ha scritto|dit|a dit|пишет|написал[аи]?|говорит|skriver|zegt|schreef|napisał\(?a?\)?|diyor(?: ki)?)\s*(?::|…|\.\.\.)?",
    _I,
)
COMMENT_TOOLS = Opening(
    r"(?:(?:reply|replies|like|likes|liked|dislike|share|report(?: comment| abuse)?|flag|quote|permalink|link|edit|vote|votes?|upvote|up vote|down ?vote|recommend(?:ed)?|responder|me gusta|antworten|melden|gefällt mir|teilen|répondre|j['’]aime|signaler|ответить|пожаловаться|нравится|rispondi|responde|reageer|svar|svara|odpowiedz|回复|回覆|举报|檢舉|赞|踩|顶|返信|共感した|なるほど|うーん|件|답글(?:작성|쓰기)?|찬성|반대|추천|비추천|공감|비공감|신고|ответ(?:ить|ы)|відповісти|رد|إعجاب|پاسخ|הגב(?: לתגובה זו)?|trả lời|thích|balas|beğen|yanıtla|जवाब|log in to reply|rating:?|score|in reply to .{1,40}|\d++|[•|·,()+\-/&-])\s*+)++",
    _I,
)

PROMO_START = Opening(
    r"(?:please )?(?:subscribe|sign(?:ed)?[ -]?(?:up|in|out)|log ?(?:in|out)|register\b|download (?:the|our)|follow (?:us|our|@)|find us|like us|join (?:us|our|the)|contact us|get (?:the|our|unlimited|access|daily|breaking|your|all|more|updates|email|a)\b|catch up on|start your|skip to|listen to (?:this|our)|share (?:this|on|via|with)|copy link|print this|click here|swipe|support (?:our|quality|independent|us)|donate|become a|stay (?:informed|up|connected|on top)|keep up with|for more\b|our (?:free )?newsletters?|enter your|create (?:an|your)|already a|not a subscriber|try (?:it|us)|buy (?:the|a)|enjoy\b.{0,40}(?:free|access)|you (?:can|have|need|are|may|must)\b|thanks? (?:you )?for|we (?:use|are using|and our)|this (?:site|website|content|story is for|article is for)|by (?:clicking|signing|using|submitting|continuing|subscribing)|want (?:more|to)|never miss|don['’]t miss out|all rights|an error|there was (?:an error|a problem)|follow .{3,40} on (?:twitter|facebook|instagram|x\b|telegram)|read our|see our|view our|have a (?:tip|story|question)|got a (?:tip|story|question)|send (?:us|your)|submit (?:a|your)|email us|questions or comments"
    r"|jetzt\b|(?:diesen?|den|die|das|zum|zur)? ?(?:artikel|beitrag|seite|thema) (?:teilen|drucken|merken|anhören|vorlesen|speichern|verschenken)|abonnieren|anmelden|melden sie|registrieren|einloggen|folgen sie|hier (?:geht|können|finden)|teilen|wir verwenden|diese (?:website|seite)|mit (?:ihrem|unserem)|bitte|abonnez|inscrivez|recevez|suivez|connectez|partag|iratkozz|urmăre|tilmeld|subscrev|inscrev|seguinos|iniciá|nous utilisons|ce site|déjà abonné|suscr[ií]b|regístr|inicia|recib[ae]|síguenos|comparte|utilizamos|este sitio|assine|cadastr|receba|siga|compartilh|iscriviti|accedi|abbonati|ricevi|seguici|condividi|utilizziamo"
    r"|подпи(?:сывайт|шит|сат)|зарегистр|войти|войдите|следите|читайте нас|при использовании|все права|на сайте|настоящий|сайт использует|поделит|aanmelden|inloggen|volg ons|deel|prenumerera|logga in|följ|logg inn|følg|zaloguj|zapisz|obserwuj|abone ol|giriş|takip|订阅|登录|注册|关注|扫描|扫码|分享|登録|ログイン|フォロー|구독|로그인)",
    _I,
)
"""Lines that ask the reader for something."""
PROMO_WORDS = re.compile(
    r"subscri(?:be|ber|bing|ption)|newsletters?\b|sign(?:ed|ing)? ?(?:up|in)\b|log ?in\b|inbox|e-?mail address|cookies?\b|privacy (?:policy|notice|statement|settings)|terms (?:of (?:use|service)|and conditions|& conditions)|app store|google play|rights reserved|javascript|ad ?block|free trial|unlimited access|click here|curated by|"
    r"abonn(?:ement|ieren|ier|és?|ez)\b|datenschutz|nutzungsbedingungen|impressum|werbung|mentions légales|publicité|suscripci|publicidad|privacidad|privacidade|informativa|pubblicità|рассылк|реклам|конфиденциальност|пользовательск|гиперссылк|перепечатк|зарегистрирован|版权所有|广告|订阅|公众号|転載|無断|무단|구독",
    _I,
)
PROMO_STEMS = (
    "subscri", "newsletter", "sign up", "signup", "sign in", "signin", "signed", "signing", "log in", "login", "inbox", "mail address", "cookie", "privacy", "terms of", "terms and", "terms &", "app store",
    "google play", "rights reserved", "javascript", "adblock", "ad block", "free trial", "unlimited", "click here", "curated",
    "abonn", "datenschutz", "nutzungsbed", "impressum", "werbung", "mentions l", "publicit", "suscrip", "publicidad", "privaci",
    "informativa", "pubblicit", "рассылк", "реклам", "конфиденц", "пользовательск", "гиперссылк", "перепечатк", "зарегистр",
    "版权所有", "广告", "订阅", "公众号", "転載", "無断", "무단", "구독",
)  # fmt: skip
"""What every match of `PROMO_WORDS` contains one of."""
CREDIT_STEMS = (
    "photo", "image", "imag", "©", "| archive", ". / ", "picture", "credit", "illustration", "screenshot", "source", "courtesy", "foto", "bild", "фото", "quelle",
    "crédit", "снимка", "kuva", "fotó", "φωτογραφία", "صورة", "تصوير", "عکس", "فوٹو", "צילום", "फोटो", "ছবি", "படம்", "ఫోటో", "ഫോട്ടോ", "ภาพ", "ảnh", "picha", "ფოტო", "լուսանկար", "сурет", "写真", "사진", "圖", "图", "撮影", "nuotr", "摄", "攝", "제공", "기자", "提供", "চিত্র", "архів",
)  # fmt: skip
"""What every match of `CREDIT_INLINE` contains one of."""
SECOND_PERSON = re.compile(
    r"\b(?:you|your|us|our|we|sie|ihre?[mnrs]?|wir|unsere?[mnrs]?|vous|votre|vos|nous|notre|tu|su|nuestr[oa]s?|nosotros|você|seu|nosso|voi|vostr[oa]|nostr[oa]|вы|вас|ваш\w*|мы|наш\w*|u|uw|ons|onze|du|din|dig|vår|vi|ty|twój|nasz\w*)\b",
    _I,
)
COPYRIGHT = Opening(
    r"(?:©|\(c\)|copyright|&copy;)\W{0,4}(?:copyright\W{0,4})?(?:by\s)?(?:.{0,40})?(?:19|20)\d\d|copyright\b|(?:all )?rights reserved|alle rechte|tous droits|todos los derechos|todos os direitos|все права|tutti i diritti|版权所有|著作権|all content ©?|(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?\s*©",
    _I,
)


AGENCY = r"(?:Reuters|REUTERS|Associated Press|AFP|Agence France-Presse|Getty Images|Getty|GETTY(?: IMAGES)?|iStock\w*|Shutterstock|Alamy|EPA(?:-EFE)?|EFE|dpa|DPA|picture alliance|ANSA|TASS|ТАСС|РИА Новости|RIA Novosti|Sputnik|Xinhua|新华社|Kyodo|Yonhap|ANP|TT|NTB|Ritzau|Belga|APA|Keystone|KEYSTONE|imago|IMAGO|Bloomberg|Anadolu(?: Agency)?|NurPhoto|Sipa(?: USA)?|SIPA|Zuma(?: Press)?|ZUMA|UPI|PA Media|PA Wire|PA Images|Rex|REX|WireImage|Unsplash|Pixabay|Pexels|Flickr|Wikimedia(?: Commons)?|CC BY[\w .-]*|EYEPRESS|EyePress|POOL|Pool|Handout|HANDOUT|ITAR-TASS|PTI|ANI|AP|PAP|Ukrinform|Unian|УНИАН|Укринформ|Коммерсантъ|Ap|AAP|Canadian Press|The Canadian Press|Depositphotos|Adobe Stock|Europa Press|LUSA|Lusa|MTI|CTK|ČTK|STR|via)"
CREDIT_END = re.compile(
    rf"(?:[(\[|/–—-]|\b(?:via|by|from|photo|courtesy(?: of)?)\b:?|©|\.|,|/)\s*(?:[^()\[\]]{{0,70}}\b)?{AGENCY}\b[^()\[\]]{{0,40}}[)\]]?\.?$"
)
"""The end of a caption that credits an agency."""
CREDIT_WORD = Opening(
    r"(?:(?:image|photo|video|picture) (?:source|copyright|credit)\s*[,:]|(?:photo|photograph|photography|image|images|picture|credit|illustration|graphic|video|screenshot|screengrab|source|courtesy)s?(?: credit| courtesy| by| illustration)?\s*(?:[:：]|\bby\b|\bof\b|\bcourtesy\b)|©|\(c\)\s|bild(?:er)?\s*[:：]|fotos?\s*[:：/©]|foto\s+(?:di|de|av|von)\b|quelle\s*[:：]|crédits?\s*(?:photo)?\s*[:：]|image[nm]\s*[:：]|sursa foto\s*:|crédito\s*[:：]|фото\s*[:：]|фото\s+\S|иллюстрация\s*[:：]|beeld\s*[:：]|foto ?(?:af|av)|zdj\.|fot\.|图片?\s*[:：]|图源|摄影?\s*[:：]|写真\s*[:：]|사진\s*[=:]"
    r"|(?:снимка|kuva|fotó|fotografija|fotoğraf|φωτογραφία|صورة|تصوير|عکس|فوٹو|צילום|फोटो|ছবি|படம்|ఫోటో|ഫോട്ടോ|ภาพ|ảnh|picha|ფოტო|լուսանկարը?|сурет|写真|사진|圖|图)\s*[:：՝])",
    _I,
)
CAPTION_WORD = Opening(
    r"(?:image|media|video|photo|picture) caption\b|bildunterschrift|légende|pie de foto|didascalia|подпись к фото|<img\b",
    _I,
)
CREDIT_INLINE = re.compile(
    r"[(\[|.。—–]\s*(?:(?:file|handout|ap|afp|reuters|pool|getty)?\s*(?:photo|image|picture|credit|photograph|illustration|screenshot|photos|source|courtesy|fotos?|bild|imagem|imagen|фото|quelle|crédit)s?\b\s*(?:[:：/]|by\b|courtesy|of\b|credit)).{0,100}$"
    r"|[.!?…»”“\"]\s+©\s?[^\W\d_][^.©]{1,70}$|\|\s+(?:archives?|photo|crédits?)\b[^.]{0,60}$|\.\s+/\s+[^\W\d_]\S+(?:\s[^\W\d_]\S+){1,3}$"
    r"|[(（\[|.。।۔։ ]\s*(?:снимка|kuva|fotó|fotografija|fotoğraf|φωτογραφία|صورة|تصوير|عکس|فوٹو|צילום|फोटो|ছবি|படம்|ఫోటో|ഫോട്ടോ|ภาพ|ảnh|picha|ფოტო|լուսանկարը?|сурет|写真|사진|圖|图)\s?[:：=／/՝].{0,100}$|[=＝、][^\s=＝、]{1,20}撮影$|[^\s。，]{2,12}[摄攝](?:影)?[)）]?$|[（(／/][^（(／/]{1,16}(?:攝影|摄影|撮影|提供)[)）]?$|[\s(（\[][^\s(（\[]{1,12} 제공[)）\]]?$|제공\. 재판매 및 DB 금지\]?$|[(（—–-]\s?(?:फाइल फोटो|নিজস্ব চিত্র|архивное фото|архів)[)）।.]?$|[가-힣]\. /?[가-힣]{2,4} 기자$|\bnuotr\.$"
    r"|\((?!(?:see|in|the|this|that|with)\b)(?:[^()\[\]]{1,40}\s)?(?:photo|image|picture|photograph|foto)s?(?:[/ ][^()]{1,60})?\)\.?$",
    _I,
)
SLASHED = re.compile(r"[^/]{2,50}\s*/\s*[^/]{2,50}(?:\s*/\s*[^/]{2,40})?$")
AGENCY_ONLY = re.compile(rf"\b{AGENCY}\b")

SIGN_OFF = Opening(
    r"[(\[]?(?:(?:additional )?(?:reporting|writing|editing|compiled) by\b|our standards:|with (?:files|reporting|additional reporting) (?:from|by)\b|this (?:story|article|report) (?:was|has been) (?:originally|first|updated|corrected)|the associated press contributed|quelle:|mit material (?:von|der)\b|source\s*:\s*\w+\W*$|avec (?:afp|reuters)|con información de)",
    _I,
)
"""Who else worked on a story, below its last paragraph."""
CUT = Opening(
    r"(?:advertisement|ad|ads|anzeige|werbung|publicité|publicidad|pubblicità|реклама|annons|annonse|annonce|reklama?|advertentie|article content|story continues below.{0,20}|article continues (?:after|below).{0,30}|continue reading below.{0,20}|scroll (?:down )?(?:to|for).{0,40}|this advertisement has not loaded.{0,80}|we apologize, but this video has failed to load.{0,10}|tap here to see other videos.{0,30}|media playback is (?:un|not )supported.{0,30}|these are external links.{0,40}|try refreshing your browser.{0,20}|play video|shareplay video|video player.{0,30}|back to video|loading.{0,20}|广告|廣告|広告|광고|إعلان|פרסומת|تبلیغات|اشتہار|विज्ञापन|বিজ্ঞাপন|quảng cáo|iklan|reklam|請繼續往下閱讀.{0,6}|\W*)\W{0,3}\d?"
    r"|(?:(?:印刷(?:する)?|シェア(?:する)?|保存(?:する)?|メールで送る|list|공유|인쇄|스크랩|글자 ?크기(?: ?조정)?|댓글|字体|字號|字号|[小中大]字?号?|分享(?:到|至|让更多人看到)?|收藏|微博|微信|打印|缩小字体|放大字体|我要反馈|纠错|举报"
    r"|شارك|مشاركة|طباعة|حفظ|שתפו|הדפסה|chia sẻ|lưu|bagikan|paylaş|yazdır|поделиться|распечатать|печать|версия для печати|прослушать)[\s:：【】()/,、]*)+",
    _I,
)
"""Lines that may interrupt a story anywhere and mean nothing."""

NAV = Opening(
    r"(?:home|menu|search|share|tweet|email|e-mail|print|facebook|twitter|whatsapp|linkedin|reddit|pinterest|instagram|youtube|telegram|tumblr|copy|save|close|open|next|previous|back|login|register|help|about(?: us)?|contact(?: us)?|careers|jobs|sitemap|rss|podcasts?|videos?|photos?|gallery|live|news|world|politics|business|opinion|sports?|culture|tech(?:nology)?|science|health|more|tags?|topics?|sections?|share this.{0,30}|site navigation|skip to.{0,30}|main (?:menu|navigation|content)|accessibility.{0,20}|go to.{0,30}|toggle.{0,30}|back to top|top of page|all|view|follow|comment|for immediate release|press release|contact:.{0,80}|text size|font size|\d+ (?:shares?|views?|min(?:ute)? read)|\d+ ?min(?:ute)?s? read|reading time.{0,20}|filed under.{0,60}|tagged.{0,80}|posted in.{0,60}|tags:.{0,100}|keywords?:.{0,100}|topics?:.{0,100}|category:.{0,60}|categories:.{0,80}|published in.{0,40}|breadcrumb.{0,20}|\{\{.{0,60}\}\}"
    r"|this entry was posted (?:in|on|by)\b.{0,200}|bookmark the permalink|(?:ping|track)back:.{3,120}|click to (?:share|print|e-?mail)\b.{0,80}"
    r"|prev(?:ious)? (?:article|post|story|entry|page)\b.{3,120}|(?:prev(?:ious)?|next)\s*:.{3,120}|next (?:article\b|(?:post|story|entry)\s*:).{3,120}"
    r"|table of contents|inhaltsverzeichnis|table des matières|zurück zur? .{3,30}|zum (?:haupt)?inhalt(?: springen)?"
    r"|here['’]s how you know|an official website of .{3,60}|(?:tel|telephone|telefon|phone|fax)\.?\s*:\s*[\d+( ].{4,30})",
    _I,
)
SOCIAL = (
    "facebook", "twitter", "whatsapp", "telegram", "linkedin", "pinterest", "reddit", "instagram", "youtube", "tumblr",
    "e-mail", "email", "vkontakte", "вконтакте", "одноклассники", "flipboard", "pocket", "messenger", "微信", "微博",
    "tiktok", "xing", "bluesky", "mastodon", "copy link",
)  # fmt: skip
NAV_STRIP = " []()\t|/•·»›>«‹<*+-–—:.,#"

URL = re.compile(r"(?:https?://|www\.)\S+$|\S+@\S+\.\w+$", _I)
SHOW = re.compile(rf"({NAME.pattern})[’']s?\s+(?:[A-Z][\w’'&-]*\s+){{0,3}}[A-Z][\w’'&-]*:\s")
"""A spoken piece that opens with its speaker: `Ann Smith's Morning Note: ...`."""
