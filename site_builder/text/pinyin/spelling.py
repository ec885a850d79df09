"""How pinyin is spelled: tone marks, tone numbers, and the syllables there are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SYLLABLE_TABLE = """
    a ai an ang ao e ei en eng er ê o ou
    ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu
    pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu
    ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu
    fa fan fang fei fen feng fiao fo fou fu
    da dai dan dang dao de dei den deng di dia dian diao die din ding diu dong dou du duan dui dun duo
    ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo
    na nai nan nang nao ne nei nen neng ni nia nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve
    la lai lan lang lao le lei len leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve
    ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo
    ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo
    ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo
    ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun
    qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun
    xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun
    zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo
    cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo
    sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo
    ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo
    za zai zan zang zao ze zei zen zeng zi zong zou zu zuan zui zun zuo
    ca cai can cang cao ce cei cen ceng ci cong cou cu cuan cui cun cuo
    sa sai san sang sao se sen seng si song sou su suan sui sun suo
    ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun
    wa wai wan wang wei wen weng wo wong wu
    m n ng hm hng r
"""
_SYLLABLES = frozenset(_SYLLABLE_TABLE.split())
"""Every syllable without its tone, ``ü`` as ``v``: the Hanyu Pinyin scheme, interjections, erhua's r."""

_SOUNDLESS = frozenset({"m", "n", "ng", "hm", "hng"})
"""Interjections without a vowel: nobody writes them joined to another syllable."""

_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_TONES = {tone: mark for mark, tone in _MARKS.items()} | {"5": ""}
_APOSTROPHES = re.compile(r"['\u2019\u02bc\s\u3000-]+")
_LONGEST = max(map(len, _SYLLABLES))
_LONGEST_PIECE = 200
"""Letters without a break; the ways to divide them are counted in cubic time, and no word is that long."""


@lru_cache(maxsize=8192)
def to_numbers(syllable: str) -> str:
    """Return *syllable* with a tone number: ``zhòng`` is ``zhong4``, ``lǜ`` is ``lv4``, ``de`` is ``de5``.

    A syllable that has its number already comes back with ``ü`` written ``v``.
    """
    letters, tone = _split_tone(syllable)
    return letters + (tone or "5")


@lru_cache(maxsize=8192)
def to_marks(syllable: str) -> str:
    """Return *syllable* with a tone mark: ``zhong4`` is ``zhòng``, ``lv4`` is ``lǜ``, ``de5`` is ``de``."""
    letters, tone = _split_tone(syllable)
    at = _mark_place(letters)
    marked = letters[: at + 1] + _TONES[tone or "5"] + letters[at + 1 :]
    return unicodedata.normalize("NFC", marked.replace("v", "u\u0308"))


@lru_cache(maxsize=8192)
def without_tone(syllable: str) -> str:
    """Return the letters of *syllable*, ``ü`` as ``v``: ``lǜ`` is ``lv``."""
    return _split_tone(syllable)[0]


def parse_reading(text: str, count: int) -> tuple[str, ...]:
    """Return the *count* syllables of *text*, each with its tone mark.

    *text* has tone marks or numbers (``háng``, ``hang2``, ``lv4``, ``r5``); a syllable without either is
    neutral. Syllables are parted by spaces, apostrophes or hyphens, or joined where that can be read in
    one way only. Raises ValueError, with a sentence that says what is wrong, when *text* is no pinyin or
    has another number of syllables.
    """
    pieces = [piece for piece in _APOSTROPHES.split(_respelled(text)) if piece]
    if not pieces:
        raise ValueError("the reading is empty")
    if len(pieces) > count:
        raise ValueError(f"{text.strip()!r} has {len(pieces)} syllables for {_characters(count)}")
    ways: _Ways = {0: ((), 1)}
    for piece in pieces:
        splits = _splits(piece)
        if not splits:
            raise ValueError(f"{piece!r} is no pinyin")
        ways = _joined(ways, splits, count)
    way, number = ways.get(count, ((), 0))
    if not number and count == 1:
        raise ValueError(f"{text.strip()!r} is not one syllable with its tone mark in its place")
    if not number:
        raise ValueError(f"{text.strip()!r} cannot be divided into {count} syllables, one for each character")
    if number > 1:
        raise ValueError(f"{text.strip()!r} can be divided in several ways; part the syllables by spaces")
    return way


