#include "common/rpc/request_bounds.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "lianfang/type/v1/access.pb.h"
#include "lianfang/type/v1/bounds.pb.h"

namespace lianfang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::internal::WireFormatLite;

constexpr size_t kDefaultLength = 64 << 10;
constexpr int kDefaultItems = 1000;
constexpr int kMostElements = 1'000'000;
constexpr size_t kDeepest = 32;

int MostItems(const FieldDescriptor& field) {
  if (!field.is_repeated()) return 1;
  const int stated = field.options().GetExtension(type::v1::max_items);
  return stated > 0 ? stated : kDefaultItems;
}

WireFormatLite::WireType WireTypeOf(const FieldDescriptor& field) {
  return WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(field.type()));
}

// One walk over the wire format of a message. The functions return false once there is a fault.
class Walk {
 public:
  explicit Walk(absl::string_view bytes)
      : input_(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) {}

  absl::Status Run(const Descriptor& message) {
    if (Message(message)) return absl::OkStatus();
    if (!fault_.ok()) return fault_;
    return absl::InvalidArgumentError(absl::StrCat("the request is not a well-formed ", message.full_name()));
  }

 private:
  struct Step {
    const FieldDescriptor* field;
    int index;  // of a repeated field, else -1
  };

  bool Message(const Descriptor& message) {
    if (path_.size() > kDeepest) return Fail(absl::StrCat("is nested more than ", kDeepest, " deep"));
    absl::InlinedVector<int, 32> counts(static_cast<size_t>(message.field_count()));  // by field
    while (const uint32_t tag = input_.ReadTag()) {
      const FieldDescriptor* field = message.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
      const bool good = field == nullptr ? WireFormatLite::SkipField(&input_, tag)
                                         : Field(*field, tag, counts[static_cast<size_t>(field->index())]);
      if (!good) return false;
    }
    return input_.ConsumedEntireMessage();
  }

  // One occurrence of a known field, of which the message had `count` elements before.
  bool Field(const FieldDescriptor& field, uint32_t tag, int& count) {
    const auto wire_type = WireFormatLite::GetTagWireType(tag);
    const bool delimited = wire_type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    if (delimited && field.type() == FieldDescriptor::TYPE_MESSAGE) return Nested(field, count);
    if (delimited && field.is_repeated() && field.is_packable()) return Packed(field, count);
    if (field.is_repeated() && wire_type == WireTypeOf(field) && !Add(field, 1, count)) return false;
    return WireFormatLite::SkipField(&input_, tag);
  }

  bool Nested(const FieldDescriptor& field, int& count) {
    int length = 0;
    if (!Add(field, 1, count) || !ReadLength(length)) return false;
    path_.push_back({&field, field.is_repeated() ? count - 1 : -1});
    const auto limit = input_.PushLimit(length);
    const bool good = Message(*field.message_type());
    input_.PopLimit(limit);
    path_.pop_back();
    return good;
  }

  bool Packed(const FieldDescriptor& field, int& count) {
    int length = 0;
    if (!ReadLength(length)) return false;
    if (length == 0) return true;
    const void* data = nullptr;
    int available = 0;
    if (!input_.GetDirectBufferPointer(&data, &available) || available < length) return false;
    return Add(field, CountPacked(field, static_cast<const uint8_t*>(data), length), count) && input_.Skip(length);
  }

  static int CountPacked(const FieldDescriptor& field, const uint8_t* data, int length) {
    switch (WireTypeOf(field)) {
      case WireFormatLite::WIRETYPE_FIXED32:
        return length / 4;
      case WireFormatLite::WIRETYPE_FIXED64:
        return length / 8;
      default:  // varints: the last byte of each has no high bit
        return static_cast<int>(std::count_if(data, data + length, [](uint8_t byte) { return byte < 0x80; }));
    }
  }

  bool Add(const FieldDescriptor& field, int more, int& count) {
    count += more;
    total_ += more;
    if (count <= MostItems(field) && total_ <= kMostElements) return true;
    path_.push_back({&field, -1});
    if (count <= MostItems(field)) return Fail(absl::StrCat("is beyond the ", kMostElements, " elements of a request"));
    return Fail(field.is_repeated() ? absl::StrCat("must have at most ", MostItems(field), " elements")
                                    : "must be given once");
  }

  bool ReadLength(int& length) {
    uint32_t read = 0;
    if (!input_.ReadVarint32(&read) || read > static_cast<uint32_t>(input_.BytesUntilLimit())) return false;
    length = static_cast<int>(read);
    return true;
  }

  bool Fail(absl::string_view description) {
    fault_ = InvalidField(Path(), description);
    return false;
  }

  std::string Path() const {
    std::string path;
    for (const Step& step : path_) {
      absl::StrAppend(&path, path.empty() ? "" : ".", step.field->name());
      if (step.index >= 0) absl::StrAppend(&path, "[", step.index, "]");
    }
    return path;
  }

  google::protobuf::io::CodedInputStream input_;
  std::vector<Step> path_;  // to the message being walked
  int total_ = 0;
  absl::Status fault_;
};

}  // namespace

size_t LongestRequest(const MethodDescriptor& method) {
  const int stated = method.options().GetExtension(type::v1::access).max_request_bytes();
  return stated > 0 ? static_cast<size_t>(stated) : kDefaultLength;
}

absl::Status CheckLength(const MethodDescriptor& method, size_t length) {
  const size_t most = LongestRequest(method);
  if (length <= most) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kInvalidArgument,
                         absl::StrCat("the request has ", length, " bytes; ", method.name(), " takes at most ", most),
                         "REQUEST_TOO_LONG",
                         {{"length", absl::StrCat(length)}, {"max_request_bytes", absl::StrCat(most)}});
}

absl::Status CheckElements(const Descriptor& message, absl::string_view bytes) { return Walk(bytes).Run(message); }

}  // namespace lianfang
