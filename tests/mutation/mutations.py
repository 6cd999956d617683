"""Small faults in C++ source text: where one can be put, and what the text is with it.

    for mutation in find("if (a < b) return 1;"):
        print(mutation.line, mutation.what, mutation.applied)

Sites are found by regular expressions on code as clang-format leaves it: operators stand between blanks, brackets of templates do not. Comments,
strings and preprocessor lines are left alone.
"""
import collections
import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Mutation:
    line: int  # from 1
    code: str  # the line as it is
    what: str  # such as `< becomes <=`, with a number where the line has several sites for it
    applied: str  # the whole text with the fault


OPERATORS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+": "-", "-": "+",
    "+=": "-=", "-=": "+=", "*": "/", "/": "*",
}
OPERATOR = re.compile(r"(?<= )(<=|>=|<|>|==|!=|&&|\|\||\+=|-=|\+|-|\*|/)(?= )")
NUMBER = re.compile(r"(?<![\w.'])(\d[\d']*)(?![\w.'])")
WORD = re.compile(r"\b(true|false)\b|\bstd::(min|max)\b")
WORDS = {"true": "false", "false": "true", "min": "max", "max": "min"}
NEGATION = re.compile(r"(?<=[ (])!(?=[\w(])")
CONDITION = re.compile(r"\bif (constexpr )?\(")
# An order of two that are known to be different: whether equal ones are in order is never asked.
ORDER_OF_DIFFERENT = re.compile(r"\bif \((.+) != (.+)\) return \1 ([<>]) \2;")
# A call as a whole statement on one line; what it does is left out.
CALL = re.compile(r"^(\s+)((?:[\w:]+(?:\.|->|::))*[A-Za-z_]\w*\([^;{}]*\);)\s*$")
# Reserving memory changes nothing that a test sees.
NOT_A_CALL = re.compile(r"^\s*((return|if|while|for|switch|static_assert|using|delete)\b|[\w.\->]+[.>]reserve\()")


def blanked(text):
    """The text with comments, strings, characters and preprocessor lines as blanks, of the same length."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\d)\'(?:\\.|[^\'\\\n])\'|^[ \t]*#[^\n]*',
                         re.DOTALL | re.MULTILINE)
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def closing(code, opening):
    """Where the bracket that opens there is closed; -1 where it is not."""
    depth = 0
    for i in range(opening, len(code)):
        depth += {"(": 1, ")": -1}.get(code[i], 0)
        if depth == 0:
            return i
    return -1


def find(text):
    """Every mutation of the text, in its order."""
    code = blanked(text)
    sites = []  # (begin, end, replacement, what)
    unasked = {match.start(3) for match in ORDER_OF_DIFFERENT.finditer(code)}
    for match in OPERATOR.finditer(code):
        if match.start() in unasked:
            continue
        sites.append((*match.span(), OPERATORS[match.group()], f"{match.group()} becomes {OPERATORS[match.group()]}"))
    for match in NUMBER.finditer(code):
        value = int(match.group().replace("'", ""))
        sites.append((*match.span(), str(value + 1), f"{match.group()} becomes {value + 1}"))
    for match in WORD.finditer(code):
        group = 1 if match.group(1) else 2
        word = match.group(group)
        sites.append((*match.span(group), WORDS[word], f"{word} becomes {WORDS[word]}"))
    for match in NEGATION.finditer(code):
        sites.append((*match.span(), "", "! is left out"))
    for match in CONDITION.finditer(code):
        if match.group(1):
            continue
        end = closing(code, match.end() - 1)
        if end < 0:
            continue
        begin = match.end()
        begin = max(begin, code.rfind(";", begin, end) + 1)
        condition = text[begin:end].strip()
        sites.append((begin, end, f" ({condition}) && false", "the condition never holds"))
        sites.append((begin, end, f" ({condition}) || true", "the condition always holds"))
    offset = 0
    for line in code.split("\n"):
        match = CALL.match(line)
        if match and not NOT_A_CALL.match(line):
            sites.append((offset + match.start(2), offset + match.end(2), "", "the call is left out"))
        offset += len(line) + 1
    lines = text.split("\n")
    seen = collections.Counter()
    for begin, end, replacement, what in sorted(sites):
        line = text.count("\n", 0, begin) + 1
        seen[line, what] += 1
        numbered = what if seen[line, what] == 1 else f"{what} ({seen[line, what]})"
        yield Mutation(line, lines[line - 1].strip(), numbered, text[:begin] + replacement + text[end:])
