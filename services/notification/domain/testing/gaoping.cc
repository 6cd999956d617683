#include "services/notification/domain/testing/gaoping.h"

#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/testing/china_calendar.h"
#include "common/time.h"
#include "deadlines/duties.h"
#include "services/notification/domain/contact/contact_rules.h"

namespace lianfang::notification::testing {
namespace {

constexpr char kRegion[] = "140581";

constexpr char kPlan[] = R"pb(
  name: "plans/gaoping-2021-2025"
  title {
    zh: "高平市工伤预防五年行动计划（2021-2025年）实施方案"
    en: "Gaoping work-injury prevention five-year action plan"
  }
  issue_date { year: 2022 month: 5 day: 19 }
  time_zone: "Asia/Shanghai"
  regions {
    code: "140581"
    names { zh: "高平市" en: "Gaoping" }
  }
  departments {
    id: "hrss"
    names { zh: "人力资源和社会保障局" en: "Human resources" }
    role: DEPARTMENT_ROLE_LEAD
  }
  departments {
    id: "emergency"
    names { zh: "应急管理局" en: "Emergency management" }
    role: DEPARTMENT_ROLE_RESPONSIBLE
  }
  departments {
    id: "housing"
    names { zh: "住房和城乡建设局" en: "Housing" }
    role: DEPARTMENT_ROLE_RESPONSIBLE
  }
  departments {
    id: "transport"
    names { zh: "交通运输局" en: "Transport" }
    role: DEPARTMENT_ROLE_RESPONSIBLE
  }
  departments {
    id: "health"
    names { zh: "卫生健康和体育局" en: "Health and sports" }
    role: DEPARTMENT_ROLE_RESPONSIBLE
  }
  industries {
    id: "hazardous-chemicals"
    names { zh: "危险化学品" en: "Hazardous chemicals" }
    responsible_department: "emergency"
  }
  industries {
    id: "coal-mining"
    names { zh: "煤矿" en: "Coal mining" }
    responsible_department: "emergency"
  }
  industries {
    id: "non-coal-mining"
    names { zh: "非煤矿山" en: "Non-coal mining" }
    responsible_department: "emergency"
  }
  industries {
    id: "construction"
    names { zh: "建筑施工" en: "Construction" }
    responsible_department: "housing"
  }
  industries {
    id: "transportation"
    names { zh: "交通运输" en: "Transportation" }
    responsible_department: "transport"
  }
  industries {
    id: "machinery-manufacturing"
    names { zh: "机械制造" en: "Machinery" }
    responsible_department: "emergency"
  }
  industries {
    id: "dust-exposed"
    names { zh: "涉尘行业" en: "Dust-exposed" }
    responsible_department: "health"
  }
  periods {
    id: "2019"
    names { zh: "2019年度" en: "2019" }
  }
  periods {
    id: "2021"
    names { zh: "2021年度" en: "2021" }
  }
  figures {
    id: "accidents"
    names { zh: "一般及以上生产安全事故起数" en: "Accidents" }
  }
  figures {
    id: "casualties"
    names { zh: "伤亡人数" en: "Casualties" }
  }
  office {
    names { zh: "高平市人力资源和社会保障局社会保险管理股" en: "Social Insurance Section" }
    phone: "0356-5220242"
    email: "plan-office@hrss.example"
  }
  reminder_stages {
    offset_days: -30
    time { hours: 9 }
    recipients: RECIPIENT_LIAISON
  }
  reminder_stages {
    offset_days: -15
    time { hours: 9 }
    recipients: RECIPIENT_LIAISON
  }
  reminder_stages {
    offset_days: -7
    time { hours: 9 }
    recipients: RECIPIENT_LIAISON
  }
  reminder_stages {
    offset_days: -3
    time { hours: 9 }
    recipients: RECIPIENT_LIAISON
  }
  reminder_stages {
    offset_days: -1
    time { hours: 9 }
    recipients: RECIPIENT_LIAISON
  }
  reminder_stages {
    offset_days: 0
    time { hours: 9 }
    recipients: RECIPIENT_LIAISON
  }
  reminder_stages {
    offset_days: 1
    time { hours: 9 }
    recipients: [ RECIPIENT_LIAISON, RECIPIENT_CONVENER ]
  }
  reminder_stages {
    offset_days: 3
    time { hours: 9 }
    recipients: [ RECIPIENT_LIAISON, RECIPIENT_CONVENER, RECIPIENT_OFFICE_DIRECTOR ]
    repeat_days: 7
  }
)pb";

std::string DepartmentOf(absl::string_view industry) {
  const type::v1::Plan plan = GaopingPlan();
  for (const auto& candidate : plan.industries()) {
    if (candidate.id() == industry) return candidate.responsible_department();
  }
  std::cerr << "no industry " << industry << " in the test plan\n";
  std::abort();
}

}  // namespace

