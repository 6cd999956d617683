#include "services/coordination/domain/testing/sample.h"

#include <google/protobuf/text_format.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/coordination/domain/inspection/order_rules.h"

namespace lianfang::coordination::testing {
namespace {

constexpr char kPlanText[] = R"(
name: "plans/sample"
edition: 1
title { zh: "样例方案" en: "Sample" }
issue_date { year: 2022 month: 5 day: 19 }
time_zone: "Asia/Shanghai"
office { names { zh: "办公室" en: "Office" } phone: "0356-5220242" }
regions { code: "140581" names { zh: "高平市" en: "Gaoping" } }
departments { id: "hrss" names { zh: "人社局" en: "HRSS" } role: DEPARTMENT_ROLE_LEAD }
departments { id: "emergency" names { zh: "应急局" en: "Emergency" } role: DEPARTMENT_ROLE_RESPONSIBLE }
departments { id: "housing" names { zh: "住建局" en: "Housing" } role: DEPARTMENT_ROLE_RESPONSIBLE }
departments { id: "health" names { zh: "卫健局" en: "Health" } role: DEPARTMENT_ROLE_RESPONSIBLE }
departments { id: "union" names { zh: "总工会" en: "Union" } role: DEPARTMENT_ROLE_OBSERVER }
industries { id: "coal-mining" names { zh: "煤矿" en: "Coal" } responsible_department: "emergency" }
industries { id: "construction" names { zh: "建筑施工" en: "Construction" } responsible_department: "housing" }
periods { id: "2022" names { zh: "2022年度" } start_date { year: 2022 month: 1 day: 1 } end_date { year: 2022 month: 12 day: 31 } }
pools { id: "training" names { zh: "培训专家库" } target_size: 50 }
tasks { id: "publish" text { zh: "制定实施办法" } owners: "hrss" due_date { year: 2022 month: 12 day: 31 } evidence: TASK_EVIDENCE_PLAN_PUBLISHED }
tasks { id: "training-2023" text { zh: "开展宣传培训" } owners: "emergency" owners: "housing" open_date { year: 2023 month: 1 day: 1 }
        due_date { year: 2023 month: 12 day: 31 } evidence: TASK_EVIDENCE_REPORT period: "2022" }
tasks { id: "returns" text { zh: "报送数据" } owners: "emergency" due_date { year: 2023 month: 2 day: 28 }
        evidence: TASK_EVIDENCE_RETURNS_FILED evidence_period: "2022" }
tasks { id: "pool" text { zh: "组建专家库" } owners: "hrss" due_date { year: 2023 month: 12 day: 31 }
        evidence: TASK_EVIDENCE_POOL_FORMED evidence_pool: "training" }
tasks { id: "mid-term" text { zh: "开展中期评估" } owners: "hrss" due_date { year: 2023 month: 12 day: 31 }
        evidence: TASK_EVIDENCE_MID_TERM_ASSESSED evidence_period: "2022" }
tasks { id: "conference" text { zh: "召开联席会议" } owners: "hrss" open_date { year: 2023 month: 1 day: 1 }
        due_date { year: 2023 month: 12 day: 31 } evidence: TASK_EVIDENCE_CONFERENCE_HELD }
tasks { id: "inspection" text { zh: "开展隐患排查" } owners: "hrss" open_date { year: 2023 month: 1 day: 1 }
        due_date { year: 2023 month: 12 day: 31 } evidence: TASK_EVIDENCE_INSPECTION_HELD }
)";

void SetEmployer(v1::Employer& employer) {
  employer.set_display_name("样例煤业有限公司");
  employer.set_credit_code(kCreditCode);
  employer.set_industry("coal-mining");
}

}  // namespace

absl::Time Now() { return absl::FromCivil(absl::CivilSecond(2023, 3, 1, 10), *LoadZone("Asia/Shanghai")); }

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

PlanPtr SamplePlan() {
  auto plan = std::make_shared<type::v1::Plan>();
  google::protobuf::TextFormat::ParseFromString(kPlanText, plan.get());
  return plan;
}

PlanFrame SampleFrame() { return *PlanFrame::Of(SamplePlan()); }

PlanFrame FrameOf(const type::v1::Plan& plan) { return *PlanFrame::Of(std::make_shared<const type::v1::Plan>(plan)); }

Identity Caller(type::v1::Role role, const std::string& department, const std::string& person,
                const std::string& region) {
  Identity caller;
  caller.uri = absl::StrCat("spiffe://t/region/", region, "/department/", department, "/role/", RoleName(role),
                            person.empty() ? "" : "/person/", person);
  caller.region = region;
  caller.department = department;
  caller.role = role;
  caller.person = person;
  return caller;
}

