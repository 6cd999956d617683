#include "tests/fuzz/service_target.h"

#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/rpc/access.h"
#include "common/rpc/byte_buffer.h"
#include "common/rpc/channel.h"
#include "common/rpc/forwarded_identity.h"
#include "common/rpc/status.h"
#include "tests/fuzz/feature.h"
#include "tests/fuzz/tokens.h"

namespace lianfang::fuzz {
namespace {

constexpr int kCallsOfAWorld = 3000;
constexpr size_t kCallsShown = 5;
constexpr absl::Duration kAnswerTime = absl::Seconds(20);
constexpr absl::Duration kStreamTime = absl::Milliseconds(300);  // a feed does not end by itself
constexpr char kDomain[] = "lianfang.local";

// Callers by the names that inputs call them by. `via-edge` and `via-portal` are persons whose call a proxy passes on: with their
// certificate, or by the portal's word.
const std::vector<std::pair<std::string, std::string>>& Callers() {
  static const auto& callers = *new std::vector<std::pair<std::string, std::string>>{
      {"liaison", "region/140581/department/emergency/role/liaison/person/zhang"},
      {"colleague", "region/140581/department/emergency/role/liaison/person/li"},
      {"convener", "region/140581/department/emergency/role/convener/person/wang"},
      {"health", "region/140581/department/health/role/liaison"},
      {"housing", "region/140581/department/housing/role/liaison"},
      {"insurance", "region/140581/department/social-insurance/role/liaison"},
      {"hrss", "region/140581/department/hrss/role/liaison"},
      {"office", "region/140581/department/hrss/role/office/person/shi"},
      {"second-office", "region/140581/department/hrss/role/office/person/qian"},
      {"observer", "region/140581/department/union/role/observer"},
      {"auditor", "region/140581/department/audit/role/auditor"},
      {"stranger", "region/110000/department/hrss/role/office"},
      {"foreign-liaison", "region/140582/department/emergency/role/liaison"},
      {"operator", "region/140581/department/hrss/role/operator"},
      {"submission", "service/submission"},
      {"evaluation", "service/evaluation"},
      {"expert", "service/expert"},
      {"notification", "service/notification"},
      {"coordination", "service/coordination"},
      {"fund", "service/fund"},
      {"portal", "service/portal"},
      {"via-edge", "region/140581/department/hrss/role/office/person/shi"},
      {"via-portal", "region/140581/department/emergency/role/liaison/person/zhang"},
  };
  return callers;
}

std::string UriOf(const std::string& caller) {
  for (const auto& [name, path] : Callers()) {
    if (name == caller) return absl::StrCat("spiffe://", kDomain, "/", path);
  }
  return absl::StrCat("spiffe://", kDomain, "/service/nobody");
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream file(path);
  file << content;
  if (!file.good()) std::abort();
}

std::string TemporaryDirectory() {
  std::string path = std::filesystem::temp_directory_path() / "lianfang-fuzz-XXXXXX";
  if (mkdtemp(path.data()) == nullptr) std::abort();
  return path;
}

// A call of whatever kind: one request, the first answer, and the end.
class OneCall : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  OneCall(grpc::ClientContext& context, const std::string& bytes) : context_(context) {
    const grpc::Slice slice(bytes);
    request_ = grpc::ByteBuffer(&slice, 1);
  }
  void Start() {
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&answer_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    answered_ = true;
    context_.TryCancel();
  }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.Notify();
  }
  absl::Status Wait() {
    done_.WaitForNotification();
    return answered_ ? absl::OkStatus() : FromGrpcStatus(status_);
  }

 private:
  grpc::ClientContext& context_;
  grpc::ByteBuffer request_, answer_;
  grpc::Status status_;
  bool answered_ = false;
  absl::Notification done_;
};

}  // namespace

ServiceTarget::ServiceTarget(FuzzedService service)
    : service_(std::move(service)), directory_(TemporaryDirectory()), mutator_(words_, random_, service_.now) {
  InitLog("fuzz", "error");
  QuietProtobuf();
  WriteFile(directory_ + "/ca.crt", authority_.certificate());
  for (const std::string& word : service_.words) words_.Add(word);
  for (const char* word : {"140581", "emergency", "health", "housing", "hrss", "union", "coal-mining", "construction",
                           "1", "2", "3", "出差", "理由"}) {
    words_.Add(word);
  }
  Begin();
}

