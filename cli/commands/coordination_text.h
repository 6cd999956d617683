// How the nouns of coordination (task, inspection, order, conference, activity, opinion, file) show their resources, and options they share.
#ifndef LIANFANG_CLI_COMMANDS_COORDINATION_TEXT_H_
#define LIANFANG_CLI_COMMANDS_COORDINATION_TEXT_H_

#include <string>

#include "cli/commands/expert_text.h"
#include "cli/options.h"
#include "cli/session.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "lianfang/coordination/v1/task_service.pb.h"

namespace lianfang::cli {

std::string RenderTask(const coordination::v1::TaskStatus& task, Session& session);
std::string RenderInspection(const coordination::v1::Inspection& inspection, Session& session);
std::string RenderOrder(const coordination::v1::Order& order, Session& session);
std::string RenderConference(const coordination::v1::Conference& conference, Session& session);
std::string RenderActivity(const coordination::v1::Activity& activity, Session& session);
std::string RenderOpinion(const coordination::v1::Opinion& opinion, Session& session);

// The agenda of a conference, or a draft of one.
std::string AgendaTable(const google::protobuf::RepeatedPtrField<coordination::v1::AgendaItem>& agenda,
                        const Glossary& words, Language language);

// `--file`, repeated: files that show it.
template <typename Request>
void AddFiles(Verb& verb, Request& request) {
  AddRepeated<std::string>(
      verb, "--file", "A file that shows it, by name or id, as `lianfang file upload` answered; repeatable",
      [](absl::string_view text) { return TopLevelName("files", text); },
      [&request](std::string file) { request.add_files(std::move(file)); });
}

// A verb that reads a document and creates a resource from it.
template <typename Request>
struct FileArgs {
  Request request;
  std::string file;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_COORDINATION_TEXT_H_
