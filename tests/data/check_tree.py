#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of the tree itself, as TAP: the layers of src/, licences, translations, sizes of files.

Usage: check_tree.py SOURCE_DIR
"""
import os
import re
import shutil
import subprocess
import sys
import tomllib

ROOT = os.path.abspath(sys.argv[1])

# A folder may include itself and these, the ones below it in the picture of CONTRIBUTING.md.
BELOW = {
    "model": set(),
    "cloud": {"model"},
    "storage": {"model"},
    "profiles": {"model", "cloud"},
    "sandbox": {"model", "cloud"},
    "tasks": {"model", "cloud", "storage", "profiles"},
    "cli": {"model", "cloud", "storage", "profiles", "tasks", "sandbox"},
    "ui": {"model", "cloud", "storage", "profiles", "tasks", "sandbox"},
}
TOOLKIT = re.compile(r'#\s*include\s*[<"](gtk/|gdk/|gsk/|adwaita\.h|gtksourceview/|graphene)')
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
LICENCE = b"SPDX-License-Identifier:"
MAX_LINES = 1000


def files():
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [f for f in folders if not f.startswith((".git", "_build")) and f != "__pycache__"]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), ROOT)


def kept():
    """The files of the project: what git has or would take, or all in a tree that came without it."""
    if not os.path.exists(os.path.join(ROOT, ".git")) or shutil.which("git") is None:
        return sorted(files())
    names = subprocess.run(["git", "-c", "safe.directory=*", "-C", ROOT, "ls-files", "-z", "--cached",
                            "--others", "--exclude-standard"], check=True, text=True,
                           stdout=subprocess.PIPE).stdout
    return [name for name in sorted(names.split("\0"))
            if name and os.path.isfile(os.path.join(ROOT, name))]


def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def check_layers(paths):
    for path in paths:
        parts = path.split(os.sep)
        if parts[0] != "src" or len(parts) < 3 or not path.endswith((".c", ".h")):
            continue
        room = parts[1]
        if room not in BELOW:
            yield f"{path}: src/{room} is not in the picture of the house"
            continue
        content = text(path)
        for include in INCLUDE.findall(content):
            target = include.split("/")[0]
            if "/" in include and target not in BELOW[room] | {room}:
                yield f"{path}: includes {include}, which is not below {room}"
        if room != "ui" and TOOLKIT.search(content):
            yield f"{path}: includes the toolkit, which only ui may"


def glob(pattern):
    """A path of REUSE.toml: * stops at a folder's end, ** does not."""
    parts = re.split(r"(\*\*|\*)", pattern)
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in parts))


def patterns(annotation):
    return annotation["path"] if isinstance(annotation["path"], list) else [annotation["path"]]


def check_licences(paths):
    annotations = tomllib.loads(text("REUSE.toml"))["annotations"]
    matched = set()
    for path in kept():
        named = False
        for index, annotation in enumerate(annotations):
            for pattern in patterns(annotation):
                if glob(pattern).fullmatch(path):
                    matched.add((index, pattern))
                    named = named or "SPDX-License-Identifier" in annotation
        if named or path == "COPYING" or path + ".license" in paths:
            continue
        with open(os.path.join(ROOT, path), "rb") as f:
            if LICENCE not in f.read(2000):
                yield f"{path}: has no SPDX-License-Identifier, and REUSE.toml does not name it"
    for index, annotation in enumerate(annotations):
        for pattern in patterns(annotation):
            if (index, pattern) not in matched:
                yield f"REUSE.toml: {pattern} names no file"


def check_potfiles(paths):
    listed = [line for line in text("po/POTFILES").splitlines() if line and not line.startswith("#")]
    if listed != sorted(listed):
        yield "po/POTFILES: is not sorted"
    for path in listed:
        if not os.path.exists(os.path.join(ROOT, path)):
            yield f"po/POTFILES: {path} is not there"
    marks = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?) ?\(\s*"')
    bare = re.compile(r'^\s*((?:label|title|subtitle|tooltip-text|description|placeholder-text|heading|'
                      r'body|button-label)\s*:\s*"[^"]*[A-Za-z]{2}[^"]*")', re.M)
    for path in paths:
        if path.startswith(("src" + os.sep, "data" + os.sep)):
            if path.endswith((".c", ".blp")):
                marked = marks.search(text(path)) is not None
                for found in bare.findall(text(path)) if path.endswith(".blp") else ():
                    yield f"{path}: {found} is not marked for translation"
            elif path.endswith(".ui"):
                marked = 'translatable="yes"' in text(path)
            else:
                marked = path.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml"))
            if marked and path not in listed:
                yield f"po/POTFILES: {path} has strings to translate and is not listed"


def check_sizes(paths):
    for path in paths:
        if path.endswith((".c", ".h", ".blp", ".py")) and path.startswith(("src", "tests")):
            lines = text(path).count("\n")
            if lines > MAX_LINES:
                yield f"{path}: {lines} lines; none may have over {MAX_LINES}"


def main():
    paths = sorted(files())
    checks = [check_layers, check_licences, check_potfiles, check_sizes]
    print(f"1..{len(checks)}")
    for number, check in enumerate(checks, 1):
        problems = list(check(paths))
        for problem in problems:
            print("#", problem)
        print("not ok" if problems else "ok", number, check.__name__.removeprefix("check_"))


main()
