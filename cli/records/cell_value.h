// One cell of a table as a field of a record, however its author spelled it.
//
//   SetField(person, *person.GetDescriptor()->FindFieldByName("birth_date"), "1949年12月31日");
#ifndef LIANFANG_CLI_RECORDS_CELL_VALUE_H_
#define LIANFANG_CLI_RECORDS_CELL_VALUE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::cli {

// Days as they are written: 2024-1-5, 2024/01/05, 2024.1.5, 20240105, 2024年1月5日, a serial of a spreadsheet (45296), each with a time behind
// it or without. Nothing for anything else: two digits of a year, a month of names, and 1/5/2024, which two countries read differently.
std::optional<absl::CivilDay> ParseDay(absl::string_view text);

// A day with a time behind it: 2024-01-05 14:05, 2024年1月5日14时5分, RFC 3339; without one, the day's first instant. In China's time where
// nothing else is said.
std::optional<absl::Time> ParseInstant(absl::string_view text);

// Sets the field of `message` that a cell states; an empty one, or one that says nothing (`-`, `/`), sets none. Answers the rule that the
// cell breaks otherwise. Text is folded (cli/import/spelling.h); numbers may have thousands and full-width digits; money is in yuan,
// with 元 or 万元; yes is 是, 有, √, true or 1; enums are named in Chinese or as the command line does.
std::optional<type::v1::LocalizedText> SetField(google::protobuf::Message& message,
                                                const google::protobuf::FieldDescriptor& field, absl::string_view cell);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_CELL_VALUE_H_
