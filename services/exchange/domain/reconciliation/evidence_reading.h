// Which evidence of a discrepancy somebody may see. A discrepancy is told to all whom it concerns; the records behind it only as far as they may
// be read.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_EVIDENCE_READING_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_EVIDENCE_READING_H_

#include <vector>

#include "common/identity.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"

namespace lianfang::exchange {

// Leaves out records of other departments that no agreement in force gives to the caller's department, with the links that name them, and
// says how many they were. Returns stay, and so does everything for whoever owns the discrepancy and clears it up, for the auditor, and for services.
void WithholdEvidence(const Identity& caller, const std::vector<v1::AgreementTerms>& in_force,
                      v1::Discrepancy& discrepancy);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_EVIDENCE_READING_H_
