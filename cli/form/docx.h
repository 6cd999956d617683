// A small Word document (docx): paragraphs and tables on A4, in the fonts of Chinese official documents.
//
//   Docx docx;
//   docx.AddTitle("报送表");
//   docx.AddTable({1, 3}, {{"部门", "应急管理局"}}, Docx::Heading::kFirstColumn);
//   absl::StatusOr<std::string> bytes = docx.Finish();
//
// The same content makes the same bytes.
#ifndef LIANFANG_CLI_FORM_DOCX_H_
#define LIANFANG_CLI_FORM_DOCX_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::cli {

// Not thread-safe. Texts are plain; line breaks stay line breaks, and characters that XML has not are left out.
class Docx {
 public:
  // Which cells of a table are set bold, on grey.
  enum class Heading { kFirstRow, kFirstColumn, kOddColumns };

  void AddTitle(absl::string_view text);
  void AddParagraph(absl::string_view text);
  // Columns as wide as their weights say, together as wide as the page. Rows have a cell for every weight. A row does not
  // break over a page; a heading row is repeated on the next.
  void AddTable(const std::vector<int>& weights, const std::vector<std::vector<std::string>>& rows, Heading heading,
                int row_height_points = 0);

  // INTERNAL when there is no memory for it.
  absl::StatusOr<std::string> Finish() const;

 private:
  std::string body_;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_FORM_DOCX_H_
