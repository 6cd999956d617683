// A response that is serialised already, for a handler that keeps its answers ready to send.
//
//   service.Unary<GetScorecardRequest, Serialized<Scorecard>>("GetScorecard", …);
#ifndef LIANFANG_COMMON_RPC_SERIALIZED_H_
#define LIANFANG_COMMON_RPC_SERIALIZED_H_

#include <google/protobuf/descriptor.h>

#include <memory>
#include <string>
#include <utility>

#include "common/rpc/byte_buffer.h"

namespace lianfang {

// The bytes of a `Message`; stands where contract_service.h expects one.
template <typename Message>
class Serialized {
 public:
  explicit Serialized(std::string bytes) : buffer_(lianfang::BufferOf(std::move(bytes))) {}
  explicit Serialized(const Message& message) : Serialized(message.SerializeAsString()) {}

  // What many answers share, followed by what is this one's own: serialised messages may be joined, the fields of both
  // are the fields of the whole.
  Serialized(std::shared_ptr<const std::string> shared, std::string own)
      : buffer_(lianfang::BufferOf(std::move(shared), std::move(own))) {}

  static const google::protobuf::Descriptor* descriptor() { return Message::descriptor(); }
  const grpc::ByteBuffer& buffer() const { return buffer_; }

 private:
  grpc::ByteBuffer buffer_;
};

// A response as gRPC sends it.
template <typename Message>
grpc::ByteBuffer ResponseBuffer(const Message& response) {
  return BufferOf(response.SerializeAsString());
}
template <typename Message>
grpc::ByteBuffer ResponseBuffer(const Serialized<Message>& response) {
  return response.buffer();
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_SERIALIZED_H_
