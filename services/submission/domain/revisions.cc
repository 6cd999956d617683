#include "services/submission/domain/revisions.h"

namespace lianfang::submission {

bool Replay(const v1::LedgerEntry& entry, std::vector<v1::ReturnRevision>& revisions) {
  if (entry.has_return_filed()) {
    v1::ReturnRevision& revision = revisions.emplace_back(entry.return_filed().revision());
    *revision.mutable_submit_time() = entry.commit_time();
    revision.set_ledger_sequence(entry.sequence());
    return true;
  }
  if (entry.has_return_reviewed() && !revisions.empty()) {
    v1::Review& review = *revisions.back().mutable_review();
    review = entry.return_reviewed().review();
    *review.mutable_review_time() = entry.commit_time();
    return true;
  }
  return false;
}

}  // namespace lianfang::submission
