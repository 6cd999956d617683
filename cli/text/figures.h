// Figures as people type them, and as they are shown.
//
//   ParseFigure("accidents=3");
//   ParseFigure("trained=na:no position requires training");
#ifndef LIANFANG_CLI_TEXT_FIGURES_H_
#define LIANFANG_CLI_TEXT_FIGURES_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/text/label.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::cli {

// `id=number`, or `id=na:reason`. The number is plain digits, with `-` in front when negative: `3,000` and `3.0` are
// refused rather than guessed at. Bounds are the plan's and the server's business.
absl::StatusOr<type::v1::FigureValue> ParseFigure(absl::string_view text);

// `key=text`, both not empty; the text may hold further `=`.
absl::StatusOr<std::pair<std::string, std::string>> ParsePair(absl::string_view text);

// `3`, or `不适用（reason）`; empty for a figure without a value.
std::string FigureText(const type::v1::FigureValue& figure, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_FIGURES_H_
