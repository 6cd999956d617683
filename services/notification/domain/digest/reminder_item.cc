#include "services/notification/domain/digest/reminder_item.h"

#include <functional>
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
  item.set_reason("此前已催报，仍未报送，一并列出");
  return item;
}

bool MorePressing(const ReminderItem& left, const ReminderItem& right) {
  return std::make_tuple(left.urgency(), FromTimestamp(left.due_time()), std::cref(left.obligation())) <
         std::make_tuple(right.urgency(), FromTimestamp(right.due_time()), std::cref(right.obligation()));
}

}  // namespace lianfang::notification