WorkingCalendar China() { return ChinaCalendar(); }

absl::TimeZone Shanghai() { return LoadZone("Asia/Shanghai").value(); }

absl::Time At(absl::CivilSecond second) { return absl::FromCivil(second, Shanghai()); }

type::v1::Plan GaopingPlan() {
  type::v1::Plan plan;
  if (!google::protobuf::TextFormat::ParseFromString(kPlan, &plan)) std::abort();
  return plan;
}

submission::v1::Obligation GaopingObligation(absl::string_view industry, absl::string_view period, absl::CivilDay open,
                                             absl::CivilDay due) {
  submission::v1::Obligation obligation;
  obligation.set_name(absl::StrCat("plans/gaoping-2021-2025/obligations/", period, "-", kRegion, "-", industry));
  obligation.set_plan_edition(1);
  obligation.set_department(DepartmentOf(industry));
  obligation.set_acting_region(kRegion);
  obligation.set_region(kRegion);
  obligation.set_industry(std::string(industry));
  obligation.set_period(std::string(period));
  *obligation.mutable_open_time() = ToTimestamp(At(absl::CivilSecond(open)));
  *obligation.mutable_due_time() = ToTimestamp(At(absl::CivilSecond(due + 1)));
  *obligation.mutable_original_due_time() = obligation.due_time();
  *obligation.mutable_create_time() = obligation.open_time();
  return obligation;
}

std::vector<Duty> DutiesOf(const submission::v1::Obligation& obligation) {
  return deadlines::DutiesOf(obligation, GaopingPlan());
}

std::vector<Duty> DutiesOf(const std::vector<submission::v1::Obligation>& obligations) {
  const type::v1::Plan plan = GaopingPlan();
  std::vector<Duty> duties;
  for (const auto& obligation : obligations) {
    for (Duty& duty : deadlines::DutiesOf(obligation, plan)) duties.push_back(std::move(duty));
  }
  return duties;
}

Duty DutyAt(const submission::v1::Obligation& obligation, absl::Time time) {
  for (Duty& duty : DutiesOf(obligation)) {
    if (IsAwaitedAt(duty, time)) return std::move(duty);
  }
  std::cerr << "nothing is awaited of " << obligation.name() << "\n";
  std::abort();
}

std::vector<submission::v1::Obligation> May2022() {
  std::vector<submission::v1::Obligation> obligations;
  const type::v1::Plan plan = GaopingPlan();
  for (const auto& period : plan.periods()) {
    for (const auto& industry : plan.industries()) {
      obligations.push_back(
          GaopingObligation(industry.id(), period.id(), absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31)));
    }
  }
  return obligations;
}

v1::Contact GaopingContact(absl::string_view department, type::v1::Recipient role, absl::string_view suffix) {
  v1::Contact contact;
  contact.set_region(kRegion);
  contact.set_department(std::string(department));
  contact.set_role(role);
  contact.set_name(absl::StrCat(ContactNamePrefix(contact), suffix));
  contact.set_display_name(absl::StrCat(department, " ", RoleId(role), " ", suffix));
  contact.set_email(absl::StrCat(RoleId(role), "-", suffix, "@", department, ".example"));
  contact.set_language(kDefaultLanguage);
  return contact;
}

std::vector<v1::Contact> GaopingContacts() {
  std::vector<v1::Contact> contacts;
  for (const absl::string_view department : {"emergency", "housing", "transport", "health"}) {
    contacts.push_back(GaopingContact(department, type::v1::RECIPIENT_LIAISON));
    contacts.push_back(GaopingContact(department, type::v1::RECIPIENT_CONVENER));
  }
  contacts.push_back(GaopingContact("hrss", type::v1::RECIPIENT_OFFICE_DIRECTOR));
  return contacts;
}

AlertDesk OfficeDesk() {
  AlertDesk desk{.office = {}, .mail_domain = "hrss.example"};
  desk.office.set_display_name("领导小组办公室");
  desk.office.set_email("office@hrss.example");
  return desk;
}

}  // namespace lianfang::notification::testing
