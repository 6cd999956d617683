#include "cli/commands/coordination_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/label.h"
#include "cli/text/names.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

using coordination::v1::Conference;
using coordination::v1::Order;

// Two columns: what, and its value; lines without a value are left out.
class Facts {
 public:
  explicit Facts(Language language) : language_(language) {}

  void Add(const Label& label, const std::string& value) {
    if (!value.empty()) table_.AddRow({std::string(label.In(language_)), value});
  }
  std::string Render() const { return table_.Render(language_); }

 private:
  const Language language_;
  Table table_{{{{"项目", "FIELD"}}, {{"内容", "VALUE"}}}};
};

std::string Text(const type::v1::LocalizedText& text, Language language) {
  return language == Language::kChinese || text.en().empty() ? text.zh() : text.en();
}

template <typename Ids>
std::string Departments(const Ids& ids, const Glossary& words) {
  return absl::StrJoin(ids, "、",
                       [&](std::string* text, const std::string& id) { absl::StrAppend(text, words.Department(id)); });
}

std::string Files(const google::protobuf::RepeatedPtrField<std::string>& files) {
  return absl::StrJoin(files, " ",
                       [](std::string* text, const std::string& file) { absl::StrAppend(text, IdOf(file)); });
}

std::string Mark(bool is_so, const Label& label, Language language) {
  return is_so ? std::string(label.In(language)) : "";
}

constexpr Label kOverdue = {"逾期", "overdue"};
constexpr Label kLate = {"逾期完成", "late"};
constexpr Label kSentBack = {"退回", "sent back"};

std::string FindingsTable(const coordination::v1::Inspection& inspection, Language language) {
  if (inspection.findings().empty()) return "";
  Table table({{{"序号", "NO."}, Align::kRight},
               {{"类别", "KIND"}},
               {{"等级", "LEVEL"}},
               {{"问题", "FINDING"}},
               {{"检测", "MEASURED"}},
               {{"整改指令", "ORDER"}}});
  for (const auto& finding : inspection.findings()) {
    const auto& measured = finding.measurement();
    table.AddRow({IdOf(finding.name()), EnumText(finding.kind(), language), EnumText(finding.level(), language),
                  finding.description(),
                  finding.has_measurement()
                      ? absl::StrCat(measured.factor(), " ", measured.value(), " > ", measured.limit(), " ",
                                     measured.unit(), " (", measured.instrument(), ")")
                      : "",
                  finding.order().empty() ? "" : IdOf(finding.order())});
  }
  return table.Render(language);
}

std::string EventsTable(const Order& order, const Glossary& words, Language language) {
  if (order.events().empty()) return "";
  Table table({{{"时间", "TIME"}},
               {{"办理", "ACTION"}},
               {{"状态", "STATE"}},
               {{"说明", "REASON"}},
               {{"至", "UNTIL"}},
               {{"部门", "DEPARTMENT"}},
               {{"文号", "DOCUMENT"}}});
  for (const auto& event : order.events()) {
    table.AddRow({InstantText(event.time(), words.zone()), EnumText(event.action(), language),
                  EnumText(event.state(), language), event.reason(), DateText(event.until_date()),
                  event.department().empty() ? "" : words.Department(event.department()), event.document_number()});
  }
  return table.Render(language);
}

std::string InvitationsTable(const Conference& conference, const Glossary& words, Language language) {
  Table table({{{"部门", "DEPARTMENT"}},
               {{"通知时间", "TOLD"}},
               {{"回执", "REPLY"}},
               {{"说明", "NOTE"}},
               {{"到会人员", "ATTENDEES"}},
               {{"未能通知", "PROBLEM"}}});
  for (const auto& invitation : conference.invitations()) {
    table.AddRow({words.Department(invitation.department()), InstantText(invitation.told_time(), words.zone()),
                  EnumText(invitation.reply(), language), invitation.reply_note(), invitation.attendees(),
                  invitation.problem()});
  }
  return table.Render(language);
}

std::string ResolutionsTable(const Conference& conference, const Glossary& words, Language language) {
  if (conference.resolutions().empty()) return "";
  Table table({{{"序号", "NO."}, Align::kRight},
               {{"议定事项", "RESOLUTION"}},
               {{"责任部门", "OWNER"}},
               {{"期限", "DUE"}},
               {{"状态", "STATE"}},
               {{"", ""}}});
  for (const auto& resolution : conference.resolutions()) {
    table.AddRow({IdOf(resolution.name()), resolution.text(), words.Department(resolution.owner()),
                  DateText(resolution.due_date()), EnumText(resolution.state(), language),
                  Mark(resolution.overdue(), kOverdue, language)});
  }
  return table.Render(language);
}

}  // namespace

