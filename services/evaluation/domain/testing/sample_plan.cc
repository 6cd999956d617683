#include "services/evaluation/domain/testing/sample_plan.h"

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/time.h"
#include "google/protobuf/text_format.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::submission::v1::Obligation;
using ::lianfang::submission::v1::Return;
using ::lianfang::type::v1::Plan;

constexpr char kSamplePlan[] = R"pb(
  name: "plans/sample"
  title { zh: "工伤预防行动计划" en: "Work-injury prevention plan" }
  time_zone: "Asia/Shanghai"
  edition: 1
  regions {
    code: "140581"
    names { zh: "高平市" en: "Gaoping" }
  }
  departments { id: "hrss" role: DEPARTMENT_ROLE_LEAD }
  departments {
    id: "emergency"
    names { zh: "应急管理局" }
    role: DEPARTMENT_ROLE_RESPONSIBLE
  }
  departments {
    id: "health"
    names { zh: "卫生健康和体育局" }
    role: DEPARTMENT_ROLE_RESPONSIBLE
  }
  industries {
    id: "coal-mining"
    names { zh: "煤矿" en: "Coal mining" }
    responsible_department: "emergency"
  }
  industries {
    id: "dust-exposed"
    names { zh: "涉尘行业" en: "Dust-exposed" }
    responsible_department: "health"
  }
  periods {
    id: "2019"
    names { zh: "2019年" en: "2019" }
  }
  periods {
    id: "2021"
    names { zh: "2021年" en: "2021" }
  }
  periods {
    id: "2022"
    names { zh: "2022年" en: "2022" }
  }
  figures { id: "accidents" }
  figures {
    id: "deaths"
    names { zh: "死亡人数" en: "deaths" }
  }
  figures { id: "injured" }
  figures { id: "trained" }
  figures { id: "required" }
  figures { id: "new-cases" }
  figures { id: "reported-cases" }
  indicators { id: "accidents" numerator: "accidents" industries: "coal-mining" }
  indicators { id: "casualties" numerator: "deaths" numerator: "injured" industries: "coal-mining" }
  indicators {
    id: "coverage"
    numerator: "trained"
    denominator: "required"
    scale: 100
    empty_denominator: EMPTY_DENOMINATOR_NOT_APPLICABLE
    industries: "coal-mining"
  }
  indicators {
    id: "pneumoconiosis"
    numerator: "new-cases"
    denominator: "reported-cases"
    scale: 100
    empty_denominator: EMPTY_DENOMINATOR_ZERO
    industries: "dust-exposed"
  }
  targets {
    indicator: "accidents"
    period: "2021"
    below_base { base_period: "2019" }
  }
  targets {
    indicator: "casualties"
    period: "2021"
    below_base { base_period: "2019" }
  }
  targets {
    indicator: "coverage"
    period: "2021"
    at_least { value: "70" }
  }
  targets {
    indicator: "pneumoconiosis"
    period: "2021"
    keeps_falling { previous_period: "2019" }
  }
  targets {
    indicator: "accidents"
    period: "2022"
    reduce_by { percent: "5" base_period: "2019" }
  }
  targets {
    indicator: "casualties"
    period: "2022"
    reduce_by { percent: "5" base_period: "2019" }
  }
  targets {
    indicator: "coverage"
    period: "2022"
    at_least { value: "80" }
  }
  targets {
    indicator: "pneumoconiosis"
    period: "2022"
    keeps_falling { previous_period: "2021" }
  }
  data_requests {
    period: "2019"
    industries: [ "coal-mining", "dust-exposed" ]
    due_date { year: 2022 month: 5 day: 31 }
  }
  data_requests {
    period: "2021"
    industries: [ "coal-mining", "dust-exposed" ]
    due_date { year: 2022 month: 5 day: 31 }
  }
  data_requests {
    period: "2022"
    industries: [ "coal-mining", "dust-exposed" ]
    due_date { year: 2023 month: 2 day: 28 }
  }
)pb";

std::string ResponsibleFor(const Plan& plan, const std::string& industry) {
  for (const type::v1::Industry& each : plan.industries()) {
    if (each.id() == industry) return each.responsible_department();
  }
  return "";
}

