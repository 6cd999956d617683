#include "services/fund/domain/testing/sample.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "common/credit_code.h"
#include "common/errors.h"
#include "common/time.h"

namespace lianfang::fund::testing {
namespace {

constexpr char kPlan[] = R"pb(
  name: "plans/sample"
  time_zone: "Asia/Shanghai"
  edition: 2
  title { zh: "样例方案" }
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
  departments {
    id: "social-insurance"
    names { zh: "社会保险中心" }
    role: DEPARTMENT_ROLE_ADDRESSEE
  }
  departments {
    id: "union"
    names { zh: "总工会" }
    role: DEPARTMENT_ROLE_OBSERVER
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
  industries {
    id: "dust-exposed"
    names { zh: "涉尘行业" }
    responsible_department: "emergency"
  }
  fund {
    purposes {
      id: "publicity"
      names { zh: "宣传" }
      basis_points: 3000
    }
    purposes {
      id: "training"
      names { zh: "培训" }
      basis_points: 7000
    }
    procurement {
      from { currency_code: "CNY" units: 30000 }
      way: "selection"
      names { zh: "竞争性磋商" }
    }
    procurement {
      from { currency_code: "CNY" units: 500000 }
      way: "open-tender"
      names { zh: "公开招标" }
    }
    advance_minimum_basis_points: 3000
  }
)pb";

}  // namespace

absl::Time Now() {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-06-01T12:00:00+08:00", &time, &error)) << error;
  return time;
}

const type::v1::Plan& SamplePlan() {
  static const auto& plan = *new type::v1::Plan(FromText<type::v1::Plan>(kPlan));
  return plan;
}

std::string DocumentText(absl::string_view title) {
  return absl::StrCat("{ title: \"", title, "\" sha256: \"", std::string(64, 'a'), "\" }");
}

std::string ApprovalText() {
  return absl::StrCat(
      "{ authority: \"省财政厅\" number: \"晋财〔2026〕1号\" date { year: 2026 month: 1 day: 5 } document ",
      DocumentText("批复"), " }");
}

v1::Budget SampleBudget() {
  return FromText<v1::Budget>(absl::StrCat(R"pb(
                                             name: "plans/sample/budgets/2026"
                                             collection { currency_code: "CNY" units: 4000000 }
                                             amount { currency_code: "CNY" units: 100000 }
                                             shares {
                                               purpose: "publicity"
                                               amount { currency_code: "CNY" units: 30000 }
                                             }
                                             shares {
                                               purpose: "training"
                                               amount { currency_code: "CNY" units: 70000 }
                                             }
                                             priority_industries: "dust-exposed"
                                             priority_industries: "coal-mining" approval)pb",
                                           ApprovalText()));
}

v1::Proposal SampleProposal() {
  return FromText<v1::Proposal>(R"pb(
    title: "煤矿班组长工伤预防培训"
    purpose: "training"
    applicant_kind: APPLICANT_KIND_DEPARTMENT
    department: "emergency"
    region: "140581"
    industry: "coal-mining"
    amount { currency_code: "CNY" units: 40000 }
    start_date { year: 2026 month: 7 day: 1 }
    end_date { year: 2026 month: 12 day: 31 }
    description: "培训煤矿班组长 500 人"
    participants: 500
  )pb");
}

v1::Project SampleProject(const std::string& id) {
  v1::Project wanted;
  wanted.set_budget(kBudget);
  *wanted.mutable_proposal() = SampleProposal();
  *wanted.add_documents() = FromText<v1::Document>("title: \"申报书\" sha256: \"" + std::string(64, 'a') + "\"");
  return Proposed("projects/" + id, wanted, {Person(type::v1::ROLE_LIAISON, "emergency").uri, Now(), ""});
}

v1::Provider SampleProvider(const std::string& name) {
  v1::Provider provider;
  provider.set_name(name);
  provider.set_display_name("示例培训机构");
  provider.add_kinds(v1::PROVIDER_KIND_THIRD_PARTY);
  provider.set_etag("1");
  return provider;
}

