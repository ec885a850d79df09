"""What the Traditional spelling tells of a reading that the Simplified one hides: 隻 is zhī, 只 is zhǐ."""

from __future__ import annotations

import re
from collections.abc import Mapping

from site_builder.text.script import telling

_DECIDED: Mapping[str, str] = {
    "隻": "zhī", "乾": "gān", "幹": "gàn", "髮": "fà", "鬥": "dòu", "鬪": "dòu", "捲": "juǎn", "衝": "chōng",
    "儘": "jǐn", "盡": "jìn",
    "捨": "shě", "髒": "zāng", "臟": "zàng", "纍": "léi", "彆": "biè", "劃": "huà", "徵": "zhēng", "麼": "me",
    "鍾": "zhōng",
    "擔": "dān", "噹": "dāng", "樸": "pǔ", "僕": "pú", "據": "jù", "蔔": "bo", "縴": "qiàn", "纖": "xiān",
    "薑": "jiāng",
    "鹹": "xián", "錶": "biǎo", "餘": "yú", "鬍": "hú", "鬆": "sōng", "鬨": "hòng", "麯": "qū", "籲": "yù",
    "禦": "yù",
    "闆": "bǎn", "傢": "jiā", "燻": "xūn", "徬": "páng", "慾": "yù", "誌": "zhì", "穫": "huò", "獲": "huò",
    "嚮": "xiàng",
    "餵": "wèi", "瀋": "shěn", "葉": "yè", "術": "shù", "朮": "zhú", "蝨": "shī", "紮": "zā", "復": "fù",
    "裏": "lǐ", "裡": "lǐ", "閤": "gé",
}  # fmt: skip
"""Characters that Traditional text reads in one way, though the Simplified one that they fold to has several."""

_DECIDED_IN_TRADITIONAL: Mapping[str, str] = {
    "只": "zhǐ", "斗": "dǒu", "划": "huá", "干": "gān", "几": "jī", "舍": "shè", "别": "bié", "仆": "pū", "术": "zhú",
    "叶": "xié", "沈": "shěn", "朴": "piáo", "系": "xì",
}  # fmt: skip
"""Characters that both scripts write, and that stand for less in Traditional text."""

_PHRASES: Mapping[str, str] = {
    "朴素": "pǔ", "朴實": "pǔ", "純朴": "pǔ", "舍弃": "shě", "干擾": "gān", "叶韻": "xié", "幾乎": "jī",
    "衝床": "chòng",
    "衝壓": "chòng", "衝著": "chòng", "紮實": "zhā", "紮根": "zhā", "駐紮": "zhā", "紮營": "zhā", "擔子": "dàn",
    "乾坤": "qián", "乾隆": "qián", "乾卦": "qián", "乾元": "qián", "乾陵": "qián", "乾清": "qián", "康乾": "qián",
    "乾縣": "qián", "乾道": "qián", "乾符": "qián", "乾嘉": "qián", "乾安": "qián", "乾寧": "qián", "曾乾": "qián",
    "重擔": "", "擔擔": "dàn", "徵羽": "zhǐ", "負擔": "dān", "挑擔": "", "包紮": "zā", "老舍": "shě",
    "閤家": "hé", "閤府": "hé", "閤第": "hé", "閤眼": "hé", "閤上": "hé", "開閤": "hé",
}  # fmt: skip
"""Words whose first character that is decided above reads otherwise; ``""`` leaves it to the dictionary."""

_WRITTEN = re.compile("(?<=[所專論譯遺拙史])著")
"""著 that is a work or its writing (所著, 專著), though it folds to 着."""
_EVIDENCE = re.compile(f"[{''.join(_DECIDED)}]")
_TRADITIONAL_EVIDENCE = re.compile(f"[{''.join((*_DECIDED, *_DECIDED_IN_TRADITIONAL))}]")


def decided(text: str) -> dict[int, str]:
    """Return {offset: reading} for the characters of *text*, as displayed, whose spelling decides their reading."""
    written = {match.start(): "zhù" for match in _WRITTEN.finditer(text)}
    if _EVIDENCE.search(text) is None and _TRADITIONAL_EVIDENCE.search(text) is None:
        return written
    simplified, traditional = telling(text)
    whole = traditional > simplified
    found = {
        match.start(): _DECIDED.get(match[0]) or _DECIDED_IN_TRADITIONAL[match[0]]
        for match in (_TRADITIONAL_EVIDENCE if whole else _EVIDENCE).finditer(text)
    }
    for place in tuple(found):
        for start in (place - 1, place):
            reading = _PHRASES.get(text[max(0, start) : start + 2])
            if reading == "":
                del found[place]
                break
            if reading:
                found[place] = reading
                break
    return found | written