def _respelled(text: str) -> str:
    """Return *text* in lower case with composed marks and one way to write ü."""
    return unicodedata.normalize("NFC", text.strip().lower().replace("u:", "ü").replace("v", "ü"))


def _characters(count: int) -> str:
    return "one character" if count == 1 else f"{count} characters"


def _split_tone(syllable: str) -> tuple[str, str]:
    """Return the letters (ü as v) and the tone number, ``""`` when none is given."""
    tone = ""
    letters: list[str] = []
    for c in unicodedata.normalize("NFD", syllable):
        if c in _MARKS:
            tone = _MARKS[c]
        elif c == "\u0308" and letters and letters[-1] == "u":
            letters[-1] = "v"
        else:
            letters.append(c)
    if len(letters) > 1 and letters[-1] in "12345":
        tone = letters.pop()
    return unicodedata.normalize("NFC", "".join(letters)), tone


def _mark_place(letters: str) -> int:
    """Return the index of the letter that bears the tone mark (GB/T 16159: a, e, the o of ou, else the last vowel)."""
    for vowels in ("a", "e", "ê", "ou"):
        if vowels in letters:
            return letters.index(vowels)
    places = [at for at, c in enumerate(letters) if c in "iouv"]
    if places:
        return places[-1]
    return next((at for at, c in enumerate(letters) if c in "mnr"), len(letters) - 1)


_Ways = dict[int, tuple[tuple[str, ...], int]]
"""{number of syllables: (one way to divide the text so, how many ways there are)}."""


def _joined(before: _Ways, after: _Ways, most: int) -> _Ways:
    """Return the ways to divide two texts that follow each other into at most *most* syllables."""
    joined: _Ways = {}
    for left, (left_way, left_number) in before.items():
        for right, (right_way, right_number) in after.items():
            if left + right <= most:
                number = left_number * right_number + joined.get(left + right, ((), 0))[1]
                joined[left + right] = ((*left_way, *right_way), number)
    return joined


def _splits(piece: str) -> _Ways:
    """Return the ways to divide *piece* (letters, marks, numbers) into syllables.

    A syllable inside a word that begins with a vowel wants an apostrophe (GB/T 16159), so of several ways
    with the same number of syllables those with the fewest such syllables count.
    """
    if len(piece) > _LONGEST_PIECE:
        return {}
    best: list[dict[int, tuple[int, tuple[str, ...], int]]] = [{0: (0, (), 1)}]
    for end in range(1, len(piece) + 1):
        here: dict[int, tuple[int, tuple[str, ...], int]] = {}
        for start in range(max(0, end - _LONGEST - 1), end):
            if not best[start] or (end < len(piece) and piece[end] in "12345"):
                continue
            syllable = _syllable(piece[start:end], alone=start == 0 and end == len(piece))
            if not syllable:
                continue
            bare = start > 0 and without_tone(syllable)[0] in "aeêo"
            for count, (bare_before, way, number) in best[start].items():
                rival = here.get(count + 1)
                cost = bare_before + bare
                if rival is None or cost < rival[0]:
                    here[count + 1] = (cost, (*way, syllable), number)
                elif cost == rival[0]:
                    here[count + 1] = (cost, rival[1], rival[2] + number)
        best.append(here)
    return {count: (way, number) for count, (_, way, number) in best[-1].items()}


def _syllable(piece: str, *, alone: bool) -> str:
    """Return *piece* as one syllable with a tone mark, ``""`` when it is none."""
    marks = sum(c in _MARKS for c in unicodedata.normalize("NFD", piece))
    numbers = sum(c in "12345" for c in piece)
    letters, _ = _split_tone(piece)
    if letters in ("lue", "nue"):
        letters, piece = letters[0] + "ve", piece.replace("u", "ü")
    if marks + numbers > 1 or letters not in _SYLLABLES or (letters in _SOUNDLESS and not alone):
        return ""
    marked = to_marks(piece)
    if marks and marked != unicodedata.normalize("NFC", piece):
        return ""
    return marked
