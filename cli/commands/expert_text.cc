#include "cli/commands/expert_text.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

using expert::v1::Draw;
using expert::v1::Engagement;
using expert::v1::Expert;
using expert::v1::FrozenList;

// The fact behind an exclusion, in words where it is an id.
std::string DetailText(expert::v1::ExclusionReason reason, const std::string& detail, const Glossary& words,
                       Language language) {
  expert::v1::ExpertState state;
  const bool is_state = expert::v1::ExpertState_Parse(detail, &state);
  if (reason == expert::v1::EXCLUSION_REASON_NOT_ACTIVE && is_state) return EnumText(state, language);
  return reason == expert::v1::EXCLUSION_REASON_OWN_DEPARTMENT ? words.Department(detail) : detail;
}

// An organisation; a code whose check character does not hold is marked with the reason why it stands.
std::string PartyText(const expert::v1::Party& party) {
  const std::string note = party.code_note().empty() ? "" : absl::StrCat(" *", party.code_note());
  return absl::StrCat(party.display_name(), " ", party.credit_code(), note);
}

std::string ConflictReports(const Engagement& engagement, Language language) {
  Table reports({{{"被报告专家", "REPORTED"}},
                 {{"关系", "TIE"}},
                 {{"单位", "PARTY"}},
                 {{"状态", "STATE"}},
                 {{"报告人", "REPORTED BY"}},
                 {{"办公室", "OFFICE"}},
                 {{"见证人", "OBSERVER"}},
                 {{"不成立理由", "REJECTED BECAUSE"}}});
  for (const auto& report : engagement.conflict_reports()) {
    reports.AddRow({IdOf(report.expert()), EnumText(report.tie().kind(), language), PartyText(report.tie().party()),
                    EnumText(report.state(), language), report.reporter(), report.office_confirmer(),
                    report.observer_confirmer(), report.reject_reason()});
  }
  return engagement.conflict_reports().empty() ? "" : absl::StrCat("\n", reports.Render(language));
}

std::string Exclusions(const FrozenList& list, const Glossary& words, Language language) {
  Table exclusions({{{"未列入专家", "EXCLUDED"}}, {{"原因", "REASON"}}, {{"说明", "DETAIL"}}});
  for (const auto& exclusion : list.exclusions()) {
    exclusions.AddRow({IdOf(exclusion.expert()), EnumText(exclusion.reason(), language),
                       DetailText(exclusion.reason(), exclusion.detail(), words, language)});
  }
  return list.exclusions().empty() ? "" : absl::StrCat("\n", exclusions.Render(language));
}

std::string Panel(const Draw& draw, const Glossary& words, Language language) {
  Table panel({{{"专业", "SPECIALTY"}}, {{"专家", "EXPERT"}}});
  for (const auto& seat : draw.panel()) panel.AddRow({words.Specialty(seat.specialty()), IdOf(seat.expert())});
  return draw.panel().empty() ? "" : absl::StrCat("\n", panel.Render(language));
}

std::string Departures(const Draw& draw, const Glossary& words, Language language) {
  Table departures({{{"退出专家", "DEPARTED"}},
                    {{"原因", "REASON"}},
                    {{"说明", "DETAIL"}},
                    {{"递补专家", "SUCCESSOR"}},
                    {{"时间", "TIME"}},
                    {{"得知方式", "BY"}},
                    {{"登记人", "RECORDED BY"}}});
  for (const auto& departure : draw.departures()) {
    departures.AddRow({IdOf(departure.expert()), EnumText(departure.reason(), language),
                       DetailText(departure.reason(), departure.detail(), words, language), IdOf(departure.successor()),
                       InstantText(departure.departure_time(), words.zone()), EnumText(departure.channel(), language),
                       departure.recorder()});
  }
  return draw.departures().empty() ? "" : absl::StrCat("\n", departures.Render(language));
}

}  // namespace

std::string SpecialtiesText(const Expert& expert, const Glossary& words) {
  return absl::StrJoin(expert.specialties(), ", ", [&words](std::string* text, const std::string& id) {
    absl::StrAppend(text, words.Specialty(id));
  });
}

std::string RenderExpert(const Expert& expert, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(expert.pool()));
  Sheet sheet;
  sheet.Add({"专家", "Expert"}, expert.name());
  sheet.Add({"姓名", "Name"}, expert.display_name());
  sheet.Add({"专家库", "Pool"}, expert.pool());
  sheet.Add({"状态", "State"}, EnumText(expert.state(), language));
  sheet.Add({"说明", "Reason"}, In(language, expert.state_reason()));
  sheet.Add({"职称", "Title"}, expert.professional_title());
  sheet.Add({"单位", "Employer"}, PartyText(expert.employer()));
  sheet.Add({"部门", "Department"}, words.Department(expert.department()));
  sheet.Add({"地区", "Region"}, expert.region());
  sheet.Add({"专业", "Specialties"}, SpecialtiesText(expert, words));
  sheet.Add({"擅长", "Topics"}, absl::StrJoin(expert.topics(), ", "));
  sheet.Add({"身份证号", "ID number"}, expert.identifying_data().id_number());
  sheet.Add({"电话", "Phone"}, expert.identifying_data().phone());
  sheet.Add({"邮箱", "Email"}, expert.identifying_data().email());
  for (const auto& term : expert.terms()) {
    sheet.Add({"聘期", "Term"}, absl::StrCat(DateText(term.start_date()), " – ", DateText(term.end_date())));
  }
  sheet.Add({"年审截止", "Review due"}, DateText(expert.review_due_date()));
  if (expert.rating().count() > 0) {
    sheet.Add({"评价", "Ratings"}, absl::StrCat(expert.rating().score_sum(), " / ", expert.rating().count()));
  }
  sheet.Add({"本年任务", "Engagements this year"}, absl::StrCat(expert.engagements_this_year()));
  sheet.Add({"标签", "Etag"}, expert.etag());
  return sheet.Render(language);
}

