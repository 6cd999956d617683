#include "cli/import/cell.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/import/fault.h"
#include "cli/import/spelling.h"
#include "cli/text/characters.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kNotApplicable[] = {"不适用", "n/a"};
constexpr absl::string_view kColons[] = {"：", ":"};

// What Excel, WPS and LibreOffice show where a formula fails.
constexpr absl::string_view kFormulaErrors[] = {"#NULL!",    "#DIV/0!",   "#VALUE!",   "#REF!",        "#NAME?",
                                                "#NUM!",     "#N/A",      "#SPILL!",   "#CALC!",       "#FIELD!",
                                                "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA"};

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// The reason of a cell that states that the figure does not exist: empty where it gives none. Nothing for any other
// cell.
std::optional<absl::string_view> NotApplicableReason(absl::string_view text) {
  for (const absl::string_view word : kNotApplicable) {
    if (!absl::StartsWithIgnoreCase(text, word)) continue;
    absl::string_view rest = Trimmed(text.substr(word.size()));
    if (rest.empty()) return rest;
    for (const absl::string_view colon : kColons) {
      if (absl::ConsumePrefix(&rest, colon)) return Trimmed(rest);
    }
  }
  return std::nullopt;
}

// Whether the parts between commas are thousands: up to three digits, then always three.
bool AreThousands(const std::vector<absl::string_view>& groups) {
  return groups.front().size() <= 3 &&
         std::all_of(groups.begin() + 1, groups.end(), [](absl::string_view group) { return group.size() == 3; });
}

// Latin letters that stand where digits should: `1O`, `l2`. Empty where the cell has anything but those and digits.
std::string LettersForDigits(absl::string_view number) {
  constexpr absl::string_view kLookAlikes = "OoIl";
  std::string letters;
  bool digits = false;
  for (const char c : number) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      digits = true;
    } else if (absl::StrContains(kLookAlikes, c)) {
      if (!absl::StrContains(letters, c)) letters.push_back(c);
    } else if (c != ',') {
      return "";
    }
  }
  return digits ? letters : "";
}

// The rule that a cell breaks which is no number, with the names of the characters that may be why.
type::v1::LocalizedText NoNumber(absl::string_view cell, absl::string_view number) {
  if (IsFormulaError(cell)) return Rule("公式出错，没有数值", "is an error of a formula");
  if (absl::StartsWith(number, "=")) {
    return Rule(
        "是公式，没有算出的数值：请在 Excel 或 WPS 中打开、保存后再导入，或直接填写数值",
        "is a formula without its result: open and save the file in a spreadsheet program, or enter the number");
  }
  std::string zh = "须为整数（不带小数、单位），或“不适用：原因”";
  std::string en = "must be a whole number, without decimals or unit, or `n/a: REASON`";
  std::optional<type::v1::LocalizedText> unusual = UnusualCharacters(number);
  for (const char letter : LettersForDigits(number)) unusual = CharacterName(static_cast<char32_t>(letter));
  if (unusual.has_value()) {
    absl::StrAppend(&zh, "；含有 ", unusual->zh());
    absl::StrAppend(&en, "; holds ", unusual->en());
  }
  return Rule(zh, en);
}

}  // namespace

bool IsFormulaError(absl::string_view cell) {
  const absl::string_view trimmed = Trimmed(cell);
  return std::find(std::begin(kFormulaErrors), std::end(kFormulaErrors), trimmed) != std::end(kFormulaErrors);
}

std::optional<type::v1::LocalizedText> ParseFigureCell(absl::string_view text, type::v1::FigureValue& value) {
  const std::string folded_text = FoldText(text);
  const absl::string_view cell = folded_text;
  if (cell.empty()) return std::nullopt;
  if (const auto reason = NotApplicableReason(cell)) {
    if (reason->empty()) return Rule("“不适用”须写明原因：不适用：原因", "`n/a` needs its reason: n/a: REASON");
    value.mutable_not_applicable()->set_reason(std::string(*reason));
    return std::nullopt;
  }

  const std::string folded = FoldNumber(text);
  absl::string_view digits = folded;
  const bool negative = absl::ConsumePrefix(&digits, "-");
  const std::vector<absl::string_view> groups = absl::StrSplit(digits, ',');
  if (!std::all_of(groups.begin(), groups.end(), IsDigits)) {
    return NoNumber(cell, folded);
  }
  if (groups.size() > 1 && !AreThousands(groups)) {
    return Rule("千位分隔符位置不对，应如 12,345", "the thousands separators are out of place: 12,345");
  }
  int64_t number = 0;
  if (!absl::SimpleAtoi(absl::StrCat(negative ? "-" : "", absl::StrJoin(groups, "")), &number)) {
    return Rule("数值过大", "the number is too large");
  }
  value.set_number(number);
  return std::nullopt;
}

std::string CellText(const type::v1::FigureValue& value, Language language) {
  switch (value.value_case()) {
    case type::v1::FigureValue::kNumber:
      return absl::StrCat(value.number());
    case type::v1::FigureValue::kNotApplicable:
      return language == Language::kChinese ? absl::StrCat("不适用：", value.not_applicable().reason())
                                            : absl::StrCat("n/a: ", value.not_applicable().reason());
    case type::v1::FigureValue::VALUE_NOT_SET:
      return "";
  }
  return "";
}

}  // namespace lianfang::cli
