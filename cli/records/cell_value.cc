#include "cli/records/cell_value.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/import/fault.h"
#include "cli/import/spelling.h"
#include "cli/text/enums.h"
#include "common/time.h"
#include "google/type/money.pb.h"

namespace lianfang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Refusal = std::optional<type::v1::LocalizedText>;

constexpr int64_t kFirstSerial = 10'000;  // 1927; below, a number is more likely a count than a day
constexpr int64_t kLastSerial = 80'000;   // 2119

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

std::optional<absl::CivilDay> DayOf(int year, int month, int day) {
  const absl::CivilDay made(year, month, day);
  const bool kept = made.year() == year && made.month() == month && made.day() == day;
  return kept && year >= 1000 && year <= 9999 ? std::optional(made) : std::nullopt;
}

// What stands in the text before a time, as a day; `rest` is what stands behind.
std::optional<absl::CivilDay> TakeDay(std::string text, std::string& rest) {
  text = absl::StrReplaceAll(text,
                             {{"年", "-"}, {"月", "-"}, {"日", " "}, {"号", " "}, {"/", "-"}, {".", "-"}, {"T", " "}});
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(' ', 1));
  rest = std::string(absl::StripAsciiWhitespace(parts.second));
  const std::string& first = parts.first;
  int year = 0, month = 0, day = 0;
  if (AllDigits(first) && first.size() == 8) {
    const bool read = absl::SimpleAtoi(first.substr(0, 4), &year) && absl::SimpleAtoi(first.substr(4, 2), &month) &&
                      absl::SimpleAtoi(first.substr(6, 2), &day);
    return read ? DayOf(year, month, day) : std::nullopt;
  }
  const std::vector<std::string> numbers = absl::StrSplit(first, '-');
  if (numbers.size() != 3 || numbers[0].size() != 4 || numbers[1].size() > 2 || numbers[2].size() > 2) {
    return std::nullopt;
  }
  const bool read = AllDigits(numbers[0]) && AllDigits(numbers[1]) && AllDigits(numbers[2]) &&
                    absl::SimpleAtoi(numbers[0], &year) && absl::SimpleAtoi(numbers[1], &month) &&
                    absl::SimpleAtoi(numbers[2], &day);
  return read ? DayOf(year, month, day) : std::nullopt;
}

// `45296`, or with a part of the day behind the point; the part is in `fraction`.
std::optional<absl::CivilDay> DayOfSerial(absl::string_view text, double& fraction) {
  double serial = 0;
  const bool plain =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c) || c == '.'; });
  if (!plain || !absl::SimpleAtod(text, &serial) || serial < kFirstSerial || serial > kLastSerial) return std::nullopt;
  const auto whole = static_cast<int64_t>(serial);
  fraction = serial - static_cast<double>(whole);
  return absl::CivilDay(1899, 12, 30) + whole;
}

// `14:05`, `14:05:30`, `14时5分30秒`, `下午` not: seconds of the day.
std::optional<int> ParseTimeOfDay(std::string text) {
  if (text.empty()) return 0;
  text = absl::StrReplaceAll(text, {{"时", ":"}, {"点", ":"}, {"分", ":"}, {"秒", ""}, {"：", ":"}});
  absl::string_view view = text;
  absl::ConsumeSuffix(&view, ":");
  const std::vector<std::string> parts = absl::StrSplit(view, ':');
  int numbers[3] = {};
  if (parts.size() > 3) return std::nullopt;
  for (size_t i = 0; i < parts.size(); ++i) {
    std::string part(absl::StripAsciiWhitespace(parts[i]));
    if (i == 2) part = part.substr(0, part.find('.'));
    if (!AllDigits(part) || part.size() > 2 || !absl::SimpleAtoi(part, &numbers[i])) return std::nullopt;
  }
  if (numbers[0] > 23 || numbers[1] > 59 || numbers[2] > 59) return std::nullopt;
  return numbers[0] * 3600 + numbers[1] * 60 + numbers[2];
}

absl::TimeZone China() {
  static const absl::TimeZone zone = [] {
    const auto loaded = LoadZone("Asia/Shanghai");
    return loaded.ok() ? *loaded : absl::FixedTimeZone(8 * 3600);
  }();
  return zone;
}

Refusal SetInteger(Message& message, const FieldDescriptor& field, absl::string_view cell) {
  std::string text = FoldNumber(cell);
  text.erase(std::remove(text.begin(), text.end(), ','), text.end());
  if (absl::EndsWith(text, ".0")) text.resize(text.size() - 2);
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) return Rule("必须是整数", "must be a whole number");
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    message.GetReflection()->SetInt64(&message, &field, number);
  } else if (number < INT32_MIN || number > INT32_MAX) {
    return Rule("数字过大", "is too large a number");
  } else {
    message.GetReflection()->SetInt32(&message, &field, static_cast<int32_t>(number));
  }
  return std::nullopt;
}

Refusal SetFlag(Message& message, const FieldDescriptor& field, absl::string_view cell) {
  const std::string word = Spelling(cell);
  for (const char* yes : {"是", "有", "√", "true", "yes", "1", "y"}) {
    if (word == yes) return message.GetReflection()->SetBool(&message, &field, true), std::nullopt;
  }
  for (const char* no : {"否", "无", "×", "false", "no", "0", "n"}) {
    if (word == no) return message.GetReflection()->SetBool(&message, &field, false), std::nullopt;
  }
  return Rule("必须是“是”或“否”", "must be yes or no");
}

