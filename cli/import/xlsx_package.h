// The parts of a workbook (xlsx): XML in a zip archive. What comes out is bounded whatever the archive claims, so that a
// small file cannot fill the memory: nothing is unpacked but the parts that are asked for, piece by piece.
#ifndef LIANFANG_CLI_IMPORT_XLSX_PACKAGE_H_
#define LIANFANG_CLI_IMPORT_XLSX_PACKAGE_H_

#include <zip.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::cli {

// What a workbook may have at most. A plan's 10,000 obligations fill about 10 MiB of XML.
struct XlsxLimits {
  int parts = 5'000;
  size_t part_bytes = size_t{128} << 20;    // of one part, unpacked
  size_t total_bytes = size_t{256} << 20;   // of all parts that are read, unpacked
  size_t unpacked_free = size_t{16} << 20;  // what a part may unpack to whatever its ratio
  size_t ratio = 100;                       // above that: unpacked to packed bytes
  size_t token_bytes = size_t{4} << 20;     // one tag, or one piece of text without a break
  int strings = 1'000'000;                  // shared strings
  size_t string_bytes = size_t{64} << 20;   // all shared strings together
  int rows = 1'048'576;                     // the greatest row number, which is Excel's
  size_t columns = 1'024;                   // the last column with text
  size_t cells = 4'000'000;                 // of all sheets, rows counted to their last cell with text
  size_t cell_bytes = size_t{64} << 20;     // text of all cells together
  size_t merges = 100'000;                  // merged ranges of one sheet
  int sheets = 1'000;
};

// `Target` of a part's relationship, as the name of a part; external ones are left out.
struct XlsxRelationship {
  std::string id;
  std::string type;  // the last segment of its URI, such as `worksheet`
  std::string part;
};

// The FileFault of a workbook that no program can have written so.
absl::Status DamagedWorkbook(absl::string_view part, absl::string_view why);

// Not thread-safe. All errors are FileFaults (fault.h).
class XlsxPackage {
 public:
  // Refers to `bytes`.
  static absl::StatusOr<std::unique_ptr<XlsxPackage>> Open(absl::string_view bytes, const XlsxLimits& limits);

  const XlsxLimits& limits() const { return limits_; }
  // By name without regard to case, as the standard compares names of parts.
  bool Has(const std::string& part) const;
  // Hands the part's bytes on in order, until `take` fails.
  absl::Status Read(const std::string& part, const std::function<absl::Status(absl::string_view)>& take);
  // None where the part has none. The empty name asks for the package's own.
  absl::StatusOr<std::vector<XlsxRelationship>> RelationshipsOf(const std::string& part);

 private:
  struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
  };
  using Archive = std::unique_ptr<zip_t, Discard>;

  XlsxPackage(Archive archive, const XlsxLimits& limits) : archive_(std::move(archive)), limits_(limits) {}

  Archive archive_;
  const XlsxLimits limits_;
  size_t unpacked_ = 0;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_XLSX_PACKAGE_H_
