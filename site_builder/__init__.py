"""Turn a folder of Chinese texts into a bilingual reading site."""
