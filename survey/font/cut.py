#!/usr/bin/env python3
"""Cuts Noto Sans SC to the characters that documents need; see README.md.

usage: cut.py NotoSansSC_400Regular.ttf Unihan_OtherMappings.txt[.bz2] REPOSITORY OUT.ttf
"""

import bz2
import pathlib
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Beside the hanzi: Latin with the letters of pinyin, Greek, punctuation,
# numbers in circles, units and signs as reports use them.
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x391, 0x3C9), (0x2010, 0x2027), (0x2030, 0x203B),
    (0x20AC, 0x20AC), (0x2100, 0x2122), (0x2160, 0x217F), (0x2190, 0x2199), (0x2200, 0x2265),
    (0x2460, 0x249B), (0x25A0, 0x25CF), (0x2605, 0x2606), (0x2713, 0x2717), (0x3000, 0x303F), (0xFF01, 0xFF5E),
    (0xFFE0, 0xFFE5),
]


def standard(path):
    """The characters of the table of general standard hanzi of 2013, Unihan's kTGH."""
    opener = bz2.open if path.endswith(".bz2") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}


def product(root):
    """All characters of pages, messages and bundled questionnaires."""
    said = set()
    for pattern in ("web/locales/*.json", "web/templates/**/*.html", "survey/**/*.yaml", "survey/**/*.go"):
        for file in pathlib.Path(root).glob(pattern):
            if not re.search(r"_test\.go$|testdata", str(file)):
                said |= set(map(ord, file.read_text(encoding="utf-8")))
    return said


def main(font, unihan, root, out):
    wanted = standard(unihan) | product(root)
    for first, last in RANGES:
        wanted |= set(range(first, last + 1))
    wanted = {c for c in wanted if 0x20 <= c <= 0xFFFF}  # the PDF writer knows no others
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "STAT", "DSIG"]
    cut = TTFont(font, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(cut)
    cut.save(out)
    print(len(cut.getBestCmap()), "characters")


if __name__ == "__main__":
    main(*sys.argv[1:])
