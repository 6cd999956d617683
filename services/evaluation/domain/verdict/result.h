// The judgement of one target: from the returns to a status, with everything that explains it.
//
//   Basis basis = {plan, ReportingRegions(plan, "140581"), filings, as_of};
//   absl::StatusOr<v1::Result> row = JudgeTarget(basis, RowOf(industry), indicator, target);
//   absl::StatusOr<v1::Result> total = JudgeTarget(basis, TotalOf(plan, indicator, target), indicator, target);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_RESULT_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_RESULT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/evidence.h"
#include "services/evaluation/domain/facts/filings.h"
#include "services/evaluation/domain/verdict/verdict.h"

namespace lianfang::evaluation {

// What results are judged on. Refers to what it is given.
struct Basis {
  const type::v1::Plan& plan;
  const std::vector<std::string>& regions;  // those whose figures are added up
  const Filings& filings;
  absl::Time as_of;
};

// Industry rows whose figures are judged: one, or several that are added up.
struct Rows {
  std::vector<const type::v1::Industry*> industries;
  std::string id;  // Result.industry
  bool is_total = false;
};

// One row.
inline Rows RowOf(const type::v1::Industry& industry) { return {{&industry}, industry.id()}; }
// All rows that the target speaks of, added up, in the plan's order. Its id tells it from the totals of other targets
// of the same indicator and period, of which there may be several, each for industries of its own.
Rows TotalOf(const type::v1::Plan& plan, const type::v1::Indicator& indicator, const type::v1::Target& target);

// Official names of the row; `合计`, or `合计（煤矿、建筑施工）` where there are several totals.
type::v1::LocalizedText NamesOf(const Rows& rows);

// The evidence of one period, by industry and region.
std::vector<Evidence> GatherEvidence(const Basis& basis, const Rows& rows, const type::v1::Indicator& indicator,
                                     const std::string& period);
std::vector<Reading> ReadingsOf(const std::vector<Evidence>& evidence);

// A result, and the numbers that it was made of.
struct Judgement {
  v1::Result result;
  Verdict verdict;
};

// The status as Decide (verdict.h) says. OUT_OF_RANGE when figures are so great that no exact result fits; INTERNAL
// when the plan's target is faulty.
absl::StatusOr<v1::Result> JudgeTarget(const Basis& basis, const Rows& rows, const type::v1::Indicator& indicator,
                                       const type::v1::Target& target);
absl::StatusOr<Judgement> JudgeInNumbers(const Basis& basis, const Rows& rows, const type::v1::Indicator& indicator,
                                         const type::v1::Target& target);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_RESULT_H_
