#!/usr/bin/env python3
"""What stands where in a workbook (xlsx), by a reader that shares nothing with the writer: the standard's own XML.

read_cells.py FILE prints one line for every fact, its fields separated by tabs, texts with \\n and \\t escaped:

  cell        SHEET REFERENCE KIND TEXT       KIND is n (number), s (text), b or e; a formula's result
  comment     SHEET REFERENCE TEXT
  merged      SHEET RANGE
  validation  SHEET RANGES TYPE OPERATOR FORMULA1 FORMULA2 PROMPT
  frozen      SHEET REFERENCE                 the first cell that scrolls
  protected   SHEET                           locked cells cannot be changed
  unlocked    SHEET REFERENCE                 cells that can be, all the same
  height      SHEET ROW POINTS
  width       SHEET FIRST LAST DIGITS
  chart       SHEET REFERENCE TYPE TITLE      REFERENCE is its upper left cell
  series      SHEET REFERENCE NAME CATEGORIES VALUES
"""
import posixpath
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def say(*fields):
    print("\t".join(str(field).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") for field in fields))


def letters(column):
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def text_of(element):
    """Of a string item: its runs, without phonetic guides."""
    runs = [t for child in element for t in ([child] if child.tag == MAIN + "t" else child.findall(MAIN + "t")) if child.tag != MAIN + "rPh"]
    return "".join(run.text or "" for run in runs)


class Workbook:
    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        self.names = set(self.archive.namelist())
        strings = self.parse("xl/sharedStrings.xml")
        self.strings = [] if strings is None else [text_of(item) for item in strings]
        styles = self.parse("xl/styles.xml")
        self.locked = [self.is_locked(style) for style in styles.find(MAIN + "cellXfs")]

    @staticmethod
    def is_locked(style):
        protection = style.find(MAIN + "protection")
        return protection is None or protection.get("locked", "1") != "0"

    def parse(self, part):
        return ElementTree.fromstring(self.archive.read(part)) if part in self.names else None

    def related(self, part):
        """Relationships of a part: id -> (kind, part)."""
        folder, name = posixpath.split(part)
        document = self.parse(f"{folder}/_rels/{name}.rels")
        found = {}
        for each in [] if document is None else document:
            target = each.get("Target")
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[each.get("Id")] = (each.get("Type").rsplit("/", 1)[1], target)
        return found

    def tell(self):
        related = self.related("xl/workbook.xml")
        for sheet in self.parse("xl/workbook.xml").find(MAIN + "sheets"):
            self.tell_sheet(sheet.get("name"), related[sheet.get(RELATION + "id")][1])

    def tell_sheet(self, name, part):
        root = self.parse(part)
        for row in root.iter(MAIN + "row"):
            if row.get("customHeight") == "1":
                say("height", name, row.get("r"), row.get("ht"))
            for cell in row:
                self.tell_cell(name, cell)
        for column in root.iter(MAIN + "col"):
            say("width", name, letters(int(column.get("min"))), letters(int(column.get("max"))), column.get("width"))
        for merged in root.iter(MAIN + "mergeCell"):
            say("merged", name, merged.get("ref"))
        for pane in root.iter(MAIN + "pane"):
            say("frozen", name, pane.get("topLeftCell"))
        for protection in root.iter(MAIN + "sheetProtection"):
            if protection.get("sheet") == "1":
                say("protected", name)
        for rule in root.iter(MAIN + "dataValidation"):
            formulas = [rule.findtext(MAIN + f"formula{i}") or "" for i in (1, 2)]
            say("validation", name, rule.get("sqref"), rule.get("type", ""), rule.get("operator", "between"), *formulas, rule.get("prompt", ""))
        for kind, target in self.related(part).values():
            if kind == "comments":
                for comment in self.parse(target).iter(MAIN + "comment"):
                    say("comment", name, comment.get("ref"), text_of(comment.find(MAIN + "text")))
            if kind == "drawing":
                self.tell_charts(name, target)

    def tell_cell(self, name, cell):
        reference = cell.get("r")
        if not self.locked[int(cell.get("s", 0))]:
            say("unlocked", name, reference)
        value = cell.findtext(MAIN + "v")
        kind = cell.get("t", "n")
        if kind == "s":
            say("cell", name, reference, "s", self.strings[int(value)])
        elif kind == "inlineStr":
            say("cell", name, reference, "s", text_of(cell.find(MAIN + "is")))
        elif value is not None:
            say("cell", name, reference, "s" if kind == "str" else kind, value)

    def tell_charts(self, name, part):
        related = self.related(part)
        for anchor in self.parse(part).iter(DRAWING + "twoCellAnchor"):
            start = anchor.find(DRAWING + "from")
            reference = letters(int(start.findtext(DRAWING + "col")) + 1) + str(int(start.findtext(DRAWING + "row")) + 1)
            for graphic in anchor.iter(CHART + "chart"):
                chart = self.parse(related[graphic.get(RELATION + "id")][1]).find(CHART + "chart")
                plot = chart.find(CHART + "plotArea")
                kinds = [child.tag[len(CHART):] for child in plot if child.tag.endswith("Chart")]
                title = chart.find(CHART + "title")
                words = "" if title is None else "".join(t.text or "" for t in title.iter(TEXT + "t"))
                say("chart", name, reference, "+".join(kinds), words)
                for series in plot.iter(CHART + "ser"):
                    say("series", name, reference, *(self.range_of(series, tags) for tags in (["tx"], ["cat", "xVal"], ["val", "yVal"])))

    @staticmethod
    def range_of(series, tags):
        for tag in tags:
            element = series.find(CHART + tag)
            if element is not None:
                return next((f.text for f in element.iter(CHART + "f")), None) or "".join(v.text or "" for v in element.iter(CHART + "v"))
        return ""


if __name__ == "__main__":
    Workbook(sys.argv[1]).tell()
