// Fields of a kind as agreements and reveals name them: paths below the kind's message, `employer.credit_code`, `casualties.person`.
// A path of a message gives all below it; repeated messages are passed through; dates, instants and money are not taken apart.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_FIELDS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_FIELDS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// The field at a path; null where the kind has none.
const google::protobuf::FieldDescriptor* FieldAt(v1::RecordKind kind, absl::string_view path);

// Whether `path` is one of `paths` or below one.
bool Gives(const std::vector<std::string>& paths, absl::string_view path);

// Clears every field of the message that the paths do not give.
void KeepOnly(const std::vector<std::string>& paths, google::protobuf::Message& content);

// Every path of a kind that ends at a field without fields below it, in the contract's order.
std::vector<std::string> LeavesOf(v1::RecordKind kind);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_FIELDS_H_
