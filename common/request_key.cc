#include "common/request_key.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "common/errors.h"
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

absl::StatusOr<std::optional<std::string>> AnswerToRepeat(const RequestKey& key, absl::string_view first_method,
                                                          absl::string_view first_hash, std::string first_response) {
  if (key.method == first_method && key.request_hash == first_hash) {
    return std::optional<std::string>(std::move(first_response));
  }
  return InvalidField("request_id", "was used before for another request; choose a new one");
}

absl::Status RequestIsTooOld() {
  return ErrorWithReason(
      absl::StatusCode::kInvalidArgument,
      "request_id is older than the answers that are kept: whether the request was carried out then is "
      "in the audit rows; choose a new one to carry it out now",
      "REQUEST_ID_EXPIRED");
}

}  // namespace lianfang