v1::Inspection CarriedOut() {
  v1::Inspection inspection;
  inspection.set_name("inspections/one");
  inspection.set_plan(kPlan);
  inspection.set_kind(v1::INSPECTION_KIND_JOINT);
  inspection.add_departments("emergency");
  inspection.add_departments("health");
  SetEmployer(*inspection.mutable_employer());
  *inspection.mutable_date() = Date(2023, 2, 20);
  inspection.set_state(v1::INSPECTION_STATE_CARRIED_OUT);
  v1::Finding& hazard = *inspection.add_findings();
  hazard.set_name("inspections/one/findings/1");
  hazard.set_kind(v1::FINDING_KIND_HAZARD);
  hazard.set_level(v1::HAZARD_LEVEL_MAJOR);
  hazard.set_description("采煤工作面支护不足");
  v1::Finding& dust = *inspection.add_findings();
  dust.set_name("inspections/one/findings/2");
  dust.set_kind(v1::FINDING_KIND_EXCEEDANCE);
  dust.set_level(v1::HAZARD_LEVEL_GENERAL);
  dust.set_description("呼尘浓度超标");
  v1::Measurement& measured = *dust.mutable_measurement();
  measured.set_factor("呼尘");
  measured.set_value("4.1");
  measured.set_limit("2.5");
  measured.set_unit("mg/m³");
  measured.set_instrument("CCZ20 采样器 0417");
  inspection.set_recorder(Liaison("emergency", "zhang").uri);
  *inspection.mutable_create_time() = ToTimestamp(Now() - absl::Hours(24 * 20));
  *inspection.mutable_record_time() = ToTimestamp(Now() - absl::Hours(24 * 9));
  return inspection;
}

v1::Order Draft() {
  v1::Order order;
  order.add_findings("inspections/one/findings/1");
  order.add_findings("inspections/one/findings/2");
  order.set_department("emergency");
  order.set_demand("立即加强支护；落实喷雾降尘");
  *order.mutable_due_date() = Date(2023, 3, 15);
  return order;
}

v1::Order Served() {
  v1::Order order = Draft();
  order.set_name("orders/one");
  const std::string actor = Liaison("emergency", "zhang").uri;
  CompleteDraft(CarriedOut(), actor, Now(), order);
  return After(std::move(order), Step(v1::ORDER_ACTION_SERVE), actor, Now());
}

v1::AdvanceOrderRequest Step(v1::OrderAction action) {
  v1::AdvanceOrderRequest request;
  request.set_name("orders/one");
  request.set_action(action);
  request.set_reason("因为");
  if (action == v1::ORDER_ACTION_ASK_EXTENSION) *request.mutable_until_date() = Date(2023, 3, 30);
  if (action == v1::ORDER_ACTION_TRANSFER) request.set_department("housing");
  if (action == v1::ORDER_ACTION_TRANSFER || action == v1::ORDER_ACTION_OPEN_PENALTY_CASE) {
    request.set_document_number("高应急罚〔2023〕1号");
  }
  return request;
}

v1::Order After(v1::Order order, const v1::AdvanceOrderRequest& step, const std::string& actor, absl::Time now) {
  Apply(step, actor, now, order);
  return order;
}

v1::Conference Wanted() {
  v1::Conference conference;
  conference.set_plan(kPlan);
  conference.set_title("2023年第一次联席会议");
  const absl::TimeZone zone = *LoadZone("Asia/Shanghai");
  *conference.mutable_start_time() = ToTimestamp(absl::FromCivil(absl::CivilSecond(2023, 3, 20, 9), zone));
  *conference.mutable_end_time() = ToTimestamp(absl::FromCivil(absl::CivilSecond(2023, 3, 20, 11), zone));
  conference.set_place("市政府三楼会议室");
  for (const char* department : {"hrss", "emergency", "union"}) conference.add_departments(department);
  return conference;
}

v1::Activity Campaign() {
  v1::Activity activity;
  activity.set_plan(kPlan);
  activity.set_kind(v1::ACTIVITY_KIND_CAMPAIGN);
  activity.set_department("emergency");
  activity.set_title("安全生产月集中宣传");
  *activity.mutable_start_date() = Date(2023, 2, 1);
  *activity.mutable_end_date() = Date(2023, 2, 3);
  activity.set_people(1200);
  return activity;
}

v1::Opinion Wish() {
  v1::Opinion opinion;
  opinion.set_plan(kPlan);
  opinion.set_department("emergency");
  opinion.set_subject("某煤业未落实培训");
  opinion.set_text("请督促其于月底前补训。");
  SetEmployer(*opinion.mutable_employer());
  *opinion.mutable_due_date() = Date(2023, 3, 20);
  return opinion;
}

}  // namespace lianfang::coordination::testing
