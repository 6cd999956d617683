#include "services/notification/domain/digest/reminder_item.h"

#include <functional>
#include <optional>
#include <tuple>

#include "common/time.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using v1::ReminderItem;

constexpr int kSoonDays = 7;

v1::Urgency UrgencyOf(int days_left) {
  if (days_left < 0) return v1::URGENCY_OVERDUE;
  if (days_left == 0) return v1::URGENCY_DUE_TODAY;
  return days_left <= kSoonDays ? v1::URGENCY_DUE_SOON : v1::URGENCY_UPCOMING;
}

// The due instant before the last move of the deadline. A send-back's date never moves.
std::optional<google::protobuf::Timestamp> PreviousDue(const Obligation& obligation, const Deadline& deadline) {
  if (deadline.sent_back.has_value()) return std::nullopt;
  const auto which =
      deadline.final_figures ? submission::v1::OBLIGATION_INSTANT_FINAL_DUE : submission::v1::OBLIGATION_INSTANT_DUE;
  const auto& adjustments = obligation.adjustments();
  for (auto adjustment = adjustments.rbegin(); adjustment != adjustments.rend(); ++adjustment) {
    for (const auto& change : adjustment->instants()) {
      if (change.instant() == which && change.has_previous_time() && change.has_time()) return change.previous_time();
    }
    const bool of_final = adjustment->edition() == submission::v1::RETURN_EDITION_FINAL;
    const bool moved = adjustment->has_due_time() && adjustment->has_previous_due_time() &&
                       FromTimestamp(adjustment->due_time()) != FromTimestamp(adjustment->previous_due_time());
    if (moved && of_final == deadline.final_figures) return adjustment->previous_due_time();
  }
  return std::nullopt;
}

}  // namespace

ReminderItem ListedItem(const Obligation& obligation, const Deadline& deadline, absl::TimeZone zone, absl::Time now) {
  const int days_left = static_cast<int>(DueDay(deadline, zone) - absl::ToCivilDay(now, zone));
  ReminderItem item;
  item.set_obligation(obligation.name());
  item.set_department(obligation.department());
  item.set_acting_region(obligation.acting_region());
  item.set_region(obligation.region());
  item.set_industry(obligation.industry());
  item.set_period(obligation.period());
  *item.mutable_due_time() = ToTimestamp(deadline.due);
  item.set_urgency(UrgencyOf(days_left));
  item.set_days_left(days_left);
  item.set_sent_back(deadline.sent_back.has_value());
  item.set_final_figures(deadline.final_figures);
  *item.mutable_figures() = obligation.figures();
  item.set_date_changes(obligation.adjustments_size() + obligation.send_backs_size());
  if (const auto previous = PreviousDue(obligation, deadline)) *item.mutable_previous_due_time() = *previous;
  item.set_reason("此前已催报，仍未报送，一并列出");
  return item;
}

bool MorePressing(const ReminderItem& left, const ReminderItem& right) {
  return std::make_tuple(left.urgency(), FromTimestamp(left.due_time()), std::cref(left.obligation())) <
         std::make_tuple(right.urgency(), FromTimestamp(right.due_time()), std::cref(right.obligation()));
}

}  // namespace lianfang::notification
