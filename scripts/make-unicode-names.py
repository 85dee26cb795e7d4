"""Writes language/unicode-name-table.ts and language/unicode-assigned.ts from the unicodedata of the Python 3.13 that runs this.

Names that follow from the code point (ideographs, Hangul syllables) are left to the reader of the table. Aliases are not
enumerable in Python; candidates come from perl's unicore, and those that Python knows are kept.
"""

import os
import subprocess
import unicodedata
from collections import Counter

ALPHABET = [chr(c) for c in range(0x20, 0x7F) if chr(c) not in "\\`$'\""]
GAP, LONG = 88, 87
COMPUTED = ("CJK UNIFIED IDEOGRAPH-", "HANGUL SYLLABLE ", "TANGUT IDEOGRAPH-", "NUSHU CHARACTER-",
            "KHITAN SMALL SCRIPT CHARACTER-", "CJK COMPATIBILITY IDEOGRAPH-")

def digits(value, count):
    out = ""
    for _ in range(count):
        out = ALPHABET[value % 90] + out
        value //= 90
    return out

def word_code(rank):
    if rank < 66:
        return ALPHABET[rank]
    rank -= 66
    if rank < 20 * 90:
        return ALPHABET[66 + rank // 90] + ALPHABET[rank % 90]
    rank -= 20 * 90
    return ALPHABET[86 + rank // 8100] + digits(rank % 8100, 2)

def main():
    entries = []
    for point in range(0x110000):
        name = unicodedata.name(chr(point), "")
        if name and not name.startswith(COMPUTED):
            entries.append((point, name.split(" ")))
    frequency = Counter()
    previous = []
    plan = []
    for point, words in entries:
        shared = 0
        while shared < min(8, len(words) - 1, len(previous)) and words[shared] == previous[shared]:
            shared += 1
        plan.append((point, shared, words[shared:]))
        frequency.update(words[shared:])
        previous = words
    ranked = sorted(frequency, key=lambda word: (-frequency[word], word))
    code = {word: word_code(rank) for rank, word in enumerate(ranked)}
    out = []
    last = -1
    for point, shared, words in plan:
        if point != last + 1:
            out.append(ALPHABET[GAP] + digits(point - last - 1, 3))
        if len(words) > 9:
            out.append(ALPHABET[LONG] + ALPHABET[shared] + ALPHABET[len(words)])
        else:
            out.append(ALPHABET[shared * 9 + len(words) - 1])
        out.extend(code[word] for word in words)
        last = point
    listing = subprocess.run(["perl", "-e", 'print do "unicore/Name.pl"'], capture_output=True, text=True, check=True).stdout
    aliases = []
    known = {" ".join(words) for _, words in entries}
    for candidate in listing.split("\n"):
        if not candidate or candidate in known or candidate.startswith(COMPUTED):
            continue
        try:
            found = unicodedata.lookup(candidate)
        except KeyError:
            continue
        if len(found) == 1 and unicodedata.name(found, "") != candidate:
            aliases.append(f"{ord(found):x}={candidate}")
    path = os.path.join(os.path.dirname(__file__), "..", "language", "unicode-name-table.ts")
    with open(path, "w") as file:
        file.write("/**\n * The names of Unicode " + unicodedata.unidata_version + ", packed. Made by scripts/make-unicode-names.py; "
                   "unicode-name.ts reads it.\n */\n\n")
        file.write("/** The words of the names, the most frequent first, separated by spaces. */\n")
        file.write("export const words =\n  '" + " ".join(ranked) + "'\n\n")
        file.write("/** The names in the order of their code points; unicode-name.ts tells the code. */\n")
        file.write("export const names =\n  '" + "".join(out) + "'\n\n")
        file.write("/** Aliases as `hex=NAME`, separated by `;`. */\n")
        file.write("export const aliases =\n  '" + ";".join(sorted(set(aliases))) + "'\n")

def write_assigned():
    changes = []
    was = False
    for point in range(0x110000):
        now = unicodedata.category(chr(point)) != "Cn"
        if now != was:
            changes.append(point)
        was = now
    deltas = [b - a for a, b in zip([0] + changes, changes)]
    path = os.path.join(os.path.dirname(__file__), "..", "language", "unicode-assigned.ts")
    with open(path, "w") as file:
        file.write("/**\n * Which code points Unicode " + unicodedata.unidata_version + " assigns. Made by scripts/make-unicode-names.py.\n */\n\n")
        file.write("/** Where assigned and unassigned code points take turns, assigned first: differences, in hexadecimal. */\n")
        file.write("export const turns =\n  '" + " ".join(f"{d:x}" for d in deltas) + "'\n")

main()
write_assigned()
