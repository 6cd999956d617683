// Masking of personal fields, as the contract marks them (`personal` in record.proto).
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_MASKING_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_MASKING_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::exchange {

// Whether the contract marks the field as personal.
bool IsPersonal(const google::protobuf::FieldDescriptor& field);

// The first and the last character, the others as `*`; of two or fewer none: within one county the rest would tell who it is.
std::string MaskedText(absl::string_view text);

// Masks every personal field of the message and below: texts as MaskedText, dates to their year, anything else is cleared.
void MaskPersonal(google::protobuf::Message& message);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_MASKING_H_
