"""From a site to the files it is published as: pages, feeds, sitemap. Knows no disk."""
