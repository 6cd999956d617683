// Minutes (会议纪要) as a Word document: a template, filled in by mustache.
//
// A template is a docx whose text names in double braces what is filled in. `{{#resolutions}} … {{/resolutions}}` repeats what stands
// between for every resolution; both tags may stand in paragraphs of their own, or in the first and last cell of a row. What a word
// processor has cut apart (`{{ti` and `tle}}` in two runs) is no tag: such a template is refused, with what was cut.
#ifndef LIANFANG_SERVICES_COORDINATION_MINUTES_MINUTES_DOCUMENT_H_
#define LIANFANG_SERVICES_COORDINATION_MINUTES_MINUTES_DOCUMENT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// What a template may name, lists with their items' variables: `title`, `resolutions`, `resolutions.text`.
std::vector<std::string> MinutesVariables();

// The built-in template.
absl::StatusOr<std::string> BuiltInTemplate();

// OK, or INVALID_ARGUMENT that says what is wrong.
absl::Status CheckTemplate(const std::string& bytes);

// The minutes of a conference that was held. INVALID_ARGUMENT for a template that cannot be filled in.
absl::StatusOr<std::string> RenderMinutes(const std::string& bytes, const v1::Conference& conference,
                                          const PlanFrame& frame);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_MINUTES_MINUTES_DOCUMENT_H_
