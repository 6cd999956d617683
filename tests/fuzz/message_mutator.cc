#include "tests/fuzz/message_mutator.h"

#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"

namespace lianfang::fuzz {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

constexpr int kMostElements = 2000;

std::string Varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
  bytes.push_back(static_cast<char>(value));
  return bytes;
}

std::string Delimited(int number, const std::string& content) {
  return absl::StrCat(Varint(static_cast<uint64_t>(number) << 3 | 2), Varint(content.size()), content);
}

}  // namespace

void MessageMutator::Fill(Message& message, int depth) {
  if (SetKnown(message)) return;
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool deep = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if ((deep && depth == 0) || OneIn(deep ? 2 : 3)) continue;
    Set(message, field, depth);
  }
  RenewIds(message);
}

void MessageMutator::Change(Message& message) {
  for (uint64_t left = 1 + Below(4); left > 0; --left) ChangeOne(message);
  if (!OneIn(8)) RenewIds(message);
}

// Walks down to some message, and changes one of its fields.
void MessageMutator::ChangeOne(Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  if (type.field_count() == 0) return;
  const auto& reflection = *message.GetReflection();
  const FieldDescriptor& field = *type.field(static_cast<int>(Below(static_cast<uint64_t>(type.field_count()))));
  const bool deep = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  const int size = field.is_repeated() ? reflection.FieldSize(message, &field) : 0;
  if (OneIn(8)) return reflection.ClearField(&message, &field);
  if (deep && !field.is_repeated() && reflection.HasField(message, &field) && !OneIn(6)) {
    Message& inner = *reflection.MutableMessage(&message, &field);
    return SetKnown(inner) ? void() : ChangeOne(inner);
  }
  if (size > 0 && deep && !OneIn(3)) {
    Message& inner =
        *reflection.MutableRepeatedMessage(&message, &field, static_cast<int>(Below(static_cast<uint64_t>(size))));
    return SetKnown(inner) ? void() : ChangeOne(inner);
  }
  if (size > 0 && OneIn(3)) return reflection.RemoveLast(&message, &field);
  if (size > 0 && deep && OneIn(4)) {  // the same again and again
    const int times = OneIn(10) ? kMostElements : static_cast<int>(1 + Below(20));
    for (int i = 0; i < times && reflection.FieldSize(message, &field) < kMostElements; ++i) {
      reflection.AddMessage(&message, &field)->CopyFrom(reflection.GetRepeatedMessage(message, &field, 0));
    }
    return;
  }
  Set(message, field, 3);
}

void MessageMutator::Set(Message& message, const FieldDescriptor& field, int depth) {
  const auto& reflection = *message.GetReflection();
  const uint64_t count = field.is_repeated() ? 1 + Below(3) : 1;
  for (uint64_t i = 0; i < count; ++i) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      SetScalar(message, field);
    } else if (field.is_repeated()) {
      Fill(*reflection.AddMessage(&message, &field), depth - 1);
    } else {
      Fill(*reflection.MutableMessage(&message, &field), depth - 1);
    }
  }
}

// Instants, days and sums of money, which fields by themselves would nearly never make. False for any other message.
bool MessageMutator::SetKnown(Message& message) {
  const Descriptor* const type = message.GetDescriptor();
  const bool sane = !OneIn(8);
  if (type == google::protobuf::Timestamp::descriptor()) {
    auto& time = static_cast<google::protobuf::Timestamp&>(message);
    const int64_t day = static_cast<int64_t>(Below(2000)) - 1000;
    time.set_seconds(sane ? absl::ToUnixSeconds(now_) + day * 3600 : Number());
    time.set_nanos(sane ? 0 : static_cast<int>(Number()));
  } else if (type == google::type::Date::descriptor()) {
    auto& date = static_cast<google::type::Date&>(message);
    const absl::CivilDay day = absl::ToCivilDay(now_, absl::UTCTimeZone()) + (static_cast<int64_t>(Below(1000)) - 500);
    date.set_year(sane ? static_cast<int>(day.year()) : static_cast<int>(Number()));
    date.set_month(sane ? day.month() : static_cast<int>(Number()));
    date.set_day(sane ? day.day() : static_cast<int>(Number()));
  } else if (type == google::type::Money::descriptor()) {
    auto& money = static_cast<google::type::Money&>(message);
    money.set_currency_code(sane ? "CNY" : words_.Pick(random_));
    money.set_units(sane ? static_cast<int64_t>(Below(1'000'000)) : Number());
    money.set_nanos(sane ? static_cast<int>(Below(100)) * 10'000'000 : static_cast<int>(Number()));
  } else {
    return false;
  }
  return true;
}

