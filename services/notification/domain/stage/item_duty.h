// Which duty an item of a mail is about. Items are stored with deliveries, so those of before there were duties of several
// kinds are read, too: they name neither plan nor occasion.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_ITEM_DUTY_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_ITEM_DUTY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"

namespace lianfang::notification {

// The occasion that `ReminderItem.final_figures` stands for.
inline constexpr char kFinalOccasion[] = "final";

inline std::string OccasionOf(const v1::ReminderItem& item) {
  return item.occasion().empty() && item.final_figures() ? kFinalOccasion : item.occasion();
}

// The plan of the item; of an old one the first two segments of its name.
inline std::string PlanNameOf(const v1::ReminderItem& item) {
  if (!item.plan().empty()) return item.plan();
  const absl::string_view name = item.duty();
  return std::string(name.substr(0, name.find('/', name.find('/') + 1)));
}

// Whether the item is about the duty, or about the same before it was sent back.
inline bool IsAbout(const v1::ReminderItem& item, const duty::v1::Duty& duty) {
  return item.duty() == duty.resource() && OccasionOf(item) == duty.occasion();
}

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_STAGE_ITEM_DUTY_H_