Refusal SetChoice(Message& message, const FieldDescriptor& field, absl::string_view cell) {
  const auto number = ParseEnumNumber(*field.enum_type(), FoldText(cell));
  if (!number.ok()) {
    return Rule(absl::StrCat("必须是以下之一：", EnumNames(*field.enum_type()), "；其他说法用映射文件的 value 行说明"),
                absl::StrCat("must be one of ", EnumNames(*field.enum_type()),
                             "; a `value` line of the mapping explains other words"));
  }
  message.GetReflection()->SetEnumValue(&message, &field, *number);
  return std::nullopt;
}

// Yuan, with at most two digits behind the point.
Refusal SetMoney(google::type::Money& money, absl::string_view cell) {
  std::string text = FoldNumber(cell);
  int64_t scale = 1;
  if (absl::EndsWith(text, "元")) text.resize(text.size() - std::string("元").size());
  if (absl::EndsWith(text, "万")) {
    scale = 10'000;
    text.resize(text.size() - std::string("万").size());
  }
  for (const char* sign : {"¥", "￥"}) text = absl::StrReplaceAll(text, {{sign, ""}});
  text.erase(std::remove(text.begin(), text.end(), ','), text.end());
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('.', 1));
  int64_t whole = 0, part = 0;
  const std::string digits = (parts.second + "000000000").substr(0, 9);
  const bool good = AllDigits(parts.first) && absl::SimpleAtoi(parts.first, &whole) && parts.second.size() <= 9 &&
                    (parts.second.empty() || AllDigits(parts.second)) && absl::SimpleAtoi(digits, &part) &&
                    whole < 1'000'000'000'000;
  if (!good) return Rule("必须是金额，如 12500.50 或 3.5万元", "must be an amount of money, such as 12500.50");
  const int64_t nanos = part * scale;
  money.set_currency_code("CNY");
  money.set_units(whole * scale + nanos / 1'000'000'000);
  money.set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
  return std::nullopt;
}

Refusal SetMessage(Message& message, const FieldDescriptor& field, absl::string_view cell) {
  Message& inner = *message.GetReflection()->MutableMessage(&message, &field);
  Refusal refusal;
  if (field.message_type() == google::type::Date::descriptor()) {
    if (const auto day = ParseDay(cell); day.has_value()) {
      inner.CopyFrom(ToDate(*day));
    } else {
      refusal = Rule("必须是日期，如 2024-01-05、2024年1月5日", "must be a day, such as 2024-01-05");
    }
  } else if (field.message_type() == google::protobuf::Timestamp::descriptor()) {
    if (const auto time = ParseInstant(cell); time.has_value()) {
      inner.CopyFrom(ToTimestamp(*time));
    } else {
      refusal = Rule("必须是时间，如 2024-01-05 14:05", "must be an instant, such as 2024-01-05 14:05");
    }
  } else if (field.message_type() == google::type::Money::descriptor()) {
    refusal = SetMoney(static_cast<google::type::Money&>(inner), cell);
  } else {
    refusal = Rule("映射的字段不能由单元格填写", "the mapped field is no value of a cell");
  }
  if (refusal.has_value()) message.GetReflection()->ClearField(&message, &field);
  return refusal;
}

}  // namespace

std::optional<absl::CivilDay> ParseDay(absl::string_view text) {
  const auto instant = ParseInstant(text);
  if (!instant.has_value()) return std::nullopt;
  return absl::ToCivilDay(*instant, China());
}

std::optional<absl::Time> ParseInstant(absl::string_view text) {
  const std::string folded = FoldNumber(FoldText(text));
  absl::Time exact;
  if (absl::ParseTime(absl::RFC3339_full, folded, &exact, nullptr)) return exact;
  double fraction = 0;
  if (const auto day = DayOfSerial(folded, fraction); day.has_value()) {
    // Serials round to the second: their parts of a day are binary fractions.
    const auto seconds = static_cast<int64_t>(fraction * 86400 + 0.5);
    return absl::FromCivil(absl::CivilSecond(*day) + seconds, China());
  }
  std::string rest;
  const auto day = TakeDay(folded, rest);
  if (!day.has_value()) return std::nullopt;
  const auto seconds = ParseTimeOfDay(rest);
  if (!seconds.has_value()) return std::nullopt;
  return absl::FromCivil(absl::CivilSecond(*day) + *seconds, China());
}

Refusal SetField(Message& message, const FieldDescriptor& field, absl::string_view cell) {
  const std::string text = FoldText(cell);
  if (text.empty() || IsNothing(text)) return std::nullopt;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      // A field of a record is one line; a cell may have more.
      message.GetReflection()->SetString(&message, &field, absl::StrReplaceAll(text, {{"\n", " "}}));
      return std::nullopt;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return SetInteger(message, field, cell);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetFlag(message, field, cell);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetChoice(message, field, cell);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessage(message, field, cell);
    default:
      return Rule("映射的字段不能由单元格填写", "the mapped field is no value of a cell");
  }
}

}  // namespace lianfang::cli
