// A response that is serialised already, for a handler that keeps its answers ready to send.
//
//   service.Unary<GetScorecardRequest, Serialized<Scorecard>>("GetScorecard", …);
#ifndef LIANFANG_COMMON_RPC_SERIALIZED_H_
#define LIANFANG_COMMON_RPC_SERIALIZED_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <utility>

namespace lianfang {

// The bytes of a `Message`; stands where contract_service.h expects one.
template <typename Message>
class Serialized {
 public:
  explicit Serialized(std::string bytes) : bytes_(std::move(bytes)) {}
  explicit Serialized(const Message& message) : bytes_(message.SerializeAsString()) {}

  static const google::protobuf::Descriptor* descriptor() { return Message::descriptor(); }
  const std::string& SerializeAsString() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_SERIALIZED_H_
