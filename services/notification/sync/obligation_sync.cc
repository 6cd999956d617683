#include "services/notification/sync/obligation_sync.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log.h"
#include "common/rpc/status.h"
#include "services/notification/domain/reminder_rules.h"

namespace lianfang::notification {
namespace {

constexpr absl::Duration kLeastWait = absl::Milliseconds(100);
constexpr absl::Duration kMostWait = absl::Seconds(10);

// For the database and, once per edition, for fetching a plan.
constexpr absl::Duration kTimePerChange = absl::Seconds(30);

}  // namespace

absl::Duration ObligationSync::Step() {
  grpc::ClientContext context;
  if (!Open(&context)) return kMostWait;
  int received = 0;
  const absl::Time start = absl::Now();
  const absl::Status ended = Follow(context, received);
  Open(nullptr);
  Log(LogLevel::kInfo, "stream ended",
      {{"stream", "obligations"}, {"changes", absl::StrCat(received)}, {"status", ended.ToString()}});
  // A stream that was quiet for long was healthy too: servers end connections when they are old.
  const bool healthy = received > 0 || absl::Now() - start > kMostWait;
  wait_ = healthy ? kLeastWait : std::min(std::max(2 * wait_, kLeastWait), kMostWait);
  return wait_;
}

void ObligationSync::Interrupt() {
  absl::MutexLock lock(&mutex_);
  interrupted_ = true;
  if (context_ != nullptr) context_->TryCancel();
}

bool ObligationSync::Open(grpc::ClientContext* context) {
  absl::MutexLock lock(&mutex_);
  context_ = interrupted_ ? nullptr : context;
  return !interrupted_;
}

absl::Status ObligationSync::Follow(grpc::ClientContext& context, int& received) {
  const auto cursor = store_.LoadCursor(absl::Now() + kTimePerChange);
  if (!cursor.ok()) return cursor.status();
  submission::v1::WatchObligationsRequest request;
  request.set_cursor(*cursor);
  const auto reader = obligations_->WatchObligations(&context, request);
  submission::v1::WatchObligationsResponse change;
  std::string after = *cursor;
  while (reader->Read(&change)) {
    const absl::Status kept = Receive(after, change);
    if (!kept.ok()) {
      context.TryCancel();
      reader->Finish();
      return kept;
    }
    after = change.cursor();
    ++received;
  }
  return FromGrpcStatus(reader->Finish());
}

absl::Status ObligationSync::Receive(const std::string& after, const submission::v1::WatchObligationsResponse& change) {
  const absl::Time deadline = absl::Now() + kTimePerChange;
  const submission::v1::Obligation& obligation = change.obligation();
  // The plan first: whatever is kept can be reminded of.
  const absl::Status plan = EnsurePlan(PlanNameOf(obligation.name()), obligation.plan_edition(), deadline);
  if (!plan.ok()) return plan;
  return store_.SaveObligation(obligation, after, change.cursor(), deadline);
}

absl::Status ObligationSync::EnsurePlan(const std::string& name, int edition, absl::Time deadline) {
  const auto known = store_.HasPlan(name, edition, deadline);
  if (!known.ok()) return known.status();
  if (*known) return absl::OkStatus();
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  submission::v1::GetPlanRequest request;
  request.set_name(name);
  request.set_edition(edition);
  type::v1::Plan plan;
  const grpc::Status status = plans_->GetPlan(&context, request, &plan);
  if (!status.ok()) return FromGrpcStatus(status);
  return store_.SavePlan(plan, deadline);
}

}  // namespace lianfang::notification
