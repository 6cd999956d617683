// `lianfang return sign`, `withdraw` and `grant`: what happens to a filed return besides its review.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/batch.h"
#include "cli/commands/return_text.h"
#include "cli/commands/return_verbs.h"
#include "cli/options.h"
#include "cli/text/names.h"
#include "common/id.h"
#include "common/time.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GrantCorrectionRequest;
using submission::v1::ListReturnsRequest;
using submission::v1::ListReturnsResponse;
using submission::v1::Return;
using submission::v1::SignOffDecision;
using submission::v1::SignReturnRequest;
using submission::v1::SignReturnsRequest;
using submission::v1::WithdrawReturnRequest;
using Service = submission::v1::SubmissionService;

constexpr int kMostAtOnce = 100;  // as the contract bounds SignReturns

struct SignArgs {
  SignReturnRequest request;  // of one; of several, what is said of each
  std::vector<std::string> names;
  std::string plan;
  int revision = 0;
  bool waiting = false;
};

void DeclareSign(Verb& verb, SignArgs& args) {
  verb.add_option("names", args.names, "Names, or ids with --plan; several are signed alike");
  AddPlan(verb, args.plan);
  auto& sign_off = *args.request.mutable_sign_off();
  AddEnum<SignOffDecision>(verb, "--decision", "The decision", [&sign_off](SignOffDecision decision) {
    sign_off.set_decision(decision);
  })->required();
  verb.add_option("--reason", *sign_off.mutable_reason(), "Why; needed to send back");
  verb.add_flag("--waiting", args.waiting, "All returns of --plan that wait for the caller's department to sign");
  verb.add_option("--revision", args.revision,
                  "The revision that was looked at, where no etag is given; refused where it is not the latest")
      ->at_least_one();
  verb.add_option("--etag", *args.request.mutable_etag(),
                  "Etag of the return as it was read; without it, as it stands now");
  AddRequestId(verb, args.request);
}

// What can be said before anything is called.
absl::Status CheckArgs(const SignArgs& args) {
  const auto& sign_off = args.request.sign_off();
  if (sign_off.decision() == submission::v1::SIGN_OFF_DECISION_SEND_BACK && sign_off.reason().empty()) {
    return UsageError("sending back needs --reason");
  }
  if (args.names.empty() != args.waiting) return UsageError("give either names or --waiting");
  if (args.waiting && args.plan.empty()) return UsageError("--waiting needs --plan");
  const bool of_one = args.revision != 0 || !args.request.etag().empty() || !args.request.request_id().empty();
  if (of_one && args.names.size() != 1) return UsageError("--etag, --revision and --request-id are for one return");
  return absl::OkStatus();
}

ExitCode SignOne(Session& session, SignArgs& args, const std::string& name) {
  args.request.set_name(name);
  const absl::Status read = SetEtag(session, name, args.revision, *args.request.mutable_etag());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::SignReturn, args.request), RenderReturn);
}

absl::StatusOr<std::vector<Return>> Waiting(Session& session, const std::string& plan) {
  ListReturnsRequest request;
  request.set_parent(plan);
  request.set_state(submission::v1::RETURN_STATE_AWAITING_SIGN_OFF);
  const auto listed = session.client().List(&Service::Stub::ListReturns, request);
  if (!listed.ok()) return listed.status();
  return std::vector<Return>(listed->returns().begin(), listed->returns().end());
}

