"""Count the hard sentences of ``probes.tsv`` that come out right, ours and plain OpenCC's.

python -m benchmarks.conversion.probes
"""

from __future__ import annotations

from pathlib import Path

import opencc

from site_builder.text.conversion import convert
from site_builder.text.variants import HANS, HANT

STYLE = str.maketrans("裏臺爲麪瞭", "裡台為麵了")


def main() -> None:
    """Print the score, and what went wrong."""
    ours = theirs = total = 0
    for line in Path(__file__).with_name("probes.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        simplified, _, right = line.partition("\t")
        wanted = {form.translate(STYLE) for form in right.split("|")}
        total += 1
        theirs += opencc.OpenCC("s2tw").convert(simplified).translate(STYLE) in wanted
        result = convert(simplified, HANS, HANT, quotes=False).text
        if result.translate(STYLE) in wanted:
            ours += 1
        else:
            print(f"{simplified}: {result}, not {right}")
    print(f"site-builder {ours}, opencc {theirs}, of {total}")


if __name__ == "__main__":
    main()