ServiceTarget::~ServiceTarget() {
  End();
  std::filesystem::remove_all(directory_);
}

void ServiceTarget::Begin() {
  ServerOptions options;
  const std::string server = CertificateOf("");
  options.tls = {server + ".crt", server + ".key", directory_ + "/ca.crt"};
  options.trust_domain = kDomain;
  options.trusted_proxies = {"edge", "portal"};
  options.workers = {.threads = 2, .queue = 64};
  server_ = std::make_unique<Server>(std::move(options), metrics_);
  world_ = service_.make(server_->runtime());
  methods_.clear();
  for (ContractService* contract : world_->services()) {
    for (const auto& method : contract->methods()) methods_.push_back(&method.descriptor);
  }
  examples_ = world_->examples();
  for (const std::string& example : examples_) {
    const auto request = ReadFuzzRequest(example);
    const auto message = NewRequest(*request->method);
    if (message->ParsePartialFromString(request->bytes)) words_.AddTextsOf(*message);
  }
  if (const absl::Status started = server_->Start(world_->services()); !started.ok()) {
    std::fprintf(stderr, "%s\n", started.ToString().c_str());
    std::abort();
  }
  server_->SetReady(true);
  calls_left_ = kCallsOfAWorld;
}

// Before the services go, which calls under way still use.
void ServiceTarget::End() {
  channels_.clear();
  if (server_ != nullptr) server_->Drain();
  world_.reset();
  server_.reset();
}

// Where the certificate and key of a caller are, without their endings; an empty name is the server's.
std::string ServiceTarget::CertificateOf(const std::string& caller) {
  const std::string path = absl::StrCat(directory_, "/", caller.empty() ? "server" : caller);
  if (std::filesystem::exists(path + ".crt")) return path;
  const auto issued =
      authority_.Issue({.uris = {caller.empty()     ? absl::StrCat("spiffe://", kDomain, "/service/server")
                                 : caller == "edge" ? absl::StrCat("spiffe://", kDomain, "/service/edge")
                                                    : UriOf(caller)},
                        .not_after = absl::Now() + absl::Hours(48)});
  WriteFile(path + ".key", issued.key);
  WriteFile(path + ".crt", issued.certificate);
  return path;
}

std::shared_ptr<grpc::Channel> ServiceTarget::ChannelOf(const std::string& certificate) {
  auto& channel = channels_[certificate];
  if (channel == nullptr) {
    const std::string path = CertificateOf(certificate);
    auto opened = OpenChannel(absl::StrCat("dns:///localhost:", server_->port()),
                              {path + ".crt", path + ".key", directory_ + "/ca.crt"}, Readiness::kTakenForGranted);
    if (!opened.ok()) std::abort();
    channel = *std::move(opened);
  }
  return channel;
}

ServiceTarget::Answer ServiceTarget::Call(const FuzzRequest& request) {
  grpc::ClientContext context;
  std::string certificate = request.caller;
  if (request.caller == "via-edge") {
    certificate = "edge";
    const std::string path = CertificateOf(request.caller);
    std::ifstream file(path + ".crt");
    const std::string pem(std::istreambuf_iterator<char>(file), {});
    context.AddMetadata(kForwardedClientCert, absl::StrCat("Cert=\"", PercentEncoded(pem), "\""));
  } else if (request.caller == "via-portal") {
    certificate = "portal";
    context.AddMetadata(kForwardedClientCert, absl::StrCat("URI=\"", UriOf(request.caller), "\""));
  }
  const bool stream = request.method->client_streaming() || request.method->server_streaming();
  context.set_deadline(absl::ToChronoTime(absl::Now() + (stream ? kStreamTime : kAnswerTime)));
  const std::string path = absl::StrCat("/", request.method->service()->full_name(), "/", request.method->name());
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(ChannelOf(certificate));
  if (stream) {
    OneCall call(context, request.bytes);
    stub.PrepareBidiStreamingCall(&context, path, grpc::StubOptions(), &call);
    call.Start();
    const absl::Status status = call.Wait();
    return {absl::IsDeadlineExceeded(status) ? absl::OkStatus() : status, ""};
  }
  const grpc::Slice slice(request.bytes);
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(&context, path, grpc::StubOptions(), &sent, &received, [&](grpc::Status ended) {
    status = std::move(ended);
    done.Notify();
  });
  done.WaitForNotification();
  return {FromGrpcStatus(status), status.ok() ? BytesOf(received) : std::string()};
}

