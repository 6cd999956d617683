// The official words for values of the contracts' enums: in mails, in workbooks, on terminals.
//
//   WordsOf(evaluation::v1::RESULT_STATUS_NOT_ATTAINED)      zh: 未达标, en: not attained
//   ChineseOf(type::v1::RECIPIENT_LIAISON)                   联络员
//
// Pure; thread-safe.
#ifndef LIANFANG_WORDS_ENUM_WORDS_H_
#define LIANFANG_WORDS_ENUM_WORDS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <string>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang {

// `DUE_SOON` of OBLIGATION_STATE_DUE_SOON: the value's name without its enum's prefix.
absl::string_view NameWithoutPrefix(const google::protobuf::EnumValueDescriptor& value);

// The value in words. Both are empty for the unspecified value and for a number that this program does not know; `zh`
// alone is empty where the table in enum_words.cc lacks the value. `en` is the name in lower case where the table has no
// English of its own.
type::v1::LocalizedText EnumWords(const google::protobuf::EnumDescriptor& type, int number);

template <typename E>
type::v1::LocalizedText WordsOf(E value) {
  return EnumWords(*google::protobuf::GetEnumDescriptor<E>(), static_cast<int>(value));
}

template <typename E>
std::string ChineseOf(E value) {
  return WordsOf(value).zh();
}

}  // namespace lianfang

#endif  // LIANFANG_WORDS_ENUM_WORDS_H_
