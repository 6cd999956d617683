#include "services/coordination/domain/conference/agenda.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/code_points.h"
#include "common/text.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/coordination/domain/inspection/order_rules.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kMostItems = 100;
constexpr size_t kLongestItem = 500;

// Cut to so many characters, with an ellipsis.
std::string Cut(const std::string& text, size_t most) {
  if (CountCodePoints(text) <= most) return text;
  std::string kept;
  size_t count = 0;
  ForEachCodePoint(text, [&](char32_t c) {
    if (++count < most) AppendCodePoint(c, kept);
  });
  return kept + "…";
}

bool IsWanting(evaluation::v1::ResultStatus status) {
  return status == evaluation::v1::RESULT_STATUS_NOT_ATTAINED ||
         status == evaluation::v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED ||
         status == evaluation::v1::RESULT_STATUS_MISSING;
}

absl::string_view WantingText(evaluation::v1::ResultStatus status) {
  switch (status) {
    case evaluation::v1::RESULT_STATUS_NOT_ATTAINED:
      return "未达标";
    case evaluation::v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED:
      return "暂未达标";
    default:
      return "缺报";
  }
}

// What this service's own sources say, in better words.
bool IsAddedAsSuch(const duty::v1::Duty& duty) {
  return absl::StartsWith(duty.resource(), "orders/") || absl::StartsWith(duty.resource(), "conferences/") ||
         absl::StartsWith(duty.resource(), "opinions/");
}

std::string OrderText(const v1::Order& order, bool overdue) {
  switch (order.state()) {
    case v1::ORDER_STATE_NOT_RECTIFIED:
      return "复查未整改，待立案或移送";
    case v1::ORDER_STATE_RETURNED:
      return "移送案件被退回";
    default:
      return overdue ? absl::StrCat("整改逾期（期限 ", FormatDay(DayOf(order.due_date())), "）") : "挂牌督办中";
  }
}

}  // namespace

v1::AgendaItem& AgendaDraft::Add(v1::AgendaSource source, const std::string& text, const std::string& resource,
                                 const std::string& department) {
  v1::AgendaItem item;
  item.set_source(source);
  item.set_text(Cut(text, kLongestItem));
  item.set_resource(resource);
  if (frame_->FindDepartment(department) != nullptr) item.set_department(department);
  return items_.emplace_back(std::move(item));
}

void AgendaDraft::AddConference(const v1::Conference& conference, absl::Time now) {
  if (conference.state() != v1::CONFERENCE_STATE_HELD) return;
  for (const v1::Resolution& resolution : conference.resolutions()) {
    if (resolution.state() == v1::RESOLUTION_STATE_VERIFIED) continue;
    const std::string due = FormatDay(DayOf(resolution.due_date()));
    const char* standing = resolution.state() == v1::RESOLUTION_STATE_REPORTED ? "已报落实，待核实"
                           : now >= frame_->EndOf(resolution.due_date())       ? "逾期未落实"
                                                                               : "落实中";
    Add(v1::AGENDA_SOURCE_RESOLUTION,
        absl::StrCat("上次会议决议：", Cut(resolution.text(), 300), "（", frame_->DepartmentName(resolution.owner()),
                     "，期限 ", due, "，", standing, "）"),
        resolution.name(), resolution.owner());
  }
}

void AgendaDraft::AddScorecard(const evaluation::v1::Scorecard& scorecard) {
  for (const auto& result : scorecard.results()) {
    if (!IsWanting(result.status())) continue;
    std::string text = absl::StrCat(result.industry_names().zh(), " ", result.indicator_names().zh(), "：",
                                    WantingText(result.status()));
    if (!result.margin_text().zh().empty()) absl::StrAppend(&text, "，", result.margin_text().zh());
    Add(v1::AGENDA_SOURCE_TARGET, text, scorecard.name(), result.department());
  }
}

void AgendaDraft::AddForecast(const evaluation::v1::Forecast& forecast) {
  for (const auto& each : forecast.forecasts()) {
    const auto& result = each.result();
    // What has a verdict is on the agenda by that.
    if (result.status() != evaluation::v1::RESULT_STATUS_PENDING ||
        each.projected_status() != evaluation::v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED) {
      continue;
    }
    std::string text = absl::StrCat(result.industry_names().zh(), " ", result.indicator_names().zh(),
                                    "：有不达标风险，按历年趋势预计 ", each.projected_value().text());
    if (each.has_allowance()) absl::StrAppend(&text, "，本期最多还可 ", each.allowance().text());
    Add(v1::AGENDA_SOURCE_TARGET, text, forecast.scorecard(), result.department());
  }
}

void AgendaDraft::AddDuty(const duty::v1::Duty& duty) {
  if (IsAddedAsSuch(duty)) return;
  const bool discrepancy = absl::StartsWith(duty.resource(), "discrepancies/");
  if (!discrepancy && duty.state() != duty::v1::DUTY_STATE_OVERDUE) return;
  const std::string due = FormatDay(duties::DueDay(duty, frame_->zone()));
  const std::string what =
      discrepancy ? duty.title().zh() : absl::StrCat(duty.kind().title().zh(), "：", duty.title().zh());
  Add(discrepancy ? v1::AGENDA_SOURCE_DISCREPANCY : v1::AGENDA_SOURCE_OVERDUE,
      absl::StrCat(what, "（", frame_->DepartmentName(duty.department()), "，应于 ", due, " 前）"), duty.resource(),
      duty.department());
}

void AgendaDraft::AddOrder(const v1::Order& order, absl::Time now) {
  const bool overdue = IsOverdue(order, *frame_, now);
  const bool open = order.state() == v1::ORDER_STATE_NOT_RECTIFIED || order.state() == v1::ORDER_STATE_RETURNED;
  if (!overdue && !open && !order.supervised()) return;
  Add(v1::AGENDA_SOURCE_ORDER, absl::StrCat(order.employer().display_name(), "：", OrderText(order, overdue)),
      order.name(), order.competent_department());
}

void AgendaDraft::AddOpinion(const v1::Opinion& opinion, absl::Time now) {
  if (opinion.state() != v1::OPINION_STATE_ISSUED || now < frame_->EndOf(opinion.due_date())) return;
  Add(v1::AGENDA_SOURCE_OPINION,
      absl::StrCat("工会监督意见未答复：", opinion.subject(), "（", frame_->DepartmentName(opinion.department()), "）"),
      opinion.name(), opinion.department());
}

AgendaItems AgendaDraft::Finish() const {
  std::vector<v1::AgendaItem> sorted = items_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& left, const auto& right) { return left.source() < right.source(); });
  AgendaItems items;
  for (const v1::AgendaItem& item : sorted) {
    if (static_cast<size_t>(items.size()) + 1 == kMostItems && sorted.size() > kMostItems) {
      items.Add()->set_text(absl::StrCat("另有 ", sorted.size() - kMostItems + 1, " 项未列出"));
      break;
    }
    *items.Add() = item;
  }
  return items;
}

}  // namespace lianfang::coordination
