#include "services/submission/filing.h"

#include <utility>

#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/mutation.h"

namespace lianfang::submission {
namespace {

constexpr char kMethod[] = "lianfang.submission.v1.SubmissionService.SubmitReturn";

}  // namespace

absl::StatusOr<Proposal> ProposeFiling(std::shared_ptr<const Call> call,
                                       std::shared_ptr<const v1::SubmitReturnRequest> request) {
  const auto name = ParseObligationName("obligation", request->obligation());
  if (!name.ok()) return name.status();
  Proposal proposal = Propose(name->plan, name->id, std::move(call), std::move(request), &DecideFiling);
  proposal.key.method = kMethod;
  return proposal;
}

}  // namespace lianfang::submission
