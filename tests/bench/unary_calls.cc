#include "tests/bench/unary_calls.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lianfang::bench {
namespace {

constexpr std::chrono::seconds kPatience{30};

// One call under way; it deletes itself.
struct Pending {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
  UnaryCalls::Done done;
};

}  // namespace

absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connect(const Target& target) {
  const auto credentials = MutualTlsClient(target.tls);
  if (!credentials.ok()) return credentials.status();
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < target.connections; ++i) {
    auto channel = grpc::CreateCustomChannel(target.address, *credentials, arguments);
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + kPatience)) {
      return absl::UnavailableError(absl::StrCat(target.address, " does not answer"));
    }
    channels.push_back(std::move(channel));
  }
  return channels;
}

grpc::ByteBuffer BufferOf(const google::protobuf::MessageLite& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

UnaryCalls::UnaryCalls(const std::vector<std::shared_ptr<grpc::Channel>>& channels, std::string method)
    : method_(std::move(method)) {
  for (const auto& channel : channels) stubs_.push_back(std::make_unique<grpc::GenericStub>(channel));
}

void UnaryCalls::Start(int caller, grpc::ByteBuffer request, Done done) {
  auto* call = new Pending;
  call->request = std::move(request);
  call->done = std::move(done);
  call->context.set_deadline(std::chrono::system_clock::now() + kPatience);
  stubs_[static_cast<size_t>(caller) % stubs_.size()]->UnaryCall(&call->context, method_, grpc::StubOptions(),
                                                                 &call->request, &call->response,
                                                                 [call](const grpc::Status& status) {
                                                                   call->done(status, call->response);
                                                                   delete call;
                                                                 });
}

}  // namespace lianfang::bench
