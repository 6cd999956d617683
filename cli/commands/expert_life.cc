// `lianfang expert`, the life of a membership: from the nomination to its end, and the audited look at what is masked.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "common/time.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::CreateExpertRequest;
using expert::v1::Expert;
using expert::v1::NominationDecision;
using expert::v1::RecordYearlyReviewRequest;
using expert::v1::ReinstateExpertRequest;
using expert::v1::RemovalCause;
using expert::v1::RemoveExpertRequest;
using expert::v1::RenewTermRequest;
using expert::v1::RetireExpertRequest;
using expert::v1::RevealExpertRequest;
using expert::v1::RevealExpertResponse;
using expert::v1::ReviewNominationRequest;
using expert::v1::SuspendExpertRequest;
using expert::v1::UpdateExpertRequest;
using Service = expert::v1::ExpertService;

// A date as people type it.
absl::StatusOr<google::type::Date> ParseDate(absl::string_view text) {
  const auto moment = ParseMoment(text);
  if (!moment.ok()) return moment.status();
  const auto* day = std::get_if<absl::CivilDay>(&moment->value);
  if (day == nullptr) return absl::InvalidArgumentError(absl::StrCat("`", text, "` is not a day such as 2026-05-31"));
  return ToDate(*day);
}

struct NominateArgs {
  CreateExpertRequest request;
  std::string file;
};

void DeclareNominate(Verb& verb, NominateArgs& args) {
  verb.add_option("file", args.file, "The expert as textproto, ID number included; - reads standard input")->required();
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); }, "Check everything, store nothing");
  AddRequestId(verb, args.request);
}

ExitCode Nominate(Session& session, NominateArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_expert()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::CreateExpert, args.request), RenderExpert);
}

struct UpdateArgs {
  UpdateExpertRequest request;
  std::string file;
  std::string name;
};

void DeclareUpdate(Verb& verb, UpdateArgs& args) {
  AddParsed<std::string>(
      verb, "name", "By name or id", [](absl::string_view text) { return TopLevelName("experts", text); },
      [&args](std::string name) { args.name = std::move(name); })
      ->required();
  verb.add_option("file", args.file, "The fields with their new values, as textproto; - reads standard input")
      ->required();
  verb.add_option("--field", *args.request.mutable_update_mask()->mutable_paths()->Add(), "The field to change")
      ->required();
  AddRequestId(verb, args.request);
}

// Reads the expert, puts the file's fields over it and sends it back under its etag.
ExitCode Update(Session& session, UpdateArgs& args) {
  Expert changes;
  if (absl::Status read = ReadTextproto(args.file, changes); !read.ok()) return session.Fail(read);
  expert::v1::GetExpertRequest get;
  get.set_name(args.name);
  auto stored = session.client().Call(&Service::Stub::GetExpert, get);
  if (!stored.ok()) return session.Fail(stored.status());
  const auto* field = Expert::descriptor()->FindFieldByName(args.request.update_mask().paths(0));
  if (field != nullptr) stored->GetReflection()->ClearField(&*stored, field);
  stored->MergeFrom(changes);
  *args.request.mutable_expert() = *std::move(stored);
  return session.Answer(session.Mutate(&Service::Stub::UpdateExpert, args.request), RenderExpert);
}

struct ReviewArgs {
  ReviewNominationRequest request;
};

void DeclareReview(Verb& verb, ReviewArgs& args) {
  AddResource(verb, "name", "experts", args.request);
  AddEnum<NominationDecision>(verb, "--decision", "The decision", [&args](NominationDecision decision) {
    args.request.mutable_review()->set_decision(decision);
  })->required();
  verb.add_option("--reason", *args.request.mutable_review()->mutable_reason(), "Why; required for a rejection");
  AddParsed<google::type::Date>(
      verb, "--term-start", "First day of the term; without it, today", ParseDate,
      [&args](google::type::Date date) { *args.request.mutable_term_start_date() = std::move(date); });
  AddChange(verb, args.request);
}

ExitCode Review(Session& session, ReviewArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::ReviewNomination, args.request), RenderExpert);
}

// A change of a member that needs a reason and nothing else.
template <typename Request>
struct ReasonedArgs {
  Request request;
};

template <typename Request>
void DeclareReasoned(Verb& verb, ReasonedArgs<Request>& args) {
  AddResource(verb, "name", "experts", args.request);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddChange(verb, args.request);
}

