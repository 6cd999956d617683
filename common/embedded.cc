#include "common/embedded.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>

namespace lianfang {

std::string EmbeddedField(int number, absl::string_view bytes) {
  using google::protobuf::internal::WireFormatLite;
  uint8_t head[10];  // two varints of 32 bits
  uint8_t* end = google::protobuf::io::CodedOutputStream::WriteTagToArray(
      WireFormatLite::MakeTag(number, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), head);
  end = google::protobuf::io::CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(bytes.size()), end);
  std::string field;
  field.reserve(static_cast<size_t>(end - head) + bytes.size());
  field.append(reinterpret_cast<const char*>(head), static_cast<size_t>(end - head));
  field.append(bytes.data(), bytes.size());
  return field;
}

}  // namespace lianfang