// Each under the etag with which it was read. One that is refused does not keep the others from being signed.
ExitCode SignEach(Session& session, const SignArgs& args, const std::vector<Return>& returns) {
  const bool sign = args.request.sign_off().decision() == submission::v1::SIGN_OFF_DECISION_SIGN;
  const std::string zh = absl::StrCat(sign ? "将审签 " : "将退回 ", returns.size(), " 份报送数据");
  const std::string en = absl::StrCat(returns.size(), " returns will be ", sign ? "signed" : "sent back");
  if (!session.Confirm({zh, en})) return ExitCode::kSuccess;

  ListReturnsResponse decided;
  for (size_t from = 0; from < returns.size(); from += kMostAtOnce) {
    SignReturnsRequest request;
    for (size_t i = from; i < std::min(returns.size(), from + kMostAtOnce); ++i) {
      SignReturnRequest& item = *request.add_requests();
      item = args.request;
      item.set_name(returns[i].name());
      item.set_etag(returns[i].etag());
      item.set_request_id(NewUuid());
    }
    auto response = session.client().Call(&Service::Stub::SignReturns, request);
    if (!response.ok()) return session.Fail(response.status());
    for (int i = 0; i < response->results_size(); ++i) {
      if (response->results(i).has_return_()) {
        *decided.add_returns() = response->results(i).return_();
      } else {
        session.err() << request.requests(i).name() << "\n";
        session.Fail(FromRpcStatus(response->results(i).status()));
      }
    }
  }
  session.Answer(absl::StatusOr<ListReturnsResponse>(decided), RenderReturns);
  if (decided.returns_size() == static_cast<int>(returns.size())) return ExitCode::kSuccess;
  session.Hint(absl::StrCat(decided.returns_size(), " of ", returns.size(), " were decided"));
  return ExitCode::kRpcError;
}

ExitCode Sign(Session& session, SignArgs& args) {
  if (absl::Status checked = CheckArgs(args); !checked.ok()) return session.Fail(checked);
  std::vector<std::string> names;
  for (const std::string& given : args.names) {
    auto name = NameInPlan(args.plan, "returns", given);
    if (!name.ok()) return session.Fail(UsageError(name.status().message()));
    names.push_back(*std::move(name));
  }
  if (names.size() == 1) return SignOne(session, args, names.front());
  const auto returns = args.waiting ? Waiting(session, args.plan) : ReadReturns(session, names);
  if (!returns.ok()) return session.Fail(returns.status());
  if (returns->empty()) session.Hint("nothing waits for a signature");
  return returns->empty() ? ExitCode::kSuccess : SignEach(session, args, *returns);
}

// What withdrawals and leaves take alike.
template <typename Request>
struct DecisionArgs {
  Request request;
  std::string plan;
  std::optional<Moment> until;  // leaves only
};

template <typename Request>
void DeclareDecision(Verb& verb, DecisionArgs<Request>& args) {
  verb.add_option("name", *args.request.mutable_name(), "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  verb.add_option("--etag", *args.request.mutable_etag(),
                  "Etag of the return as it was read; without it, as it stands now");
  AddRequestId(verb, args.request);
}

ExitCode Withdraw(Session& session, DecisionArgs<WithdrawReturnRequest>& args) {
  auto name = NameInPlan(args.plan, "returns", args.request.name());
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  const std::string zh = absl::StrCat("将撤回 ", IdOf(*name), "，撤回后须重新报送");
  const std::string en = absl::StrCat(IdOf(*name), " will be withdrawn, and is owed again");
  if (!session.Confirm({zh, en})) return ExitCode::kSuccess;
  const absl::Status read = SetEtag(session, *name, /*revision=*/0, *args.request.mutable_etag());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::WithdrawReturn, args.request), RenderReturn);
}

void DeclareGrant(Verb& verb, DecisionArgs<GrantCorrectionRequest>& args) {
  DeclareDecision(verb, args);
  AddMoment(verb, "--until", args.until, "The last day on which it may be corrected, or the instant before which")
      ->required();
}

ExitCode Grant(Session& session, DecisionArgs<GrantCorrectionRequest>& args) {
  auto name = NameInPlan(args.plan, "returns", args.request.name());
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  *args.request.mutable_end_time() = ToTimestamp(args.until->EndIn(session.GlossaryOf(PlanOf(*name)).zone()));
  return session.Answer(session.Mutate(&Service::Stub::GrantCorrection, args.request), RenderReturn);
}

}  // namespace

void AddReturnSignOff(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "sign", "Signs the department's returns as its convener, or sends them back", DeclareSign,
          Sign);
  AddVerb(noun, session, "withdraw", "Withdraws a return that was filed for the wrong obligation",
          DeclareDecision<WithdrawReturnRequest>, Withdraw);
  AddVerb(noun, session, "grant", "Gives leave to correct an accepted return after the plan has closed", DeclareGrant,
          Grant);
}

}  // namespace lianfang::cli
