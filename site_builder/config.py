"""What a site.toml may say, and its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from site_builder.text.variants import HANS, HANT, Variant


class PinyinMode(StrEnum):
    """How a page shows its readings when it is opened; a reader may change it."""

    OFF = "off"
    TAP = "tap"
    ABOVE = "above"
    ALL = "all"
    NONE = "none"
    """The page is not annotated at all."""


class ForeignImages(StrEnum):
    """What becomes of images that lie on other sites."""

    KEEP = "keep"
    LINK = "link"


DEFAULT_HTML_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td "
    "tfoot th thead time tr u ul var wbr".split()
)


@dataclass(frozen=True, slots=True)
class Config:
    """A site's settings. The docstring of each field is its entry in the guide."""

    title: str = "Site"
    """The site's name, in either script."""
    description: str = ""
    """One sentence for search engines and the home page."""
    author: str = ""
    """The author of texts that name none."""
    base_url: str = "http://localhost:8000/"
    """The absolute address the site is published at, path included, with its final slash."""
    variants: tuple[Variant, ...] = (HANS, HANT)
    """The script variants to publish, the first being the default."""
    interface: str = "zh"
    """The language of navigation and labels: ``zh`` (each variant's own) or ``en``."""
    reading: str = "pinyin"
    """The annotator."""
    pinyin: PinyinMode = PinyinMode.OFF
    """The start mode of pages that do not say; ``none`` annotates nothing."""
    quotes: bool = True
    """Whether quotation marks follow the region of the variant."""
    html: frozenset[str] = DEFAULT_HTML_TAGS
    """The HTML elements that texts may use."""
    foreign_images: ForeignImages = ForeignImages.KEEP
    """Whether images of other sites are shown or become links."""
    tags: tuple[str, ...] = ()
    """The only tags allowed; empty allows all."""
    feed_entries: int = 20
    """How many texts an Atom feed holds."""
    recent: int = 10
    """How many texts the home page lists."""
    hanzi_per_minute: int = 300
    """Reading speed for Hanzi."""
    words_per_minute: int = 200
    """Reading speed for Latin words."""
    max_file_bytes: int = 5_000_000
    """Larger sources are refused."""
    max_paragraph: int = 100_000
    """Longer paragraphs (in characters) are refused."""
