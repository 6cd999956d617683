#include <atomic>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "tests/bench/lean_calls.h"
#include "tests/bench/loads.h"

namespace lianfang::bench {
namespace {

constexpr char kMethod[] = "/lianfang.submission.v1.SubmissionService/SubmitReturn";

// Whether the answer is what a filing deserves. Looked at once in a while: parsing every answer would measure the
// client.
bool HasReceipt(const std::string& answer) {
  submission::v1::SubmitReturnResponse response;
  return response.ParseFromString(answer) && !response.receipt().seal().signature().empty() &&
         response.return_().latest().revision() > 0;
}

// What all callers share to judge answers.
class Judge {
 public:
  bool Accept(const absl::StatusOr<std::string>& answer) {
    if (!answer.ok()) {
      if (!said_.exchange(true)) std::cerr << "refused: " << answer.status() << '\n';
      return false;
    }
    constexpr uint64_t kEvery = 100;
    if (seen_++ % kEvery == 0 && !HasReceipt(*answer)) without_receipt_ = true;
    return true;
  }

  bool without_receipt() const { return without_receipt_; }

 private:
  std::atomic<uint64_t> seen_{0};
  std::atomic<bool> said_{false};
  std::atomic<bool> without_receipt_{false};
};

}  // namespace

absl::StatusOr<Sample> SubmitLoad(const Target& target, const LoadOptions& options, std::vector<Filing>& filings) {
  const auto calls = LeanCalls::Connect(target, kMethod);
  if (!calls.ok()) return calls.status();
  std::vector<std::unique_ptr<CallerFilings>> shares;
  for (int i = 0; i < options.callers; ++i) {
    shares.push_back(std::make_unique<CallerFilings>(filings, i, options.callers));
  }
  Judge judge;
  const Sample sample = RunCallers(options, [&](int caller, Answered answered) {
    CallerFilings& share = *shares[static_cast<size_t>(caller)];
    (*calls)->Start(caller, share.Next().SerializeAsString(),
                    [&judge, &share, answered = std::move(answered)](const absl::StatusOr<std::string>& answer) {
                      const bool ok = judge.Accept(answer);
                      if (ok) share.Accepted();
                      answered(ok);
                    });
  });
  if (judge.without_receipt()) return absl::InternalError("a filing was accepted without a receipt");
  return sample;
}

}  // namespace lianfang::bench
