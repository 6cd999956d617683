// The tables of error_words.cc: one for every service, in a file of its own.
#ifndef LIANFANG_WORDS_ERROR_TABLES_H_
#define LIANFANG_WORDS_ERROR_TABLES_H_

#include "absl/types/span.h"
#include "words/catalogue.h"

namespace lianfang {

// What every service may say.
absl::Span<const Message> CommonMessages();
absl::Span<const Message> SubmissionMessages();
absl::Span<const Message> CoordinationMessages();
absl::Span<const Message> EvaluationMessages();
absl::Span<const Message> ExchangeMessages();
absl::Span<const Message> ExpertMessages();
absl::Span<const Message> FundMessages();
absl::Span<const Message> NotificationMessages();
absl::Span<const Message> PortalMessages();

// By the reason of an ErrorInfo.
absl::Span<const Message> ReasonMessages();

// By the name of a canonical code.
const Catalogue& CodeMessages();

}  // namespace lianfang

#endif  // LIANFANG_WORDS_ERROR_TABLES_H_
