"""Script variants by BCP 47 tag."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Script(StrEnum):
    """One of the two scripts of Chinese, by its ISO 15924 code."""

    HANS = "Hans"
    HANT = "Hant"


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to write Chinese: a script, and the region whose wording is used, if any."""

    tag: str
    """BCP 47 tag, canonical case: ``zh-Hant-TW``."""
    script: Script
    region: str
    """``""`` for a script without regional vocabulary, else ``CN``, ``TW`` or ``HK``."""
    name: str
    """How its readers call it, in their script."""
    fallbacks: tuple[str, ...]
    """Tags whose glossary forms serve when there is none for this one, nearest first."""

    @property
    def folder(self) -> str:
        """The first segment of the addresses of its pages."""
        return self.tag.lower()


VARIANTS: dict[str, Variant] = {
    variant.tag: variant
    for variant in (
        Variant("zh-Hans", Script.HANS, "", "简体", ("zh-Hans-CN",)),
        Variant("zh-Hans-CN", Script.HANS, "CN", "大陆用语", ("zh-Hans",)),
        Variant("zh-Hant", Script.HANT, "", "繁體", ("zh-Hant-TW", "zh-Hant-HK")),
        Variant("zh-Hant-TW", Script.HANT, "TW", "臺灣正體", ("zh-Hant",)),
        Variant("zh-Hant-HK", Script.HANT, "HK", "香港繁體", ("zh-Hant", "zh-Hant-TW")),
    )
}
"""Every variant by its tag."""

HANS = VARIANTS["zh-Hans"]
HANT = VARIANTS["zh-Hant"]

_ALIASES = {
    "zh-cn": "zh-Hans-CN", "zh-sg": "zh-Hans", "zh-my": "zh-Hans",
    "zh-tw": "zh-Hant-TW", "zh-hk": "zh-Hant-HK", "zh-mo": "zh-Hant-HK",
}  # fmt: skip


def find_variant(tag: str) -> Variant | None:
    """Return the variant that *tag* names, in any case, MediaWiki's short tags (``zh-tw``) included."""
    folded = tag.strip().replace("_", "-").lower()
    folded = _ALIASES.get(folded, folded).lower()
    return next((variant for name, variant in VARIANTS.items() if name.lower() == folded), None)
