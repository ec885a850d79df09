"""Converted text that remembers where each character came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the source and the piece of the target that stands for it; offsets are characters, half-open.

    Pieces of equal length correspond character by character; others only as wholes.
    """

    source_start: int
    source_end: int
    target_start: int
    target_end: int

    @property
    def is_parallel(self) -> bool:
        """Whether the characters correspond one to one."""
        return self.source_end - self.source_start == self.target_end - self.target_start


@dataclass(frozen=True, slots=True)
class Converted:
    """A converted run: its text, and segments that cover source and target completely and in order."""

    text: str
    segments: tuple[Segment, ...]

    def source_range(self, offset: int) -> tuple[int, int]:
        """Return the source range (half-open) of the target character at *offset*."""
        starts = [segment.target_start for segment in self.segments]
        segment = self.segments[bisect_right(starts, offset) - 1]
        if segment.is_parallel:
            at = segment.source_start + offset - segment.target_start
            return (at, at + 1)
        return (segment.source_start, segment.source_end)

    def owners(self) -> list[int]:
        """Return, for each target character, the one source character it is drawn with.

        In a segment of unequal lengths the characters are spread evenly, in order.
        """
        owners: list[int] = []
        for segment in self.segments:
            before = segment.source_end - segment.source_start
            after = segment.target_end - segment.target_start
            if segment.is_parallel:
                owners.extend(range(segment.source_start, segment.source_end))
            else:
                last = max(segment.source_start, segment.source_end - 1)
                owners.extend(min(last, segment.source_start + i * before // after) for i in range(after))
        return owners


def unchanged(text: str) -> Converted:
    """Return *text* converted to itself."""
    return Converted(text, (Segment(0, len(text), 0, len(text)),) if text else ())


def joined(pieces: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> Converted:
    """Join (target text, [(source length, target length), …]) pieces that follow each other."""
    text: list[str] = []
    segments: list[Segment] = []
    source = target = 0
    for piece, lengths in pieces:
        text.append(piece)
        for before, after in lengths:
            last = segments[-1] if segments else None
            if last and last.is_parallel and before == after:
                segments[-1] = Segment(last.source_start, source + before, last.target_start, target + after)
            else:
                segments.append(Segment(source, source + before, target, target + after))
            source, target = source + before, target + after
    return Converted("".join(text), tuple(segments))
