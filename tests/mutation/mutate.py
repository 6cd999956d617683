"""Puts faults into the pure rules, one at a time, and runs the unit tests that link the file. See `run` beside this file.

A mutant is compiled into an object of its own, outside of the build directory, and linked in front of the library that holds the sound object;
the linker takes the first definition. Tests run until one fails.
"""
import argparse
import glob
import json
import os
import random
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import time

import mutations

PATHS = ["services/*/domain", "linkage", "deadlines", "duties"]
TEST_SECONDS = 120  # of the processor, for a program without a fault
LOOP_SECONDS = 10  # of the processor, and three times what the program takes without a fault: a mutant that takes longer loops, and is found
HANG_SECONDS = 1200  # by the clock, for one that waits for ever; a busy machine finds nothing by itself
COMPILE_SECONDS = 300


def options():
    parser = argparse.ArgumentParser(prog="tests/mutation/run")
    parser.add_argument("--root", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--build", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--budget", type=int, default=600, help="seconds after which no more mutants are made")
    parser.add_argument("--seed", type=int, default=1, help="the same seed tries the same mutants in the same order")
    parser.add_argument("--least", type=int, default=90, help="per cent of mutants that must be found")
    parser.add_argument("--tests", default="", help="only test programs whose path matches this regular expression")
    parser.add_argument("paths", nargs="*", help="directories or files; without them, all pure rules")
    return parser.parse_args()


def sources(paths):
    """The files that are mutated: no tests, no helpers of tests."""
    found = set()
    for path in paths or PATHS:
        for match in glob.glob(path):
            found.update([match] if os.path.isfile(match) else glob.glob(match + "/**/*.cc", recursive=True))
    return sorted(f for f in found if not f.endswith(("_test.cc", "_bench.cc")) and "/testing/" not in f and "/testdata/" not in f)


class Build:
    """What the build directory knows: how a file is compiled, which unit tests link it."""

    def __init__(self, root, build, tests):
        self.root, self.build = root, build
        with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
            self.compiles = {os.path.relpath(entry["file"], root): entry for entry in json.load(file)}
        listed = json.loads(self.run(["ctest", "--test-dir", build, "--show-only=json-v1"]))
        self.tests = {}
        for test in listed["tests"]:
            labels = next((p["value"] for p in test.get("properties", []) if p["name"] == "LABELS"), [])
            command = test.get("command", [])
            if "unit" in labels and len(command) == 1 and os.path.exists(command[0]) and re.search(tests, command[0]):
                self.tests[os.path.relpath(command[0], build)] = command[0]
        self.links = {}
        self.sound = {}
        self.seconds = {}  # of the processor that a program takes without a fault

    @staticmethod
    def run(command, **more):
        return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout

    def library(self, source):
        """The archive that holds the object of this file."""
        words = shlex.split(self.compiles[source]["command"])
        directory, _, rest = words[words.index("-o") + 1].partition("CMakeFiles/")
        return f"{directory}lib{rest.split('.dir/')[0]}.a"

    def link(self, program):
        if program not in self.links:
            command = self.run(["ninja", "-C", self.build, "-t", "commands", "-s", program]).strip().split("\n")[-1]
            words = shlex.split(command)
            begin = next(i for i, word in enumerate(words) if word.endswith(("g++", "c++", "clang++")))
            self.links[program] = [word for word in words[begin:] if word not in ("&&", ":")]
        return self.links[program]

    def passes(self, program):
        """Whether the program passes without a fault, linked as mutants are: one that does not finds nothing."""
        if program not in self.sound:
            before = processor_seconds()
            with tempfile.TemporaryDirectory(prefix="lianfang-mutant-") as scratch:
                self.sound[program] = passes(self, program, None, scratch)
            self.seconds[program] = processor_seconds() - before
            if not self.sound[program]:
                print(f"left out {program}: it does not pass without a fault", flush=True)
        return self.sound[program]

    def programs(self, source):
        """Unit tests that link the file's library, that of the same folder's rules first."""
        library = self.library(source)
        found = [program for program in sorted(self.tests) if library in self.link(program)]
        stem = os.path.basename(library)[3:-2]
        return sorted(found, key=lambda program: (os.path.basename(program) != stem + "_test", program))