std::string RenderTask(const coordination::v1::TaskStatus& task, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(task.name()));
  Facts facts(language);
  facts.Add({"任务", "Task"}, task.name());
  facts.Add({"内容", "Text"}, Text(task.task().text(), language));
  facts.Add({"责任部门", "Owners"}, Departments(task.task().owners(), words));
  facts.Add({"期限", "Due"}, DateText(task.task().due_date()));
  facts.Add({"状态", "State"},
            absl::StrCat(EnumText(task.state(), language), " ", Mark(task.overdue(), kOverdue, language),
                         Mark(task.done_late(), kLate, language)));
  facts.Add({"完成时间", "Done"}, InstantText(task.done_time(), words.zone()));
  facts.Add({"核实时间", "Verified"}, InstantText(task.verify_time(), words.zone()));
  facts.Add({"版本标记", "Etag"}, task.etag());
  std::string text = facts.Render();
  if (task.events().empty()) return text;
  Table events({{{"时间", "TIME"}}, {{"状态", "STATE"}}, {{"", ""}}, {{"说明", "NOTE"}}, {{"文件", "FILES"}}});
  for (const auto& event : task.events()) {
    events.AddRow({InstantText(event.time(), words.zone()), EnumText(event.state(), language),
                   Mark(event.sent_back(), kSentBack, language), event.note(), Files(event.files())});
  }
  return absl::StrCat(text, "\n", events.Render(language));
}

std::string RenderInspection(const coordination::v1::Inspection& inspection, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(inspection.plan());
  Facts facts(language);
  facts.Add({"检查", "Inspection"}, inspection.name());
  facts.Add({"类型", "Kind"}, EnumText(inspection.kind(), language));
  facts.Add({"日期", "Date"}, DateText(inspection.date()));
  facts.Add({"参加部门", "Departments"}, Departments(inspection.departments(), words));
  facts.Add({"单位", "Employer"},
            absl::StrCat(inspection.employer().display_name(), " ", inspection.employer().credit_code()));
  facts.Add({"行业", "Industry"}, words.Industry(inspection.employer().industry()));
  facts.Add({"事由", "Subject"}, inspection.subject());
  facts.Add({"状态", "State"}, EnumText(inspection.state(), language));
  facts.Add({"记录", "Record"}, inspection.record());
  facts.Add({"取消原因", "Cancelled because"}, inspection.cancel_reason());
  facts.Add({"版本标记", "Etag"}, inspection.etag());
  return absl::StrCat(facts.Render(), inspection.findings().empty() ? "" : "\n", FindingsTable(inspection, language));
}

std::string RenderOrder(const Order& order, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(order.plan());
  Facts facts(language);
  facts.Add({"整改指令", "Order"}, order.name());
  facts.Add({"文号", "Document"}, order.document_number());
  facts.Add({"单位", "Employer"}, absl::StrCat(order.employer().display_name(), " ", order.employer().credit_code()));
  facts.Add({"问题", "Findings"}, absl::StrJoin(order.findings(), " "));
  facts.Add({"等级", "Level"}, EnumText(order.level(), language));
  facts.Add({"整改要求", "Demand"}, order.demand());
  facts.Add({"期限", "Due"}, DateText(order.due_date()));
  facts.Add({"状态", "State"},
            absl::StrCat(EnumText(order.state(), language), " ", Mark(order.overdue(), kOverdue, language),
                         Mark(order.supervised(), {" 挂牌督办", " supervised"}, language)));
  facts.Add({"办理部门", "Handled by"}, words.Department(order.competent_department()));
  facts.Add({"可办理", "Next actions"}, absl::StrJoin(order.next_actions(), "、", [&](std::string* text, int action) {
              absl::StrAppend(text, EnumText(static_cast<coordination::v1::OrderAction>(action), language));
            }));
  facts.Add({"版本标记", "Etag"}, order.etag());
  return absl::StrCat(facts.Render(), order.events().empty() ? "" : "\n", EventsTable(order, words, language));
}

std::string AgendaTable(const google::protobuf::RepeatedPtrField<coordination::v1::AgendaItem>& agenda,
                        const Glossary& words, Language language) {
  Table table({{{"序号", "NO."}, Align::kRight},
               {{"来源", "SOURCE"}},
               {{"议题", "ITEM"}},
               {{"汇报部门", "DEPARTMENT"}},
               {{"对象", "RESOURCE"}}});
  for (int i = 0; i < agenda.size(); ++i) {
    const auto& item = agenda[i];
    table.AddRow({absl::StrCat(i + 1), EnumText(item.source(), language), item.text(),
                  item.department().empty() ? "" : words.Department(item.department()), item.resource()});
  }
  return table.Render(language);
}

