#include "common/rpc/request_check.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/text.h"
#include "common/time.h"
#include "google/api/field_behavior.pb.h"

namespace lianfang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::internal::WireFormatLite;

std::string Join(absl::string_view path, absl::string_view field) {
  return path.empty() ? std::string(field) : absl::StrCat(path, ".", field);
}

bool IsRequired(const FieldDescriptor& field) {
  const auto& options = field.options();
  const int count = options.ExtensionSize(google::api::field_behavior);
  for (int i = 0; i < count; ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::REQUIRED) return true;
  }
  return false;
}

bool IsPresent(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0 : reflection.HasField(message, &field);
}

// Where a walk stands. It is written out for a fault only: most requests have none, and a long one has many places.
struct Place {
  const Place* parent;  // null for the request itself
  const FieldDescriptor* field;
  int index;  // of a repeated field, else -1

  std::string Path() const {
    if (field == nullptr) return "";
    std::string path = Join(parent->Path(), field->name());
    if (index >= 0) absl::StrAppend(&path, "[", index, "]");
    return path;
  }
};

// One walk over a request, at any depth.
class Check {
 public:
  // A mutation must have no field that is not known here: it would be stored, and count for nothing.
  Check(bool mutation, FieldViolations& faults) : mutation_(mutation), faults_(faults) {}

  void Walk(const Message& message, const Place& place) {
    const Descriptor& descriptor = *message.GetDescriptor();
    if (mutation_) Unknown(message, place);
    if (&descriptor == google::protobuf::Timestamp::descriptor()) {
      if (!IsValidTimestamp(static_cast<const google::protobuf::Timestamp&>(message))) {
        faults_.Add(place.Path(), "must be within the years 1 to 9999, nanos 0 to 999999999");
      }
      return;
    }
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const FieldDescriptor& field = *descriptor.field(i);
      if (IsPresent(message, field)) {
        Values(message, field, place);
      } else if (IsRequired(field)) {
        faults_.Add(Place{&place, &field, -1}.Path(), "is required");
      }
    }
  }

 private:
  // The first of a message: whoever sends one sends it on purpose, and often.
  void Unknown(const Message& message, const Place& place) {
    const auto& unknown = message.GetReflection()->GetUnknownFields(message);
    if (unknown.empty()) return;
    faults_.Add(Join(place.Path(), absl::StrCat(unknown.field(0).number())),
                "is a field that the contract does not know");
  }

  void Values(const Message& message, const FieldDescriptor& field, const Place& parent) {
    const Reflection& reflection = *message.GetReflection();
    if (!field.is_repeated()) {
      const Place place{&parent, &field, -1};
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Walk(reflection.GetMessage(message, &field), place);
      } else if (field.type() == FieldDescriptor::TYPE_STRING) {
        std::string scratch;
        Text(field, reflection.GetStringReference(message, &field, &scratch), place);
      } else if (field.name() == "page_size") {
        PageSize(reflection.GetInt32(message, &field), place);
      }
      return;
    }
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      const Place place{&parent, &field, i};
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Walk(reflection.GetRepeatedMessage(message, &field, i), place);
      } else if (field.type() == FieldDescriptor::TYPE_STRING) {
        std::string scratch;
        Text(field, reflection.GetRepeatedStringReference(message, &field, i, &scratch), place);
      }
    }
  }

  void Text(const FieldDescriptor& field, const std::string& text, const Place& place) {
    if (!IsValidUtf8(text)) {
      faults_.Add(place.Path(), "must be UTF-8");
    } else if (const auto point = FirstForbiddenCodePoint(text)) {
      faults_.Add(place.Path(), absl::StrCat("must not contain U+", absl::StrFormat("%04X", *point),
                                             ", a control character or noncharacter"));
    } else if (field.name() == "request_id" && !IsUuid(text)) {
      faults_.Add(place.Path(), absl::StrCat("must be a UUID, was \"", text, "\""));
    }
  }

  void PageSize(int page_size, const Place& place) {
    if (page_size < 0 || page_size > kMaxPageSize) {
      faults_.Add(place.Path(), absl::StrCat("must be 0 to ", kMaxPageSize, ", was ", page_size));
    }
  }

  const bool mutation_;
  FieldViolations& faults_;
};

bool HasRequestId(const Descriptor& message) { return message.FindFieldByName("request_id") != nullptr; }

// Mutations carry a request_id, of their own or of the request that they wrap (an item of a stream).
bool IsMutation(const Descriptor& message) {
  if (HasRequestId(message)) return true;
  for (int i = 0; i < message.field_count(); ++i) {
    const Descriptor* inner = message.field(i)->message_type();
    if (inner != nullptr && HasRequestId(*inner)) return true;
  }
  return false;
}

// Adds the string fields in `bytes` that are not UTF-8; false where the bytes are no message at all.
bool FindBadText(const Descriptor& message, absl::string_view bytes, const std::string& path, FieldViolations& faults) {
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                                               static_cast<int>(bytes.size()));
  while (const uint32_t tag = input.ReadTag()) {
    const FieldDescriptor* field = message.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    const bool delimited = WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    if (field == nullptr || !delimited) {
      if (!WireFormatLite::SkipField(&input, tag)) return false;
      continue;
    }
    uint32_t length = 0;
    std::string value;
    if (!input.ReadVarint32(&length) || !input.ReadString(&value, static_cast<int>(length))) return false;
    if (field->type() == FieldDescriptor::TYPE_STRING && !IsValidUtf8(value)) {
      faults.Add(Join(path, field->name()), "must be UTF-8");
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE &&
               !FindBadText(*field->message_type(), value, Join(path, field->name()), faults)) {
      return false;
    }
  }
  return input.ConsumedEntireMessage();
}

}  // namespace

absl::Status CheckRequest(const Message& request) {
  FieldViolations faults;
  Check(IsMutation(*request.GetDescriptor()), faults).Walk(request, {nullptr, nullptr, -1});
  return faults.ToStatus();
}

absl::Status ExplainUnparsable(const Descriptor& message, absl::string_view bytes) {
  FieldViolations faults;
  if (!FindBadText(message, bytes, "", faults) || faults.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("the request is not a well-formed ", message.full_name()));
  }
  return faults.ToStatus();
}

}  // namespace lianfang
