// A plan in the shape of the notice's, small enough to judge by hand, and returns filed for it.
//
//   Filed filed(SamplePlan());                                  // every obligation stated, nothing filed
//   filed.File("2019", "coal-mining", {{"accidents", 20}, {"deaths", 3}, {"injured", 7}});
//   auto scorecard = BuildScorecard(filed.plan(), "140581", "2022", filed.filings(), as_of);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_TESTING_SAMPLE_PLAN_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_TESTING_SAMPLE_PLAN_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {

// Region 140581; coal-mining (department emergency: accidents, casualties = deaths + injured, coverage) and
// dust-exposed (department health: pneumoconiosis, 0 when nothing is reported); periods 2019, 2021, 2022 with the
// notice's targets and dates.
type::v1::Plan SamplePlan();

// Likewise, its periods beginning with their years.
type::v1::Plan DatedPlan();

// Midnight in Shanghai.
absl::Time Day(int year, int month, int day);

// A plan's obligations, as the plan states them, and what was filed for them.
class Filed {
 public:
  using Figures = std::vector<std::pair<std::string, int64_t>>;

  explicit Filed(type::v1::Plan plan);

  const type::v1::Plan& plan() const { return plan_; }
  type::v1::Plan& mutable_plan() { return plan_; }
  std::vector<submission::v1::Obligation>& obligations() { return obligations_; }
  std::vector<submission::v1::Return>& returns() { return returns_; }
  Filings filings() const;

  submission::v1::Obligation& Owed(absl::string_view period, absl::string_view industry,
                                   absl::string_view region = "140581");

  // Files the next revision for an obligation and answers the return.
  submission::v1::Return& File(absl::string_view period, absl::string_view industry, const Figures& figures,
                               submission::v1::ReturnState state = submission::v1::RETURN_STATE_ACCEPTED,
                               absl::string_view region = "140581");

  // Sends back what was filed last, to be filed again before `due`.
  void SendBack(absl::string_view period, absl::string_view industry, absl::Time due,
                absl::string_view region = "140581");

 private:
  submission::v1::Return* FindReturn(const submission::v1::Obligation& obligation);

  type::v1::Plan plan_;
  std::vector<submission::v1::Obligation> obligations_;
  std::vector<submission::v1::Return> returns_;
  int64_t next_sequence_ = 1;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_TESTING_SAMPLE_PLAN_H_
