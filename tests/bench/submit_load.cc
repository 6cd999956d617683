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
  // A filing that deserves a receipt.
  bool Accept(const absl::StatusOr<std::string>& answer) {
    if (!answer.ok()) return Complain(answer.status());
    constexpr uint64_t kEvery = 100;
    if (seen_++ % kEvery == 0 && !HasReceipt(*answer)) without_receipt_ = true;
    return true;
  }

  // A filing that deserves a refusal.
  bool Refuse(const absl::StatusOr<std::string>& answer) {
    return absl::IsInvalidArgument(answer.status()) || Complain(answer.status());
  }

  bool without_receipt() const { return without_receipt_; }

 private:
  bool Complain(const absl::Status& status) {
    if (!said_.exchange(true)) std::cerr << "unexpected: " << status << '\n';
    return false;
  }

  std::atomic<uint64_t> seen_{0};
  std::atomic<bool> said_{false};
  std::atomic<bool> without_receipt_{false};
};

// Which calls of a caller break a rule: evenly spread, the first after a while.
class Refusals {
 public:
  explicit Refusals(double share) : share_(share) {}

  bool IsNext() {
    due_ += share_;
    if (due_ < 1) return false;
    due_ -= 1;
    return true;
  }

 private:
  const double share_;
  double due_ = 0;
};

}  // namespace

absl::StatusOr<Sample> SubmitLoad(const Target& target, const LoadOptions& options, double refused,
                                  std::vector<Filing>& filings) {
  const auto calls = LeanCalls::Connect(target, kMethod);
  if (!calls.ok()) return calls.status();
  struct Share {
    CallerFilings filings;
    Refusals refusals;
  };
  std::vector<std::unique_ptr<Share>> shares;
  for (int i = 0; i < options.callers; ++i) {
    shares.push_back(std::make_unique<Share>(Share{CallerFilings(filings, i, options.callers), Refusals(refused)}));
  }
  Judge judge;
  const Sample sample = RunCallers(options, [&](int caller, Answered answered) {
    Share& share = *shares[static_cast<size_t>(caller)];
    const bool refuse = share.refusals.IsNext();
    const auto request = refuse ? share.filings.NextRefused() : share.filings.Next();
    (*calls)->Start(
        caller, request.SerializeAsString(),
        [&judge, &share, refuse, answered = std::move(answered)](const absl::StatusOr<std::string>& answer) {
          const bool ok = refuse ? judge.Refuse(answer) : judge.Accept(answer);
          if (ok && !refuse) share.filings.Accepted();
          answered(ok);
        });
  });
  if (judge.without_receipt()) return absl::InternalError("a filing was accepted without a receipt");
  return sample;
}

}  // namespace lianfang::bench
