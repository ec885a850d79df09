"""From the bytes of a source to a document, and from a document to its editions.

The editor's own notation travels through the tree as elements that HTML does not have, until
:mod:`site_builder.markup.edition` resolves them:

``<x-keep>text</x-keep>``
    ``-{text}-``: shown as it is in every variant.
``<x-choice rule="zh-hans:A; zh-hant:B"></x-choice>``
    ``-{zh-hans:A; zh-hant:B}-``: the form of the variant, as :func:`site_builder.text.rules.parse_rule` reads *rule*.
    Rules that add words to the page (flags A, H, -) also join the glossary of the document's front matter.
``<x-reading reading="háng">行</x-reading>``
    ``{行|háng}``: the reading set in place, syllables parted by spaces.
"""