std::string RenderConference(const Conference& conference, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(conference.plan());
  Facts facts(language);
  facts.Add({"会议", "Conference"}, conference.name());
  facts.Add({"名称", "Title"}, conference.title());
  facts.Add({"时间", "Time"}, absl::StrCat(InstantText(conference.start_time(), words.zone()), " – ",
                                           InstantText(conference.end_time(), words.zone())));
  facts.Add({"地点", "Place"}, conference.place());
  facts.Add({"状态", "State"}, EnumText(conference.state(), language));
  facts.Add({"主持人", "Chair"}, conference.chair());
  facts.Add({"取消原因", "Cancelled because"}, conference.cancel_reason());
  for (const auto& gap : conference.agenda_gaps()) facts.Add({"议程缺项", "Not in the agenda"}, Text(gap, language));
  facts.Add({"版本标记", "Etag"}, conference.etag());
  std::string text = absl::StrCat(facts.Render(), "\n", InvitationsTable(conference, words, language));
  if (!conference.agenda().empty()) absl::StrAppend(&text, "\n", AgendaTable(conference.agenda(), words, language));
  if (!conference.minutes().empty()) absl::StrAppend(&text, "\n", conference.minutes(), "\n");
  const std::string resolutions = ResolutionsTable(conference, words, language);
  return absl::StrCat(text, resolutions.empty() ? "" : "\n", resolutions);
}

std::string RenderActivity(const coordination::v1::Activity& activity, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(activity.plan());
  const auto& key = activity.key_positions();
  const auto number = [](int64_t value) { return value == 0 ? "" : absl::StrCat(value); };
  Facts facts(language);
  facts.Add({"活动", "Activity"}, activity.name());
  facts.Add({"类型", "Kind"}, EnumText(activity.kind(), language));
  facts.Add({"名称", "Title"}, activity.title());
  facts.Add({"部门", "Department"}, words.Department(activity.department()));
  facts.Add({"日期", "Dates"}, absl::StrCat(DateText(activity.start_date()), activity.has_end_date() ? " – " : "",
                                            DateText(activity.end_date())));
  facts.Add({"地点", "Place"}, activity.place());
  facts.Add({"单位", "Organization"}, activity.organization());
  facts.Add({"人数", "People"}, number(activity.people()));
  facts.Add({"分管负责人", "Principals"}, number(key.principals()));
  facts.Add({"安全管理部门负责人", "Safety heads"}, number(key.safety_heads()));
  facts.Add({"一线班组长", "Team leaders"}, number(key.team_leaders()));
  facts.Add({"已报送参训人员", "Attendance published"}, number(activity.attendance().published()));
  if (activity.attendance().state() != coordination::v1::ATTENDANCE_STATE_UNSPECIFIED) {
    facts.Add({"参训记录", "Attendance"}, EnumText(activity.attendance().state(), language));
  }
  for (const auto& part : activity.attendance().open_parts()) {
    facts.Add({"须重新报送", "To be sent again"},
              absl::StrCat(part.first(), "–", part.last(), language == Language::kChinese ? "，版本" : ", version ",
                           part.version()));
  }
  facts.Add({"容量", "Capacity"}, number(activity.capacity()));
  facts.Add({"内容", "Description"}, activity.description());
  facts.Add({"文件", "Files"}, Files(activity.files()));
  facts.Add({"状态", "State"}, EnumText(activity.state(), language));
  facts.Add({"撤销原因", "Withdrawn because"}, activity.withdraw_reason());
  return facts.Render();
}

std::string RenderOpinion(const coordination::v1::Opinion& opinion, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(opinion.plan());
  Facts facts(language);
  facts.Add({"监督意见", "Opinion"}, opinion.name());
  facts.Add({"主题", "Subject"}, opinion.subject());
  facts.Add({"意见", "Text"}, opinion.text());
  facts.Add({"答复部门", "Department"}, words.Department(opinion.department()));
  facts.Add({"涉及单位", "Employer"}, opinion.employer().display_name());
  facts.Add({"答复期限", "Due"}, DateText(opinion.due_date()));
  facts.Add({"状态", "State"}, EnumText(opinion.state(), language));
  facts.Add({"版本标记", "Etag"}, opinion.etag());
  for (const auto& event : opinion.events()) {
    facts.Add({"经过", "History"}, absl::StrCat(InstantText(event.time(), words.zone()), " ",
                                                EnumText(event.state(), language), " ", event.text()));
  }
  return facts.Render();
}

}  // namespace lianfang::cli
