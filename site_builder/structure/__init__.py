"""From documents to a site: permalinks, sections, taxonomies, links."""
