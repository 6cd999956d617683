#include "cli/form/return_form.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/form/docx.h"
#include "cli/glossary.h"
#include "cli/text/enums.h"
#include "cli/text/figures.h"
#include "cli/text/instants.h"
#include "deadlines/lateness.h"

namespace lianfang::cli {
namespace {

using submission::v1::Obligation;
using submission::v1::Return;
using submission::v1::ReturnRevision;
using type::v1::Plan;

using Rows = std::vector<std::vector<std::string>>;

// Two labels with their values on each row.
Rows Facts(const Plan& plan, const Obligation& obligation, const Return& filed, Language language) {
  const Glossary words(plan, language);
  const ReturnRevision& latest = filed.latest();
  const auto label = [language](Label text) { return std::string(text.In(language)); };
  constexpr Label kLate = {"（逾期）", " (late)"};
  constexpr Label kProvisional = {"（暂报）", " (provisional)"};
  return {
      {label({"报送部门", "Department"}), words.Department(obligation.department()), label({"地区", "Region"}),
       words.Region(obligation.region())},
      {label({"行业", "Industry"}), words.Industry(obligation.industry()), label({"数据年度", "Period"}),
       absl::StrCat(words.Period(obligation.period()), latest.provisional() ? kProvisional.In(language) : "")},
      {label({"报送时间", "Filed"}),
       absl::StrCat(InstantText(deadlines::FiledTimeOf(latest), words.zone()), latest.late() ? kLate.In(language) : ""),
       label({"版次", "Revision"}), absl::StrCat(latest.revision())},
      {label({"审核状态", "State"}), EnumText(filed.state(), language), label({"台账号", "Ledger entry"}),
       absl::StrCat(latest.ledger_sequence())}};
}

Rows Figures(const Plan& plan, const ReturnRevision& latest, Language language) {
  const auto label = [language](Label text) { return std::string(text.In(language)); };
  Rows rows = {{label({"序号", "No."}), label({"指标", "Figure"}), label({"单位", "Unit"}), label({"数值", "Value"})}};
  for (const auto& value : latest.figures()) {
    std::string name = value.figure();
    std::string unit;
    for (const auto& figure : plan.figures()) {
      if (figure.id() != value.figure()) continue;
      name = In(language, figure.names());
      unit = In(language, figure.unit());
    }
    rows.push_back({absl::StrCat(rows.size()), name, unit, FigureText(value, language)});
  }
  return rows;
}

Rows Remarks(const ReturnRevision& latest, Language language) {
  Rows rows;
  const auto add = [&rows, language](Label label, const std::string& text) {
    if (!text.empty()) rows.push_back({std::string(label.In(language)), text});
  };
  add({"备注", "Note"}, latest.note());
  add({"更正原因", "Correction"}, latest.correction_reason());
  add({"提示确认说明", "Confirmed because"}, latest.warning_confirmation());
  const submission::v1::SignOff& sign_off = latest.sign_off();
  if (sign_off.decision() == submission::v1::SIGN_OFF_DECISION_SIGN)
    add({"召集人审签", "Signed by"}, sign_off.signer());
  return rows;
}

}  // namespace

absl::StatusOr<std::string> ReturnForm(const Plan& plan, const Obligation& obligation, const Return& filed,
                                       Language language) {
  const auto label = [language](Label text) { return std::string(text.In(language)); };
  constexpr int kRowHeight = 24;
  constexpr int kSignatureHeight = 44;
  Docx docx;
  docx.AddTitle(label({"工伤预防数据报送表", "Return of work-injury-prevention data"}));
  docx.AddParagraph(absl::StrCat(label({"方案：", "Plan: "}), In(language, plan.title()),
                                 plan.document_number().empty() ? "" : absl::StrCat("\n", plan.document_number())));
  docx.AddTable({3, 6, 3, 5}, Facts(plan, obligation, filed, language), Docx::Heading::kOddColumns, kRowHeight);
  docx.AddParagraph("");
  docx.AddTable({2, 10, 2, 6}, Figures(plan, filed.latest(), language), Docx::Heading::kFirstRow, kRowHeight);
  docx.AddParagraph("");
  if (const Rows remarks = Remarks(filed.latest(), language); !remarks.empty()) {
    docx.AddTable({3, 14}, remarks, Docx::Heading::kFirstColumn, kRowHeight);
    docx.AddParagraph("");
  }
  docx.AddTable({3, 5, 3, 6},
                {{label({"填报人", "Filled in by"}), "", label({"审核人", "Checked by"}), ""},
                 {label({"负责人", "Head"}), "", label({"日期", "Date"}), label({"　　年　　月　　日", ""})},
                 {label({"联系电话", "Phone"}), "", label({"单位盖章", "Stamp"}), ""}},
                Docx::Heading::kOddColumns, kSignatureHeight);
  docx.AddParagraph(absl::StrCat(label({"报送数据：", "Return: "}), filed.name()));
  return docx.Finish();
}

}  // namespace lianfang::cli
