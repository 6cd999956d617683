// What the columns of a department's own table mean as fields of records: read from a mapping file, or guessed from headings and cells.
//
//   # 人员 — 由 lianfang record mapping 生成
//   kind person
//   column 身份证号 = person.id_number
//   constant region = 140581
//   value card_kind 新发 = new
//   reason person.id_note = 15位旧证
//   ignore 备注
//   skip 合计
//
// A `column` is a field (record_fields.h) by its heading. A `constant` holds where the row says nothing. A `value` gives a word of cells the value
// that it means. A `reason` is entered where an identifier breaks its standard, and nowhere else. Rows in which a cell is a `skip`
// word are no records. Headings and words are compared as Spelling (cli/import/spelling.h) does.
#ifndef LIANFANG_CLI_RECORDS_RECORD_MAPPING_H_
#define LIANFANG_CLI_RECORDS_RECORD_MAPPING_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/import/file_row.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::cli {

struct RecordMapping {
  exchange::v1::RecordKind kind = exchange::v1::RECORD_KIND_UNSPECIFIED;
  std::map<std::string, std::string> columns;                       // by the heading's spelling: the path
  std::map<std::string, std::string> constants;                     // by path
  std::map<std::string, std::map<std::string, std::string>> words;  // by path and the word's spelling
  std::map<std::string, std::string> reasons;                       // by path of a note
  std::set<std::string> ignored;                                    // spellings of headings
  std::set<std::string> skipped;                                    // spellings of cells
};

// A FileFault (cli/import/fault.h) that names the line which is not understood, or whose field the kind has not. `kind` holds where the file
// names none.
absl::StatusOr<RecordMapping> ParseRecordMapping(absl::string_view text, exchange::v1::RecordKind kind);

// What a column may mean, and how sure that is.
struct ColumnGuess {
  std::string heading;
  std::string path;    // empty: nothing comes near
  int certainty = 0;   // per cent
  std::string why_zh;  // what speaks for it
  std::string why_en;
};

// One guess for each heading that is not empty; no field twice. `rows` are the ones below the header, as many as are at hand.
std::vector<ColumnGuess> GuessColumns(exchange::v1::RecordKind kind, const FileRow& header,
                                      const std::vector<FileRow>& rows);

// The mapping file that says so; guesses below 60 per cent as comments.
std::string MappingText(exchange::v1::RecordKind kind, const std::vector<ColumnGuess>& guesses, bool chinese);

// The first of these rows that has at least two headings which mean something: titles may stand above. Null where none of the first 50 has.
const FileRow* FindRecordHeader(const std::vector<FileRow>& rows, const RecordMapping& mapping);
// The same where there is no mapping yet: with guesses of 60 per cent or more.
const FileRow* FindGuessedHeader(exchange::v1::RecordKind kind, const std::vector<FileRow>& rows);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_RECORD_MAPPING_H_
