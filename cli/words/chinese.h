// What the command line says, in Chinese: help, errors, hints. The program makes its messages in English; the tables of
// this folder have the Chinese (words/catalogue.h). Nothing that is shown to people may be missing here: help_test.cc
// walks every verb, tests/checks/chinese the sources.
//
//   In(Language::kChinese, "is required")        必填，不能为空
#ifndef LIANFANG_CLI_WORDS_CHINESE_H_
#define LIANFANG_CLI_WORDS_CHINESE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "cli/text/label.h"
#include "words/catalogue.h"

namespace lianfang::cli {

// The Chinese of a message of this program, or of a service. Nullopt where the tables have none.
std::optional<std::string> ChineseFor(absl::string_view english);

// The message in the language; as it is where it has no Chinese, or is Chinese already.
std::string In(Language language, absl::string_view english);

// The tables, by what they are about.
absl::Span<const Message> HelpMessages();  // of filing: plans, obligations, returns, receipts, the ledger, settings
absl::Span<const Message> OfficeHelpMessages();        // of scorecards, mails and experts
absl::Span<const Message> CoordinationHelpMessages();  // of tasks, conferences, inspections, activities, opinions
absl::Span<const Message> ExchangeHelpMessages();      // of records and agreements
absl::Span<const Message> FundHelpMessages();          // of the prevention fee and premium rates
absl::Span<const Message> ErrorMessages();             // errors and hints, CLI11's included

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_WORDS_CHINESE_H_
