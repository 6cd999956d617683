// One cell with a figure.
//
//   type::v1::FigureValue value;
//   ParseFigureCell("1,024", value);              // number 1024
//   ParseFigureCell("不适用：本市无此类企业", value);
//   CellText(value, Language::kChinese);           // what a template is filled with; reads back as the same
#ifndef LIANFANG_CLI_IMPORT_CELL_H_
#define LIANFANG_CLI_IMPORT_CELL_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "cli/text/label.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::cli {

// What a template puts where a figure is not asked for. Read as an empty cell there, in every form that IsNothing
// (spelling.h) knows, and nowhere else.
inline constexpr absl::string_view kNotAsked = "—";

// Sets the value that the cell states; an empty cell states none. Answers the rule that it breaks otherwise.
//
// A number is whole, in ASCII or full-width digits, as FoldNumber (spelling.h) makes it. Thousands may be separated by
// commas, as a spreadsheet shows them, but only all of them and in threes: `1,024`, not `1,24`. Not applicable is
// `不适用：reason` or `n/a: reason`. Anything else (`3.0`, `1.2E+05`, `3起`, `约30`) is refused rather than guessed at;
// characters in it that cannot be seen, or that look like digits, are named. Bounds are the plan's and the server's
// business.
std::optional<type::v1::LocalizedText> ParseFigureCell(absl::string_view text, type::v1::FigureValue& value);

// Whether the cell is an error of a formula, such as `#REF!` or `#DIV/0!`.
bool IsFormulaError(absl::string_view cell);

std::string CellText(const type::v1::FigureValue& value, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_CELL_H_
