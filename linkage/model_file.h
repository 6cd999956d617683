// Editions of the model as messages, checked.
#ifndef LIANFANG_LINKAGE_MODEL_FILE_H_
#define LIANFANG_LINKAGE_MODEL_FILE_H_

#include "absl/status/statusor.h"
#include "lianfang/exchange/v1/linkage.pb.h"
#include "linkage/model.h"

namespace lianfang::linkage {

// The shipped edition with what the message changes. INVALID_ARGUMENT that names the field: a kind that there is not, or
// twice; shares that are none, or do not add up to 1; thresholds outside of (0, 1), or `ask` above `accept`.
absl::StatusOr<Model> ModelOf(const exchange::v1::LinkageModel& message);

// All of an edition.
exchange::v1::LinkageModel MessageOf(const Model& model);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_MODEL_FILE_H_