std::string RenderEngagement(const Engagement& engagement, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(engagement.pool()));
  Sheet sheet;
  sheet.Add({"任务", "Engagement"}, engagement.name());
  sheet.Add({"专家库", "Pool"}, engagement.pool());
  sheet.Add({"类型", "Kind"}, EnumText(engagement.kind(), language));
  sheet.Add({"状态", "State"}, EnumText(engagement.state(), language));
  sheet.Add({"主题", "Subject"}, engagement.subject());
  sheet.Add({"申请部门", "Department"}, words.Department(engagement.requesting_department()));
  for (const auto& party : engagement.parties()) sheet.Add({"当事方", "Party"}, PartyText(party));
  for (const auto& party : engagement.related_parties()) sheet.Add({"关联单位", "Related"}, PartyText(party));
  sheet.Add({"评审对象", "Matter"}, engagement.matter());
  sheet.Add({"开始时间", "Starts"}, InstantText(engagement.start_time(), words.zone()));
  sheet.Add({"结束时间", "Ends"}, InstantText(engagement.end_time(), words.zone()));
  sheet.Add({"地点", "Place"}, engagement.place());
  sheet.Add({"人数", "Seats"}, absl::StrCat(engagement.panel_size()));
  if (engagement.attempt() > 0) sheet.Add({"第几次抽取", "Attempt"}, absl::StrCat(engagement.attempt()));
  for (const auto& earlier : engagement.earlier_attempts()) sheet.Add({"此前任务", "Earlier attempt"}, IdOf(earlier));
  sheet.Add({"取消原因", "Cancelled because"}, engagement.cancel_reason());
  sheet.Add({"标签", "Etag"}, engagement.etag());
  std::string text = absl::StrCat(sheet.Render(language), ConflictReports(engagement, language));
  if (!engagement.ratings().empty()) {
    Table ratings({{{"专家", "EXPERT"}},
                   {{"得分", "SCORE"}, Align::kRight},
                   {{"场次", "SESSIONS"}, Align::kRight},
                   {{"劳务费", "FEE"}, Align::kRight},
                   {{"评语", "REMARK"}}});
    for (const auto& rating : engagement.ratings()) {
      const std::string fee =
          rating.has_fee() ? absl::StrCat(rating.fee().units(), " ", rating.fee().currency_code()) : "";
      ratings.AddRow({IdOf(rating.expert()), absl::StrCat(rating.score()), absl::StrCat(rating.session_count()), fee,
                      rating.remark()});
    }
    text = absl::StrCat(text, "\n", ratings.Render(language));
  }
  if (engagement.invitations().empty()) return text;

  Table invitations({{{"序号", "RANK"}, Align::kRight},
                     {{"专家", "EXPERT"}},
                     {{"答复", "STATE"}},
                     {{"通知", "NOTICE"}},
                     {{"告知时间", "TOLD"}},
                     {{"答复截止", "DEADLINE"}},
                     {{"答复方式", "BY"}},
                     {{"说明", "REASON"}}});
  for (const auto& invitation : engagement.invitations()) {
    invitations.AddRow(
        {absl::StrCat(invitation.rank()), IdOf(invitation.expert()), EnumText(invitation.state(), language),
         EnumText(invitation.notice_state(), language),
         invitation.has_notify_time() ? InstantText(invitation.notify_time(), words.zone()) : "",
         invitation.has_response_deadline() ? DeadlineText(invitation.response_deadline(), words.zone()) : "",
         EnumText(invitation.channel(), language),
         invitation.reason().empty() ? invitation.notice_detail() : invitation.reason()});
  }
  return absl::StrCat(text, "\n", invitations.Render(language));
}

std::string RenderDraw(const Draw& draw, Session& session) {
  const Language language = session.language();
  FrozenList list;
  list.ParseFromString(draw.frozen_list());
  const Glossary& words = session.GlossaryOf(PlanOf(list.pool()));
  Sheet sheet;
  sheet.Add({"抽取", "Draw"}, draw.name());
  sheet.Add({"状态", "State"}, EnumText(draw.state(), language));
  if (list.attempt() > 0) sheet.Add({"第几次抽取", "Attempt"}, absl::StrCat(list.attempt()));
  for (const auto& earlier : list.earlier_attempts()) sheet.Add({"此前任务", "Earlier attempt"}, IdOf(earlier));
  sheet.Add({"候选人数", "Candidates"}, absl::StrCat(list.candidates_size()));
  sheet.Add({"名单哈希", "List hash"}, absl::BytesToHexString(draw.list_hash()));
  sheet.Add({"种子承诺", "Seed commitment"}, absl::BytesToHexString(draw.seed_commitment()));
  sheet.Add({"见证人", "Witness"}, draw.witness().observer());
  sheet.Add({"见证随机数", "Nonce"}, absl::BytesToHexString(draw.witness().nonce()));
  sheet.Add({"种子", "Seed"}, absl::BytesToHexString(draw.seed()));
  sheet.Add({"抽取时间", "Drawn"}, InstantText(draw.draw_time(), words.zone()));
  return absl::StrCat(sheet.Render(language), Panel(draw, words, language), Departures(draw, words, language),
                      Exclusions(list, words, language));
}

}  // namespace lianfang::cli
