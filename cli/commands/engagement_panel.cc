// `lianfang engagement`, what happens to a panel after its draw: answers, conflicts, ratings.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/figures.h"
#include "cli/text/names.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::AnswerChannel;
using expert::v1::ConfirmConflictRequest;
using expert::v1::DeclareConflictRequest;
using expert::v1::RateEngagementRequest;
using expert::v1::Rating;
using expert::v1::RecordNotificationRequest;
using expert::v1::RespondInvitationRequest;
using expert::v1::TieKind;
using Service = expert::v1::ExpertService;

template <typename Request>
void AddExpert(Verb& verb, Request& request) {
  AddParsed<std::string>(
      verb, "--expert", "The expert, by name or id",
      [](absl::string_view text) { return TopLevelName("experts", text); },
      [&request](std::string name) { request.set_expert(std::move(name)); })
      ->required();
}

// How something reached the office, or the expert.
template <typename Request>
Option AddChannel(Verb& verb, const char* description, Request& request) {
  return AddEnum<AnswerChannel>(verb, "--by", description,
                                [&request](AnswerChannel channel) { request.set_channel(channel); });
}

struct RespondArgs {
  RespondInvitationRequest request;
  bool decline = false;
};

void DeclareRespond(Verb& verb, RespondArgs& args) {
  AddResource(verb, "name", "engagements", args.request);
  AddExpert(verb, args.request);
  auto accept = verb.add_flag_callback(
      "--accept", [&args] { args.request.set_accept(true); }, "The expert accepts");
  auto decline = verb.add_flag("--decline", args.decline, "The expert declines; needs a reason");
  accept->excludes(decline);
  verb.add_option("--reason", *args.request.mutable_reason(), "What the expert said");
  AddChannel(verb, "How the answer reached the office", args.request)->required();
  AddChange(verb, args.request);
}

ExitCode Respond(Session& session, RespondArgs& args) {
  if (args.request.accept() == args.decline) return session.Fail(UsageError("give either --accept or --decline"));
  return session.Answer(session.Mutate(&Service::Stub::RespondInvitation, args.request), RenderEngagement);
}

struct NotifiedArgs {
  RecordNotificationRequest request;
};

// What `told` and `unreachable` share.
void DeclareNotified(Verb& verb, NotifiedArgs& args) {
  AddResource(verb, "name", "engagements", args.request);
  AddExpert(verb, args.request);
  AddChannel(verb, "How it was tried", args.request)->required();
  verb.add_option("--note", *args.request.mutable_note(), "Who was spoken to, or what was tried")->required();
  AddChange(verb, args.request);
}

ExitCode Told(Session& session, NotifiedArgs& args) {
  args.request.set_told(true);
  return session.Answer(session.Mutate(&Service::Stub::RecordNotification, args.request), RenderEngagement);
}

ExitCode Unreachable(Session& session, NotifiedArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::RecordNotification, args.request), RenderEngagement);
}

struct ConflictArgs {
  DeclareConflictRequest request;
};

void DeclareConflict(Verb& verb, ConflictArgs& args) {
  AddResource(verb, "name", "engagements", args.request);
  AddExpert(verb, args.request);
  expert::v1::Tie& tie = *args.request.mutable_tie();
  AddEnum<TieKind>(verb, "--kind", "The kind of tie", [&tie](TieKind kind) { tie.set_kind(kind); })->required();
  verb.add_option("--party", *tie.mutable_party()->mutable_credit_code(), "Credit code of the party")->required();
  verb.add_option("--party-name", *tie.mutable_party()->mutable_display_name(), "Its registered name")->required();
  verb.add_option("--code-note", *tie.mutable_party()->mutable_code_note(),
                  "Why a code whose check character does not hold is right all the same");
  verb.add_option("--note", *tie.mutable_note(), "What it is; required for another interest");
  auto declared = verb.add_flag_callback(
      "--declared", [&args] { args.request.set_declared_by_expert(true); },
      "The expert declared it, as the office records; without this it is a report that waits for confirmation");
  AddChannel(verb, "How the declaration reached the office", args.request)->needs(declared);
  AddChange(verb, args.request);
}