Panel HeldPanel() {
  Panel panel;
  panel.engagement = kEngagement;
  panel.plan = "plans/sample";
  panel.reviews_projects = true;
  panel.accepts_projects = true;
  panel.held = true;
  panel.seats = 3;
  panel.end_time = Now();
  panel.parties = {"91350100M000100Y43"};
  return panel;
}

std::string CreditCode(int number) {
  const std::string body = absl::StrFormat("91140581MB%07d", number);
  for (const char check : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
    if (CreditCodeFault(body + check).empty()) return body + check;
  }
  return body;
}

Identity Person(type::v1::Role role, const std::string& department, const std::string& region) {
  Identity person;
  person.uri = absl::StrCat("spiffe://t/region/", region, "/department/", department, "/role/", RoleName(role));
  person.region = region;
  person.department = department;
  person.role = role;
  return person;
}

v1::ProjectStep Step(const std::string& text) { return FromText<v1::ProjectStep>(text); }

v1::ProjectStep StepWithDocument(const std::string& text) {
  return Step(absl::StrCat("documents ", DocumentText("纪要"), " ", text));
}

StepFacts Walk::Facts() const {
  return {.plan = SamplePlan(),
          .caller = caller,
          .now = now,
          .panel = panel,
          .provider = provider,
          .contractor = contractor,
          .budget = budget,
          .sums = sums};
}

absl::Status Walk::Try(const v1::ProjectStep& step) { return TakeStep(project_, step, Facts()); }

Walk& Walk::Take(const v1::ProjectStep& step) {
  const absl::Status taken = Try(step);
  EXPECT_TRUE(taken.ok()) << taken;
  return *this;
}

Walk& Walk::Reviewed() {
  Take(Step("panel { engagement: \"engagements/review\" }"));
  return Take(
      StepWithDocument("review { votes_for: 2 votes_against: 1 amount { currency_code: \"CNY\" units: 40000 } }"));
}

Walk& Walk::Approved() {
  Reviewed();
  return Take(StepWithDocument("decision { approve: true amount { currency_code: \"CNY\" units: 36000 } }"));
}

Walk& Walk::Contracted() {
  Approved();
  return Take(StepWithDocument(R"pb(
    contract {
      contract {
        provider: "plans/sample/providers/91350100M000100Y43"
        number: "合同1号"
        amount { currency_code: "CNY" units: 35000 }
        sign_date { year: 2026 month: 6 day: 1 }
        start_date { year: 2026 month: 6 day: 1 }
        end_date { year: 2026 month: 12 day: 31 }
        procurement_way: "selection"
        milestones {
          id: "half"
          title: "完成一半"
          due_date { year: 2026 month: 9 day: 30 }
        }
      }
    }
  )pb"));
}

Walk& Walk::Running() {
  Contracted();
  return Take(StepWithDocument("start { start_date { year: 2026 month: 6 day: 1 } }"));
}

Walk& Walk::Completed() {
  Running();
  Take(Step("milestone { milestone: \"half\" done_date { year: 2026 month: 6 day: 1 } }"));
  // Who accepts is another person.
  const Identity before = std::exchange(caller, Person(type::v1::ROLE_LIAISON, "emergency"));
  Take(StepWithDocument("completion { complete_date { year: 2026 month: 6 day: 1 } }"));
  caller = before;
  return *this;
}

Walk& Walk::Accepted() {
  Completed();
  return Take(
      StepWithDocument("acceptance { result: ACCEPTANCE_RESULT_PASSED engagement: \"engagements/accept\" "
                       "accept_date { year: 2026 month: 6 day: 1 } }"));
}

std::string Told(const absl::Status& status) {
  if (const auto info = ErrorInfoOf(status); info.has_value() && !info->reason().empty()) return info->reason();
  const auto faults = BadRequestOf(status);
  return faults.has_value() ? faults->field_violations(0).field() : std::string(status.message());
}

}  // namespace lianfang::fund::testing
