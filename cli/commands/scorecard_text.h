// A scorecard as text: what it is of, a row for every verdict, and the summaries.
#ifndef LIANFANG_CLI_COMMANDS_SCORECARD_TEXT_H_
#define LIANFANG_CLI_COMMANDS_SCORECARD_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "cli/text/label.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"

namespace lianfang::cli {

std::string ScorecardText(const evaluation::v1::Scorecard& card, absl::TimeZone zone, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_SCORECARD_TEXT_H_
