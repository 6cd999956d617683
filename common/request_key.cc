#include "common/request_key.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "absl/strings/ascii.h"
#include "common/hash.h"

namespace lianfang {

std::string DeterministicBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream output(&stream);
  output.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&output);
  output.Trim();
  return bytes;
}

RequestKey RequestKey::Of(const std::string& actor, const std::string& method,
                          const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return {actor, method, absl::AsciiStrToLower(request.GetReflection()->GetString(request, field)),
          Sha256(DeterministicBytes(request))};
}

}  // namespace lianfang
