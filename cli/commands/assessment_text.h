// Trends, forecasts and assessments as text.
#ifndef LIANFANG_CLI_COMMANDS_ASSESSMENT_TEXT_H_
#define LIANFANG_CLI_COMMANDS_ASSESSMENT_TEXT_H_

#include <string>

#include "cli/glossary.h"
#include "cli/text/label.h"
#include "lianfang/evaluation/v1/assessment.pb.h"

namespace lianfang::cli {

// A row for every industry, indicator and period; totals last.
std::string TrendText(const evaluation::v1::Trend& trend, const Glossary& words, Language language);

// A row for every target: what it still allows, and where a straight line leads; then the same in sentences.
std::string ForecastText(const evaluation::v1::Forecast& forecast, Language language);

// A row for every department and period: how much was expected, filed, and filed in time.
std::string ReportingRatesText(const evaluation::v1::ReportingRates& rates, const Glossary& words, Language language);

// The rows with their risks, then whose data came late.
std::string AssessmentText(const evaluation::v1::MidTermAssessment& assessment, const Glossary& words,
                           Language language);

// The last target year's scorecard, whether it is settled, and whose data came late.
std::string FinalSummaryText(const evaluation::v1::FinalSummary& summary, const Glossary& words, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_ASSESSMENT_TEXT_H_
