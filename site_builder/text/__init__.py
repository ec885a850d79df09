"""Chinese text in, Chinese text out: script variants, conversion, annotation. Knows no HTML, no file, no site."""
