#include "cli/session.h"

#include <unistd.h>

#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/words/chinese.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"

namespace lianfang::cli {

ExitCode Session::Fail(const absl::Status& status) {
  err_ << ErrorText(status, options_.language);
  return ExitCodeOf(status);
}

ExitCode Session::Interrupted() {
  constexpr Label kInterrupted = {"已中断，没有写出任何文件", "interrupted; nothing was written"};
  err_ << kInterrupted.In(language()) << "\n";
  return ExitCode::kInterrupted;
}

bool Session::ErrIsTerminal() const { return &err_ == &std::cerr && isatty(STDERR_FILENO) == 1; }

void Session::Hint(absl::string_view text) {
  constexpr Label kHint = {"提示：", "hint: "};
  err_ << kHint.In(language()) << In(language(), text) << "\n";
}

bool Session::Confirm(const Label& question) {
  if (options_.yes || &err_ != &std::cerr || isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1) return true;
  constexpr Label kHow = {"（输入 y 确认）", " (y to go on) "};
  err_ << question.In(language()) << kHow.In(language()) << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "y" || answer == "Y" || answer == "是") return true;
  Hint("nothing was done");
  return false;
}

void Session::HintAtRepeat(const absl::Status& status, const std::string& options) {
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsUnknown(status)) {
    Hint(absl::StrCat("it is not known whether this was carried out; repeat it with ", options,
                      ", which never does it twice"));
  }
}

void Session::Learn(const type::v1::Plan& plan) {
  glossaries_.insert_or_assign(plan.name(), Glossary(plan, options_.language));
}

const Glossary& Session::GlossaryOf(absl::string_view plan) {
  const auto [entry, fresh] = glossaries_.try_emplace(std::string(plan));
  if (fresh && !plan.empty() && plan != "plans/-") {
    submission::v1::GetPlanRequest request;
    request.set_name(entry->first);
    auto document = client_.Call(&submission::v1::PlanService::Stub::GetPlan, request);
    if (document.ok()) entry->second = Glossary(*document, options_.language);
  }
  return entry->second;
}

}  // namespace lianfang::cli
