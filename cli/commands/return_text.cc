#include "cli/commands/return_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "deadlines/lateness.h"

namespace lianfang::cli {
namespace {

using submission::v1::ListReturnsResponse;
using submission::v1::ListRevisionsResponse;
using submission::v1::PlausibilityWarning;
using submission::v1::Return;
using submission::v1::ReturnRevision;
using submission::v1::Review;
using submission::v1::SignOff;

absl::string_view Semicolon(Language language) { return language == Language::kChinese ? "；" : "; "; }

// What a review said, on one line: decision, reason, remarks by figure.
std::string ReviewText(const Review& review, const Glossary& words, Language language) {
  std::vector<std::string> parts;
  if (std::string decision = EnumText(review.decision(), language); !decision.empty()) parts.push_back(decision);
  if (!review.reason().empty()) parts.push_back(review.reason());
  for (const auto& remark : review.remarks()) {
    parts.push_back(absl::StrCat(words.Figure(remark.figure()), ": ", remark.text()));
  }
  return absl::StrJoin(parts, Semicolon(language));
}

// What the convener said, likewise, with who and when.
std::string SignOffText(const SignOff& sign_off, const Glossary& words, Language language) {
  std::vector<std::string> parts;
  if (std::string decision = EnumText(sign_off.decision(), language); !decision.empty()) parts.push_back(decision);
  if (!sign_off.reason().empty()) parts.push_back(sign_off.reason());
  if (!sign_off.signer().empty()) parts.push_back(words.Person(sign_off.signer()));
  if (sign_off.has_sign_time()) parts.push_back(InstantText(sign_off.sign_time(), words.zone()));
  if (sign_off.ledger_sequence() != 0) parts.push_back(absl::StrCat("#", sign_off.ledger_sequence()));
  return absl::StrJoin(parts, Semicolon(language));
}

std::string YesOrNo(bool yes, Language language) {
  constexpr Label kYes = {"是", "yes"};
  constexpr Label kNo = {"否", "no"};
  return std::string((yes ? kYes : kNo).In(language));
}

}  // namespace

std::string RenderReturn(const Return& filed, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(filed.name()));
  const ReturnRevision& latest = filed.latest();
  Sheet sheet;
  sheet.Add({"报送数据", "Return"}, filed.name());
  sheet.Add({"报送任务", "Obligation"}, filed.obligation());
  sheet.Add({"状态", "State"}, EnumText(filed.state(), language));
  sheet.Add({"版次", "Revision"}, absl::StrCat(latest.revision()));
  sheet.Add({"指标", "Figures"}, words.Figures(latest.figures()));
  for (const PlausibilityWarning& warning : latest.warnings()) {
    sheet.Add({"合理性提示", "Warning"}, In(language, warning.text()));
  }
  sheet.Add({"提示确认说明", "Confirmed because"}, latest.warning_confirmation());
  sheet.Add({"备注", "Note"}, latest.note());
  if (latest.supersedes() != 0) sheet.Add({"替代版次", "Supersedes"}, absl::StrCat(latest.supersedes()));
  sheet.Add({"更正原因", "Correction"}, latest.correction_reason());
  sheet.Add({"报送人", "Submitter"}, words.Person(latest.submitter()));
  sheet.Add({"报送时间", "Submitted"}, InstantText(deadlines::FiledTimeOf(latest), words.zone()));
  sheet.Add({"截止时间", "Due"}, DeadlineText(latest.due_time(), words.zone()));
  sheet.Add({"逾期", "Late"}, YesOrNo(latest.late(), language));
  sheet.Add({"暂报", "Provisional"}, YesOrNo(latest.provisional(), language));
  if (latest.ledger_sequence() != 0) sheet.Add({"台账号", "Ledger"}, absl::StrCat(latest.ledger_sequence()));
  sheet.Add({"召集人审签", "Sign-off"}, SignOffText(latest.sign_off(), words, language));
  if (filed.has_in_force()) {
    sheet.Add({"现行版次", "In force"}, absl::StrCat(filed.in_force().revision()));
  }
  if (const auto& grant = filed.correction_grant(); filed.has_correction_grant()) {
    sheet.Add({"更正许可", "May be corrected"},
              absl::StrCat(DeadlineText(grant.end_time(), words.zone()), Semicolon(language), grant.reason()));
  }
  sheet.Add({"审核", "Review"}, ReviewText(latest.review(), words, language));
  sheet.Add({"审核时间", "Reviewed"}, InstantText(latest.review().review_time(), words.zone()));
  if (filed.accepted_revision() != 0) sheet.Add({"已审版次", "Accepted"}, absl::StrCat(filed.accepted_revision()));
  if (!filed.evidence().empty()) sheet.Add({"附件", "Files"}, absl::StrCat(filed.evidence_size()));
  sheet.Add({"标签", "Etag"}, filed.etag());
  return sheet.Render(language);
}

std::string RenderReturns(const ListReturnsResponse& response, Session& session) {
  Table table({{{"报送数据", "RETURN"}},
               {{"版次", "REVISION"}, Align::kRight},
               {{"状态", "STATE"}},
               {{"报送时间", "SUBMITTED"}},
               {{"逾期", "LATE"}},
               {{"台账号", "LEDGER"}, Align::kRight},
               {{"提示", "WARNINGS"}, Align::kRight},
               {{"指标", "FIGURES"}}});
  for (const Return& filed : response.returns()) {
    const Glossary& words = session.GlossaryOf(PlanOf(filed.name()));
    const ReturnRevision& latest = filed.latest();
    table.AddRow({IdOf(filed.name()), absl::StrCat(latest.revision()), EnumText(filed.state(), session.language()),
                  InstantText(deadlines::FiledTimeOf(latest), words.zone()), YesOrNo(latest.late(), session.language()),
                  absl::StrCat(latest.ledger_sequence()),
                  latest.warnings().empty() ? "" : absl::StrCat(latest.warnings_size()),
                  words.Figures(latest.figures())});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

std::string RenderRevisions(const ListRevisionsResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"版次", "REVISION"}, Align::kRight},
               {{"报送时间", "SUBMITTED"}},
               {{"逾期", "LATE"}},
               {{"台账号", "LEDGER"}, Align::kRight},
               {{"指标", "FIGURES"}},
               {{"变化", "CHANGES"}},
               {{"更正原因", "CORRECTION"}},
               {{"合理性提示", "WARNINGS"}},
               {{"提示确认说明", "CONFIRMED BECAUSE"}},
               {{"召集人审签", "SIGN-OFF"}},
               {{"审核", "REVIEW"}}});
  for (int i = 0; i < response.revisions_size(); ++i) {
    const ReturnRevision& revision = response.revisions(i);
    const Glossary& words = session.GlossaryOf(PlanOf(revision.name()));
    std::vector<std::string> warnings;
    for (const PlausibilityWarning& warning : revision.warnings()) warnings.push_back(In(language, warning.text()));
    // An older service answers no differences.
    const std::string changes =
        i < response.differences_size() ? In(language, response.differences(i).text()) : std::string();
    table.AddRow({absl::StrCat(revision.revision()), InstantText(deadlines::FiledTimeOf(revision), words.zone()),
                  YesOrNo(revision.late(), language), absl::StrCat(revision.ledger_sequence()),
                  words.Figures(revision.figures()), changes, revision.correction_reason(),
                  absl::StrJoin(warnings, Semicolon(language)), revision.warning_confirmation(),
                  SignOffText(revision.sign_off(), words, language), ReviewText(revision.review(), words, language)});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

}  // namespace lianfang::cli
