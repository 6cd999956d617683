#include "services/submission/ledger_auditor.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/log.h"
#include "common/rpc/status.h"
#include "common/time.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

constexpr absl::Duration kRecordTimeout = absl::Seconds(10);

// `plans/{plan}/ledgerAudits/{audit}`.
struct AuditName {
  std::string plan;  // id
  std::string id;
};

std::string NameOf(const AuditRecord& record) {
  return absl::StrCat(PlanName(record.plan), "/ledgerAudits/", record.id);
}

absl::StatusOr<AuditName> ParseAuditName(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[0] == "plans" && IsResourceId(parts[1]) && parts[2] == "ledgerAudits" &&
      IsUuid(parts[3])) {
    return AuditName{parts[1], parts[3]};
  }
  return InvalidField("name", "must be `plans/{plan}/ledgerAudits/{audit}`");
}

absl::Status Busy() {
  return RetryLater("this replica audits another ledger; try again when that is done", "AUDIT_UNDER_WAY",
                    absl::Seconds(1));
}

absl::Status NoLedger(const std::string& plan) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat("there is no ledger of ", PlanName(plan)),
                         "NO_SUCH_ENTRY", {{"plan", PlanName(plan)}});
}

}  // namespace

class LedgerAuditor::Place {
 public:
  // Null where the place is taken.
  static std::unique_ptr<Place> Take(absl::Mutex& mutex, bool& taken) {
    absl::MutexLock lock(&mutex);
    if (std::exchange(taken, true)) return nullptr;
    return std::unique_ptr<Place>(new Place(mutex, taken));
  }
  ~Place() {
    absl::MutexLock lock(&mutex_);
    taken_ = false;
  }

 private:
  Place(absl::Mutex& mutex, bool& taken) : mutex_(mutex), taken_(taken) {}

  absl::Mutex& mutex_;
  bool& taken_;
};

LedgerAuditor::LedgerAuditor(LedgerStore& store, const KeyRing& keys, const Clock& clock, Options options)
    : store_(store), keys_(keys), clock_(clock), options_(options) {}

LedgerAuditor::~LedgerAuditor() {
  absl::MutexLock lock(&mutex_);
  ending_ = true;
}

void LedgerAuditor::Register(ContractService& service) {
  service.Unary<v1::StartLedgerAuditRequest, v1::LedgerAudit>(
      "StartLedgerAudit",
      [this](const Call& call, const v1::StartLedgerAuditRequest& request) { return Start(call, request); });
  service.Unary<v1::GetLedgerAuditRequest, v1::LedgerAudit>(
      "GetLedgerAudit",
      [this](const Call& call, const v1::GetLedgerAuditRequest& request) { return Get(call, request); });
}

absl::StatusOr<v1::LedgerAudit> LedgerAuditor::Start(const Call& call, const v1::StartLedgerAuditRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  const auto first = store_.ReadLeafHashes(*plan, 1, 1, call.deadline);
  if (!first.ok()) return first.status();
  if (first->empty()) return NoLedger(*plan);
  const absl::Time now = clock_.Now();
  const auto newest = store_.FindAudit(*plan, call.deadline);
  if (!newest.ok()) return newest.status();
  if (newest->has_value() && IsUnderWay(**newest)) return AuditOf(**newest);
  std::unique_ptr<Place> place = Place::Take(mutex_, auditing_);
  if (place == nullptr) return Busy();
  const AuditRecord fresh{*plan, NewUuid(), call.caller.uri, now, now, now};
  const auto begun = store_.BeginAudit(fresh, now - options_.silence, call.deadline);
  if (!begun.ok()) return begun.status();
  if (begun->id == fresh.id) {  // else another replica was faster
    thread_.Run([this, fresh, place = std::move(place)]() mutable { Run(fresh, std::move(place)); });
  }
  return AuditOf(*begun);
}

absl::StatusOr<v1::LedgerAudit> LedgerAuditor::Get(const Call& call, const v1::GetLedgerAuditRequest& request) {
  const auto name = ParseAuditName(request.name());
  if (!name.ok()) return name.status();
  const auto record = store_.AskAudit(name->plan, name->id, clock_.Now(), call.deadline);
  if (!record.ok()) return record.status();
  if (record->has_value()) return AuditOf(**record);
  return ErrorWithReason(absl::StatusCode::kNotFound,
                         absl::StrCat(request.name(), " does not exist, or another audit has begun since"), "NOT_FOUND",
                         {{"name", request.name()}});
}

