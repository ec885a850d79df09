"""Readings that follow from grammar: where a rule is right, it needs no model."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMERALS = "一二两三四五六七八九十百千万亿几数半每这那哪某双"
_SURNAMES = {
    "曾": "zēng", "单": "shàn", "任": "rén", "华": "huà", "葛": "gě", "解": "xiè", "仇": "qiú", "查": "zhā",
    "盖": "gě",
    "朴": "piáo", "区": "ōu", "翟": "zhái", "缪": "miào", "冼": "xiǎn", "尹": "yǐn", "燕": "yān", "宁": "nìng",
    "乐": "yuè",
    "纪": "jǐ", "洗": "xiǎn", "员": "yùn", "黑": "hè", "逄": "páng", "召": "shào", "种": "chóng",
}  # fmt: skip
"""Surnames that are read otherwise than the word: 通用规范汉字表 and the usual lists of surnames agree on these."""
_TITLES = (
    "先生|女士|小姐|教授|老师|博士|同学|医生|主任|书记|局长|厂长|院长|校长|主席|总统|记者|师傅|太太|夫人|警官|律师"
)
_ADJECTIVE = r"(?:(\w)\1(\w)\2|(\w)(\w)\4|(\w)\5)"

_DE = re.compile(rf"(?<![一-鿿]){_ADJECTIVE}地(?=[一-鿿])|(?:(\w)\6(\w)\7|\w(\w)\8)地(?=[一-鿿])")
_ZHI = re.compile(rf"(?<=[{_NUMERALS}0-9０-９])只(?=[一-鿿，。、！？；：]|$)(?!有|是|能|要|会|好|不|得|可|见|为|需)")
_RULES = (
    # character, what stands before it, what comes after it, reading
    ("什", "", "(?=么)", "shén"),
    ("甚", "", "(?=么)", "shén"),
    ("了", "(?<=[一-鿿]不)", "", "liǎo"),
    ("了", "(?<=[证说表声发查阐指标]明)|(?<=[破损毁败弄]坏)", "(?![解结如望却])", "le"),
    ("了", "(?<=上)", "(?=[当年岁车床])", "le"),
    ("的", "", "(?=确(?![定认切诊立保信实]))", "dí"),
    ("的", "(?<=目)(?<![项题节数条科书账头名剧栏醒盲瞩注曲炫纲面耳]目)", "", "dì"),
    ("的", "(?<=打)", "(?=[回去来到])", "dī"),
    ("得", "(?<=[我你他她它们您咱谁都就还也总又])",
     "(?![了到出知意益罪分胜奖票名手救病逞着体以其主第起很不天心力宠失道])", "děi"),
    ("得", "", "(?=马上|赶紧|赶快)", "děi"),
    ("得", "(?<=[热冷累困饿疼气急忙兴吓难闷挤])", "(?=要命|要死|不行|不得了|慌|满满)", "de"),
    ("得", "(?<=不由)", "", "de"),
    ("地", "(?<=[一-鿿]{2})(?<![草土田山工场基外当本各此该内陆荒空天余耕林产墓营园湿盆平高坡沙圣原旧阵领属住征租殖])",
     "(?=[把将被])", "de"),
    ("着", "(?<=[睡点猜找摸够用犯管见碰买挨逮抓捉]不)", "", "zháo"),
    ("着", "(?<=[志味征瞪])", "(?![手陆落])", "zhe"),
    ("着", "(?<=穿)", "(?=朴素|打扮|讲究|得体|整[洁齐]|时髦|入时|随意|简单)", "zhuó"),
    ("着", "(?<=[正已始即])", "(?=手[准编进调解处研开实写做制建筹])", "zhuó"),
    ("着", "(?<=[没有无])", "(?=落)", "zhuó"),
    ("么", "(?<!老)", "(?![妹弟儿蛾])", "me"),
    ("率", "(?<=[概频效速功税汇利比胜死存转换准命机辨产亡业用格败费盈毛险爆还签留复购斜])",
     "(?![领先众队兵军部团师])", "lǜ"),
    ("率", "(?<=[一-鿿])(?<![坦直草轻表统])", r"(?=[的，。、；：）)是为约高低达仅上下及和与将也0-9０-９\s]|$)", "lǜ"),
    ("率", "(?<=[坦直草轻表])", "", "shuài"),
    ("倒", "", "(?=[是也还])", "dào"),
    ("给", "(?<=[补自])|(?<=[^提]供)|(?<=^供)", "", "jǐ"),
    ("给", "", "(?=[予付养])", "jǐ"),
    ("与", "", "(?=会[者人嘉代各背成学专的国])", "yù"),
    ("中", ("(?<=[击抽打射看猜押踢投砸])(?<![反攻打冲射狙袭抗追出]击)"
     "(?<![注发照辐反折喷]射)(?<![殴攻拷敲]打)(?<![观查]看)"),
     "(?![心间国央年学医文方外华])", "zhòng"),
    ("中", "(?<=[反攻打冲狙袭抗追出]击)|(?<=[注照辐]射)", "", "zhōng"),
    ("还", "(?<=[偿归退赔])", "(?![是有在要会能])", "huán"),
    ("还", "", "(?=[款贷债])", "huán"),
    ("盛", "(?<![昌兴茂强旺全鼎丰繁炽隆])", "(?=[了着]|满|[一两三几半]碗|[饭汤粥])", "chéng"),
    ("教", "(?<![宗佛道请主管指家])", "(?=[了过]|会[我你他她])", "jiāo"),
    ("教", "(?<=老师)", "(?=得|[我你他她])", "jiāo"),
    ("种", "(?<![这那各一两几三多某何哪每品人物火树良麦谷变])", "(?=[了着过上])", "zhòng"),
    ("种", "(?<=[我你他她们家])", "(?=的)", "zhòng"),
    ("转", "", "(?=了?[一两三几半好]?圈|来转去|个不停)", "zhuàn"),
    ("没", "", "(?=收[到过拾获集回好完齐])", "méi"),
    ("没", "", "(?=收(?![到过拾获集回起好完下进齐钱礼]))", "mò"),
    ("干", "", "(?=瞪|等着|着急|笑|咳|嚎|了(?:这|那|一|两|三)?杯)", "gān"),
    ("当", "(?<=[就只权])", "(?=[没是做作])", "dàng"),
    ("行", "(?<=第[一二三四五六七八九十几])", "(?![动为政人星走程驶])", "háng"),
    ("差", "(?<=之)", "(?!不)", "chā"),
    ("差", "(?<=参)", "", "cī"),
    ("参", "", "(?=差)", "cēn"),
    ("解", "(?<=百姓)", "", "jiě"),
    ("好", "", "(?=奇(?!怪))", "hào"),
    ("分", "(?<=[充身成])", "(?![开为裂散别离布])", "fèn"),
    ("都", "", "(?=江堰|护府|察院|匀)", "dū"),
    ("作", "(?<!工)", "(?=坊)", "zuō"),
    ("作", "(?<=工)", "(?=坊)", "zuò"),
    ("撒", "", "(?=[到在满入进]|了一[地层把])", "sǎ"),
)  # fmt: skip
"""Places that their neighbours settle, and how they are read; of two rules for a place the later one wins."""
_BY_CHARACTER = {
    ruled: [(re.compile(f"(?:{before}){ruled}{after}"), reading) for c, before, after, reading in _RULES if c == ruled]
    for ruled, *_ in _RULES
}
_RULED = re.compile(f"[{''.join(_BY_CHARACTER)}]")
_SURNAME = re.compile(
    rf"(?:(?<![一-鿿])|(?<=[和跟与及是请给向找同让]))([{''.join(_SURNAMES)}])(?:[一-鿿]{{0,2}}?)(?={_TITLES})"
)
_CALLED = re.compile(rf"(?<=姓)(?<!百姓)[{''.join(_SURNAMES)}]|(?<=[老小])[曾任葛仇](?=[，。！？、：说也就和跟]|$)")


def settled(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, reading) for the places of *text* (Simplified) that a rule settles.

    - reduplication before 地: an adverb, ``de`` (慢慢地, 高高兴兴地);
    - a number before 只: the measure word, ``zhī`` (三只鸟), unless it is 只有, 只是 …;
    - 什 before 么, ``shén``; 了 in 受不了, ``liǎo``; 的 in 的确, ``dí``, but not in 的确定;
    - 得 between a pronoun or adverb and a verb: must, ``děi`` (我得走, 都得去), but not in 得到, 得知 …;
    - 么 everywhere but in 老么, 么妹; 率 as the rate (分辨率, 就业率); 倒 before 是, 也, 还; 给 in 供给, 给予;
      与 in 与会者; and what else stands in the table above;
    - a surname at the beginning of a name with a title (单先生), after 姓, and in 老曾, 小任.
    """
    for match in _DE.finditer(text):
        yield match.end() - 1, "de"
    for match in _ZHI.finditer(text):
        yield match.start(), "zhī"
    for match in _RULED.finditer(text):
        for pattern, reading in _BY_CHARACTER[match[0]]:
            if pattern.match(text, match.start()):
                yield match.start(), reading
    for match in _SURNAME.finditer(text):
        yield match.start(), _SURNAMES[match[1]]
    for match in _CALLED.finditer(text):
        yield match.start(), _SURNAMES[match[0]]