void ServiceTarget::Run(absl::string_view input) {
  const auto request = ReadFuzzRequest(input);
  if (!request.has_value()) return;
  if (calls_left_-- == 0) {
    End();
    Begin();
  }
  calls_.push_back(std::string(input));
  if (calls_.size() > kCallsShown) calls_.pop_front();
  Judge(*request, Call(*request));
}

void ServiceTarget::Judge(const FuzzRequest& request, const Answer& answer) {
  const absl::Status& status = answer.status;
  const bool fault = absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status) ||
                     absl::IsDeadlineExceeded(status);
  if (fault) {
    std::fprintf(stderr, "%s as %s answers %s\nThe last calls:\n", request.method->full_name().c_str(),
                 request.caller.c_str(), status.ToString().c_str());
    for (const std::string& call : calls_) std::fprintf(stderr, "--\n%s\n", call.substr(0, 4000).c_str());
    std::abort();
  }
  const auto info = ErrorInfoOf(status);
  const auto bad = BadRequestOf(status);
  Feature(absl::StrCat(
      request.method->full_name(), " ", status.code(), " ", info.has_value() ? info->reason() : "", " ",
      bad.has_value() && bad->field_violations_size() > 0 ? KindOf(bad->field_violations(0).description()) : ""));
  if (!status.ok() || answer.bytes.empty()) return;
  const auto& type = *request.method->output_type();
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  if (!message->ParseFromString(answer.bytes)) {
    std::fprintf(stderr, "the answer of %s does not parse\n", request.method->full_name().c_str());
    std::abort();
  }
  words_.AddTextsOf(*message);
}

// Mostly somebody whom the contract admits.
std::string ServiceTarget::PickCaller(const google::protobuf::MethodDescriptor& method) {
  std::string caller;
  for (int i = 0; i < 30; ++i) {
    caller = Callers()[random_() % Callers().size()].first;
    const auto identity = ParseIdentity(UriOf(caller), kDomain);
    if (random_() % 16 == 0 || (identity.ok() && CheckAccess(method, *identity).ok())) break;
  }
  return caller;
}

FuzzRequest ServiceTarget::NewCall() {
  FuzzRequest request;
  request.method = methods_[random_() % methods_.size()];
  request.caller = PickCaller(*request.method);
  const auto message = NewRequest(*request.method);
  mutator_.Fill(*message);
  request.bytes = message->SerializePartialAsString();
  return request;
}

std::string ServiceTarget::Mutate(absl::string_view input, unsigned seed) {
  random_.seed(seed);
  auto request = ReadFuzzRequest(input);
  if (!request.has_value() || random_() % 10 == 0) {
    const bool by_example = !examples_.empty() && random_() % 2 == 0;
    if (!by_example) return WriteFuzzRequest(NewCall());
    request = ReadFuzzRequest(examples_[random_() % examples_.size()]);
  }
  const auto message = NewRequest(*request->method);
  if (message->ParsePartialFromString(request->bytes)) {
    mutator_.Change(*message);
    request->bytes = message->SerializePartialAsString();
  }
  if (random_() % 16 == 0) request->bytes = mutator_.Spoil(*request->method->input_type(), request->bytes);
  if (random_() % 8 == 0) request->caller = PickCaller(*request->method);
  return WriteFuzzRequest(*request);
}

}  // namespace lianfang::fuzz

namespace {

lianfang::fuzz::ServiceTarget& Target() {
  static auto& target = *new lianfang::fuzz::ServiceTarget(lianfang::fuzz::Fuzzed());
  return target;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Target().Run({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t most, unsigned seed) {
  const std::string mutated = Target().Mutate({reinterpret_cast<const char*>(data), size}, seed);
  if (mutated.size() > most) return size;
  std::copy(mutated.begin(), mutated.end(), data);
  return mutated.size();
}
