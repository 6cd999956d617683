// The appraisals of a period as a workbook: departments down, items across; what was counted; the years side by side.
#ifndef LIANFANG_SERVICES_EVALUATION_EXPORT_APPRAISAL_SHEET_H_
#define LIANFANG_SERVICES_EVALUATION_EXPORT_APPRAISAL_SHEET_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/appraisal.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/request/names.h"
#include "services/evaluation/export/workbook.h"

namespace lianfang::evaluation {

// The bytes of the file. INTERNAL when no temporary file can be written. `years` are the appraisals of every target period up to this one,
// oldest first; `edition` is what `appraisals` were published with, nothing where they were derived as of `as_of`.
absl::StatusOr<std::string> WriteAppraisals(const type::v1::Plan& plan, const ScorecardName& name,
                                            const std::vector<v1::Appraisal>& appraisals,
                                            const std::vector<std::vector<v1::Appraisal>>& years,
                                            const std::optional<v1::AppraisalEdition>& edition, absl::Time as_of);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_EXPORT_APPRAISAL_SHEET_H_
