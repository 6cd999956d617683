#include "services/evaluation/store/evaluation_store.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::evaluation {

absl::Status EvaluationNotFound(const ScorecardName& scorecard, int64_t number) {
  const std::string name = FormatEvaluationName(FormatScorecardName(scorecard), number);
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "EVALUATION_NOT_FOUND",
                         {{"name", name}});
}

}  // namespace lianfang::evaluation
