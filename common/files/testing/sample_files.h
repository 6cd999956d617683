// Files as people have them, as small as they may be, for tests.
#ifndef LIANFANG_COMMON_FILES_TESTING_SAMPLE_FILES_H_
#define LIANFANG_COMMON_FILES_TESTING_SAMPLE_FILES_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "lianfang/files/v1/files.pb.h"

namespace lianfang::sample_files {

inline std::string Pdf(const std::string& text = "1 0 obj") { return absl::StrCat("%PDF-1.7\n", text, "\n%%EOF\n"); }

inline std::string Png() {
  return std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + std::string(17, 'x') + std::string("\0\0\0\0", 4) +
         std::string("IEND\xae\x42\x60\x82", 8);
}

inline std::string Jpeg() { return std::string("\xff\xd8\xff\xe0", 4) + "JFIF" + std::string("\xff\xd9", 2); }

inline std::string Number(size_t value, int bytes) {
  std::string number;
  for (int i = 0; i < bytes; ++i) number.push_back(static_cast<char>(value >> (8 * i)));
  return number;
}

// A zip archive with empty files of these names.
inline std::string Zip(const std::vector<std::string>& names, const std::string& comment = "") {
  std::string archive, directory;
  for (const std::string& name : names) {
    absl::StrAppend(&directory, "PK\x01\x02", std::string(24, '\0'), Number(name.size(), 2), std::string(12, '\0'),
                    Number(archive.size(), 4), name);
    absl::StrAppend(&archive, "PK\x03\x04", std::string(22, '\0'), Number(name.size(), 2), Number(0, 2), name);
  }
  return absl::StrCat(archive, directory, "PK\x05\x06", std::string(4, '\0'), Number(names.size(), 2),
                      Number(names.size(), 2), Number(directory.size(), 4), Number(archive.size(), 4),
                      Number(comment.size(), 2), comment);
}

inline std::string Workbook() { return Zip({"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"}); }

// The file as it is announced.
inline files::v1::FileInfo Announced(const std::string& display_name, const std::string& content) {
  files::v1::FileInfo file;
  file.set_display_name(display_name);
  file.set_size_bytes(static_cast<int64_t>(content.size()));
  file.set_sha256(Sha256(content));
  return file;
}

}  // namespace lianfang::sample_files

#endif  // LIANFANG_COMMON_FILES_TESTING_SAMPLE_FILES_H_
