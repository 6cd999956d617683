#include "common/rpc/byte_buffer.h"

#include <utility>
#include <vector>

namespace lianfang {
namespace {

// A slice of the bytes of a string, which goes with the last of whoever refers to the slice.
template <typename Owner>
grpc::Slice SliceOf(Owner owner, const std::string& (*bytes_of)(const Owner&)) {
  auto* kept = new Owner(std::move(owner));
  const std::string& bytes = bytes_of(*kept);
  return grpc::Slice(
      const_cast<char*>(bytes.data()), bytes.size(), [](void* old) { delete static_cast<Owner*>(old); }, kept);
}

grpc::Slice SliceOf(std::string bytes) {
  return SliceOf<std::string>(std::move(bytes), [](const std::string& kept) -> const std::string& { return kept; });
}

}  // namespace

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const auto& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

grpc::ByteBuffer BufferOf(std::string bytes) {
  const grpc::Slice slice = SliceOf(std::move(bytes));
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer BufferOf(std::shared_ptr<const std::string> shared, std::string own) {
  using Shared = std::shared_ptr<const std::string>;
  const grpc::Slice slices[] = {
      SliceOf<Shared>(std::move(shared), [](const Shared& kept) -> const std::string& { return *kept; }),
      SliceOf(std::move(own))};
  return grpc::ByteBuffer(slices, 2);
}

}  // namespace lianfang
