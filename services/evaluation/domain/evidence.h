// What is known, at an instant, of the figures that one region owes for one industry and period.
//
//   Evidence evidence = ReadEvidence(plan, indicator, filings, {"140581", "coal-mining", "2022"}, as_of);
//   if (evidence.standing == Standing::kFinal) total += evidence.sums;
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_EVIDENCE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_EVIDENCE_H_

#include <vector>

#include "absl/time/time.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/filings.h"
#include "services/evaluation/domain/finding.h"
#include "services/evaluation/domain/indicator_value.h"

namespace lianfang::evaluation {

// How far evidence can be relied on.
enum class Standing {
  kFinal,          // accepted
  kProvisional,    // not accepted yet, or provisional by nature
  kPending,        // not there, not due
  kMissing,        // not there, due; or never to come
  kNotApplicable,  // waived, or stated as not applicable
};

struct Evidence {
  Standing standing = Standing::kMissing;
  Sums sums;                      // 0 unless final or provisional
  v1::ResultInput input;          // without its role
  std::vector<Finding> findings;  // why it is not simply final
};

Evidence ReadEvidence(const type::v1::Plan& plan, const type::v1::Indicator& indicator, const Filings& filings,
                      const Subject& subject, absl::Time as_of);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_EVIDENCE_H_
