// Experts and what is asked of them, as text and options: shared by the verbs of experts, engagements and draws.
#ifndef LIANFANG_CLI_COMMANDS_EXPERT_TEXT_H_
#define LIANFANG_CLI_COMMANDS_EXPERT_TEXT_H_

#include <string>

#include "cli/options.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"

namespace lianfang::cli {

// One expert as a sheet.
std::string RenderExpert(const expert::v1::Expert& expert, Session& session);

// An engagement as a sheet, with its invitations and ratings.
std::string RenderEngagement(const expert::v1::Engagement& engagement, Session& session);

// A draw as a sheet, with its panel, departures and exclusions.
std::string RenderDraw(const expert::v1::Draw& draw, Session& session);

// The resource that a verb is about, as a required positional argument: by name or id.
template <typename Request>
void AddResource(Verb& verb, const char* argument, const char* collection, Request& request) {
  const std::string of = collection;
  verb.add_option_function<std::string>(
          argument,
          [argument, of, &request](const std::string& text) {
            request.set_name(Parsed(argument, TopLevelName(of, text)));
          },
          "By name or id")
      ->required();
}

// `--etag` and `--request-id` of a change.
template <typename Request>
void AddChange(Verb& verb, Request& request) {
  verb.add_option("--etag", *request.mutable_etag(), "Etag as it was read; the change is refused when it has changed");
  AddRequestId(verb, request);
}

// The specialties that an expert covers, in the plan's words.
std::string SpecialtiesText(const expert::v1::Expert& expert, const Glossary& words);

// More verbs of `expert`, in files of their own.
void ExpertLifeVerbs(CLI::App& noun, Session& session);
void ExpertPoolVerbs(CLI::App& noun, Session& session);
// `draw form`, in a file of its own.
void AddDrawForm(CLI::App& noun, Session& session);
// Verbs of `engagement` that change a panel.
void EngagementPanelVerbs(CLI::App& noun, Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_EXPERT_TEXT_H_
