// What is known, at an instant, of the figures that one region owes for one industry and period.
//
//   Evidence evidence = ReadEvidence(plan, indicator, filings, {"140581", "coal-mining", "2022"}, as_of);
//   if (IsKnown(evidence.reading.reliability)) total += evidence.reading.sums;
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_EVIDENCE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_EVIDENCE_H_

#include <vector>

#include "absl/time/time.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/filings.h"
#include "services/evaluation/domain/facts/reading.h"
#include "services/evaluation/domain/words/finding.h"

namespace lianfang::evaluation {

struct Evidence {
  Reading reading;
  v1::ResultInput input;          // without its role
  std::vector<Finding> findings;  // why it is not simply final
};

Evidence ReadEvidence(const type::v1::Plan& plan, const type::v1::Indicator& indicator, const Filings& filings,
                      const Subject& subject, absl::Time as_of);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_FACTS_EVIDENCE_H_
