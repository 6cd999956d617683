// Options of verbs: values that go through the pure parsers of text/, and are refused, with the
// option's name, before anything is called.
//
//   void Declare(Verb& verb, ListArgs& args) {
//     AddPlan(verb, *args.request.mutable_parent());
//     AddEnums<ObligationState>(verb, "--status", "...", [&](ObligationState s) { args.request.add_states(s); });
//   }
#ifndef LIANFANG_CLI_OPTIONS_H_
#define LIANFANG_CLI_OPTIONS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "cli/paging.h"
#include "cli/session.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/verb.h"

namespace lianfang::cli {

// Adds a verb to a noun. `declare` binds its options to an `Args` that lives as long as the command line; `run` is
// called once everything is parsed.
template <typename Args>
void AddVerb(CLI::App& noun, Session& session, const std::string& name, const std::string& description,
             void (*declare)(Verb&, Args&), ExitCode (*run)(Session&, Args&)) {
  auto args = std::make_shared<Args>();
  Verb verb = AddVerb(noun, name, description, [args, run, &session] { session.set_exit_code(run(session, *args)); });
  declare(verb, *args);
}

// The value, or the parser's complaint under the option's name.
template <typename T>
T Parsed(const std::string& option, absl::StatusOr<T> value) {
  if (!value.ok()) RefuseValue(option, std::string(value.status().message()));
  return *std::move(value);
}

// An option that may be given several times, each value parsed and handed to `accept`.
template <typename T>
Option AddRepeated(Verb& app, const std::string& option, const std::string& description,
                   absl::StatusOr<T> (*parse)(absl::string_view), std::function<void(T)> accept) {
  return app
      .add_option_function<std::vector<std::string>>(
          option,
          [option, parse, accept = std::move(accept)](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) accept(Parsed(option, parse(text)));
          },
          description)
      ->take_all()
      ->allow_extra_args(false);
}

// An option, or a positional argument when the name has no hyphens, with one parsed value.
template <typename T>
Option AddParsed(Verb& app, const std::string& option, const std::string& description,
                 absl::StatusOr<T> (*parse)(absl::string_view), std::function<void(T)> accept) {
  return app.add_option_function<std::string>(
      option,
      [option, parse, accept = std::move(accept)](const std::string& text) { accept(Parsed(option, parse(text))); },
      description);
}

// An enum by the names that enums.h gives its values.
template <typename E>
Option AddEnum(Verb& app, const std::string& option, const std::string& description, std::function<void(E)> accept) {
  return AddParsed<E>(app, option,
                      absl::StrCat(description, ": ", EnumNames(*google::protobuf::GetEnumDescriptor<E>())),
                      ParseEnum<E>, std::move(accept));
}

template <typename E>
Option AddEnums(Verb& app, const std::string& option, const std::string& description, std::function<void(E)> accept) {
  return AddRepeated<E>(app, option,
                        absl::StrCat(description, ": ", EnumNames(*google::protobuf::GetEnumDescriptor<E>())),
                        ParseEnum<E>, std::move(accept));
}

// A UUID.
absl::StatusOr<std::string> ParseRequestId(absl::string_view text);

// `--plan`, as an id or a whole name; `plan` gets the name.
Option AddPlan(Verb& app, std::string& plan);

// A day or an instant, such as `--as-of`; the day's meaning waits for the plan's zone.
Option AddMoment(Verb& app, const std::string& option, std::optional<Moment>& moment, const std::string& description);

// `--page-size` and `--page-token` of a list.
template <typename Request>
void AddPaging(Verb& app, Request& request) {
  app.add_option_function<int>(
         "--page-size", [&request](const int& size) { request.set_page_size(size); },
         "One page of at most so many; without it, all pages")
      ->range(1, kLargestPage);
  app.add_option("--page-token", *request.mutable_page_token(), "Where the page before ended");
}

// `--request-id` of a mutation.
template <typename Request>
void AddRequestId(Verb& app, Request& request) {
  AddParsed<std::string>(app, "--request-id", "UUID under which a repeat does nothing twice; without it, a fresh one",
                         ParseRequestId, [&request](std::string id) { request.set_request_id(std::move(id)); });
}

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_OPTIONS_H_
