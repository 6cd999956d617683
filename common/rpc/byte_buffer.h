// Bytes as gRPC reads and sends them.
#ifndef LIANFANG_COMMON_RPC_BYTE_BUFFER_H_
#define LIANFANG_COMMON_RPC_BYTE_BUFFER_H_

#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>

namespace lianfang {

std::string BytesOf(const grpc::ByteBuffer& buffer);

// The bytes are not copied; they live as long as the buffer.
grpc::ByteBuffer BufferOf(std::string bytes);

// What many buffers share, followed by what is this one's own.
grpc::ByteBuffer BufferOf(std::shared_ptr<const std::string> shared, std::string own);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_BYTE_BUFFER_H_
