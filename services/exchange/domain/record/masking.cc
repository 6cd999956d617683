#include "services/exchange/domain/record/masking.h"

#include <cstddef>
#include <vector>

#include "common/text.h"
#include "google/type/date.pb.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

void MaskField(Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (!field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return reflection.SetString(&message, &field, MaskedText(reflection.GetString(message, &field)));
  }
  if (!field.is_repeated() && field.message_type() == google::type::Date::descriptor()) {
    auto& date = static_cast<google::type::Date&>(*reflection.MutableMessage(&message, &field));
    date.clear_month();
    return date.clear_day();
  }
  reflection.ClearField(&message, &field);
}

}  // namespace

bool IsPersonal(const FieldDescriptor& field) { return field.options().GetExtension(v1::personal); }

std::string MaskedText(absl::string_view text) {
  const size_t count = CountCodePoints(text);
  if (count < 3) return std::string(count, '*');
  size_t first = 1;
  while (first < text.size() && IsContinuation(text[first])) ++first;
  size_t last = text.size() - 1;
  while (last > 0 && IsContinuation(text[last])) --last;
  return std::string(text.substr(0, first)) + std::string(count - 2, '*') + std::string(text.substr(last));
}

void MaskPersonal(Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsPersonal(*field)) {
      MaskField(message, *field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map()) {
      if (!field->is_repeated()) {
        MaskPersonal(*reflection.MutableMessage(&message, field));
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        MaskPersonal(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    }
  }
}

}  // namespace lianfang::exchange