absl::TimeZone Shanghai() { return *LoadZone("Asia/Shanghai"); }

}  // namespace

Plan SamplePlan() {
  Plan plan;
  if (!google::protobuf::TextFormat::ParseFromString(kSamplePlan, &plan)) std::abort();
  return plan;
}

Plan DatedPlan() {
  Plan plan = SamplePlan();
  for (type::v1::Period& period : *plan.mutable_periods()) {
    period.mutable_start_date()->set_year(std::stoi(period.id()));
    period.mutable_start_date()->set_month(1);
    period.mutable_start_date()->set_day(1);
  }
  return plan;
}

absl::Time Day(int year, int month, int day) { return absl::FromCivil(absl::CivilDay(year, month, day), Shanghai()); }

Filed::Filed(Plan plan) : plan_(std::move(plan)) {
  for (const type::v1::DataRequest& request : plan_.data_requests()) {
    for (const type::v1::Region& region : plan_.regions()) {
      for (const std::string& industry : request.industries()) {
        Obligation& obligation = obligations_.emplace_back();
        obligation.set_name(
            absl::StrCat(plan_.name(), "/obligations/", request.period(), "-", region.code(), "-", industry));
        obligation.set_plan_edition(plan_.edition());
        obligation.set_region(region.code());
        obligation.set_industry(industry);
        obligation.set_department(ResponsibleFor(plan_, industry));
        obligation.set_period(request.period());
        obligation.set_provisional(request.provisional());
        *obligation.mutable_due_time() = ToTimestamp(absl::FromCivil(*FromDate(request.due_date()) + 1, Shanghai()));
      }
    }
  }
}

Filings Filed::filings() const {
  Filings filings;
  for (const Obligation& obligation : obligations_) filings.Put(obligation);
  for (const Return& filed : returns_) filings.Put(filed);
  return filings;
}

Obligation& Filed::Owed(absl::string_view period, absl::string_view industry, absl::string_view region) {
  for (Obligation& obligation : obligations_) {
    if (obligation.period() == period && obligation.industry() == industry && obligation.region() == region) {
      return obligation;
    }
  }
  std::abort();  // the test asks for what its plan does not state
}

Return* Filed::FindReturn(const Obligation& obligation) {
  for (Return& filed : returns_) {
    if (filed.obligation() == obligation.name()) return &filed;
  }
  return nullptr;
}

void Filed::SendBack(absl::string_view period, absl::string_view industry, absl::Time due, absl::string_view region) {
  Obligation& obligation = Owed(period, industry, region);
  Return& filed = *FindReturn(obligation);
  filed.set_state(submission::v1::RETURN_STATE_SENT_BACK);
  submission::v1::SendBack& send_back = *obligation.add_send_backs();
  send_back.set_revision(filed.latest().revision());
  *send_back.mutable_due_time() = ToTimestamp(due);
  if (obligation.has_met_time()) *send_back.mutable_previous_met_time() = obligation.met_time();
  if (obligation.has_final_met_time()) *send_back.mutable_previous_final_met_time() = obligation.final_met_time();
  obligation.clear_met_time();
  obligation.clear_final_met_time();
}

Return& Filed::File(absl::string_view period, absl::string_view industry, const Figures& figures,
                    submission::v1::ReturnState state, absl::string_view region) {
  const Obligation& obligation = Owed(period, industry, region);
  Return* filed = FindReturn(obligation);
  if (filed == nullptr) filed = &returns_.emplace_back();
  filed->set_name(absl::StrCat(plan_.name(), "/returns/", period, "-", region, "-", industry));
  filed->set_obligation(obligation.name());
  filed->set_state(state);
  submission::v1::ReturnRevision& revision = *filed->mutable_latest();
  revision.set_revision(revision.revision() + 1);
  revision.set_name(absl::StrCat(filed->name(), "/revisions/", revision.revision()));
  revision.set_ledger_sequence(next_sequence_++);
  revision.set_plan_edition(plan_.edition());
  revision.set_provisional(obligation.provisional());
  revision.clear_figures();
  for (const auto& [id, number] : figures) {
    type::v1::FigureValue& figure = *revision.add_figures();
    figure.set_figure(id);
    figure.set_number(number);
  }
  return *filed;
}

}  // namespace lianfang::evaluation
