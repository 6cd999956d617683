#include "cli/text/figures.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace lianfang::cli {
namespace {

bool IsWholeNumber(absl::string_view text) {
  absl::ConsumePrefix(&text, "-");
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

absl::StatusOr<std::pair<std::string, std::string>> ParsePair(absl::string_view text) {
  const size_t sign = text.find('=');
  if (sign == absl::string_view::npos || sign == 0 || sign + 1 == text.size()) {
    return absl::InvalidArgumentError(absl::StrCat("`", text, "` is not of the form id=value"));
  }
  return std::make_pair(std::string(text.substr(0, sign)), std::string(text.substr(sign + 1)));
}

absl::StatusOr<type::v1::FigureValue> ParseFigure(absl::string_view text) {
  auto pair = ParsePair(text);
  if (!pair.ok()) return pair.status();
  type::v1::FigureValue figure;
  figure.set_figure(pair->first);

  absl::string_view value = pair->second;
  if (absl::ConsumePrefix(&value, "na:")) {
    figure.mutable_not_applicable()->set_reason(std::string(value));
    return figure;
  }
  int64_t number = 0;
  if (!IsWholeNumber(value) || !absl::SimpleAtoi(value, &number)) {
    return absl::InvalidArgumentError(absl::StrCat("`", text, "`: the value is neither a whole number nor na:REASON"));
  }
  figure.set_number(number);
  return figure;
}

std::string FigureText(const type::v1::FigureValue& figure, Language language) {
  switch (figure.value_case()) {
    case type::v1::FigureValue::kNumber:
      return absl::StrCat(figure.number());
    case type::v1::FigureValue::kNotApplicable:
      return language == Language::kChinese ? absl::StrCat("不适用（", figure.not_applicable().reason(), "）")
                                            : absl::StrCat("n/a (", figure.not_applicable().reason(), ")");
    case type::v1::FigureValue::VALUE_NOT_SET:
      return "";
  }
  return "";
}

}  // namespace lianfang::cli