absl::StatusOr<v1::VerifyLedgerResponse> LedgerAuditor::Verify(const Call& call,
                                                               const v1::VerifyLedgerRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  const auto place = Place::Take(mutex_, verifying_);
  if (place == nullptr) return Busy();
  const v1::LedgerHead* earlier = request.has_earlier_head() ? &request.earlier_head() : nullptr;
  return Audit(*plan, call.deadline, earlier, [&call](int64_t, int64_t) -> absl::Status {
    const absl::Status wanted = call.Wanted();
    if (!absl::IsDeadlineExceeded(wanted)) return wanted;
    return absl::DeadlineExceededError("the ledger could not be read to its end in time; begin an audit of it");
  });
}

// An audit that begins anew where the connection breaks.
absl::StatusOr<v1::VerifyLedgerResponse> LedgerAuditor::Audit(const std::string& plan, absl::Time deadline,
                                                              const v1::LedgerHead* earlier, const Proceed& proceed) {
  v1::VerifyLedgerResponse verdict;
  const absl::Status status = store_.Snapshot(plan, deadline, [&](LedgerSnapshot& snapshot) {
    LedgerAudit audit(plan, keys_);
    if (earlier != nullptr) audit.HoldTo(*earlier);
    const absl::Status read = ReadIntoAudit(snapshot, audit, proceed);
    if (read.ok()) verdict = audit.Finish();
    return read;
  });
  if (absl::IsNotFound(status)) return NoLedger(plan);
  if (!status.ok()) return status;
  return verdict;
}

// Runs on the thread; must not throw. Gives the place back before anybody can know that the audit has ended.
void LedgerAuditor::Run(AuditRecord record, std::unique_ptr<Place> place) {
  absl::StatusOr<v1::VerifyLedgerResponse> verdict;
  try {
    verdict = Audit(record.plan, absl::InfiniteFuture(), nullptr,
                    [this, &record](int64_t entries, int64_t total) { return Report(record, entries, total); });
  } catch (const std::exception& exception) {
    Log(LogLevel::kError, "ledger_audit", {{"plan", record.plan}, {"what", exception.what()}});
    verdict = absl::InternalError("internal error; the server's log has the reason");
  }
  v1::LedgerAudit outcome;
  if (verdict.ok()) {
    outcome.set_state(v1::LEDGER_AUDIT_STATE_DONE);
    record.entries = verdict->entry_count();
    *outcome.mutable_verdict() = *std::move(verdict);
  } else {
    outcome.set_state(v1::LEDGER_AUDIT_STATE_FAILED);
    *outcome.mutable_error() = ToRpcStatus(verdict.status());
  }
  place.reset();
  record.outcome = outcome.SerializeAsString();
  record.beat_time = clock_.Now();
  const auto recorded = store_.RecordAudit(record, absl::Now() + kRecordTimeout);
  if (recorded.ok()) return;
  Log(LogLevel::kError, "ledger_audit", {{"plan", record.plan}, {"what", std::string(recorded.status().message())}});
}

// Shows signs of life, and ends the audit where it is wanted no more.
absl::Status LedgerAuditor::Report(AuditRecord& record, int64_t entries, int64_t total) {
  {
    absl::MutexLock lock(&mutex_);
    if (ending_) return absl::UnavailableError("the replica that read the ledger has ended");
  }
  record.entries = entries;
  const absl::Time now = clock_.Now();
  if (record.total == total && now - record.beat_time < options_.beat) return absl::OkStatus();
  record.total = total;
  record.beat_time = now;
  const auto asked = store_.RecordAudit(record, absl::Now() + kRecordTimeout);
  if (!asked.ok()) return asked.status();
  if (!asked->has_value()) return absl::CancelledError("another audit has begun");
  if (now - **asked > options_.unasked) return absl::CancelledError("nobody asks about the audit any more");
  return absl::OkStatus();
}

bool LedgerAuditor::IsUnderWay(const AuditRecord& record) const {
  return record.outcome.empty() && clock_.Now() - record.beat_time < options_.silence;
}

v1::LedgerAudit LedgerAuditor::AuditOf(const AuditRecord& record) const {
  v1::LedgerAudit audit;
  if (!record.outcome.empty() && !audit.ParseFromString(record.outcome)) {
    audit.set_state(v1::LEDGER_AUDIT_STATE_FAILED);
    *audit.mutable_error() = ToRpcStatus(absl::DataLossError("the audit's outcome cannot be read"));
  }
  if (record.outcome.empty()) {
    audit.set_state(v1::LEDGER_AUDIT_STATE_RUNNING);
    if (!IsUnderWay(record)) {
      audit.set_state(v1::LEDGER_AUDIT_STATE_FAILED);
      *audit.mutable_error() = ToRpcStatus(absl::UnavailableError("the replica that read the ledger is gone"));
    }
  }
  audit.set_name(NameOf(record));
  audit.set_entry_count(record.entries);
  audit.set_entry_total(record.total);
  *audit.mutable_start_time() = ToTimestamp(record.start_time);
  return audit;
}

}  // namespace lianfang::submission
