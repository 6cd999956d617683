// The revisions of a return: read from its ledger entries, and compared with each other. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_REVISIONS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_REVISIONS_H_

#include <vector>

#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// The revision that a filing's or a withdrawal's entry tells of, with what the ledger adds: its sequence and time.
v1::ReturnRevision RevisionOf(const v1::LedgerEntry& entry);

// The convener's word that an entry tells of, with its time and sequence.
v1::SignOff SignOffOf(const v1::LedgerEntry& entry);

// The review that a review's entry tells of, with its time.
v1::Review ReviewOf(const v1::LedgerEntry& entry);

// What one more entry makes of a return: a filing or a withdrawal adds a revision, a signature or a review marks the
// latest, a leave and a file add nothing. False where the entry concerns no return.
bool Replay(const v1::LedgerEntry& entry, std::vector<v1::ReturnRevision>& revisions);

// What `after` changed against `before`, the revision that it supersedes. `plan` names the figures.
v1::RevisionDifference DifferenceOf(const type::v1::Plan& plan, const v1::ReturnRevision& before,
                                    const v1::ReturnRevision& after);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_REVISIONS_H_
