#include "cli/form/testing/document_lines.h"

#include <cstdio>
#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/testing/test_file.h"

namespace lianfang::cli {

std::string DocumentLines(const std::string& bytes) {
  const std::string file = TestFile("form.docx");
  std::ofstream(file, std::ios::binary) << bytes;
  const std::string command = absl::StrCat(
      "python3 -c \"import sys,zipfile,xml.etree.ElementTree as E\n"
      "w='{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'\n"
      "z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n"
      "[E.fromstring(z.read(n)) for n in z.namelist()]\n"
      "for r in E.fromstring(z.read('word/document.xml')).find(w+'body'):\n"
      "  rows=r.iter(w+'tr') if r.tag==w+'tbl' else [r]\n"
      "  for row in rows:\n"
      "    cells=list(row.iter(w+'tc')) or [row]\n"
      "    print('|'.join(''.join(t.text or '' for t in c.iter(w+'t')) for c in cells))\" ",
      file);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  char buffer[4096];
  for (size_t size; (size = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) text.append(buffer, size);
  return text;
}

}  // namespace lianfang::cli
