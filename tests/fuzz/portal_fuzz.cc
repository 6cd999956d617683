// Requests of a browser to the portal: Connect in JSON and in binary, sessions and logins. An input is a request of HTTP; `{session}` stands for
// the cookie of somebody who is signed in:
//
//   POST /lianfang.submission.v1.PlanService/GetPlan
//   content-type: application/json
//   cookie: {session}
//
//   {"name": "plans/p"}
//
// An answer 500 is a fault, and so is JSON that reaches a service as bytes which are no message of the method.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "common/log.h"
#include "services/portal/testing/portal_world.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/feature.h"
#include "tests/fuzz/tokens.h"

namespace lianfang::fuzz {
namespace {

using namespace portal;  // NOLINT: the code under test

constexpr int kRequestsOfAWorld = 2000;

// A request, until it is answered or its stream begins.
class OneRequest : public HttpExchange {
 public:
  OneRequest(HttpHead head, std::string body) : head_(std::move(head)), body_(std::move(body)) {}

  const HttpHead& head() const override { return head_; }
  const HttpPeer& peer() const override { return peer_; }
  void ReadBody(size_t most, const std::string&, std::function<void(absl::StatusOr<std::string>)> then) override {
    if (body_.size() <= most) return then(body_);
    then(absl::ResourceExhaustedError("the body is too long"));
  }
  void Reply(HttpReply reply) override { Answer(std::move(reply)); }
  void BeginStream(HttpReply head) override { Answer(std::move(head)); }
  void Send(std::string, std::function<void()>) override {}
  void EndStream(std::string) override {}
  void OnGone(std::function<void(Gone)> gone) override {
    absl::MutexLock lock(&mutex_);
    gone_ = std::move(gone);
  }

  // Nothing where no answer comes within 20 seconds.
  std::optional<HttpReply> Await() {
    absl::MutexLock lock(&mutex_);
    const auto answered = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return reply_.has_value(); };
    mutex_.AwaitWithTimeout(absl::Condition(&answered), absl::Seconds(20));
    return reply_;
  }
  void Leave() {
    std::function<void(Gone)> gone;
    {
      absl::MutexLock lock(&mutex_);
      gone = std::exchange(gone_, nullptr);
    }
    if (gone != nullptr) gone(Gone::kCaller);
  }

 private:
  void Answer(HttpReply reply) {
    absl::MutexLock lock(&mutex_);
    Expect(!reply_.has_value(), "a request is answered once");
    reply_ = std::move(reply);
  }

  const HttpHead head_;
  const HttpPeer peer_{.address = "203.0.113.5", .certificate = "", .chain = ""};
  const std::string body_;
  absl::Mutex mutex_;
  std::optional<HttpReply> reply_ ABSL_GUARDED_BY(mutex_);
  std::function<void(Gone)> gone_ ABSL_GUARDED_BY(mutex_);
};

// `"reason":"NOT_SIGNED_IN"` of an error, or else its code.
std::string ReasonIn(absl::string_view body) {
  for (const char* key : {"\"reason\":\"", "\"code\":\""}) {
    const size_t at = body.find(key);
    if (at == absl::string_view::npos) continue;
    const absl::string_view rest = body.substr(at + absl::string_view(key).size());
    return std::string(rest.substr(0, rest.find('"')));
  }
  return "";
}

std::string NewDirectory() {
  std::string directory = std::filesystem::temp_directory_path() / "lianfang-fuzz-XXXXXX";
  Expect(mkdtemp(directory.data()) != nullptr, "a directory can be made");
  return directory;
}

class World : PortalWorld {
 public:
  explicit World(const std::string& directory = NewDirectory())
      : PortalWorld({.ca = directory + "/ca.crt",
                     .denied = directory + "/denied",
                     .calls = {.per_second = 1000, .burst = 5000},
                     .strangers = {.per_second = 1000, .burst = 3000},
                     .look_again_after = absl::Seconds(1),
                     .recheck_after = absl::Minutes(1)}) {
    tokens_ = {{"{session}", SignIn(kOfficeUri)}};
    upstreams_.answer = [this](const UpstreamCall& call) -> absl::StatusOr<std::string> {
      Expect(catalogue_->Find(call.path) != nullptr, "a service is called for a method of the catalogue");
      reached_ = call.request;
      return std::string();
    };
  }

  void Run(const std::string& input) {
    clock_.Advance(absl::Seconds(1));
    size_t blank = input.find("\n\n");
    const std::string top = input.substr(0, blank);
    const std::string body = blank == std::string::npos ? "" : input.substr(blank + 2);
    const std::vector<std::string> lines = absl::StrSplit(top, '\n');
    const std::vector<std::string> first = absl::StrSplit(lines[0], absl::MaxSplits(' ', 1));
    if (first.size() != 2) return;
    HttpHead head{first[0], first[1], {{"host", "portal.example"}}};
    for (size_t i = 1; i < lines.size(); ++i) {
      const std::pair<std::string, std::string> field = absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
      head.fields.emplace_back(field.first, WithTokens(field.second, tokens_));
    }
    const std::string path(head.path());
    const bool json = absl::StrContains(head.Value("content-type"), "json");
    reached_.reset();
    const auto exchange = std::make_shared<OneRequest>(std::move(head), body);
    router_->Handle(exchange);
    const auto reply = exchange->Await();
    exchange->Leave();
    Expect(reply.has_value(), "a request is answered");
    const bool known = catalogue_->Find(path) != nullptr;
    Feature(absl::StrCat(known ? path : "", " ", reply->status, " ",
                         reply->status == 200 ? "" : ReasonIn(reply->content())));
    if (const Method* const method = catalogue_->Find(path); json && method != nullptr && reached_.has_value()) {
      Expect(catalogue_->ToJson(*method->descriptor->input_type(), *reached_).ok(),
             "JSON reaches a service as a message");
    }
    Expect(reply->status != 500, absl::StrCat("answered by 500: ", reply->content()));
  }

 private:
  Tokens tokens_;
  std::optional<std::string> reached_;  // what reached a service of this request
};

}  // namespace
}  // namespace lianfang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using lianfang::fuzz::World;
  static auto& world = *new std::unique_ptr<World>();
  static int left = 0;
  if (left-- == 0) {
    if (world == nullptr) lianfang::InitLog("fuzz", "error");
    world = std::make_unique<World>();
    left = lianfang::fuzz::kRequestsOfAWorld;
  }
  world->Run(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
