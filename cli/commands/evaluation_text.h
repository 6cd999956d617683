// Evaluations, comparisons and changes of verdicts as text.
#ifndef LIANFANG_CLI_COMMANDS_EVALUATION_TEXT_H_
#define LIANFANG_CLI_COMMANDS_EVALUATION_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "cli/text/label.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"

namespace lianfang::cli {

// A row for every evaluation: when, what it became, why.
std::string EvaluationsText(const evaluation::v1::ListEvaluationsResponse& response, absl::TimeZone zone,
                            Language language);

// A row for every result that differs: before, after, why.
std::string ComparisonText(const evaluation::v1::ScorecardComparison& comparison, absl::TimeZone zone,
                           Language language);

// One line, ending in the cursor from which to go on.
std::string ChangeText(const evaluation::v1::WatchScorecardsResponse& change, absl::TimeZone zone, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_EVALUATION_TEXT_H_
