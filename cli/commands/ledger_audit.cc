// `lianfang ledger audit`: the service's own re-reading of a ledger, with everything that is stored beside it.
#include <algorithm>
#include <string>

#include "absl/time/clock.h"
#include "cli/commands/ledger_text.h"
#include "cli/commands/ledger_verbs.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "common/rpc/status.h"
#include "lianfang/submission/v1/ledger_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetLedgerAuditRequest;
using submission::v1::LedgerAudit;
using submission::v1::StartLedgerAuditRequest;
using Service = submission::v1::LedgerService;

constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr absl::Duration kLongestPause = absl::Seconds(2);
constexpr int kAttempts = 3;  // an audit of which a replica's end takes the result begins again

struct AuditArgs {
  StartLedgerAuditRequest request;
  absl::Duration wait = absl::Hours(1);
};

void DeclareAudit(Verb& verb, AuditArgs& args) {
  AddPlan(verb, *args.request.mutable_plan())->required();
  AddParsed<absl::Duration>(verb, "--wait", "How long to wait for the end of it, such as 30m; without it, 1h",
                            ParseLength, [&args](absl::Duration wait) { args.wait = wait; });
}

// What passes: the replica is busy or away, or does not answer in time.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) || absl::IsDeadlineExceeded(status);
}

// Waits between questions, longer each time.
class Pauses {
 public:
  explicit Pauses(absl::Time end) : end_(end) {}

  // False when the time is up.
  bool Next() {
    if (absl::Now() + pause_ >= end_) return false;
    absl::SleepFor(pause_);
    pause_ = std::min(pause_ * 2, kLongestPause);
    return true;
  }

 private:
  const absl::Time end_;
  absl::Duration pause_ = kFirstPause;
};

// One audit, from its beginning until something came of it.
absl::StatusOr<LedgerAudit> RunAudit(Client& client, const StartLedgerAuditRequest& request, Pauses& pauses) {
  absl::StatusOr<LedgerAudit> audit = client.Call(&Service::Stub::StartLedgerAudit, request);
  while (!audit.ok() && MayPass(audit.status()) && pauses.Next()) {
    audit = client.Call(&Service::Stub::StartLedgerAudit, request);
  }
  if (!audit.ok()) return audit;
  GetLedgerAuditRequest question;
  question.set_name(audit->name());
  while (audit.ok() ? audit->state() == submission::v1::LEDGER_AUDIT_STATE_RUNNING : MayPass(audit.status())) {
    if (!pauses.Next()) {
      return absl::DeadlineExceededError("the audit takes longer than --wait; the ledger may be good or bad");
    }
    audit = client.Call(&Service::Stub::GetLedgerAudit, question);
  }
  return audit;
}

// What does not hold ends with 3, what could not be read with 1: whether the ledger is good is not known then.
ExitCode Audit(Session& session, AuditArgs& args) {
  Pauses pauses(absl::Now() + args.wait);
  absl::StatusOr<LedgerAudit> audit;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    audit = RunAudit(session.client(), args.request, pauses);
    if (!audit.ok() && !absl::IsNotFound(audit.status())) break;
    if (audit.ok() && audit->state() == submission::v1::LEDGER_AUDIT_STATE_DONE) break;
  }
  if (!audit.ok()) return session.Fail(audit.status());
  if (audit->state() != submission::v1::LEDGER_AUDIT_STATE_DONE) {
    return session.Fail(absl::Status(static_cast<absl::StatusCode>(audit->error().code()),
                                     absl::StrCat("the ledger could not be read: ", audit->error().message())));
  }
  const absl::StatusOr<submission::v1::VerifyLedgerResponse> verdict = audit->verdict();
  const ExitCode answered = session.Answer(verdict, RenderVerdict);
  if (answered != ExitCode::kSuccess) return answered;
  return verdict->valid() ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

}  // namespace

void AddLedgerAuditVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "audit",
          "Has the service re-read the ledger and compare with it everything that is stored beside it", DeclareAudit,
          Audit);
}

}  // namespace lianfang::cli
