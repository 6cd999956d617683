// Which evidence of a discrepancy somebody may see. A discrepancy is told to all whom it concerns; the records behind it only as far as they may
// be read.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_EVIDENCE_READING_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_EVIDENCE_READING_H_

#include <vector>

#include "common/identity.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"

namespace lianfang::exchange {

// Whether agreements give what the evidence tells of its record: records of the owner and kind, from the region and industry, and together every
// field told. What is told of a return needs none. Evidence that was stored before it said what it tells is given where neither regions nor
// industries are restricted, and never to a reader (WithholdEvidence).
bool GiveEvidence(const std::vector<v1::AgreementTerms>& agreements, const v1::DiscrepancyEvidence& evidence);

// Leaves out records of other departments that no agreement in force gives to the caller's department for the purpose of reconciliation, or to the
// owner of the discrepancy, whose business it is to clear it up, for business; and says how many they were, who keeps them, and which fields would
// have to be open (`withheld`). What one sentence tells is shown as a whole: where a field that it tells of is not open, neither is the record, for
// that it is named here says what the field holds. Links stay where both their records are shown, with the fields that are open at both ends.
// Returns stay.
//
// There is no exception: whoever owns the discrepancy, the office and the auditor are readers by agreement, too.
void WithholdEvidence(const Identity& caller, const std::vector<v1::AgreementTerms>& in_force,
                      v1::Discrepancy& discrepancy);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_EVIDENCE_READING_H_
