"""Prints what the Markdown files of a checkout point to and what is not there: `links.py links|paths ROOT`. Exits with 1 if there is any.

links: targets of relative links, and their headings where the link names one.
paths: paths in backticks. A word counts as a path of the tree if its first part stands in the root or beside the document; then it must
       exist there. A word with the ending of a source file must be the end of some file's path (`domain/ledger/batch.h`, `commit.h`).
       Words with placeholders (`FILE`, `<s>`, `*`), and what git ignores (`.run/log`), are let through.
"""
import pathlib
import re
import subprocess
import sys

SOURCE = re.compile(r"\.(h|cc|proto|sh|py|mjs|cmake|md|dot|textproto)$")
PLACEHOLDER = re.compile(r"[<>{}*$…\s]|(^|[/.])[A-Z]+([/.]|$)")
NAMED_IN_CAPITALS = re.compile(r"\b(README\.md|CMakeLists\.txt|CMakePresets\.json|Containerfile)\b")


def git(root, *arguments):
    return subprocess.run(["git", "-C", root, *arguments], stdout=subprocess.PIPE, text=True)


def prose(text):
    """The text without fenced blocks."""
    return re.sub(r"^ *```.*?^ *```[^\n]*$", "", text, flags=re.S | re.M)


def anchors(text):
    """The anchors of all headings, as GitHub makes them."""
    headings = re.findall(r"^#+ +(.*)$", prose(text), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def broken_links(document):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = document.parent / path if path else document
        if not file.exists() or (anchor and anchor not in anchors(file.read_text())):
            yield target


def broken_paths(document, root, files):
    for word in re.findall(r"`([^`\n]+)`", prose(document.read_text())):
        if not re.fullmatch(r"\.?\w[\w./@+-]*", word) or PLACEHOLDER.search(NAMED_IN_CAPITALS.sub("", word)):
            continue
        places = [place for place in (root, document.parent) if "/" in word and (place / word.split("/")[0]).exists()]
        if any((place / word).exists() for place in places) or any(("/" + file).endswith("/" + word) for file in files):
            continue
        # With a slash behind it git takes the word for a directory, which a pattern such as `run/` asks for.
        if (places or SOURCE.search(word)) and git(root, "check-ignore", word, word + "/").returncode != 0:
            yield word


def main(kind, root):
    root = pathlib.Path(root).resolve()
    files = git(root, "ls-files", "--cached", "--others", "--exclude-standard").stdout.splitlines()
    faults = 0
    for name in sorted(file for file in files if file.endswith(".md") and (root / file).exists()):
        document = root / name
        for fault in broken_links(document) if kind == "links" else broken_paths(document, root, files):
            print(f"{name}: {fault} does not exist")
            faults += 1
    return faults > 0


sys.exit(main(*sys.argv[1:]))
