"""Follows a recipe of docs/adding.md, and compiles what it touched.

    recipes.py follow HEADING TREE             changes TREE as the recipe says, and prints the files
    recipes.py compile TREE BUILD OUTPUT       compiles the files on standard input, and links them with BUILD's libraries

A step is a sentence before a fenced block: In `FILE`, before `TEXT`: or In `FILE`, after `TEXT`:. The block is put before or after the one line of
the file that has TEXT; `(the first)` behind it takes the first of several.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

STEP = re.compile(r"In `([^`]+)`, (before|after)\s+`([^`]+)`( \(the first\))?:\n( *)```\w*\n(.*?)^\5```$", re.S | re.M)

# The programs: whose link line is taken, and which of the touched sources they are made of.
PROGRAMS = {
    "services": ("services/submission/submission_service_test", ("services/", "common/")),
    "cli": ("cli/lianfang_cli_test", ("cli/",)),
}
# A table, and the test that holds the contracts to it: the one touched, both are compiled.
TABLE, ITS_TEST = "common/rpc/testing/access_matrix.cc", "common/rpc/access_test.cc"
KEPT_TESTS = ("cli/CMakeFiles/lianfang_cli_test.dir/help_test.cc.o",)


def section(text, heading):
    return re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.S | re.M)[1]


def follow(heading, tree):
    touched = []
    for step in STEP.finditer(section((tree / "docs/adding.md").read_text(), heading)):
        name, place, text, first, indent, block = step.groups()
        lines = (tree / name).read_text().split("\n")
        found = [number for number, line in enumerate(lines) if text in line]
        if len(found) != 1 and not (first and found):
            sys.exit(f"{name}: {len(found)} lines have {text!r}; the recipe needs one")
        at = found[0] + (place == "after")
        lines[at:at] = [line.removeprefix(indent) for line in block.split("\n")[:-1]]
        (tree / name).write_text("\n".join(lines))
        touched.append(name)
    if not touched:
        sys.exit(f"the recipe {heading!r} has no steps")
    print("\n".join(sorted(set(touched))))


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(map(str, command))}\n{done.stdout}")
    return done.stdout


class Compiler:
    """Compiles files of a copy of the checkout as the build compiles the checkout's, without optimization and precompiled headers."""

    def __init__(self, tree, build, output):
        self.tree, self.build, self.output = tree, build, output
        self.root = Path(__file__).resolve().parents[2]
        self.generated = output / "generated"
        self.generated.mkdir(parents=True)
        self.commands = {entry["file"]: entry for entry in json.loads((build / "compile_commands.json").read_text())}

    def generate(self, contract):
        """C++ of a contract; answers the sources."""
        run(["protoc", f"--cpp_out={self.generated}", f"--grpc_out=generate_mock_code=false:{self.generated}",
             f"--plugin=protoc-gen-grpc={run(['which', 'grpc_cpp_plugin']).strip()}", "-I", self.tree / "proto",
             "-I", self.root / "node_modules/google-proto-files", self.tree / contract])
        stem = Path(contract).relative_to("proto").with_suffix("")
        return [f"{stem}.pb.cc", f"{stem}.grpc.pb.cc"]

    def compile(self, built, source):
        """`source` with the flags of `built`, a file of the build; answers the object."""
        target = self.output / (str(source).replace("/", "_") + ".o")
        # Stubs are compiled several in one file; the messages of their contract have the same flags.
        entry = self.commands.get(str(built)) or self.commands[str(built).replace(".grpc.pb.cc", ".pb.cc")]
        words, taken = shlex.split(entry["command"]), []
        while words:
            word = words.pop(0)
            if word in ("-o", "-MF", "-MT", "-include", "-Xclang"):
                words.pop(0)
            elif word not in ("-c", "-MD", entry["file"]) and not word.startswith(("-O", "-Winvalid-pch", "-D_FORTIFY_SOURCE")):
                taken.append(word.replace(f"-I{self.root}", f"-I{self.tree}") if word == f"-I{self.root}" else word)
        compiler = next(number for number, word in enumerate(taken) if Path(word).name in ("c++", "g++", "clang++"))
        taken[compiler + 1:compiler + 1] = ["-O0", "-isystem", str(self.generated)]
        run([*taken, "-c", source, "-o", target], cwd=self.build)
        return target

    def link(self, program, objects, name):
        """The objects in place of those that the build's program is made of."""
        line = run(["ninja", "-C", self.build, "-t", "commands", "-s", program]).strip().splitlines()[-1]
        words, taken = shlex.split(line.removeprefix("ninja: Entering directory").replace(": && ", "").replace(" && :", "")), []
        while words:
            word = words.pop(0)
            if word == "-o":
                words.pop(0)
                # The library has the contract's old stubs, in one file with those of other contracts: the first definition, ours, counts.
                taken += ["-Wl,-z,muldefs", "-o", str(self.output / name), *map(str, objects)]
            elif not word.endswith(".o") or word in KEPT_TESTS:
                taken.append(word)
        run(taken, cwd=self.build)


def compile_all(tree, build, output):
    compiler, jobs = Compiler(tree, build, output), []
    touched = sys.stdin.read().split()
    if TABLE in touched:
        touched.append(ITS_TEST)
    for name in touched:
        if name.endswith(".proto"):
            for source in compiler.generate(name):
                jobs.append(("", build / "proto" / source, compiler.generated / source))
    jobs += [(name, compiler.root / name, tree / name) for name in touched if name.endswith(".cc")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(lambda job: (job[0], compiler.compile(job[1], job[2])), jobs))
    for name, (program, folders) in PROGRAMS.items():
        compiler.link(program, [made for source, made in objects if not source or source.startswith(folders)], name)


def main():
    verb, *arguments = sys.argv[1:]
    if verb == "follow":
        follow(arguments[0], Path(arguments[1]))
    else:
        compile_all(*(Path(argument).resolve() for argument in arguments))


main()
