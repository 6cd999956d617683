// The life of a plan's editions of the linkage model: proposed, approved by the convener of the lead department and by the office, replaced.
// Pure: instants come in.
//
//   const v1::LinkageModelEdition* edition = ModelInForce(editions);      // null: the shipped one
//   const linkage::Model model = ReconciliationModelOf(edition);
//   LinksOf(records, plan, decided, zone, model);
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_MODEL_EDITIONS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_MODEL_EDITIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/exchange/v1/linkage.pb.h"
#include "linkage/model.h"

namespace lianfang::exchange {

// A plan's editions, in the order in which they were proposed; the shipped edition is not among them.
using ModelEditions = std::vector<v1::LinkageModelEdition>;

// `plans/{plan}/linkageModels/{edition}`.
std::string LinkageModelName(absl::string_view plan, absl::string_view edition);
struct ParsedModelName {
  std::string plan;  // `plans/{plan}`
  std::string edition;
};
// INVALID_ARGUMENT under `name`.
absl::StatusOr<ParsedModelName> ParseLinkageModelName(absl::string_view name);

// The shipped edition as a plan's first one.
v1::LinkageModelEdition ShippedEdition(const std::string& plan, const ModelEditions& editions);

// The edition in force; null: the shipped one.
const v1::LinkageModelEdition* ModelInForce(const ModelEditions& editions);

// The model that records are linked by under an edition, null for the shipped one. Its thresholds are at least 0.95 for a link and 0.2 for a
// question: what is concluded from a link concerns a person, so no edition may lower them.
linkage::Model ReconciliationModelOf(const v1::LinkageModelEdition* edition);

// OK, or INVALID_ARGUMENT that names the field below `model`.
absl::Status CheckLinkageModel(const v1::LinkageModel& model);

// A checked model as the next edition. ALREADY_EXISTS for the name of an edition that there is, FAILED_PRECONDITION while another one waits.
absl::StatusOr<v1::LinkageModelEdition> ProposedModel(const std::string& plan, const v1::LinkageModel& model,
                                                      const std::string& reason, const std::string& proposer,
                                                      const ModelEditions& editions, absl::Time now);

// Who approves.
enum class ModelSide { kConvener, kOffice };

// What changes when a side approves: the edition itself, and where that comes into force the one before. FAILED_PRECONDITION where it does
// not wait or has this side's approval.
absl::StatusOr<ModelEditions> ApprovedModel(const std::string& name, const std::string& etag, ModelSide side,
                                            const std::string& approver, const ModelEditions& editions, absl::Time now);

// The edition refused. FAILED_PRECONDITION where it does not wait.
absl::StatusOr<v1::LinkageModelEdition> RefusedModel(const std::string& name, const std::string& etag,
                                                     const std::string& reason, const ModelEditions& editions,
                                                     absl::Time now);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_MODEL_EDITIONS_H_
