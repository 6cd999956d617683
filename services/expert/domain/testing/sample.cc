#include "services/expert/domain/testing/sample.h"

#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/field_cipher.h"
#include "common/time.h"
#include "google/protobuf/text_format.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert::testing {
namespace {

constexpr char kPlan[] = R"pb(
  name: "plans/sample"
  issue_date { year: 2024 month: 5 day: 19 }
  time_zone: "Asia/Shanghai"
  edition: 2
  regions {
    code: "140581"
    names { zh: "高平市" }
  }
  departments {
    id: "hrss"
    names { zh: "人社局" }
    role: DEPARTMENT_ROLE_LEAD
  }
  departments {
    id: "emergency"
    names { zh: "应急管理局" }
    role: DEPARTMENT_ROLE_RESPONSIBLE
  }
  departments {
    id: "housing"
    names { zh: "住建局" }
    role: DEPARTMENT_ROLE_RESPONSIBLE
  }
  industries {
    id: "coal-mining"
    names { zh: "煤矿" }
    responsible_department: "emergency"
  }
  industries {
    id: "construction"
    names { zh: "建筑施工" }
    responsible_department: "housing"
  }
  pools {
    id: "professional"
    specialties {
      id: "safety"
      names { zh: "安全生产" }
    }
    specialties {
      id: "health"
      names { zh: "职业卫生" }
    }
    term_months: 36
    age_limit: 70
    minimum_panel_size: 3
    conflict_years: 3
    draw_needs_observer: true
    panel_rules {
      kinds: "project-review"
      minimum_amount { currency_code: "CNY" units: 1000000 }
      minimum_size: 5
    }
    qualifications { title_grade: "associate-senior" }
    qualifications { title_grade: "intermediate" practice_years: 8 }
    yearly_seat_limit: 4
    bar_months: 36
    session_fees {
      title_grade: "senior"
      amount { currency_code: "CNY" units: 1500 }
    }
  }
  pools {
    id: "training"
    target_size: 50
    specialties {
      id: "safety"
      names { zh: "安全生产" }
    }
    term_months: 36
    age_limit: 70
    minimum_panel_size: 1
    conflict_years: 3
  }
)pb";

absl::TimeZone Zone() {
  absl::TimeZone zone;
  absl::LoadTimeZone("Asia/Shanghai", &zone);
  return zone;
}

}  // namespace

absl::Time At(absl::CivilSecond second) { return absl::FromCivil(second, Zone()); }

absl::Time Now() { return At(absl::CivilSecond(2026, 6, 1, 12)); }

PlanPtr SamplePlan() {
  auto plan = std::make_shared<type::v1::Plan>();
  if (!google::protobuf::TextFormat::ParseFromString(kPlan, plan.get())) std::abort();
  return plan;
}

PlanPtr PlanWith(const std::function<void(type::v1::ExpertPool&)>& change) {
  auto plan = std::make_shared<type::v1::Plan>(*SamplePlan());
  change(*plan->mutable_pools(0));
  return plan;
}

PoolView PoolWith(const std::function<void(type::v1::ExpertPool&)>& change) {
  return *PoolView::Find(PlanWith(change), kProfessional);
}

PoolView Pool(const std::string& name) { return *PoolView::Find(SamplePlan(), name); }

std::string IdNumber(absl::CivilDay birth_date, int number) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const std::string digits =
      absl::StrFormat("140581%04d%02d%02d%03d", birth_date.year(), birth_date.month(), birth_date.day(), number);
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * kWeights[i];
  return digits + "10X98765432"[sum % 11];
}

v1::Party Party(const std::string& code) {
  v1::Party party;
  party.set_credit_code(code);
  party.set_display_name("示例公司");
  return party;
}

v1::Expert Nomination(int number, const std::string& pool) {
  v1::Expert expert;
  expert.set_pool(pool);
  expert.set_display_name(absl::StrCat("专家", number));
  expert.mutable_identifying_data()->set_id_number(IdNumber(absl::CivilDay(1980, 3, 1), number));
  expert.mutable_identifying_data()->set_phone("13800000000");
  expert.mutable_identifying_data()->set_email(absl::StrCat("expert-", number, "@experts.example"));
  expert.add_specialties("safety");
  if (pool == kProfessional) expert.add_specialties("health");
  expert.add_industries("coal-mining");
  expert.set_region("140581");
  *expert.mutable_employer() = Party(kEmployerCode);
  expert.set_professional_title("正高级工程师");
  expert.set_title_grade(v1::TITLE_GRADE_SENIOR);
  *expert.mutable_practice_start_date() = ToDate(absl::CivilDay(2004, 7, 1));
  *expert.mutable_consent_date() = ToDate(absl::CivilDay(2025, 5, 1));
  expert.mutable_nominator()->set_department("emergency");
  expert.add_topics("粉尘防治");
  return expert;
}

ExpertRecord Member(int number) {
  ExpertRecord record;
  record.expert = Nomination(number);
  record.expert.set_name(absl::StrFormat("experts/e%03d", number));
  record.expert.set_state(v1::EXPERT_STATE_ACTIVE);
  record.expert.set_etag("1");
  record.expert.mutable_nomination_review()->set_decision(v1::NOMINATION_DECISION_ADMIT);
  const absl::CivilDay start(2025, 6, 1);
  const absl::CivilDay end = AddMonths(start, 36) - 1;
  v1::Term& term = *record.expert.add_terms();
  term.set_number(1);
  *term.mutable_start_date() = ToDate(start);
  *term.mutable_end_date() = ToDate(end);
  *record.expert.mutable_review_due_date() = ToDate(absl::CivilDay(2026, 6, 15));
  record.state_time = At(start);
  *record.expert.mutable_create_time() = ToTimestamp(record.state_time);
  *record.expert.mutable_nomination_review()->mutable_review_time() = ToTimestamp(record.state_time);
  record.term_end = At(absl::CivilSecond(end + 1));
  record.office_region = "140581";
  static const auto& cipher = *new FieldCipher(*FieldCipher::Parse("k1 " + std::string(64, 'a'), std::string(64, 'b')));
  const v1::IdentifyingData data = record.expert.identifying_data();
  record.person = cipher.Fingerprint(data.id_number());
  record.identity = cipher.Seal(data.SerializeAsString(), record.expert.name());
  return record;
}

v1::Engagement Need() {
  v1::Engagement need;
  need.set_pool(kProfessional);
  need.set_kind(v1::ENGAGEMENT_KIND_PROJECT_REVIEW);
  need.set_subject("粉尘治理项目立项评审");
  need.set_requesting_department("housing");
  need.set_region("140581");
  *need.add_parties() = Party();
  need.set_panel_size(3);
  *need.mutable_start_time() = ToTimestamp(At(absl::CivilSecond(2026, 6, 10, 9)));
  *need.mutable_end_time() = ToTimestamp(At(absl::CivilSecond(2026, 6, 10, 11)));
  need.set_place("会议室");
  need.mutable_response_period()->set_seconds(24 * 3600);
  return need;
}

v1::Engagement Planned() {
  v1::Engagement engagement = Need();
  engagement.set_name("engagements/review");
  engagement.set_state(v1::ENGAGEMENT_STATE_PLANNED);
  engagement.set_etag("1");
  return engagement;
}

}  // namespace lianfang::expert::testing
