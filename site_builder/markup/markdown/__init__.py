"""Markdown as Chinese editors write it, with the place of everything that matters.

Python-Markdown keeps no offsets, so a text is read in four steps:

:mod:`.lexing`
    goes through the lines and finds fences, comments and running text; :mod:`.spans` and :mod:`.emphasis` find what
    is in the running text: code, HTML, notation, addresses, footnote marks, emphasis. Each becomes a *placeholder*
    (:mod:`.tokens`): an index between control characters, which no source may hold. The token that it stands for
    knows its offsets.
:mod:`.limits`
    refuses, in linear time, what would take the engine very long or nest too deep.
:mod:`.engine`
    is Python-Markdown with :mod:`.blocks`, :mod:`.lists` and :mod:`.inline` in place of some of its own processors.
:mod:`.writing`
    turns the engine's tree into HTML, resolving every placeholder by the context it ended up in: in code it is the
    source itself, in an attribute its text, elsewhere what it means. :mod:`.nesting` keeps the HTML balanced,
    :mod:`.notes` numbers the footnotes, :mod:`.complaints` collects what is wrong.
"""
