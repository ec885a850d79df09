"""Signs that a text was damaged on its way: told with places, a few of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from site_builder.diagnostics import Diagnostic, Location, warning
from site_builder.markup.places import Locate
from site_builder.markup.prose import INVISIBLE
from site_builder.text.folding import fold
from site_builder.text.pinyin.spelling import parse_reading
from site_builder.text.script import telling
from site_builder.text.variants import Script
from site_builder.text.words import HANZI, lexicon, segment

_MOST = 5
"""How many places of a kind are named in one file."""


def suspects(prose: str, locate: Locate, *, is_plain: bool) -> Iterator[Diagnostic]:
    """Yield warnings about *prose*, a source with everything but running text blanked out.

    *is_plain* says that the text has no markup, so that tags in it are leftovers.
    """
    yield from _few("text-private-use", _private(prose), locate, "type the character that belongs here")
    yield from _few("text-invisible", _invisible(prose), locate, "delete it: type the two characters anew")
    if is_plain:
        yield from _few("text-stray-tag", _tags(prose), locate, "delete it, or save the text as .md")
        yield from _few("text-repeated", _repeated_title(prose), locate, "keep one of them")
    damaged = list(_damaged(prose))
    yield from _few("text-damaged", damaged, locate, "compare with the original, or save it again as UTF-8")
    spans = [(at, at + length) for at, length, _ in damaged]
    readings = (found for found in _readings(prose) if not any(start <= found[0] < end for start, end in spans))
    yield from _few("text-reading", readings, locate, "delete it, or set it as a reading: {行|háng}")


_Finding = tuple[int, int, str]
"""(offset, length, what is wrong)."""


def _few(code: str, found: Iterable[_Finding], locate: Locate, hint: str) -> Iterator[Diagnostic]:
    findings = list(found)
    for at, length, message in findings[:_MOST]:
        yield warning(code, message, locate(at, length), hint)
    if len(findings) > _MOST:
        at, length, _ = findings[_MOST]
        yield warning(code, f"{len(findings) - _MOST} more places like this from here on", locate(at, length), hint)


_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+|\ufffd+")


def _private(prose: str) -> Iterator[_Finding]:
    for match in _PRIVATE.finditer(prose):
        kind = "a replacement character" if match[0][0] == "\ufffd" else "a private-use character"
        yield match.start(), len(match[0]), f"U+{ord(match[0][0]):04X} is {kind}: something was lost here"


_INVISIBLE = re.compile(
    rf"(?<=[{HANZI}])[{INVISIBLE}]+(?=[{HANZI}])|[\u202a-\u202e\u2066-\u2069]|[\U000e0000-\U000e007f]+|\ufeff"
)


def _invisible(prose: str) -> Iterator[_Finding]:
    for match in _INVISIBLE.finditer(prose):
        yield match.start(), len(match[0]), f"U+{ord(match[0][0]):04X} stands here, which nobody sees"


_NEAR = 10
"""Among so many lines a copied title is looked for."""
_SHORTEST_TITLE = 6


def _repeated_title(prose: str) -> Iterator[_Finding]:
    """Find the first line again among the next ones: a title that was copied with its text."""
    lines = list(re.finditer(r"[^\s][^\n]*", prose))[: _NEAR + 1]
    title = lines[0][0].strip() if lines else ""
    again = [line for line in lines[1:] if line[0].strip() == title]
    # More than twice it is a refrain.
    if len(title) >= _SHORTEST_TITLE and len(again) == 1:
        yield again[0].start(), len(title), "the first line stands here again"


_TAG = re.compile(
    r"</?(?:a|b|br|center|code|div|em|font|h[1-6]|i|iframe|img|li|ol|p|pre|script|section|span|strong|style|table|tbody|"
    r"td|th|tr|u|ul)(?:\s[^<>\n]{0,300})?/?>|(?<!<)\?/(?:b|div|em|h[1-6]|i|li|ol|p|span|strong|td|tr|ul)>|&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|hellip|mdash|#\d{2,6});",
    re.IGNORECASE,
)


def _tags(prose: str) -> Iterator[_Finding]:
    for match in _TAG.finditer(prose):
        yield match.start(), len(match[0]), f"{match[0][:40]} is left over from a web page"


_MARKED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_READING = re.compile(rf"(?<=[{HANZI}])[(（]\s*([a-zü]{{0,4}}[{_MARKED}][a-zü]{{0,4}})\s*[)）]")


def _readings(prose: str) -> Iterator[_Finding]:
    for match in _READING.finditer(prose):
        try:
            parse_reading(match[1], 1)
        except ValueError:
            continue
        yield match.start(), len(match[0]), f"a reading stands in brackets: {prose[match.start() - 1]}{match[0]}"


_TORN = re.compile(rf"[{HANZI}][?？\ufffd][a-zü]{{0,4}}[{_MARKED}a-z][a-zü]{{0,4}}[)）]")
"""A question mark where half of a character was, and the end of a reading: ``因?yàn)``."""
_LATIN = re.compile("(?:[ÃÂâãäåæçèéêïð][\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}){2,}")
"""UTF-8 read as Windows-1252: ``ä¸­æ–‡``."""
_FILLERS = re.compile("(?:锟斤拷|錕斤拷){2,}|烫{4,}|屯{4,}")
"""What programs make of bytes that mean nothing, or of memory that was never filled."""
_MISREAD = re.compile(rf"[{HANZI}\ue000-\uf8ff€]{{3,}}")
_HANZI_RUN = re.compile(f"[{HANZI}]+")


def _damaged(prose: str) -> Iterator[_Finding]:
    found = [
        *((match.start(), len(match[0]), f"a character was lost: {match[0]}") for match in _TORN.finditer(prose)),
        *((match.start(), len(match[0]), "UTF-8 was read as Latin letters") for match in _LATIN.finditer(prose)),
        *((match.start(), len(match[0]), f"{match[0][:6]} is what bytes become") for match in _FILLERS.finditer(prose)),
        *_misread(prose),
    ]
    yield from sorted([*found, *(rare for rare in _rare(prose) if not any(_touch(rare, other) for other in found))])


def _touch(one: _Finding, other: _Finding) -> bool:
    return one[0] <= other[0] + other[1] and other[0] <= one[0] + one[1]


_RARE = 11.0
"""The cost of a character (see :func:`site_builder.text.words.lexicon`) from which on it is rare."""
_IN_A_ROW = 5
"""So many rare characters that make no word stand together in no poem, but in most texts that were damaged."""


def _rare(prose: str) -> Iterator[_Finding]:
    """Yield runs of rare characters that make no word, as bytes paired wrongly leave them."""
    for match in _rare_run().finditer(prose):
        if all(end - start == 1 for start, end in segment(match[0])):
            yield match.start(), len(match[0]), f"rare characters that make no word: {match[0][:20]}"


@cache
def _rare_run() -> re.Pattern[str]:
    costs = lexicon()
    hanzi = "".join(map(chr, range(0x4E00, 0xA000)))
    common = "".join(c for c, simple in zip(hanzi, fold(hanzi), strict=True) if costs.get(simple, _RARE) < _RARE)
    return re.compile(f"(?:(?![{common}])[{HANZI}]){{{_IN_A_ROW},}}")


def _misread(prose: str) -> Iterator[_Finding]:
    """Yield the runs that were UTF-8 and were read as GBK: written back, they are sensible UTF-8."""
    for match in _MISREAD.finditer(prose):
        if not _TELLTALE.search(match[0]):
            continue
        restored = match[0].encode("gb18030", "ignore").decode("utf-8", "ignore")
        hanzi = sum(map(len, _HANZI_RUN.findall(restored)))
        if hanzi >= _LEAST and 2 * hanzi >= len(match[0]):
            yield match.start(), len(match[0]), f"UTF-8 was read as GBK; this may have been {restored[:20]}"


_LEAST = 2
_TELLTALE = re.compile("[涓鐨鏄鍦鎴戜浠鏈閿欏浣犲ソ鍚勫浗鍜屾枃鐢杩鍙涔鑰瀛涔堢]")
"""What the commonest first two bytes of UTF-8 look like in GBK."""


def mixed_scripts(prose: str, script: Script, locate: Locate) -> Sequence[Diagnostic]:
    """Return a warning when some paragraphs of *prose* are in the other script than *script*."""
    whole = telling(prose)
    if whole[script is Script.HANS] < _ENOUGH:
        return ()
    found: list[Location] = []
    for match in _PARAGRAPH.finditer(prose):
        if match[0].isspace():
            continue
        simplified, traditional = telling(match[0])
        own, other = (simplified, traditional) if script is Script.HANS else (traditional, simplified)
        if other >= _ENOUGH and other > own:
            found.append(locate(match.start()))
    if not found:
        return ()
    lines = ", ".join(str(place.line) for place in found[:_MOST]) + (", …" if len(found) > _MOST else "")
    other_name = "Traditional" if script is Script.HANS else "Simplified"
    own_name = "Simplified" if script is Script.HANS else "Traditional"
    message = f"the text is {own_name}, but its paragraphs on these lines are {other_name}: {lines}"
    hint = "say script: … in the front matter, or protect a quotation with -{…}-"
    return (warning("script-mixed", message, found[0], hint),)


_PARAGRAPH = re.compile(r"[^\n]+")
_ENOUGH = 3