def compile_mutant(build, source, text, scratch):
    """The object of the mutated text; None where it is no C++, or the machine is too busy to compile it in time."""
    path = os.path.join(scratch, os.path.basename(source))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    entry = build.compiles[source]
    words = [path if word == entry["file"] else word for word in shlex.split(entry["command"])]
    output = path + ".o"
    words[words.index("-o") + 1] = output
    words.append("-w")
    try:
        done = subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True, timeout=COMPILE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        print(f"not compiled within {COMPILE_SECONDS} s: {source}", flush=True)
        return None
    return output if done.returncode == 0 else None


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bound_processor(seconds):
    """What a test program does before it runs."""
    return lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def passes(build, program, compiled, scratch):
    """Whether the test program, linked with this object in front (None: as it is), passes within its time."""
    words = list(build.link(program))
    output = words.index("-o")
    test = os.path.join(scratch, "test")
    words[output : output + 2] = ([compiled] if compiled else []) + ["-o", test]
    linked = subprocess.run(words, cwd=build.build, capture_output=True, text=True, check=False)
    if linked.returncode != 0 and compiled:
        sys.exit(f"{program} does not link with a mutant\n{linked.stderr[-2000:]}")
    if linked.returncode != 0:
        print(f"{program} does not link: is the build finished?", flush=True)
        return False
    most = LOOP_SECONDS + int(3 * build.seconds[program]) if compiled else TEST_SECONDS
    try:
        done = subprocess.run([test, "--gtest_fail_fast", "--gtest_brief=1"], cwd=build.root, capture_output=True,
                              timeout=HANG_SECONDS, check=False, preexec_fn=bound_processor(most))
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def find_killer(build, programs, compiled, scratch):
    """The name of the test program that fails with the mutant; None: it survives."""
    for program in programs:
        if not passes(build, program, compiled, scratch):
            return program
    return None


def accepted_survivors(path):
    """(file, code, what) of survivors that no test can find; a line of the list is these three and the reason, between tabs."""
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    return {tuple(row[:3]) for row in rows}


def candidates(files, seed):
    """All mutants of the files in the order in which they are tried: each is as likely as any other to be among the first, whatever file it is in."""
    found = []
    for source in files:
        with open(source, encoding="utf-8") as file:
            found.extend((source, mutation) for mutation in mutations.find(file.read()))
    random.Random(seed).shuffle(found)
    return found


def main():
    args = options()
    build = Build(args.root, args.build, args.tests)
    files = [source for source in sources(args.paths) if source in build.compiles]
    accepted = accepted_survivors(os.path.join(args.root, "tests/mutation/accepted"))
    for source in files:  # before the budget counts
        list(filter(build.passes, build.programs(source)))
    end = time.monotonic() + args.budget
    found = 0
    survivors = []
    mutants = candidates(files, args.seed)
    for source, mutation in mutants:
        if time.monotonic() > end:
            break
        programs = list(filter(build.passes, build.programs(source)))
        if (source, mutation.code, mutation.what) in accepted or not programs:
            continue
        with tempfile.TemporaryDirectory(prefix="lianfang-mutant-") as scratch:
            compiled = compile_mutant(build, source, mutation.applied, scratch)
            if compiled is None:
                continue
            killer = find_killer(build, programs, compiled, scratch)
        place = f"{source}:{mutation.line}: {mutation.what}"
        if killer is None:
            survivors.append((place, mutation.code))
            print(f"SURVIVED {place}: {mutation.code}", flush=True)
        else:
            found += 1
            print(f"found    {place} by {os.path.basename(killer)}", flush=True)
    tried = found + len(survivors)
    percent = 100 * found // tried if tried else 0
    print(f"\nseed {args.seed}: {tried} of {len(mutants)} mutants in {len(files)} files, {found} found ({percent} %), {len(survivors)} survived")
    for place, code in survivors:
        print(f"  {place}: {code}")
    return 0 if tried and percent >= args.least else 1


if __name__ == "__main__":
    sys.exit(main())
