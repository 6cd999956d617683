// `lianfang return review`: one return, several by name, or all that wait.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands/return_text.h"
#include "cli/commands/return_verbs.h"
#include "cli/options.h"
#include "cli/text/figures.h"
#include "cli/text/names.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetReturnRequest;
using submission::v1::ListReturnsRequest;
using submission::v1::ListReturnsResponse;
using submission::v1::Return;
using submission::v1::Review;
using submission::v1::ReviewDecision;
using submission::v1::ReviewReturnRequest;
using Service = submission::v1::SubmissionService;

struct ReviewArgs {
  ReviewReturnRequest request;  // of one; of several, what is said of each
  std::vector<std::string> names;
  std::string plan;
  int revision = 0;
  bool waiting = false;
  bool with_warnings = false;
  ListReturnsRequest waiting_ones;
};

void DeclareDecision(Verb& verb, Review& review) {
  AddEnum<ReviewDecision>(verb, "--decision", "The decision",
                          [&review](ReviewDecision decision) { review.set_decision(decision); });
  // As scripts of earlier versions say it; not shown.
  verb.add_flag_callback(
          "--accept", [&review] { review.set_decision(submission::v1::REVIEW_DECISION_ACCEPT); }, "")
      ->group("");
  verb.add_flag_callback(
          "--send-back", [&review] { review.set_decision(submission::v1::REVIEW_DECISION_SEND_BACK); }, "")
      ->group("");
  for (const auto& [one, other] : std::initializer_list<std::pair<const char*, const char*>>{
           {"--accept", "--send-back"}, {"--accept", "--decision"}, {"--send-back", "--decision"}}) {
    verb.get_option(one)->excludes(verb.get_option(other));
  }
}

void DeclareWaiting(Verb& verb, ReviewArgs& args) {
  auto waiting = verb.add_flag("--waiting", args.waiting, "All returns of --plan that wait for review");
  ListReturnsRequest& request = args.waiting_ones;
  verb.add_option("--department", *request.mutable_department(), "With --waiting: only this department's, by id")
      ->needs(waiting);
  verb.add_option("--region", *request.mutable_region(), "With --waiting: only this region's, by code")->needs(waiting);
  verb.add_option("--period", *request.mutable_period(), "With --waiting: only this period's, by id")->needs(waiting);
  verb.add_flag("--with-warnings", args.with_warnings, "With --waiting: also those with plausibility warnings")
      ->needs(waiting);
}

void DeclareReview(Verb& verb, ReviewArgs& args) {
  verb.add_option("names", args.names, "Names, or ids with --plan; several are reviewed alike");
  AddPlan(verb, args.plan);
  Review& review = *args.request.mutable_review();
  DeclareDecision(verb, review);
  verb.add_option("--reason", *review.mutable_reason(), "Why; needed to send back");
  AddRepeated<std::pair<std::string, std::string>>(verb, "--remark", "A remark on one figure: id=TEXT", ParsePair,
                                                   [&review](std::pair<std::string, std::string> pair) {
                                                     auto* remark = review.add_remarks();
                                                     remark->set_figure(std::move(pair.first));
                                                     remark->set_text(std::move(pair.second));
                                                   });
  verb.add_option("--revision", args.revision,
                  "The revision that was looked at, where no etag is given; refused where it is not the latest")
      ->at_least_one();
  verb.add_option("--etag", *args.request.mutable_etag(),
                  "Etag of the return as it was read; without it, as it stands now");
  DeclareWaiting(verb, args);
  AddRequestId(verb, args.request);
}

// What can be said before anything is called.
absl::Status CheckArgs(const ReviewArgs& args) {
  const Review& review = args.request.review();
  if (review.decision() == submission::v1::REVIEW_DECISION_UNSPECIFIED) {
    return UsageError("give --decision accept or --decision send-back");
  }
  if (review.decision() == submission::v1::REVIEW_DECISION_SEND_BACK && review.reason().empty()) {
    return UsageError("sending back needs --reason");
  }
  if (args.names.empty() != args.waiting) return UsageError("give either names or --waiting");
  if (args.waiting && args.plan.empty()) return UsageError("--waiting needs --plan");
  const bool of_one = args.revision != 0 || !args.request.etag().empty() || !args.request.request_id().empty();
  if (of_one && args.names.size() != 1) return UsageError("--etag, --revision and --request-id are for one return");
  return absl::OkStatus();
}

