// What a verb has at hand: the services, the chosen output, and the words of plans.
//
//   ExitCode Show(Session& session, ShowArgs& args) {
//     return session.Answer(session.client().Call(&PlanService::Stub::GetPlan, args.request), RenderPlan);
//   }
#ifndef LIANFANG_CLI_SESSION_H_
#define LIANFANG_CLI_SESSION_H_

#include <google/protobuf/message.h>

#include <map>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/client.h"
#include "cli/files.h"
#include "cli/glossary.h"
#include "cli/text/csv_text.h"
#include "cli/text/error_text.h"
#include "cli/text/label.h"
#include "cli/text/table.h"
#include "common/id.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"

namespace lianfang::cli {

enum class Output { kTable, kCsv, kJson };

// The options that every verb takes.
struct GlobalOptions {
  Output output = Output::kTable;
  Language language = Language::kChinese;
  ClientOptions client;
  std::string ledger_key;   // PEM file of the ledger's public key
  bool yes = false;         // what Session::Confirm would ask is answered
  std::string config_file;  // cli/profile.h; empty: there is none
  std::string profile;      // the one that is applied; empty: none
};

// One run of the program. Not thread-safe.
class Session {
 public:
  // Answers go to `out`, errors and hints to `err`. The options may be filled in until the first verb runs.
  Session(const GlobalOptions& options, std::ostream& out, std::ostream& err)
      : options_(options), client_(options.client), out_(out), err_(err) {}

  const GlobalOptions& options() const { return options_; }
  Client& client() { return client_; }
  Language language() const { return options_.language; }

  // Prints a response: as JSON, or as the text that `render(const Response&, Session&)` makes of it. An error is
  // printed instead, and answered as its exit code.
  template <typename Response, typename Render>
  ExitCode Answer(const absl::StatusOr<Response>& response, Render render) {
    if (!response.ok()) return Fail(response.status());
    if (options_.output == Output::kCsv) {
      const CsvTables csv;
      out_ << kCsvMark << render(*response, *this);
    } else {
      out_ << (options_.output == Output::kJson ? ToJson(*response) : render(*response, *this));
    }
    return ExitCode::kSuccess;
  }

  // Calls a mutation, under a fresh request id unless the request has one. When it stays open whether the service has
  // carried it out, the user is told how to repeat it safely.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Mutate(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  Request& request) {
    if (request.request_id().empty()) request.set_request_id(NewUuid());
    absl::StatusOr<Response> response = client_.Call(method, request);
    std::string repeat = absl::StrCat("--request-id ", request.request_id());
    if constexpr (requires { request.etag(); }) {  // read by the verb, perhaps, and another one afterwards
      if (!request.etag().empty()) absl::StrAppend(&repeat, " --etag ", request.etag());
    }
    HintAtRepeat(response.status(), repeat);
    return response;
  }

  // Prints an error.
  ExitCode Fail(const absl::Status& status);
  // Says that ^C broke the verb off and that nothing was written.
  ExitCode Interrupted();
  // Prints a line of advice below an error.
  void Hint(absl::string_view text);
  // Asks before something that cannot be undone, where somebody is there to answer: a script, or `--yes`, goes on without.
  bool Confirm(const Label& question);

  // Where bytes go that are neither JSON nor a table, such as a file for which no name was given.
  std::ostream& out() { return out_; }
  // Where progress is shown, if anybody is there to see it.
  std::ostream& err() { return err_; }
  bool ErrIsTerminal() const;

  // What the verb ended with.
  ExitCode exit_code() const { return exit_code_; }
  void set_exit_code(ExitCode exit_code) { exit_code_ = exit_code; }

  // Takes the words of a plan that is at hand.
  void Learn(const type::v1::Plan& plan);

  // The words of `plan` (`plans/{plan}`), fetched once. Ids stay as they are when the plan cannot be had: a table with
  // ids is better than none.
  const Glossary& GlossaryOf(absl::string_view plan);

 private:
  void HintAtRepeat(const absl::Status& status, const std::string& options);

  const GlobalOptions& options_;
  Client client_;
  std::ostream& out_;
  std::ostream& err_;
  std::map<std::string, Glossary> glossaries_;
  ExitCode exit_code_ = ExitCode::kSuccess;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_SESSION_H_
