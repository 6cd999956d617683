// SubscribeRecords: what an agreement gives, version by version, and what its reader must forget.
//
// The agreement is read anew before every page, so that nothing is told after it has ended or by an edition that is not in force any more.
// A cursor holds the position, what stood there, and the edition that was told: who resumes learns of a narrowing that happened meanwhile.
#ifndef LIANFANG_SERVICES_EXCHANGE_SUBSCRIPTION_H_
#define LIANFANG_SERVICES_EXCHANGE_SUBSCRIPTION_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/changelog/tailer.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/feed.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "services/exchange/exchange_context.h"

namespace lianfang::exchange {

// Where a subscription stands.
struct SubscriptionCursor {
  int64_t position = 0;  // up to which everything was told; 0: the beginning
  std::string mark;      // of what stands there, in hexadecimal
  int edition = 0;       // that was told by; 0: none
};
std::string FormatSubscriptionCursor(const SubscriptionCursor& cursor);
// INVALID_ARGUMENT for what is no cursor; "" is the beginning.
absl::StatusOr<SubscriptionCursor> ParseSubscriptionCursor(absl::string_view text);

// One stream. Refers to the context; `bell` wakes it (ChangelogTailer), null in tests.
class RecordFeed : public Feed {
 public:
  // The agreement must exist and be the caller's to read by. OUT_OF_RANGE for a cursor of another history, FAILED_PRECONDITION for one
  // that never was told anything of an agreement that is not in force.
  static absl::StatusOr<std::unique_ptr<RecordFeed>> Open(const ExchangeContext& context, ChangelogTailer* bell,
                                                          const Call& call, const v1::SubscribeRecordsRequest& request);
  ~RecordFeed() override;

  absl::StatusOr<std::vector<std::string>> Pull() override;
  void Subscribe(std::function<void()> wake) override;

 private:
  using Response = v1::SubscribeRecordsResponse;

  RecordFeed(const ExchangeContext& context, ChangelogTailer* bell, Call call, v1::SubscribeRecordsRequest request,
             SubscriptionCursor cursor)
      : context_(context),
        bell_(bell),
        call_(std::move(call)),
        request_(std::move(request)),
        cursor_(std::move(cursor)) {}

  // Goes over to another edition: tells what is given less, and begins anew where more is given.
  void TakeEdition(const v1::Agreement& agreement, const v1::AgreementEdition& current,
                   std::vector<Response>& responses);
  // Whether the record's newest version is given: by an agreement only what is true now is read, so an earlier one is not told otherwise.
  absl::StatusOr<bool> StillGiven(const v1::AgreementEdition& current, const std::string& name) const;
  absl::Status TakePage(const v1::AgreementEdition& current, std::vector<Response>& responses, bool& more);
  absl::Status LogReads(const v1::AgreementEdition& current, const std::vector<v1::Record>& records) const;
  Response Retract(v1::RetractionCause cause, const std::string& record) const;
  std::vector<std::string> Serialised(std::vector<Response>& responses) const;

  const ExchangeContext& context_;
  ChangelogTailer* const bell_;
  const Call call_;
  const v1::SubscribeRecordsRequest request_;
  SubscriptionCursor cursor_;
  bool ended_ = false;
  int64_t heartbeat_ = 0;
  std::atomic<int64_t> delivered_ = 0;
  int64_t subscription_ = 0;
};

// Binds SubscribeRecords to the contract. All outlive it.
void RegisterSubscription(ContractService& service, const ExchangeContext& context, ChangelogTailer& bell);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_SUBSCRIPTION_H_