ExitCode ReviewOne(Session& session, ReviewArgs& args, const std::string& name) {
  args.request.set_name(name);
  const absl::Status read = SetEtag(session, name, args.revision, *args.request.mutable_etag());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::ReviewReturn, args.request), RenderReturn);
}

// The returns that wait, but for those whose warnings nobody has looked at.
absl::StatusOr<std::vector<Return>> Waiting(Session& session, ReviewArgs& args) {
  args.waiting_ones.set_parent(args.plan);
  args.waiting_ones.set_state(submission::v1::RETURN_STATE_SUBMITTED);
  const auto listed = session.client().List(&Service::Stub::ListReturns, args.waiting_ones);
  if (!listed.ok()) return listed.status();
  std::vector<Return> returns;
  int left_out = 0;
  for (const Return& filed : listed->returns()) {
    if (filed.latest().warnings().empty() || args.with_warnings) {
      returns.push_back(filed);
    } else {
      ++left_out;
    }
  }
  if (left_out > 0) {
    session.Hint(
        absl::StrCat(left_out, " with plausibility warnings are left out; look at them, or add --with-warnings"));
  }
  return returns;
}

// Each under the etag with which it was read. One that is refused does not keep the others from being reviewed.
ExitCode ReviewEach(Session& session, const ReviewArgs& args, const std::vector<Return>& returns) {
  const bool accept = args.request.review().decision() == submission::v1::REVIEW_DECISION_ACCEPT;
  const std::string zh = absl::StrCat(accept ? "将审核通过 " : "将退回 ", returns.size(), " 份报送数据");
  const std::string en = absl::StrCat(returns.size(), " returns will be ", accept ? "accepted" : "sent back");
  if (!session.Confirm({zh, en})) return ExitCode::kSuccess;

  ListReturnsResponse reviewed;
  for (const Return& filed : returns) {
    ReviewReturnRequest request = args.request;
    request.set_name(filed.name());
    request.set_etag(filed.etag());
    auto answer = session.Mutate(&Service::Stub::ReviewReturn, request);
    if (answer.ok()) {
      *reviewed.add_returns() = *std::move(answer);
    } else {
      session.err() << filed.name() << "\n";
      session.Fail(answer.status());
    }
  }
  session.Answer(absl::StatusOr<ListReturnsResponse>(reviewed), RenderReturns);
  if (reviewed.returns_size() == static_cast<int>(returns.size())) return ExitCode::kSuccess;
  session.Hint(absl::StrCat(reviewed.returns_size(), " of ", returns.size(), " were reviewed"));
  return ExitCode::kRpcError;
}

ExitCode ReviewReturns(Session& session, ReviewArgs& args) {
  if (absl::Status checked = CheckArgs(args); !checked.ok()) return session.Fail(checked);
  std::vector<std::string> names;
  for (const std::string& given : args.names) {
    auto name = NameInPlan(args.plan, "returns", given);
    if (!name.ok()) return session.Fail(UsageError(name.status().message()));
    names.push_back(*std::move(name));
  }
  if (names.size() == 1) return ReviewOne(session, args, names.front());
  const auto returns = args.waiting ? Waiting(session, args) : ReadReturns(session, names);
  if (!returns.ok()) return session.Fail(returns.status());
  if (returns->empty()) session.Hint("nothing waits for review");
  return returns->empty() ? ExitCode::kSuccess : ReviewEach(session, args, *returns);
}

}  // namespace

absl::StatusOr<std::vector<Return>> ReadReturns(Session& session, const std::vector<std::string>& names) {
  std::vector<Return> returns;
  for (const std::string& name : names) {
    GetReturnRequest request;
    request.set_name(name);
    auto filed = session.client().Call(&Service::Stub::GetReturn, request);
    if (!filed.ok()) return filed.status();
    returns.push_back(*std::move(filed));
  }
  return returns;
}

absl::Status SetEtag(Session& session, const std::string& name, int revision, std::string& etag) {
  if (!etag.empty()) return absl::OkStatus();
  GetReturnRequest read;
  read.set_name(name);
  const auto filed = session.client().Call(&Service::Stub::GetReturn, read);
  if (!filed.ok()) return filed.status();
  if (revision != 0 && filed->latest().revision() != revision) {
    return absl::AbortedError(
        absl::StrCat("the latest revision is ", filed->latest().revision(), " by now, not ", revision));
  }
  etag = filed->etag();
  return absl::OkStatus();
}

void AddReturnReview(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "review", "Accepts returns or sends them back", DeclareReview, ReviewReturns);
}

}  // namespace lianfang::cli