ExitCode Conflict(Session& session, ConflictArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::DeclareConflict, args.request), RenderEngagement);
}

struct ConfirmArgs {
  ConfirmConflictRequest request;
  bool reject = false;
};

void DeclareConfirm(Verb& verb, ConfirmArgs& args) {
  AddResource(verb, "name", "engagements", args.request);
  AddExpert(verb, args.request);
  verb.add_option("--party", *args.request.mutable_credit_code(), "Credit code of the party of the report")->required();
  verb.add_flag("--reject", args.reject, "It is no conflict; needs a reason");
  verb.add_option("--reason", *args.request.mutable_reason(), "Why it is none");
  AddChange(verb, args.request);
}

ExitCode Confirm(Session& session, ConfirmArgs& args) {
  args.request.set_confirm(!args.reject);
  return session.Answer(session.Mutate(&Service::Stub::ConfirmConflict, args.request), RenderEngagement);
}

struct RateArgs {
  RateEngagementRequest request;
  std::map<std::string, std::string> remarks;
  int sessions = 1;
};

// `EXPERT=SCORE`.
absl::StatusOr<Rating> ParseScore(absl::string_view text) {
  auto pair = ParsePair(text);
  if (!pair.ok()) return pair.status();
  auto name = TopLevelName("experts", pair->first);
  if (!name.ok()) return name.status();
  int score = 0;
  if (!absl::SimpleAtoi(pair->second, &score)) {
    return absl::InvalidArgumentError(absl::StrCat("`", pair->second, "` is not a score"));
  }
  Rating rating;
  rating.set_expert(*std::move(name));
  rating.set_score(score);
  return rating;
}

void DeclareRate(Verb& verb, RateArgs& args) {
  AddResource(verb, "name", "engagements", args.request);
  AddRepeated<Rating>(verb, "--score", "EXPERT=SCORE, 1 to 100, for everybody who held a seat", ParseScore,
                      [&args](Rating rating) { *args.request.add_ratings() = std::move(rating); })
      ->required();
  AddRepeated<std::pair<std::string, std::string>>(
      verb, "--remark", "EXPERT=TEXT; required for a score below 60", ParsePair,
      [&args](std::pair<std::string, std::string> pair) { args.remarks[IdOf(pair.first)] = std::move(pair.second); });
  verb.add_option("--sessions", args.sessions, "Sessions that each of them served; without it, 1");
  AddChange(verb, args.request);
}

ExitCode Rate(Session& session, RateArgs& args) {
  for (Rating& rating : *args.request.mutable_ratings()) {
    rating.set_session_count(args.sessions);
    rating.set_remark(args.remarks[IdOf(rating.expert())]);
  }
  return session.Answer(session.Mutate(&Service::Stub::RateEngagement, args.request), RenderEngagement);
}

}  // namespace

void EngagementPanelVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "respond", "Records an invited expert's answer", DeclareRespond, Respond);
  AddVerb(noun, session, "told", "Records that an invited expert was told otherwise than by mail", DeclareNotified,
          Told);
  AddVerb(noun, session, "unreachable",
          "Records that an invited expert cannot be reached; the next in order is invited", DeclareNotified,
          Unreachable);
  AddVerb(noun, session, "conflict", "Reports a conflict of interest, or records one that the expert declared",
          DeclareConflict, Conflict);
  AddVerb(noun, session, "confirm-conflict", "Confirms or rejects a reported conflict, as the office or the observer",
          DeclareConfirm, Confirm);
  AddVerb(noun, session, "rate", "Rates everybody who held a seat", DeclareRate, Rate);
}

}  // namespace lianfang::cli
