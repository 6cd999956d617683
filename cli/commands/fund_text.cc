#include "cli/commands/fund_text.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/text/enums.h"
#include "cli/text/figures.h"
#include "cli/text/money.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/hash.h"
#include "common/time.h"

namespace lianfang::cli {
namespace {

using fund::v1::Budget;
using fund::v1::Project;

std::string Titles(const google::protobuf::RepeatedPtrField<fund::v1::Document>& documents) {
  std::string titles;
  for (const auto& document : documents) absl::StrAppend(&titles, titles.empty() ? "" : ", ", document.title());
  return titles;
}

// The panels whose draws can be replayed, the provider and the way in which it was chosen.
std::string Parties(const Project& project, Language language) {
  Table parties({{{"评审", "REVIEWED BY"}},
                 {{"承担机构", "PROVIDER"}},
                 {{"采购方式", "PROCURED BY"}},
                 {{"验收", "ACCEPTED BY"}}});
  const auto& acceptance = project.acceptance();
  parties.AddRow({project.review_engagement(), IdOf(project.contract().provider()),
                  project.has_contract() ? project.contract().procurement_way() : project.procurement_way(),
                  acceptance.engagement().empty() ? IdOf(acceptance.third_party()) : acceptance.engagement()});
  return absl::StrCat("\n", parties.Render(language));
}

std::string Steps(const Project& project, const Glossary& words, Language language) {
  Table steps({{{"步骤", "STEP"}, Align::kRight},
               {{"事项", "WHAT"}},
               {{"此后状态", "STATE"}},
               {{"时间", "TIME"}},
               {{"说明", "NOTE"}},
               {{"文件", "DOCUMENTS"}},
               {{"经办", "BY"}}});
  for (const auto& event : project.events()) {
    const bool visit = event.step().has_visit();
    std::string what = EnumText(event.kind(), language);
    if (visit) absl::StrAppend(&what, " (", EnumText(event.visit_phase(), language), ")");
    const auto& documents = event.has_step() ? event.step().documents() : project.documents();
    steps.AddRow({absl::StrCat(event.number()), what, EnumText(event.state(), language),
                  InstantText(event.time(), words.zone()), visit ? event.step().visit().finding() : event.step().note(),
                  Titles(documents), event.actor()});
  }
  return steps.Render(language);
}

std::string Milestones(const Project& project, Language language) {
  if (project.contract().milestones().empty()) return "";
  Table milestones({{{"节点", "MILESTONE"}}, {{"内容", "WHAT"}}, {{"截止", "DUE"}}, {{"完成", "DONE"}}});
  for (const auto& milestone : project.contract().milestones()) {
    milestones.AddRow(
        {milestone.id(), milestone.title(), DateText(milestone.due_date()), DateText(milestone.done_date())});
  }
  return absl::StrCat("\n", milestones.Render(language));
}

}  // namespace

void AddDocuments(Verb& verb, std::vector<std::pair<std::string, std::string>>& files) {
  AddRepeated<std::pair<std::string, std::string>>(
      verb, "--document", "A document that it rests on, TITLE=FILE; its digest is kept, not the file", ParsePair,
      [&files](std::pair<std::string, std::string> file) { files.push_back(std::move(file)); });
}

absl::Status ReadDocuments(const std::vector<std::pair<std::string, std::string>>& files,
                           google::protobuf::RepeatedPtrField<fund::v1::Document>& documents) {
  for (const auto& [title, path] : files) {
    const auto bytes = ReadFile(path);
    if (!bytes.ok()) return bytes.status();
    fund::v1::Document& document = *documents.Add();
    document.set_title(title);
    document.set_sha256(absl::BytesToHexString(Sha256(*bytes)));
  }
  return absl::OkStatus();
}

absl::StatusOr<google::type::Date> ParseDate(absl::string_view text) {
  const auto moment = ParseMoment(text);
  if (!moment.ok()) return moment.status();
  if (!std::holds_alternative<absl::CivilDay>(moment->value)) {
    return absl::InvalidArgumentError(absl::StrCat("`", text, "` is not a day such as 2026-06-30"));
  }
  return ToDate(std::get<absl::CivilDay>(moment->value));
}

void YearArgs::Declare(Verb& verb) {
  AddPlan(verb, plan)->required();
  verb.add_option("--year", year, "The year")->required().range(2000, 2100);
}

std::string YearArgs::Name(absl::string_view collection) const {
  return absl::StrCat(plan, "/", collection, "/", year);
}

void DeclareYearFile(Verb& verb, YearFileArgs& args) {
  args.Declare(verb);
  verb.add_option("path", args.path, "Where to save the workbook (xlsx)")->required();
}

std::string RenderBudget(const Budget& budget, Session& session) {
  const Language language = session.language();
  Table shares({{{"用途", "PURPOSE"}},
                {{"预算", "AMOUNT"}, Align::kRight},
                {{"已立项", "COMMITTED"}, Align::kRight},
                {{"已支付", "PAID"}, Align::kRight}});
  for (const auto& share : budget.shares()) {
    shares.AddRow({share.purpose(), MoneyText(share.amount()), MoneyText(share.committed()), MoneyText(share.paid())});
  }
  shares.AddRow({language == Language::kChinese ? "合计" : "total", MoneyText(budget.amount()),
                 MoneyText(budget.committed()), MoneyText(budget.paid())});
  Table head({{{"预算", "BUDGET"}},
              {{"上年征缴", "COLLECTION"}, Align::kRight},
              {{"上限", "CAP"}, Align::kRight},
              {{"批复", "APPROVAL"}},
              {{"版本", "REVISION"}, Align::kRight}});
  head.AddRow({budget.name(), MoneyText(budget.collection()), MoneyText(budget.cap()),
               absl::StrCat(budget.approval().authority(), " ", budget.approval().number()),
               absl::StrCat(budget.revisions_size())});
  return absl::StrCat(head.Render(language), "\n", shares.Render(language));
}

std::string RenderProject(const Project& project, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(project.budget()));
  Table head({{{"项目", "PROJECT"}},
              {{"名称", "TITLE"}},
              {{"部门", "DEPARTMENT"}},
              {{"状态", "STATE"}},
              {{"申请", "ASKED FOR"}, Align::kRight},
              {{"立项", "APPROVED"}, Align::kRight},
              {{"合同", "CONTRACT"}, Align::kRight},
              {{"已支付", "PAID"}, Align::kRight}});
  head.AddRow({IdOf(project.name()), project.proposal().title(), words.Department(project.proposal().department()),
               EnumText(project.state(), language), MoneyText(project.proposal().amount()),
               MoneyText(project.approved_amount()), MoneyText(project.contract().amount()),
               MoneyText(project.paid())});
  return absl::StrCat(head.Render(language), Parties(project, language), Milestones(project, language), "\n",
                      Steps(project, words, language));
}

}  // namespace lianfang::cli
