#include "tests/bench/unary_calls.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace lianfang::bench {
namespace {

constexpr std::chrono::seconds kPatience{30};

}  // namespace

struct UnaryCalls::Pending {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
  Done done;
};

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

UnaryCalls::~UnaryCalls() {
  absl::MutexLock lock(&mutex_);
  const auto ended = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; };
  mutex_.Await(absl::Condition(&ended));
}

void UnaryCalls::Start(int caller, grpc::ByteBuffer request, Done done) {
  auto* call = new Pending;
  call->request = std::move(request);
  call->done = std::move(done);
  call->context.set_deadline(std::chrono::system_clock::now() + kPatience);
  {
    absl::MutexLock lock(&mutex_);
    ++under_way_;
  }
  stubs_[static_cast<size_t>(caller) % stubs_.size()]->UnaryCall(
      &call->context, method_, grpc::StubOptions(), &call->request, &call->response,
      [this, call](const grpc::Status& status) { Finish(call, status); });
}

void UnaryCalls::Finish(Pending* call, const grpc::Status& status) {
  call->done(status, call->response);
  delete call;
  absl::MutexLock lock(&mutex_);
  --under_way_;
}

}  // namespace lianfang::bench
