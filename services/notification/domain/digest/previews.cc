#include "services/notification/domain/digest/previews.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "common/time.h"

namespace lianfang::notification {
namespace {

using v1::ReminderPreview;

ReminderPreview PreviewAt(const Place& place, absl::Time time, const std::vector<v1::ReminderItem>& items) {
  ReminderPreview preview;
  *preview.mutable_send_time() = ToTimestamp(time);
  preview.set_region(place.region);
  preview.set_department(place.department);
  preview.set_role(place.role);
  preview.mutable_items()->Add(items.begin(), items.end());
  return preview;
}

bool ComesFirst(const ReminderPreview& left, const ReminderPreview& right) {
  const auto order = [](const ReminderPreview& preview) {
    return std::make_tuple(FromTimestamp(preview.send_time()), std::cref(preview.region()),
                           std::cref(preview.department()), preview.role(), std::cref(preview.contact()));
  };
  return order(left) < order(right);
}

}  // namespace

std::vector<ReminderPreview> ToPreviews(const DigestPlan& plan) {
  std::vector<ReminderPreview> previews;
  for (const Digest& digest : plan.digests) {
    const v1::Contact& contact = digest.contact;
    ReminderPreview& preview = previews.emplace_back(
        PreviewAt({contact.region(), contact.department(), contact.role()}, digest.time, digest.items));
    preview.set_contact(contact.name());
    preview.set_display_name(contact.display_name());
    preview.set_email(contact.email());
    preview.set_copy(digest.copy);
  }
  for (const Unreached& unreached : plan.unreached) {
    previews.push_back(PreviewAt(unreached.place, unreached.time, unreached.items));
  }
  std::stable_sort(previews.begin(), previews.end(), ComesFirst);
  return previews;
}

}  // namespace lianfang::notification
