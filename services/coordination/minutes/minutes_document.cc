#include "services/coordination/minutes/minutes_document.h"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/docx_package.h"
#include "common/errors.h"
#include "common/time.h"

namespace lianfang::coordination {
namespace {

using kainjow::mustache::data;
using Mustache = kainjow::mustache::mustache;

// Lists, and what an item of each has.
const std::map<std::string, std::set<std::string>>& Lists() {
  static const auto& lists = *new std::map<std::string, std::set<std::string>>{
      {"attendance", {"department", "attendees"}},
      {"absent", {"department", "note"}},
      {"agenda", {"number", "text"}},
      {"paragraphs", {"text"}},
      {"resolutions", {"number", "text", "owner", "due"}},
  };
  return lists;
}

const std::set<std::string>& Singles() {
  static const auto& singles =
      *new std::set<std::string>{"title", "date", "time", "place", "chair", "office", "number", "plan"};
  return singles;
}

constexpr char kPage[] =
    R"(<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" )"
    R"(w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>)";

// A paragraph in a font of official documents; size in half points, indent in characters.
std::string Paragraph(absl::string_view text, absl::string_view font, int size, absl::string_view alignment,
                      int indent) {
  return absl::StrCat("<w:p><w:pPr>",
                      indent > 0 ? absl::StrCat("<w:ind w:firstLineChars=\"", indent * 100, "\"/>") : "",
                      "<w:jc w:val=\"", alignment, "\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"", font,
                      "\" w:hAnsi=\"", font, "\" w:eastAsia=\"", font, "\"/><w:sz w:val=\"", size,
                      "\"/></w:rPr><w:t xml:space=\"preserve\">", text, "</w:t></w:r></w:p>");
}

std::string Heading(absl::string_view text) { return Paragraph(text, "黑体", 32, "left", 2); }
std::string Body(absl::string_view text) { return Paragraph(text, "仿宋", 32, "both", 2); }

std::string BuiltInBody() {
  std::string body = Paragraph("会议纪要", "方正小标宋简体", 44, "center", 0);
  absl::StrAppend(&body, Paragraph("{{title}}", "楷体", 32, "center", 0));
  for (const char* line : {"时间：{{date}} {{time}}", "地点：{{place}}", "主持人：{{chair}}"}) body += Body(line);
  absl::StrAppend(&body, Heading("参会单位及人员"), "{{#attendance}}", Body("{{department}}：{{attendees}}"),
                  "{{/attendance}}", "{{#absent}}", Body("缺席：{{department}}（{{note}}）"), "{{/absent}}");
  absl::StrAppend(&body, Heading("会议议题"), "{{#agenda}}", Body("{{number}}．{{text}}"), "{{/agenda}}");
  absl::StrAppend(&body, Heading("会议内容"), "{{#paragraphs}}", Body("{{text}}"), "{{/paragraphs}}");
  absl::StrAppend(&body, Heading("议定事项"), "{{#resolutions}}",
                  Body("{{number}}．{{text}}（责任单位：{{owner}}；完成时限：{{due}}）"), "{{/resolutions}}");
  absl::StrAppend(&body, Paragraph("{{office}}", "仿宋", 32, "right", 0),
                  Paragraph("{{date}}", "仿宋", 32, "right", 0));
  return body;
}

// The tags of a text, without their braces, in order.
std::vector<std::string> TagsOf(absl::string_view text) {
  std::vector<std::string> tags;
  for (size_t at = text.find("{{"); at != absl::string_view::npos; at = text.find("{{", at)) {
    const size_t end = text.find("}}", at);
    if (end == absl::string_view::npos) {
      tags.emplace_back(text.substr(at + 2, 40));
      break;
    }
    tags.emplace_back(absl::StripAsciiWhitespace(text.substr(at + 2, end - at - 2)));
    at = end + 2;
  }
  return tags;
}

// The text of XML, as a reader sees it.
std::string WithoutMarkup(absl::string_view xml) {
  std::string text;
  bool inside = false;
  for (const char c : xml) {
    if (c == '<') inside = true;
    if (!inside) text += c;
    if (c == '>') inside = false;
  }
  return text;
}

absl::Status CheckTag(const std::string& tag, std::vector<std::string>& open) {
  if (absl::StartsWith(tag, "#")) {
    const std::string list(absl::StripAsciiWhitespace(tag.substr(1)));
    if (Lists().count(list) == 0)
      return absl::InvalidArgumentError(absl::StrCat("minutes have no list {{#", list, "}}"));
    if (!open.empty()) return absl::InvalidArgumentError(absl::StrCat("{{#", list, "}} stands within another list"));
    open.push_back(list);
    return absl::OkStatus();
  }
  if (absl::StartsWith(tag, "/")) {
    const std::string list(absl::StripAsciiWhitespace(tag.substr(1)));
    if (open.empty() || open.back() != list) {
      return absl::InvalidArgumentError(absl::StrCat("{{/", list, "}} closes what is not open"));
    }
    open.pop_back();
    return absl::OkStatus();
  }
  const bool of_item = !open.empty() && Lists().at(open.back()).count(tag) > 0;
  if (of_item || Singles().count(tag) > 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("minutes have no variable {{", Shortened(tag, 60), "}} there"));
}

absl::Status CheckBody(const std::string& xml) {
  const std::vector<std::string> tags = TagsOf(xml);
  const std::vector<std::string> seen = TagsOf(WithoutMarkup(xml));
  if (tags != seen) {
    for (size_t i = 0; i < seen.size(); ++i) {
      if (i < tags.size() && tags[i] == seen[i]) continue;
      return absl::InvalidArgumentError(absl::StrCat("the word processor has cut {{", Shortened(seen[i], 60),
                                                     "}} apart: type it anew, in one go and one format"));
    }
    return absl::InvalidArgumentError("braces stand where no text is");
  }
  std::vector<std::string> open;
  for (const std::string& tag : tags) {
    if (absl::Status known = CheckTag(tag, open); !known.ok()) return known;
  }
  if (!open.empty()) return absl::InvalidArgumentError(absl::StrCat("{{#", open.back(), "}} is not closed"));
  if (!Mustache(xml).is_valid()) return absl::InvalidArgumentError("cannot be filled in");
  return absl::OkStatus();
}

std::string TimeText(const v1::Conference& conference, absl::TimeZone zone) {
  return absl::StrCat(absl::FormatTime("%H:%M", FromTimestamp(conference.start_time()), zone), "—",
                      absl::FormatTime("%H:%M", FromTimestamp(conference.end_time()), zone));
}

data ResolutionsData(const v1::Conference& conference, const PlanFrame& frame) {
  data resolutions(data::type::list);
  int number = 0;
  for (const v1::Resolution& resolution : conference.resolutions()) {
    data one;
    one.set("number", absl::StrCat(++number));
    one.set("text", resolution.text());
    one.set("owner", frame.DepartmentName(resolution.owner()));
    one.set("due", FormatDay(DayOf(resolution.due_date())));
    resolutions.push_back(one);
  }
  return resolutions;
}

data DataOf(const v1::Conference& conference, const PlanFrame& frame) {
  data root;
  root.set("title", conference.title());
  root.set("date", absl::FormatTime("%Y年%m月%d日", FromTimestamp(conference.start_time()), frame.zone()));
  root.set("time", TimeText(conference, frame.zone()));
  root.set("place", conference.place());
  root.set("chair", conference.chair());
  root.set("number", frame.plan().document_number());
  root.set("plan", frame.plan().title().zh());
  const std::string& office = frame.plan().office().names().zh();
  root.set("office", office.empty() ? frame.lead().names().zh() : office);
  data attendance(data::type::list);
  data absent(data::type::list);
  for (const v1::Invitation& invitation : conference.invitations()) {
    data one;
    one.set("department", frame.DepartmentName(invitation.department()));
    one.set("attendees", invitation.attendees());
    one.set("note", invitation.reply_note().empty() ? "未说明" : invitation.reply_note());
    (invitation.attendees().empty() ? absent : attendance).push_back(one);
  }
  data agenda(data::type::list);
  for (int i = 0; i < conference.agenda_size(); ++i) {
    data one;
    one.set("number", absl::StrCat(i + 1));
    one.set("text", conference.agenda(i).text());
    agenda.push_back(one);
  }
  data paragraphs(data::type::list);
  for (const absl::string_view line : absl::StrSplit(conference.minutes(), '\n', absl::SkipWhitespace())) {
    paragraphs.push_back(data("text", std::string(absl::StripAsciiWhitespace(line))));
  }
  root.set("attendance", attendance);
  root.set("absent", absent);
  root.set("agenda", agenda);
  root.set("paragraphs", paragraphs);
  root.set("resolutions", ResolutionsData(conference, frame));
  return root;
}

std::string* FindBody(DocxParts& parts) {
  for (auto& [name, content] : parts) {
    if (name == kDocxText) return &content;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> MinutesVariables() {
  std::vector<std::string> variables(Singles().begin(), Singles().end());
  for (const auto& [list, items] : Lists()) {
    variables.push_back(list);
    for (const std::string& item : items) variables.push_back(absl::StrCat(list, ".", item));
  }
  return variables;
}

absl::StatusOr<std::string> BuiltInTemplate() { return WriteDocx(DocxOf(absl::StrCat(BuiltInBody(), kPage))); }

absl::Status CheckTemplate(const std::string& bytes) {
  auto parts = ReadDocx(bytes);
  if (!parts.ok()) return parts.status();
  const std::string* body = FindBody(*parts);
  if (body == nullptr) return absl::InvalidArgumentError("is no Word document (docx): it has no text");
  return CheckBody(*body);
}

absl::StatusOr<std::string> RenderMinutes(const std::string& bytes, const v1::Conference& conference,
                                          const PlanFrame& frame) {
  auto parts = ReadDocx(bytes);
  if (!parts.ok()) return parts.status();
  std::string* body = FindBody(*parts);
  if (body == nullptr) return absl::InvalidArgumentError("is no Word document (docx): it has no text");
  Mustache parsed(*body);
  if (!parsed.is_valid()) return absl::InvalidArgumentError("cannot be filled in");
  *body = parsed.render(DataOf(conference, frame));
  return WriteDocx(*parts);
}

}  // namespace lianfang::coordination
