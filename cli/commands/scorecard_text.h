// Scorecards as text.
#ifndef LIANFANG_CLI_COMMANDS_SCORECARD_TEXT_H_
#define LIANFANG_CLI_COMMANDS_SCORECARD_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "cli/glossary.h"
#include "cli/text/label.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"

namespace lianfang::cli {

// What it is of, a row for every verdict and for the totals, and the summaries.
std::string ScorecardText(const evaluation::v1::Scorecard& card, absl::TimeZone zone, Language language);

// The discrepancies that touch the verdicts, as of when exchange was last heard; empty where there are none.
std::string RecordWarningsText(const evaluation::v1::Scorecard& card, const Glossary& words, Language language);
std::string RecordWarningsText(const evaluation::v1::Explanation& explanation, const Glossary& words,
                               Language language);

// A league table: a row for every scorecard.
std::string LeagueText(const evaluation::v1::ListScorecardsResponse& response, Language language);

// The steps of a derivation, numbered, with the receipts that prove it.
std::string ExplanationText(const evaluation::v1::Explanation& explanation, Language language);

// The status; what is pending says what it waits for (words/result_words.h).
std::string StatusText(const evaluation::v1::Result& result, Language language);

// `达标 3，未达标 2`.
std::string CountsText(const evaluation::v1::Summary& summary, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_SCORECARD_TEXT_H_
