// Enum values as people type and read them: `due-soon` for OBLIGATION_STATE_DUE_SOON, 即将到期 in Chinese.
//
//   ParseEnum<ObligationState>("due-soon");
//   EnumText(OBLIGATION_STATE_DUE_SOON, Language::kChinese);
#ifndef LIANFANG_CLI_TEXT_ENUMS_H_
#define LIANFANG_CLI_TEXT_ENUMS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// The value's name without its enum's prefix, in lower case with hyphens.
std::string EnumName(const google::protobuf::EnumValueDescriptor& value);

// The names of all values but the unspecified one, joined by commas: what an option accepts.
std::string EnumNames(const google::protobuf::EnumDescriptor& type);

// The number of the value so named, or so called in Chinese, as tables show it. INVALID_ARGUMENT naming the values there are.
absl::StatusOr<int> ParseEnumNumber(const google::protobuf::EnumDescriptor& type, absl::string_view name);

// The value in words: Chinese where words/ has it, else the English name. Empty for the unspecified value; the number
// for one that this program does not know.
std::string EnumNumberText(const google::protobuf::EnumDescriptor& type, int number, Language language);

template <typename E>
absl::StatusOr<E> ParseEnum(absl::string_view name) {
  auto number = ParseEnumNumber(*google::protobuf::GetEnumDescriptor<E>(), name);
  if (!number.ok()) return number.status();
  return static_cast<E>(*number);
}

template <typename E>
std::string EnumText(E value, Language language) {
  return EnumNumberText(*google::protobuf::GetEnumDescriptor<E>(), static_cast<int>(value), language);
}

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_ENUMS_H_
