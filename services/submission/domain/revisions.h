// The revisions of a return, read from its ledger entries. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_REVISIONS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_REVISIONS_H_

#include <vector>

#include "absl/status/status.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/return.pb.h"

namespace lianfang::submission {

// What one more entry makes of a return: a filing adds a revision, a review marks the latest. False where the entry
// concerns no return.
bool Replay(const v1::LedgerEntry& entry, std::vector<v1::ReturnRevision>& revisions);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_REVISIONS_H_
