// The words for statuses that documents use.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_STATUS_WORDS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_STATUS_WORDS_H_

#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::evaluation {

// `达标`, `attained`; empty for an unspecified status.
type::v1::LocalizedText StatusWords(v1::ResultStatus status);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_STATUS_WORDS_H_
