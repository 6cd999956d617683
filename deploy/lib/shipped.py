"""What is linked or shipped: Debian's packages behind the libraries that programs load, and the licences that their copyright files name.

Used by deploy/notice and deploy/sbom.
"""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

FIELDS = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\t${Homepage}\n"
PROGRAMS = ("services/*/lianfang-*", "cli/lianfang")


@dataclass
class Package:
    name: str
    version: str
    architecture: str
    source: str
    source_version: str
    homepage: str
    licences: dict = field(default_factory=dict)  # name of the licence: patterns of the files under it


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def programs_in(build_directory):
    """The programs that are shipped, in a build directory."""
    found = [path for pattern in PROGRAMS for path in sorted(Path(build_directory).glob(pattern))]
    return [path for path in found if path.is_file() and path.stat().st_mode & 0o100]


def libraries_of(programs):
    """The files that the loader opens for the programs."""
    listed = run("ldd", *map(str, programs))
    return sorted({Path(match).resolve() for match in re.findall(r"(/\S+\.so\S*) ?\(", listed)} |
                  {Path(match).resolve() for match in re.findall(r"^\s*(/\S+ld-linux\S*)", listed, re.M)})


def packages_of(paths):
    """The packages that files are of. Debian 12 has /lib as a link into /usr, and its records have either name. One question for all of
    them: dpkg reads its lists anew for each."""
    names = {name: path for path in map(str, paths) for name in (re.sub(r"^/usr", "", path), path)}
    answer = subprocess.run(("dpkg-query", "--search", *names), capture_output=True, text=True, check=False).stdout
    owners = {}
    for line in answer.splitlines():
        package, _, name = line.rpartition(": ")
        if name in names:
            owners[names[name]] = package.split(":")[0]
    for path in map(str, paths):
        if path not in owners:
            raise SystemExit(f"error: {path} is of no Debian package\ncure: link only what Debian has")
    return set(owners.values())


def describe(names):
    """The packages of these names, with what their copyright files say."""
    lines = run("dpkg-query", "--show", "--showformat", FIELDS, *sorted(names)).splitlines()
    packages = [Package(*line.split("\t")) for line in lines]
    for package in packages:
        package.licences = licences_in(Path(f"/usr/share/doc/{package.name}/copyright"))
    return sorted(packages, key=lambda package: (package.source, package.name))


def linked_packages(build_directory):
    programs = programs_in(build_directory)
    if not programs:
        raise SystemExit(f"error: {build_directory} has no programs\ncure: build them: ninja -C {build_directory}")
    return describe(packages_of(libraries_of(programs)))


def packages_in_status(path):
    """The packages of an image, by its /var/lib/dpkg/status."""
    packages = []
    for paragraph in Path(path).read_text(encoding="utf-8").split("\n\n"):
        entry = dict(re.findall(r"^([A-Za-z-]+): (.*)$", paragraph, re.M))
        if "installed" not in entry.get("Status", "install ok installed") or "Package" not in entry:
            continue
        source = re.match(r"(\S+)(?: \((.*)\))?", entry.get("Source", entry["Package"]))
        packages.append(Package(entry["Package"], entry["Version"], entry["Architecture"], source[1], source[2] or entry["Version"],
                                entry.get("Homepage", "")))
    return sorted(packages, key=lambda package: (package.source, package.name))


def licences_in(path):
    text = path.read_text(encoding="utf-8", errors="replace")
    return machine_readable(text) if re.search(r"^Format(-Specification)?: ", text, re.M) else by_words(text)


def machine_readable(text):
    """DEP 5: a paragraph for each set of files, with the short name of its licence. Debian's own packaging is not shipped."""
    licences = {}
    for paragraph in re.split(r"\n\s*\n", text):
        files = re.search(r"^Files:((?:.*\n?)(?:[ \t]+.*\n?)*)", paragraph, re.M)
        licence = re.search(r"^License:[ \t]*(\S.*)$", paragraph, re.M)
        if not files or not licence:
            continue
        patterns = [pattern.rstrip(",") for pattern in files[1].split()]
        if all(pattern.startswith("debian/") for pattern in patterns):
            continue
        licences.setdefault(licence[1].strip(), []).extend(patterns)
    return dict(sorted(licences.items()))


WORDS = (
    ("common-licenses/(A?GPL-[0-9.]+|LGPL-[0-9.]+|Apache-2.0|Artistic|BSD|MPL-[0-9.]+|GFDL[0-9.-]*)", None),
    (r"GNU Lesser General Public License|GNU Library General Public", "LGPL"),
    (r"Permission is hereby granted, free of charge", "MIT"),
    (r"Redistribution and use in source and binary forms", "BSD"),
    (r"GCC Runtime Library Exception", "GCC runtime library exception"),
    (r"Mozilla Public License", "MPL"),
    (r"public domain", "public domain"),
    (r"Permission to use, copy, modify", "ISC or like it"),
    (r"[Oo]pen[Ll][Dd][Aa][Pp] Public License", "OpenLDAP"),
    (r"Artistic License", "Artistic"),
)


def by_words(text):
    """Older copyright files are prose: what they refer to, and phrases by which licences are known."""
    found = {}
    for pattern, name in WORDS:
        for match in re.finditer(pattern, text):
            found[name or match[1].rstrip(".")] = []
    return dict(sorted(found.items()))
