// Writes workbooks to look at: sample_workbooks PLAN.textproto DIRECTORY. README.md beside it says more.
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/files.h"
#include "cli/form/return_form.h"
#include "cli/import/fault_workbook.h"
#include "cli/import/template_workbook.h"
#include "services/evaluation/domain/outlook/assessment.h"
#include "services/evaluation/domain/outlook/trend.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/export/workbook.h"

namespace lianfang {
namespace {

constexpr char kRegion[] = "140581";

// Accidents, deaths and injured of an industry in three years: 2022 after what Yunnan published for the first halves of
// 2021 and 2022 (云南省应急管理厅, 2022-08-23), the rest in between.
struct Row {
  const char* industry;
  int64_t figures[3][3];
};
constexpr Row kRows[] = {
    {"coal-mining", {{2, 2, 3}, {3, 3, 4}, {5, 8, 6}}},
    {"non-coal-mining", {{23, 25, 20}, {19, 21, 18}, {15, 18, 11}}},
    {"construction", {{155, 165, 80}, {130, 140, 71}, {108, 121, 60}}},
    {"hazardous-chemicals", {{4, 4, 9}, {0, 0, 0}, {5, 5, 12}}},
    {"transportation", {{658, 688, 900}, {530, 560, 760}, {420, 441, 610}}},
    {"machinery-manufacturing", {{31, 12, 40}, {28, 9, 33}, {30, 11, 37}}},
};
constexpr const char* kPeriods[] = {"2019", "2021", "2022"};

// What the obligation asks for beyond accidents: half of whatever is to be trained, a few cases.
int64_t OtherFigure(const std::string& figure) {
  if (figure == "pneumoconiosis-short-exposure") return 3;
  if (figure == "pneumoconiosis-cases") return 17;
  return figure.find("-required") != std::string::npos ? 120 : 91;
}

void FileEverything(evaluation::Filed& filed) {
  for (const auto& request : filed.plan().data_requests()) {
    for (int year = 0; year < 3; ++year) {
      if (request.period() != kPeriods[year]) continue;
      for (const std::string& industry : request.industries()) {
        evaluation::Filed::Figures figures;
        for (const std::string& figure : request.figures()) {
          int64_t number = OtherFigure(figure);
          for (const Row& row : kRows) {
            if (industry != row.industry) continue;
            if (figure == "accidents") number = row.figures[year][0];
            if (figure == "deaths") number = row.figures[year][1];
            if (figure == "injured") number = row.figures[year][2];
          }
          figures.emplace_back(figure, number);
        }
        if (industry != "machinery-manufacturing" || year < 2) filed.File(request.period(), industry, figures);
      }
    }
  }
}

evaluation::WorkbookContent ContentOf(const evaluation::Filed& filed, absl::Time as_of) {
  evaluation::WorkbookContent content = {.plan = filed.plan()};
  content.scorecard = *evaluation::BuildScorecard(filed.plan(), kRegion, "2022", filed.filings(), as_of);
  content.trend = *evaluation::BuildTrend(filed.plan(), kRegion, {}, filed.filings(), as_of);
  return content;
}

cli::ObligationList ObligationsOf(evaluation::Filed& filed, absl::string_view department) {
  cli::ObligationList obligations;
  for (submission::v1::Obligation obligation : filed.obligations()) {
    for (const auto& industry : filed.plan().industries()) {
      if (industry.id() == obligation.industry()) obligation.set_department(industry.responsible_department());
    }
    for (const auto& request : filed.plan().data_requests()) {
      const bool asks = request.period() == obligation.period() &&
                        std::count(request.industries().begin(), request.industries().end(), obligation.industry()) > 0;
      for (const std::string& figure : request.figures()) {
        if (asks) obligation.add_figures(figure);
      }
    }
    if (obligation.department() == department) *obligations.Add() = obligation;
  }
  return obligations;
}

cli::FileTable TableOfAClerk() {
  cli::FileTable table;
  table.sheets = {{"2022年度",
                   {{1, {"数据年度", "行业", "安全生产事故起数", "死亡人数（含失踪）", "受伤人数", "备注"}},
                    {2, {"2022", "煤矿", "5", "8起", "6", "与统计局核对后填报，另有一起正在调查，待结案后更正"}},
                    {3, {"2022", "非煤矿山", "15", "—", "11"}},
                    {4, {"2022", "危险化学品", "5", "5", "=SUM(B2:B9)"}}},
                   {}}};
  return table;
}

std::vector<cli::Fault> FaultsOfAClerk() {
  const auto fault = [](int row, size_t column, const char* heading, const char* value, const char* rule) {
    return cli::Fault{row, heading, value, cli::Rule(rule, ""), column, 0, "2022年度"};
  };
  return {fault(2, 3, "死亡人数（含失踪）", "8起", "须为整数（不带小数、单位），或“不适用：原因”"),
          fault(3, 3, "死亡人数（含失踪）", "—",
                "应报而只有横线或斜线，不知何意：没有发生填 0，不存在填“不适用：原因”，尚不掌握则留空"),
          fault(4, 4, "受伤人数", "=SUM(B2:B9)",
                "是公式，没有算出的数值：请在 Excel 或 WPS 中打开、保存后再导入，或直接填写数值")};
}

// 报送表 of the first obligation of emergency management.
absl::StatusOr<std::string> FormOfAClerk(evaluation::Filed& filed) {
  const submission::v1::Obligation obligation = ObligationsOf(filed, "emergency").at(0);
  submission::v1::Return written;
  written.set_name(absl::StrCat(filed.plan().name(), "/returns/2019-140581-hazardous-chemicals"));
  written.set_state(submission::v1::RETURN_STATE_SUBMITTED);
  auto& latest = *written.mutable_latest();
  latest.set_revision(2);
  latest.set_ledger_sequence(17);
  latest.set_late(true);
  latest.mutable_submit_time()->set_seconds(absl::ToUnixSeconds(evaluation::Day(2022, 6, 1)));
  latest.set_note("与统计局核对后填报，另有一起正在调查，待结案后更正");
  latest.set_correction_reason("漏报一起，已按事故台账核实");
  int64_t number = 3;
  for (const std::string& figure : obligation.figures()) {
    auto& value = *latest.add_figures();
    value.set_figure(figure);
    value.set_number(number *= 3);
  }
  return cli::ReturnForm(filed.plan(), obligation, written, cli::Language::kChinese);
}

int Write(const std::string& plan_file, const std::string& directory) {
  type::v1::Plan plan;
  const auto text = cli::ReadFile(plan_file);
  if (!text.ok() || !google::protobuf::TextFormat::ParseFromString(*text, &plan)) {
    std::cerr << plan_file << ": cannot be read\n";
    return 2;
  }
  plan.set_edition(1);
  evaluation::Filed filed(plan);
  FileEverything(filed);
  const absl::Time as_of = evaluation::Day(2023, 6, 1);
  const auto save = [&directory](const std::string& name, const absl::StatusOr<std::string>& workbook) {
    const absl::Status saved =
        workbook.ok() ? cli::WriteFile(absl::StrCat(directory, "/", name), *workbook) : workbook.status();
    if (!saved.ok()) std::cerr << name << ": " << saved.message() << "\n";
    return saved.ok() ? 0 : 1;
  };

  using Kind = evaluation::WorkbookKind;
  const std::string id = plan.name().substr(plan.name().rfind('/') + 1);
  evaluation::WorkbookContent mid_term = ContentOf(filed, as_of);
  mid_term.assessment = *evaluation::BuildMidTermAssessment(filed.plan(), kRegion, "2022", filed.filings(), as_of);
  evaluation::WorkbookContent final_summary = ContentOf(filed, as_of);
  final_summary.summary = *evaluation::BuildFinalSummary(filed.plan(), kRegion, filed.filings(), as_of);
  const cli::ReturnList nothing_filed;
  return save(evaluation::WorkbookFilename(Kind::kScorecard, id, kRegion, "2022"),
              evaluation::WriteWorkbook(ContentOf(filed, as_of))) +
         save(evaluation::WorkbookFilename(Kind::kMidTermAssessment, id, kRegion, "2022"),
              evaluation::WriteWorkbook(mid_term)) +
         save(evaluation::WorkbookFilename(Kind::kFinalSummary, id, kRegion, "2025"),
              evaluation::WriteWorkbook(final_summary)) +
         save("报送模板.xlsx", cli::TemplateWorkbook(cli::TemplateWords(plan, nothing_filed, cli::Language::kChinese),
                                                     plan, ObligationsOf(filed, "emergency"))) +
         save("有误的报送表.xlsx", cli::FaultWorkbook(TableOfAClerk(), FaultsOfAClerk(), cli::Language::kChinese)) +
         save("报送表.docx", FormOfAClerk(filed));
}

}  // namespace
}  // namespace lianfang

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "sample_workbooks PLAN.textproto DIRECTORY\n";
    return 2;
  }
  return lianfang::Write(argv[1], argv[2]);
}
