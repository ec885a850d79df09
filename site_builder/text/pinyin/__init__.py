"""Mandarin readings in pinyin."""
