#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of the translations, as TAP, against the strings that the sources have at this moment.

Usage: check_translations.py SOURCE_DIR DESKTOP_FILE METAINFO_FILE XGETTEXT_ARGUMENT...
"""
import ast
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree

LANGUAGES_WITHOUT_SPACES = ("zh", "ja")
# What is the same in every language: options, environment variables, regions, addresses, names.
FIXED = re.compile(r"(?<![\w-])--[a-z][a-z-]+|\b[A-Z]+(?:_[A-Z]+)+\b|\b(?:cn|ap)-[a-z0-9-]+\b|"
                   r"https?://(?:\S*\])?|\bAccessKey\b|\bRequestId\b|\bCadet\b|\bcadet\b|\bCtrl\+\w+|"
                   r"\b(?:JSON|UTF-8|HTTP|CADT|VPC|RAM|SQLite)\b|\d+(?:\.\d+)+|<[^>]+>")
KEY = re.compile(r"_([A-Za-z])")
PAIRS = {"(": ")", "（": "）", "[": "]", "［": "］", "{": "}", "“": "”", "‘": "’", "「": "」",
         "『": "』", "《": "》", "【": "】"}
STOPS = {".": ".。", ":": ":：", "?": "?？", "!": "!！", "…": "…"}


class Entry:
    def __init__(self):
        self.context, self.msgid, self.plural = None, "", None
        self.translations, self.fuzzy, self.strftime = {}, False, False

    def name(self):
        return repr(self.msgid if self.context is None else f"{self.context}|{self.msgid}")

    def pairs(self):
        """Each translation with the original that it has to resemble."""
        for number, text in sorted(self.translations.items()):
            singular = self.plural is None or number == 0 < len(self.translations) - 1
            yield (self.msgid if singular else self.plural), text


def read_po(path):
    """The entries of a file that msgcat wrote; its header is the first."""
    entries, entry, field = [], None, None
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if entry is None and line and not line.startswith("#~"):
                entry = Entry()
            if not line:
                if entry is not None and field is not None:
                    entries.append(entry)
                entry, field = None, None
            elif line.startswith("#"):
                if line.startswith("#,") and "fuzzy" in line:
                    entry.fuzzy = True
            else:
                match = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)? ?(".*")$', line)
                text = ast.literal_eval(match.group(3))
                keyword = match.group(1)
                if keyword is not None:
                    field = (keyword.partition("[")[0], int(match.group(2) or 0))
                if field[0] == "msgctxt":
                    entry.context = (entry.context or "") + text
                elif field[0] == "msgid":
                    entry.msgid += text
                elif field[0] == "msgid_plural":
                    entry.plural = (entry.plural or "") + text
                else:
                    entry.translations[field[1]] = entry.translations.get(field[1], "") + text
    if entry is not None and field is not None:
        entries.append(entry)
    return entries


def without_fixed(text):
    return FIXED.sub(" ", text)


def is_wide(character):
    return unicodedata.east_asian_width(character) in "WF"


def check_key(original, text, spaceless):
    """An access key is kept: as “文字(_X)”, or where it was in a word that is kept."""
    wanted, found = KEY.findall(without_fixed(original)), KEY.findall(without_fixed(text))
    if [key.lower() for key in wanted] != [key.lower() for key in found]:
        yield f"access key {wanted} became {found}"
    elif wanted and spaceless:
        before, _, after = text.partition("_" + found[0])
        inside = re.search(r"[A-Za-z ]$", before) or (not before and not is_wide(after[:1] or "x"))
        if not inside and not (before.endswith("(") and after.startswith(")")):
            yield "an access key stands as “文字(_X)”, before “…”"


def check_end(original, text, spaceless):
    """What ends a text says what it is: a sentence, a label before something, more to come."""
    original = re.sub(r"\(_[A-Za-z]\)", "", original)
    text = re.sub(r"\(_[A-Za-z]\)", "", text)
    for stop, translated in STOPS.items():
        if original.rstrip().endswith(stop) != (text.rstrip()[-1:] != "" and
                                                text.rstrip()[-1] in translated):
            yield f"only one of both ends with “{stop}”"
    for edge in (r"^\s*", r"\s*$"):
        if re.search(edge, original).group() != re.search(edge, text).group():
            yield "white space at the beginning or the end differs"
    if original.count("\n") != text.count("\n"):
        yield "the number of lines differs"


def check_brackets(original, text, spaceless):
    stack = []
    # An apostrophe is no bracket.
    for character in re.sub(r"(?<=\w)’(?=\w)|(?<=s)’(?= )", "", text):
        if character in PAIRS:
            stack.append(PAIRS[character])
        elif character in PAIRS.values():
            if not stack or stack.pop() != character:
                # “}” as such is quoted where JSON is explained.
                if "“}”" not in original and "“]”" not in original:
                    yield f"“{character}” closes nothing"
    if stack and "“}”" not in original and "“]”" not in original:
        yield f"{stack} is missing"


def check_fixed(original, text, spaceless):
    """What is not a word of a language is kept."""
    missing = sorted(set(FIXED.findall(original)) - set(FIXED.findall(text)))
    if missing:
        yield f"{', '.join(missing)} is missing"


def check_dates(original, text, spaceless):
    if re.search(r"%-?[AaBbYmde]\b.*%-?[AaBbYmde]", original):
        kinds = [{"-": ""}.get(kind, kind) for kind in re.findall(r"%-?([A-Za-z])", text)]
        if not kinds or set(kinds) - set("AaBbYmdeEHMp"):
            yield f"{text!r} is no format of a date"


def check_punctuation(original, text, spaceless):
    """Between Chinese or Japanese letters stand their own marks, and “...” nowhere."""
    if "..." in text:
        yield "“...” instead of “…”"
    if spaceless:
        # A mark that is meant as such is quoted.
        plain = re.sub(r"\(_[A-Za-z]\)|[“「].[”」]", "", text)
        plain = without_fixed(plain)
        for match in re.finditer(r"[,;:!?.()\"']", plain):
            before = plain[match.start() - 1:match.start()]
            after = plain[match.end():match.end() + 1]
            if before and is_wide(before) and before not in "”’" or after and is_wide(after):
                if not (match.group() == ";" and text.endswith(";")):
                    yield f"“{match.group()}” beside a letter of the language, at “{before}”"


CHECKS = (check_key, check_end, check_brackets, check_fixed, check_dates, check_punctuation)

# Each check finds the fault that it is for; otherwise the result below would mean nothing.
FAULTS = (
    (check_key, "_Save", "保存"),
    (check_key, "_Save", "保存(_B)"),
    (check_key, "_Save", "_S保存"),
    (check_key, "_Add…", "添加…(_A"),
    (check_key, "Save", "保存(_S)"),
    (check_end, "Saved.", "已保存"),
    (check_end, "Saved", "已保存。"),
    (check_end, "Reply:", "响应"),
    (check_end, "Sure?", "确定"),
    (check_end, "_Add…", "添加(_A)"),
    (check_end, "Help\n", "帮助"),
    (check_end, " Help", "帮助"),
    (check_end, "One\ntwo", "一二"),
    (check_brackets, "“%s” is gone", "“%s没有了"),
    (check_brackets, "“%s” is gone", "”%s”没有了"),
    (check_brackets, "Wide (360)", "宽（360)"),
    (check_fixed, "Give --profile", "指定 --proflie"),
    (check_fixed, "Set ALIBABA_CLOUD_PROFILE", "设置 ALIBABA_CLOUD_PROFIL"),
    (check_fixed, "<b>Task</b>", "<b>任务<b>"),
    (check_dates, "%A, %B %e", "%q月%d日"),
    (check_dates, "%B %e, %Y", "日期"),
    (check_punctuation, "One, two", "一,二"),
    (check_punctuation, "Wait…", "等待..."),
)


def check_checks(context):
    for check, original, text in FAULTS:
        if not list(check(original, text, True)):
            yield f"{check.__name__} does not see what is wrong with {text!r} for {original!r}"


class Context:
    def __init__(self, source, desktop, metainfo, arguments, folder):
        self.source, self.desktop, self.metainfo = source, desktop, metainfo
        self.arguments, self.folder = arguments, folder
        with open(os.path.join(source, "po", "LINGUAS"), encoding="utf-8") as file:
            self.languages = [line.strip() for line in file if line.strip() and line[0] != "#"]
        self.pot = os.path.join(folder, "cadet.pot")
        self.tried = self.run("xgettext", *arguments, "--package-name=cadet", "-D", source, "-f",
                              os.path.join(source, "po", "POTFILES"), "-o", self.pot)

    def po(self, language):
        return os.path.join(self.source, "po", language + ".po")

    @staticmethod
    def run(*command):
        # The messages of gettext's programs are compared, so they are in English.
        return subprocess.run(command, capture_output=True, text=True, check=False,
                              env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"})

    def merge(self, language):
        """The translation as it is when the strings of this moment are put into it."""
        path = os.path.join(self.folder, language + ".po")
        done = self.run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", path, self.po(language),
                        self.pot)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return path


def check_extraction(context):
    if context.tried.returncode:
        yield context.tried.stderr
    elif len(read_po(context.pot)) < 300:
        yield f"only {len(read_po(context.pot))} strings are found"


def check_languages(context):
    there = {name.removesuffix(".po") for name in os.listdir(os.path.join(context.source, "po"))
             if name.endswith(".po")}
    if context.languages != sorted(context.languages):
        yield "LINGUAS is not sorted"
    for language in there ^ set(context.languages):
        yield f"{language} is either only in LINGUAS or only a file"


def check_complete(context, language):
    entries = read_po(context.merge(language))[1:]
    for entry in entries:
        if entry.fuzzy:
            yield f"fuzzy: {entry.name()}"
        elif not entry.translations or "" in entry.translations.values():
            yield f"untranslated: {entry.name()}"


def check_format(context, language):
    """Format specifiers, line ends and plural forms, as gettext sees them."""
    done = context.run("msgfmt", "--check", "--check-format", "-o", os.devnull,
                       context.merge(language))
    if done.returncode or done.stderr:
        yield done.stderr


def check_texts(context, language):
    spaceless = language.startswith(LANGUAGES_WITHOUT_SPACES)
    for entry in read_po(context.merge(language))[1:]:
        for original, text in entry.pairs():
            for check in CHECKS if text and original != "translator-credits" else ():
                for problem in check(original, text, spaceless):
                    yield f"{entry.name()}: {problem}: {text!r}"


def check_merged(context, language):
    """The desktop file and the metainfo have it in them."""
    with open(context.desktop, encoding="utf-8") as file:
        desktop = file.read()
    for key in ("GenericName", "Comment", "Keywords"):
        if f"\n{key}[{language}]=" not in desktop:
            yield f"the desktop file has no {key} in it"
    if f"\nKeywords[{language}]=" in desktop and not re.search(
            rf"\nKeywords\[{language}\]=.*;\n", desktop):
        yield "the desktop file's Keywords do not end with “;”"
    tree = xml.etree.ElementTree.parse(context.metainfo)
    names = {element.tag for element in tree.iter()
             if element.get("{http://www.w3.org/XML/1998/namespace}lang") == language.replace("_", "-")}
    for tag in {"summary", "p", "li"} - names:
        yield f"the metainfo has no <{tag}> in it"


def main():
    source, desktop, metainfo = sys.argv[1:4]
    with tempfile.TemporaryDirectory(prefix="cadet-po-") as folder:
        context = Context(source, desktop, metainfo, sys.argv[4:], folder)
        checks = [("checks see faults", check_checks, ()), ("extraction", check_extraction, ()),
                  ("languages", check_languages, ())]
        for language in context.languages:
            for check in (check_complete, check_format, check_texts, check_merged):
                checks.append((f"{language} {check.__name__.removeprefix('check_')}", check,
                               (language,)))
        print(f"1..{len(checks)}")
        for number, (name, check, arguments) in enumerate(checks, 1):
            try:
                problems = list(check(context, *arguments))
            except (OSError, RuntimeError) as error:
                problems = [str(error)]
            for problem in problems:
                print("#", problem.replace("\n", "\n# "))
            print("not ok" if problems else "ok", number, name)


main()