void MessageMutator::SetScalar(Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  const bool add = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return add ? reflection.AddString(&message, &field, Text(field))
                 : reflection.SetString(&message, &field, Text(field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return add ? reflection.AddEnumValue(&message, &field, EnumNumber(field))
                 : reflection.SetEnumValue(&message, &field, EnumNumber(field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return add ? reflection.AddBool(&message, &field, OneIn(2)) : reflection.SetBool(&message, &field, OneIn(2));
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto number = static_cast<int32_t>(Number());
      return add ? reflection.AddInt32(&message, &field, number) : reflection.SetInt32(&message, &field, number);
    }
    case FieldDescriptor::CPPTYPE_INT64:
      return add ? reflection.AddInt64(&message, &field, Number()) : reflection.SetInt64(&message, &field, Number());
    case FieldDescriptor::CPPTYPE_UINT32: {
      const auto number = static_cast<uint32_t>(Number());
      return add ? reflection.AddUInt32(&message, &field, number) : reflection.SetUInt32(&message, &field, number);
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      const auto number = static_cast<uint64_t>(Number());
      return add ? reflection.AddUInt64(&message, &field, number) : reflection.SetUInt64(&message, &field, number);
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const double values[] = {0, -0.0, 1, 0.05, -1, 1e308, std::nan(""), HUGE_VAL, 5e-324};
      const double number = values[Below(std::size(values))];
      return add ? reflection.AddDouble(&message, &field, number) : reflection.SetDouble(&message, &field, number);
    }
    case FieldDescriptor::CPPTYPE_FLOAT:
      return add ? reflection.AddFloat(&message, &field, 1) : reflection.SetFloat(&message, &field, 1);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return;
  }
}

int64_t MessageMutator::Number() {
  constexpr int64_t kEdges[] = {-1,
                                0,
                                1,
                                2,
                                100,
                                1000,
                                1001,
                                std::numeric_limits<int32_t>::max(),
                                std::numeric_limits<int32_t>::min(),
                                std::numeric_limits<int64_t>::max(),
                                std::numeric_limits<int64_t>::min()};
  return OneIn(3) ? kEdges[Below(std::size(kEdges))] : static_cast<int64_t>(Below(10));
}

int MessageMutator::EnumNumber(const FieldDescriptor& field) {
  if (OneIn(12)) return static_cast<int>(Number());
  const auto& type = *field.enum_type();
  return type.value(static_cast<int>(Below(static_cast<uint64_t>(type.value_count()))))->number();
}

std::string MessageMutator::Text(const FieldDescriptor& field) {
  if (field.type() == FieldDescriptor::TYPE_BYTES)
    return std::string(OneIn(2) ? 32 : Below(200), static_cast<char>(Below(256)));
  switch (Below(12)) {
    case 0:
      return "";
    case 1: {  // a name made of two: another resource's child, or none
      const std::string first = words_.Pick(random_), second = words_.Pick(random_);
      return absl::StrCat(first.substr(0, Below(first.size() + 1)), "/", second.substr(Below(second.size() + 1)));
    }
    case 2: {
      static const std::string kOdd[] = {"-",
                                         "plans/-",
                                         "'; DROP TABLE x; --",
                                         "%00",
                                         "\xe2\x80\xae",
                                         "<b>&\"'",
                                         "１２３",
                                         "..",
                                         "{{x}}",
                                         std::string(5000, 'a'),
                                         std::string("a\0b", 3),
                                         "\xf0\x9f\x98\x80"};
      return kOdd[Below(std::size(kOdd))];
    }
    default:
      return words_.Pick(random_);
  }
}

void MessageMutator::RenewIds(Message& message) {
  const FieldDescriptor* const id = message.GetDescriptor()->FindFieldByName("request_id");
  if (id == nullptr || id->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return;
  const auto hex = [this](int digits) {
    std::string text;
    for (int i = 0; i < digits; ++i) text.push_back("0123456789abcdef"[Below(16)]);
    return text;
  };
  message.GetReflection()->SetString(&message, id,
                                     absl::StrCat(hex(8), "-", hex(4), "-4", hex(3), "-8", hex(3), "-", hex(12)));
}

// A message within a message, as often as the contract or the wire allows it.
std::string MessageMutator::Nested(const Descriptor& type) {
  std::vector<int> numbers;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) numbers.push_back(type.field(i)->number());
  }
  const int number = numbers.empty() ? 1 : numbers[Below(numbers.size())];
  std::string bytes;
  for (uint64_t depth = 10 + Below(300); depth > 0; --depth) bytes = Delimited(number, bytes);
  return bytes;
}

std::string MessageMutator::Spoil(const Descriptor& type, std::string bytes) {
  switch (Below(6)) {
    case 0:  // fields that no contract has
      return absl::StrCat(bytes, Delimited(static_cast<int>(500 + Below(100'000)), words_.Pick(random_)));
    case 1:
      return absl::StrCat(bytes, Nested(type));
    case 2: {  // one field, again and again: most of these are of a repeated one, or the last counts
      const auto fields = static_cast<uint64_t>(std::max(type.field_count(), 1));
      const int number = type.field_count() == 0 ? 1 : type.field(static_cast<int>(Below(fields)))->number();
      const std::string one = Delimited(number, OneIn(2) ? "" : words_.Pick(random_));
      for (uint64_t left = 1 + Below(OneIn(10) ? 60'000 : 2'000); left > 0; --left) bytes += one;
      return bytes;
    }
    case 3:
      return bytes.substr(0, Below(bytes.size() + 1));
    case 4:  // a group that never ends, or ends what never began
      return absl::StrCat(bytes, std::string(1 + Below(300), static_cast<char>(OneIn(2) ? 0x0b : 0x0c)));
    default:
      for (uint64_t left = 1 + Below(4); left > 0 && !bytes.empty(); --left) {
        bytes[Below(bytes.size())] = static_cast<char>(Below(256));
      }
      return bytes;
  }
}

}  // namespace lianfang::fuzz
