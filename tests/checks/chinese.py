"""Finds errors in the sources that no table has Chinese for.  chinese.py reasons|services|cli ROOT

A message is read from the call that makes it: literals as they are, every other part of a StrCat as a value. A message
that is passed on (a variable) is read where it is made.
"""

import re
import sys
from pathlib import Path

# Files whose errors only operators meet, when a process starts.
FOR_OPERATORS = re.compile(
    r"/main\.cc|common/(config|field_cipher|ledger/|redis/|tls/|workbook/|secret_file|pg/|rpc/channel|rpc/server\.cc)|"
    r"notification/(domain/calendar/|messages/template_(set|library)|channels/email/curl_smtp)|"
    r"notification/(settings|calendar)|_test\.cc|/testing/")

SERVICE_CALLS = re.compile(
    r"\b(?:faults?_?|violations|errors)(?:\.|->)Add\(|(?<![\w.>:])Add\(|(?<!\w)Fault\(|InvalidField\(|InvalidArgumentError\(")
CLI_CALLS = re.compile(r"\bUsageError\(|\.Hint\(|(?<![\w.])Hint\(|InvalidArgumentError\(|AbortedError\(|UnavailableError\(|"
                       r"FaultInLine\(")
ERROR_CALLS = re.compile(r"\b(?:ErrorWithReason|RetryLater|ToStatus|Denied|TooMany)\(")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
VALUE = "{}"


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".cc", ".h") and not FOR_OPERATORS.search(path.as_posix()):
                yield path


def without_comments(text):
    return re.sub(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*', lambda m: m.group(1) or "", text)


def arguments(text, start):
    """The arguments of the call whose parenthesis was opened just before `start`."""
    parts, depth, begin, i = [], 1, start, start
    while depth > 0 and i < len(text):
        c = text[i]
        if c == '"':
            i += 1
            while text[i] != '"':
                i += 2 if text[i] == "\\" else 1
        elif c == "'" and not text[i - 1].isalnum():
            i += 1
            while text[i] != "'":
                i += 2 if text[i] == "\\" else 1
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        if (c == "," and depth == 1) or depth == 0:
            parts.append(text[begin:i].strip())
            begin = i + 1
        i += 1
    return parts


def unescaped(literal):
    return literal.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def messages(expression):
    """The forms that the text may take."""
    expression = expression.strip()
    if re.fullmatch(r'(?:"(?:[^"\\]|\\.)*"\s*)+', expression):
        return [unescaped("".join(STRING.findall(expression)))]
    call = re.match(r"(?:absl::)?StrCat\(", expression)
    if call:
        forms = [""]
        for part in arguments(expression, call.end()):
            forms = [form + more for form in forms for more in messages(part)]
        return forms
    choice = re.match(r"[^\"?]*\?(.*)", expression, re.S)
    if choice:
        branches = arguments(choice.group(1).replace(":", ",", 1) if '":' not in choice.group(1) else choice.group(1) + ")", 0)
        literals = [STRING.findall(expression)]
        if all(literals) and len(literals[0]) == 2 and branches:
            return [unescaped(text) for text in literals[0]]
    return [VALUE]


def table(root, *files):
    entries = []
    for name in files:
        for path in sorted(root.glob(name)):
            text = without_comments(path.read_text())
            for m in re.finditer(r'\{((?:\s*"(?:[^"\\]|\\.)*")+),((?:\s*"(?:[^"\\]|\\.)*")+)\}', text):
                english = unescaped("".join(STRING.findall(m.group(1))))
                chinese = unescaped("".join(STRING.findall(m.group(2))))
                if re.search("[\u4e00-\u9fff]", chinese) or "{1}" in chinese:
                    entries.append(english)
    return entries


class Catalogue:
    def __init__(self, entries):
        self.patterns = [
            re.compile("(.*?)".join(re.escape(piece) for piece in entry.split(VALUE)), re.S)
            for entry in entries
            if entry not in ("{}: {}", "{}:{}:{}: {}")
        ]

    def has(self, message):
        if not re.search("[A-Za-z]{2}", message.replace(VALUE, "")) or re.search("[\u4e00-\u9fff]", message):
            return True  # nothing to translate
        if any(pattern.fullmatch(message) for pattern in self.patterns):
            return True
        _, colon, rest = message.partition(": ")
        return bool(colon) and self.has(rest)


def missing_messages(root, folders, calls, catalogue):
    for path in sources(root, *folders):
        text = without_comments(path.read_text())
        for call in calls.finditer(text):
            given = arguments(text, call.end())
            for message in messages(given[-1]) if given else []:
                if not catalogue.has(message):
                    line = text[: call.start()].count("\n") + 1
                    yield f"{path.relative_to(root)}:{line}: {message!r}"


def missing_reasons(root):
    known = set(table(root, "words/error_tables_common.cc"))
    for path in sources(root, "services", "common", "deadlines", "draw"):
        text = without_comments(path.read_text())
        for call in ERROR_CALLS.finditer(text):
            for argument in arguments(text, call.end()):
                reason = re.fullmatch(r'"([A-Z][A-Z_]{3,})"', argument)
                if reason and reason.group(1) not in known:
                    yield f"{path.relative_to(root)}: {reason.group(1)}"


def main():
    what, root = sys.argv[1], Path(sys.argv[2])
    server = table(root, "words/error_tables_*.cc")
    if what == "reasons":
        missing = list(missing_reasons(root))
    elif what == "services":
        missing = list(missing_messages(root, ["services", "common", "deadlines", "draw"], SERVICE_CALLS, Catalogue(server)))
    else:
        catalogue = Catalogue(server + table(root, "cli/words/*.cc"))
        missing = list(missing_messages(root, ["cli"], CLI_CALLS, catalogue))
    for line in sorted(set(missing)):
        print(line)
    sys.exit(1 if missing else 0)


main()
