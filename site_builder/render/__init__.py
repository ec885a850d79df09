"""From a site to the bytes of its files."""
