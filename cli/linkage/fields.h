// Which columns of two files are compared, and as what: `record link --fields`.
//
//   # 工伤职工与事故伤亡人员
//   id       登记号
//   column   姓名 = name
//   column   出生年月 = birth-date
//   column   身份证号 = identifier
//   column   街道 + 门牌 = text:address
//
// The same on one line: `id=登记号,姓名=name,出生年月=birth-date`. Files may head a column in different ways: both headings
// get a line with the same kind. Several columns of one kind are matched by what follows the colon, or else by their order.
// `id` is how rows are told in the answer, never compared; without it they are told by their numbers.
#ifndef LIANFANG_CLI_LINKAGE_FIELDS_H_
#define LIANFANG_CLI_LINKAGE_FIELDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkage/field.h"

namespace lianfang::cli {

// One line of a mapping.
struct MappedColumn {
  std::vector<std::string> headings;  // joined by a space where there are several
  linkage::FieldKind kind;
  std::string name;  // after the colon
};

struct FieldMapping {
  std::vector<std::string> ids;  // headings of identifying columns, one for each file at most
  std::vector<MappedColumn> columns;
};

// Reads a mapping. A FileFault (import/fault.h) that names the line and what is wrong with it.
absl::StatusOr<FieldMapping> ParseFieldMapping(absl::string_view text);

// What headings such as `surname`, `dob` or `身份证号` usually mean; columns that say nothing are left out.
FieldMapping GuessFields(const std::vector<std::string>& headings);

// Where the fields stand in one file: for each field the columns, from 0, that it is made of.
struct FieldPlaces {
  std::optional<size_t> id;
  std::vector<std::vector<size_t>> columns;
};

struct ResolvedFields {
  std::vector<linkage::Field> fields;
  std::vector<FieldPlaces> files;
  std::vector<std::string> left_out;  // fields that only one of two files has
};

// Finds the columns in the files' headings. A FileFault where a heading is in no file or twice in one, or where no field
// is in all files.
absl::StatusOr<ResolvedFields> ResolveFields(const FieldMapping& mapping,
                                             const std::vector<std::vector<std::string>>& headings);

// The mapping as a file.
std::string FieldMappingText(const FieldMapping& mapping);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LINKAGE_FIELDS_H_