ExitCode Suspend(Session& session, ReasonedArgs<SuspendExpertRequest>& args) {
  return session.Answer(session.Mutate(&Service::Stub::SuspendExpert, args.request), RenderExpert);
}
ExitCode Reinstate(Session& session, ReasonedArgs<ReinstateExpertRequest>& args) {
  return session.Answer(session.Mutate(&Service::Stub::ReinstateExpert, args.request), RenderExpert);
}
ExitCode Retire(Session& session, ReasonedArgs<RetireExpertRequest>& args) {
  return session.Answer(session.Mutate(&Service::Stub::RetireExpert, args.request), RenderExpert);
}

void DeclareRemove(Verb& verb, ReasonedArgs<RemoveExpertRequest>& args) {
  DeclareReasoned(verb, args);
  AddEnum<RemovalCause>(verb, "--cause", "The kind of breach", [&args](RemovalCause cause) {
    args.request.set_cause(cause);
  })->required();
  AddParsed<google::type::Date>(
      verb, "--bar-until", "First day of a new nomination; without it, as the pool's policy says", ParseDate,
      [&args](google::type::Date date) { *args.request.mutable_bar_end_date() = std::move(date); });
}

ExitCode Remove(Session& session, ReasonedArgs<RemoveExpertRequest>& args) {
  return session.Answer(session.Mutate(&Service::Stub::RemoveExpert, args.request), RenderExpert);
}

struct RenewArgs {
  RenewTermRequest request;
};

void DeclareRenew(Verb& verb, RenewArgs& args) {
  AddResource(verb, "name", "experts", args.request);
  AddChange(verb, args.request);
}

ExitCode Renew(Session& session, RenewArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::RenewTerm, args.request), RenderExpert);
}

struct PassReviewArgs {
  RecordYearlyReviewRequest request;
};

void DeclarePassReview(Verb& verb, PassReviewArgs& args) {
  AddResource(verb, "name", "experts", args.request);
  verb.add_option("--remark", *args.request.mutable_remark(), "What the review found");
  AddChange(verb, args.request);
}

ExitCode PassReview(Session& session, PassReviewArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::RecordYearlyReview, args.request), RenderExpert);
}

struct RevealArgs {
  RevealExpertRequest request;
};

void DeclareReveal(Verb& verb, RevealArgs& args) {
  AddResource(verb, "name", "experts", args.request);
  verb.add_option("--reason", *args.request.mutable_reason(), "What the data are needed for; audited")->required();
  AddRepeated<std::string>(
      verb, "--field", "id_number, phone or email",
      [](absl::string_view text) { return absl::StatusOr<std::string>(std::string(text)); },
      [&args](std::string field) { args.request.mutable_read_mask()->add_paths(std::move(field)); })
      ->required();
  AddRequestId(verb, args.request);
}

ExitCode Reveal(Session& session, RevealArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::RevealExpert, args.request),
                        [](const RevealExpertResponse& response, Session& shown_by) {
                          Sheet sheet;
                          sheet.Add({"身份证号", "ID number"}, response.identifying_data().id_number());
                          sheet.Add({"电话", "Phone"}, response.identifying_data().phone());
                          sheet.Add({"邮箱", "Email"}, response.identifying_data().email());
                          return sheet.Render(shown_by.language());
                        });
}

}  // namespace

void ExpertLifeVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "nominate", "Nominates an expert", DeclareNominate, Nominate);
  AddVerb(noun, session, "update", "Changes a field of an expert", DeclareUpdate, Update);
  AddVerb(noun, session, "review", "Admits a nominated expert, or rejects the nomination", DeclareReview, Review);
  AddVerb(noun, session, "suspend", "Suspends an expert", DeclareReasoned<SuspendExpertRequest>, Suspend);
  AddVerb(noun, session, "reinstate", "Ends a suspension", DeclareReasoned<ReinstateExpertRequest>, Reinstate);
  AddVerb(noun, session, "retire", "Ends a membership in good standing", DeclareReasoned<RetireExpertRequest>, Retire);
  AddVerb(noun, session, "remove", "Ends a membership for a breach and bars the person", DeclareRemove, Remove);
  AddVerb(noun, session, "renew", "Adds a term", DeclareRenew, Renew);
  AddVerb(noun, session, "pass-review", "Records that an expert passed the yearly review", DeclarePassReview,
          PassReview);
  AddVerb(noun, session, "reveal", "Shows identifying data in full, for a reason that is audited", DeclareReveal,
          Reveal);
}

}  // namespace lianfang::cli
