#include "services/notification/domain/digest/reminder_item.h"

#include <functional>
#include <tuple>

#include "common/time.h"
#include "services/notification/domain/stage/item_duty.h"

namespace lianfang::notification {
namespace {

using v1::ReminderItem;

constexpr int kSoonDays = 7;

v1::Urgency UrgencyOf(int days_left) {
  if (days_left < 0) return v1::URGENCY_OVERDUE;
  if (days_left == 0) return v1::URGENCY_DUE_TODAY;
  return days_left <= kSoonDays ? v1::URGENCY_DUE_SOON : v1::URGENCY_UPCOMING;
}

}  // namespace

void Describe(const Duty& duty, ReminderItem& item) {
  item.set_duty(duty.resource());
  item.set_occasion(duty.occasion());
  item.set_final_figures(duty.occasion() == kFinalOccasion);
  item.set_plan(duty.plan());
  item.set_department(duty.department());
  item.set_acting_region(duty.acting_region());
  item.set_region(duty.region());
  *item.mutable_kind() = duty.kind();
  *item.mutable_title() = duty.title();
  *item.mutable_action() = duty.action();
  item.set_industry(duty.industry().id());
  *item.mutable_industry_title() = duty.industry().title();
  item.set_period(duty.period().id());
  *item.mutable_period_title() = duty.period().title();
  item.clear_details();
  item.clear_detail_titles();
  for (const auto& detail : duty.details()) {
    item.add_details(detail.id());
    *item.add_detail_titles() = detail.title();
  }
  item.set_date_changes(duty.date_changes());
}

ReminderItem ListedItem(const Duty& duty, absl::TimeZone zone, absl::Time now) {
  const int days_left = static_cast<int>(DueDay(duty, zone) - absl::ToCivilDay(now, zone));
  ReminderItem item;
  Describe(duty, item);
  *item.mutable_due_time() = duty.due_time();
  item.set_urgency(UrgencyOf(days_left));
  item.set_days_left(days_left);
  item.set_sent_back(duty.has_sent_back_time());
  if (duty.has_previous_due_time()) *item.mutable_previous_due_time() = duty.previous_due_time();
  item.set_reason("此前已催报，仍未报送，一并列出");
  return item;
}

bool MorePressing(const ReminderItem& left, const ReminderItem& right) {
  return std::make_tuple(left.urgency(), FromTimestamp(left.due_time()), std::cref(left.duty()),
                         std::cref(left.occasion())) < std::make_tuple(right.urgency(), FromTimestamp(right.due_time()),
                                                                       std::cref(right.duty()),
                                                                       std::cref(right.occasion()));
}

}  // namespace lianfang::notification
