"""Turn a folder of Chinese texts into a bilingual reading site."""

__version__ = "0.1.0"
