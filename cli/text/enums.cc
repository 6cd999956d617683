#include "cli/text/enums.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "words/enum_words.h"

namespace lianfang::cli {
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

std::string EnumName(const EnumValueDescriptor& value) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(NameWithoutPrefix(value)), {{"_", "-"}});
}

std::string EnumNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) names.push_back(EnumName(*type.value(i)));
  }
  return absl::StrJoin(names, ", ");
}

absl::StatusOr<int> ParseEnumNumber(const EnumDescriptor& type, absl::string_view name) {
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    if (value.number() == 0) continue;
    if (EnumName(value) == name || EnumWords(type, value.number()).zh() == name) return value.number();
  }
  return absl::InvalidArgumentError(absl::StrCat("`", name, "` is none of: ", EnumNames(type)));
}

std::string EnumNumberText(const EnumDescriptor& type, int number, Language language) {
  if (number == 0) return "";
  const EnumValueDescriptor* value = type.FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat(number);
  if (language == Language::kChinese) {
    if (std::string chinese = EnumWords(type, number).zh(); !chinese.empty()) return chinese;
  }
  return EnumName(*value);
}

}  // namespace lianfang::cli
