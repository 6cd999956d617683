#include "services/fund/export/statement.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "common/workbook/workbook_file.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/domain/values/money.h"
#include "services/fund/export/sheet.h"
#include "words/enum_words.h"
#include "words/instant_words.h"

namespace lianfang::fund {
namespace {

template <typename Elements>
std::string NameIn(const Elements& elements, const std::string& id) {
  for (const auto& element : elements) {
    if (element.id() == id && !element.names().zh().empty()) return element.names().zh();
  }
  return id;
}

std::string DateText(const google::type::Date& date) { return date.year() == 0 ? "" : FormatDay(DayOf(date)); }

void BudgetRow(Sheet& sheet, const std::string& purpose, int64_t amount, int64_t committed, int64_t paid) {
  sheet.Text(purpose).Sum(amount).Sum(committed).Sum(paid).Sum(amount - committed).EndRow();
}

void WriteBudget(lxw_workbook* workbook, const Statement& statement) {
  const v1::Budget& budget = statement.budget;
  Sheet sheet(workbook, "预算执行",
              {{"用途", 24}, {"预算（元）", 18}, {"已立项（元）", 18}, {"已支付（元）", 18}, {"余额（元）", 18}});
  sheet.Title(absl::StrCat(statement.plan.title().zh(), "：", statement.year, "年度工伤预防费决算"));
  sheet.Headings();
  for (const v1::BudgetShare& share : budget.shares()) {
    BudgetRow(sheet, NameIn(statement.plan.fund().purposes(), share.purpose()), FenOf(share.amount()),
              FenOf(share.committed()), FenOf(share.paid()));
  }
  BudgetRow(sheet, "合计", FenOf(budget.amount()), FenOf(budget.committed()), FenOf(budget.paid()));
  sheet.Title(absl::StrCat("上年度征缴收入 ", FenText(FenOf(budget.collection())), " 元，预算上限 ",
                           FenText(FenOf(budget.cap())), " 元；批复：", budget.approval().authority(), " ",
                           budget.approval().number()));
  for (const v1::BudgetException& exception : budget.exceptions()) {
    sheet.Title(absl::StrCat("例外：", ChineseOf(exception.kind()), "，依据 ", exception.approval().authority(), " ",
                             exception.approval().number()));
  }
}

void WriteProjects(lxw_workbook* workbook, const Statement& statement) {
  Sheet sheet(workbook, "项目",
              {{"项目", 20},
               {"名称", 36},
               {"用途", 12},
               {"部门", 20},
               {"申请单位", 24},
               {"状态", 12},
               {"申请金额（元）", 16},
               {"立项金额（元）", 16},
               {"合同金额（元）", 16},
               {"预付（元）", 16},
               {"决算（元）", 16},
               {"承担机构", 28},
               {"采购方式", 14},
               {"合同期", 24}});
  sheet.Title(absl::StrCat(statement.year, "年度工伤预防项目"));
  sheet.Headings();
  for (const v1::Project& project : statement.projects) {
    const v1::Proposal& proposal = project.proposal();
    const v1::Contract& contract = project.contract();
    const auto provider = statement.providers.find(contract.provider());
    std::string way = contract.procurement_way();
    for (const auto& rule : statement.plan.fund().procurement()) {
      if (rule.way() == way) way = rule.names().zh();
    }
    sheet.Text(LastPart(project.name())).Text(proposal.title());
    sheet.Text(NameIn(statement.plan.fund().purposes(), proposal.purpose()));
    sheet.Text(NameIn(statement.plan.departments(), proposal.department()));
    sheet.Text(proposal.applicant().display_name()).Text(ChineseOf(project.state()));
    sheet.Sum(FenOf(proposal.amount())).Sum(FenOf(project.approved_amount())).Sum(FenOf(contract.amount()));
    sheet.Sum(FenOf(project.advance())).Sum(FenOf(project.settled_amount()));
    sheet.Text(provider == statement.providers.end() ? "" : provider->second.display_name()).Text(way);
    sheet.Text(project.has_contract()
                   ? absl::StrCat(DateText(contract.start_date()), " 至 ", DateText(contract.end_date()))
                   : "");
    sheet.EndRow();
  }
}

// The contracts of one provider in the year.
struct Carried {
  int contracts = 0;
  int64_t contracted = 0;
  int64_t paid = 0;
  int accepted = 0;
  int failed = 0;
};

std::map<std::string, Carried> CarriedByProvider(const Statement& statement) {
  std::map<std::string, Carried> carried;
  for (const v1::Project& project : statement.projects) {
    if (!project.has_contract()) continue;
    Carried& one = carried[project.contract().provider()];
    ++one.contracts;
    one.contracted += FenOf(project.contract().amount());
    one.paid += FenOf(project.paid());
    if (project.acceptance().result() == v1::ACCEPTANCE_RESULT_PASSED) ++one.accepted;
    if (project.acceptance().result() == v1::ACCEPTANCE_RESULT_FAILED) ++one.failed;
  }
  return carried;
}

void WriteProviders(lxw_workbook* workbook, const Statement& statement) {
  Sheet sheet(workbook, "承担机构",
              {{"信用代码", 22},
               {"机构", 36},
               {"合同", 10},
               {"合同金额（元）", 18},
               {"已支付（元）", 18},
               {"验收合格", 10},
               {"验收不合格", 12},
               {"禁入至", 14}});
  sheet.Title(absl::StrCat(statement.year, "年度承担机构"));
  sheet.Headings();
  for (const auto& [name, carried] : CarriedByProvider(statement)) {
    const auto provider = statement.providers.find(name);
    const bool known = provider != statement.providers.end();
    sheet.Text(LastPart(name)).Text(known ? provider->second.display_name() : "").Count(carried.contracts);
    sheet.Sum(carried.contracted).Sum(carried.paid).Count(carried.accepted).Count(carried.failed);
    sheet.Text(known ? DateText(provider->second.barred_until_date()) : "").EndRow();
  }
}

// The trail before, during and after.
void WriteTrail(lxw_workbook* workbook, const Statement& statement) {
  Sheet sheet(workbook, "过程记录",
              {{"项目", 20},
               {"序号", 8},
               {"步骤", 18},
               {"检查阶段", 10},
               {"此后状态", 14},
               {"时间", 20},
               {"经办", 44},
               {"说明", 44},
               {"文件", 44}});
  sheet.Title(absl::StrCat(statement.year, "年度项目全过程记录"));
  sheet.Headings();
  const absl::TimeZone zone = ZoneOf(statement.plan);
  for (const v1::Project& project : statement.projects) {
    for (const v1::ProjectEvent& event : project.events()) {
      std::string documents;
      const auto& kept = event.has_step() ? event.step().documents() : project.documents();
      for (const v1::Document& document : kept) {
        absl::StrAppend(&documents, documents.empty() ? "" : "\n", document.title(), " ", document.number());
      }
      std::string note = event.step().note();
      if (event.step().has_visit()) absl::StrAppend(&note, note.empty() ? "" : "\n", event.step().visit().finding());
      sheet.Text(LastPart(project.name())).Text(absl::StrCat(event.number())).Text(ChineseOf(event.kind()));
      const bool visit = event.visit_phase() != v1::VISIT_PHASE_UNSPECIFIED;
      sheet.Text(visit ? ChineseOf(event.visit_phase()) : "").Text(ChineseOf(event.state()));
      sheet.Text(InstantText(event.time(), zone)).Text(event.actor()).Text(note).Text(documents).EndRow();
    }
  }
}

}  // namespace

absl::StatusOr<std::string> WriteStatement(const Statement& statement) {
  return WriteWorkbook([&statement](lxw_workbook* workbook) {
    WriteBudget(workbook, statement);
    WriteProjects(workbook, statement);
    WriteProviders(workbook, statement);
    WriteTrail(workbook, statement);
  });
}

}  // namespace lianfang::fund
