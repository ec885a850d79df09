"""From bytes to text: UTF-8 with one kind of line break, and no character that a text cannot have."""

from __future__ import annotations

import re

from site_builder.config import Config
from site_builder.diagnostics import Diagnostic, Location, SourceError, error, locate, warning

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
"""Control characters (but tab and line breaks), surrogates and noncharacters."""

_LINE_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNUSUAL_BREAKS = re.compile("[\x85\u2028\u2029]")
_MOST = 5
"""How many forbidden characters are named one by one."""

_SIGNATURES = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"\x84\x31\x95\x33", "GB18030"),
)
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_SAMPLE = 4096


def decode(data: bytes, path: str, config: Config) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text of *data* with line feeds for all line breaks, and warnings.

    Raises :class:`SourceError` when *data* is too large, empty, not UTF-8, or has forbidden characters.
    """
    if len(data) > config.max_file_bytes:
        message = f"the file has {len(data):,} bytes; the site allows {config.max_file_bytes:,}"
        raise SourceError(error("file-too-large", message, Location(path), "divide it, or raise max_file_bytes"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise SourceError(_undecodable(data, problem.start, path)) from None
    unusual = _UNUSUAL_BREAKS.search(text)
    text = _LINE_BREAKS.sub("\n", text)
    forbidden = _forbidden_characters(text, path)
    if forbidden:
        raise SourceError(*forbidden)
    if not text.strip():
        raise SourceError(error("file-empty", "the file has no text", Location(path), "write something, or remove it"))
    if unusual is None:
        return text, ()
    line = len(_LINE_BREAKS.findall(data.decode("utf-8-sig")[: unusual.start()])) + 1
    message = f"the line ends with U+{ord(unusual[0]):04X}, which is read as an ordinary line break"
    place = Location(path, line, 0, text.split("\n")[line - 1])
    return text, (warning("text-invisible", message, place, "save the file with LF line breaks"),)


def _forbidden_characters(text: str, path: str) -> list[Diagnostic]:
    found = list(FORBIDDEN.finditer(text))
    hint = "remove it; it is invisible, so retype the line if you cannot find it"
    problems = [
        error("character-forbidden", f"U+{ord(match[0]):04X} is no character of a text", place, hint)
        for match in found[:_MOST]
        for place in [locate(path, text, match.start())]
    ]
    if len(found) > _MOST:
        message = f"{len(found) - _MOST} more characters that no text has"
        problems.append(error("character-forbidden", message, locate(path, text, found[_MOST].start()), hint))
    return problems


def _undecodable(data: bytes, offset: int, path: str) -> Diagnostic:
    """Return the problem of bytes that are not UTF-8 at *offset*, with the encoding they most likely are in."""
    line = len(re.findall(rb"\r\n?|\n", data[:offset])) + 1
    if data.startswith(_BINARY):
        return error("encoding-unknown", "this is no text file", Location(path, line), "keep it among the images")
    likely = guess_encoding(data, offset)
    if not likely:
        message = f"byte 0x{data[offset]:02X} on line {line} is not UTF-8"
        return error("encoding-unknown", message, Location(path, line), "retype the damaged characters; save as UTF-8")
    message = f"the file is not UTF-8; from line {line} on it looks like {likely}"
    hint = f"save it as UTF-8, or convert it: iconv -f {likely} -t UTF-8 FILE > NEW"
    return error("encoding-unknown", message, Location(path, line), hint)


def guess_encoding(data: bytes, offset: int) -> str:
    """Return the likely encoding of *data*, whose byte at *offset* is not UTF-8; ``""`` when nothing fits."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    start = data.rfind(b"\n", 0, offset) + 1
    sample = data[start : offset + _SAMPLE]
    for name in ("UTF-16LE", "UTF-16BE"):
        if _reads_as_chinese(data[:_SAMPLE], name):
            return name
    shares = {name: _common_share(sample, pair) for name, pair in _COMMON_PAIRS.items()}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] > _ENOUGH:
        return best
    lone = re.findall(rb"[\x80-\xff]+", sample)
    if lone and max(map(len, lone)) == 1 and re.search(rb"[A-Za-z]", sample):
        return "Windows-1252"
    return ""


_COMMON_PAIRS = {
    "GB18030": re.compile(rb"[\xb0-\xd7][\xa1-\xfe]"),
    "Big5": re.compile(rb"[\xa4-\xc6](?:[\x40-\x7e]|[\xa1-\xfe])"),
}
"""The two bytes of a Hanzi in daily use, in each encoding."""
_ANY_PAIR = re.compile(rb"[\x80-\xff][\x40-\xff]|[\x80-\xff]")
_ENOUGH = 0.5
_LEAST = 3
_MOSTLY = 0.75
_NEARLY_ALL = 0.9
_ASCII = 0x80
_PLAIN = re.compile("[\n\r\t -~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")


def _reads_as_chinese(sample: bytes, encoding: str) -> bool:
    """Whether nearly every character of *sample*, read as *encoding*, is one that Chinese texts have."""
    text = sample.decode(encoding, "replace")
    # Two Latin letters make a Hanzi in UTF-16.
    is_latin = sum(byte < _ASCII for byte in sample) > _MOSTLY * len(sample)
    return len(text) >= _LEAST and not is_latin and len(_PLAIN.findall(text)) > _NEARLY_ALL * len(text)


def _common_share(sample: bytes, common: re.Pattern[bytes]) -> float:
    """Return which share of the characters of *sample*, read in pairs of bytes, are common Hanzi."""
    pairs: list[bytes] = _ANY_PAIR.findall(sample)
    return sum(common.fullmatch(pair) is not None for pair in pairs) / len(pairs) if len(pairs) >= _LEAST else 0.0
