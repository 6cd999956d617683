// The appraisals of a period as a workbook: departments down, items across, and on a second sheet what was counted.
#ifndef LIANFANG_SERVICES_EVALUATION_EXPORT_APPRAISAL_SHEET_H_
#define LIANFANG_SERVICES_EVALUATION_EXPORT_APPRAISAL_SHEET_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/appraisal.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/request/names.h"
#include "services/evaluation/export/workbook.h"

namespace lianfang::evaluation {

// The bytes of the file. INTERNAL when no temporary file can be written.
absl::StatusOr<std::string> WriteAppraisals(const type::v1::Plan& plan, const ScorecardName& name,
                                            const std::vector<v1::Appraisal>& appraisals, absl::Time as_of);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_EXPORT_APPRAISAL_SHEET_H_
