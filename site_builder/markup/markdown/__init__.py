"""Markdown as Chinese editors write it, with the place of everything that matters.

Python-Markdown keeps no offsets, so the text is read in four steps:

:mod:`.lexing`
    finds code, HTML, notation, addresses and notes, and puts a *placeholder* for each into the text: an index
    between control characters, which no source may hold. The token it stands for knows its offsets.
:mod:`.limits`
    refuses, in linear time, what would take the engine very long or nest very deep.
:mod:`.engine`
    is Python-Markdown with our own block processors: lists, tables, HTML blocks, notes.
:mod:`.writing`
    turns the engine's tree into HTML, resolving every placeholder by the context it ended up in:
    in code it is the source itself, in an attribute its text, elsewhere what it means.
"""
