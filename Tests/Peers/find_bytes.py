"""Looks for texts in every byte that a program left behind: find_bytes.py FOLDER < TEXTS, one a line.

Archived objects (zstd) and workbooks (zip) are unpacked, and names of files count. Texts are looked for as they are, in UTF-16, in
hexadecimal digits and in base64. Prints `FILE: TEXT` for each that is there; exit 1 when there was any, 2 when nothing was searched.
"""
import base64, os, subprocess, sys, zipfile


def forms(text):
    raw = text.encode()
    yield raw
    yield text.encode("utf-16-le")
    yield raw.hex().encode()
    for shift in range(3):  # the part of its base64 that does not depend on what stands around it
        yield base64.b64encode(b"\0" * shift + raw)[2 * shift and shift + 1:][:len(raw) * 4 // 3 - 3]


def contents(path):
    with open(path, "rb") as file:
        raw = file.read()
    yield path, os.fsencode(path) + b"\n" + raw
    if path.endswith(".zst"):
        yield path, subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
    if path.endswith(".xlsx"):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                yield f"{path}/{name}", book.read(name)


texts = sys.stdin.read().split()
wanted = [(text, form) for text in texts for form in forms(text)]
searched, found = 0, set()
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        for place, content in contents(os.path.join(folder, name)):
            searched += 1
            found |= {(place, text) for text, form in wanted if form in content}
for place, text in sorted(found):
    print(f"{place}: {text}")
sys.exit(2 if not searched or not texts else 1 if found else 0)
