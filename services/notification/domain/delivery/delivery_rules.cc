#include "services/notification/domain/delivery/delivery_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/identity.h"
#include "common/time.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/digest/reminder_item.h"
#include "services/notification/domain/stage/item_duty.h"

namespace lianfang::notification {
namespace {

using v1::Delivery;

void Touch(Delivery& delivery, const google::protobuf::Timestamp& time) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(delivery.etag(), &number)) number = 0;
  delivery.set_etag(absl::StrCat(number + 1));
  *delivery.mutable_update_time() = time;
}

std::string ReminderId(const Digest& digest, absl::Time again) {
  std::string identity = absl::StrCat(digest.contact.email(), "\n", absl::ToUnixMicros(digest.time));
  for (const v1::ReminderItem& item : digest.items) {
    if (item.has_stage()) absl::StrAppend(&identity, "\n", item.duty(), "\n", item.stage().key());
  }
  for (const v1::ConfirmedFiling& filing : digest.confirmations) {
    absl::StrAppend(&identity, "\n", filing.revision(), "\n", ConfirmationStage(filing));
  }
  // The stages of a delivery that failed, or that a pause withdrew, are free, and another one carries them: it needs a name of its own.
  if (again != absl::InfinitePast()) absl::StrAppend(&identity, "\nagain ", absl::ToUnixMicros(again));
  return DerivedId(identity);
}

bool EndedTheSameWay(const v1::DeliveryAttempt& left, const v1::DeliveryAttempt& right) {
  return left.outcome() == right.outcome() && left.scope() == right.scope() && left.smtp_code() == right.smtp_code() &&
         ChannelOf(left) == ChannelOf(right);
}

// Adds the attempt. Of those of a round that end the same way one after the other, the first and the last are listed.
void AddAttempt(Delivery& delivery, const v1::DeliveryAttempt& attempt) {
  const int count = delivery.attempts_size();
  const bool repeats = count >= 2 && EndedTheSameWay(delivery.attempts(count - 1), attempt) &&
                       EndedTheSameWay(delivery.attempts(count - 2), attempt) &&
                       FromTimestamp(delivery.attempts(count - 2).attempt_time()) >= RoundOf(delivery);
  if (!repeats) {
    *delivery.add_attempts() = attempt;
    return;
  }
  const int repeated = delivery.attempts(count - 1).repeats();
  *delivery.mutable_attempts(count - 1) = attempt;
  delivery.mutable_attempts(count - 1)->set_repeats(repeated + 1);
}

// Why the delivery has failed, its last attempt being this one.
std::string FailureReason(const Delivery& delivery, const v1::DeliveryAttempt& last) {
  if (last.outcome() != v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE) {
    return absl::StrCat("已尝试", OwnAttempts(delivery, ChannelOf(last)), "次，均未成功");
  }
  const bool by_mail = ChannelOf(last) == kEmailChannel;
  if (last.scope() != v1::FAILURE_SCOPE_MAIL) return by_mail ? "收件邮箱被拒收" : "接收地址被拒收";
  if (last.smtp_code() == 0) return by_mail ? "邮件无法生成" : "消息无法生成";
  return by_mail ? "邮件服务器拒收本邮件" : "消息网关拒收本消息";
}

// The wait after the nth attempt in vain. The spread follows from the delivery's name: no chance is needed to keep a
// crowd apart.
absl::Duration WaitAfter(const Delivery& delivery, int attempts) {
  const absl::Duration wait = std::min(absl::Minutes(1) * (1 << std::min(attempts - 1, 6)), absl::Hours(1));
  const auto spread = static_cast<unsigned char>(Sha256(absl::StrCat(delivery.name(), "/", attempts)).front());
  return wait + wait * spread / 1024;
}

Delivery Deferred(Delivery delivery, const char* reason, absl::Time until, absl::Time now) {
  delivery.set_state(v1::DELIVERY_STATE_DEFERRED);
  delivery.set_state_reason(reason);
  *delivery.mutable_next_attempt_time() = ToTimestamp(until);
  Touch(delivery, ToTimestamp(now));
  return delivery;
}

}  // namespace

std::string DerivedId(absl::string_view identity) { return absl::BytesToHexString(Sha256(identity)).substr(0, 32); }

Delivery QueuedDelivery(v1::DeliveryKind kind, absl::string_view id, absl::string_view mail_domain, absl::Time now) {
  Delivery delivery;
  delivery.set_name(absl::StrCat(kDeliveryPrefix, id));
  delivery.set_kind(kind);
  delivery.set_state(v1::DELIVERY_STATE_QUEUED);
  delivery.set_message_id(absl::StrCat(id, "@", mail_domain));
  *delivery.mutable_scheduled_time() = ToTimestamp(now);
  *delivery.mutable_create_time() = ToTimestamp(now);
  *delivery.mutable_next_attempt_time() = delivery.create_time();
  Touch(delivery, delivery.create_time());
  return delivery;
}

Delivery ReminderDelivery(const Digest& digest, absl::string_view mail_domain, absl::Time now, absl::Time again) {
  const bool reminds = !digest.items.empty();
  Delivery delivery = QueuedDelivery(reminds ? v1::DELIVERY_KIND_REMINDER : v1::DELIVERY_KIND_CONFIRMATION,
                                     ReminderId(digest, again), mail_domain, now);
  delivery.set_contact(digest.contact.name());
  delivery.set_display_name(digest.contact.display_name());
  delivery.set_email(digest.contact.email());
  delivery.set_language(digest.contact.language());
  delivery.set_region(digest.contact.region());
  delivery.set_department(digest.contact.department());
  delivery.set_copy(digest.copy);
  delivery.set_template_(reminds ? kReminderTemplate : kConfirmationDigestTemplate);
  SetWays(delivery, digest.contact);
  delivery.mutable_items()->Add(digest.items.begin(), digest.items.end());
  delivery.mutable_confirmations()->Add(digest.confirmations.begin(), digest.confirmations.end());
  *delivery.mutable_scheduled_time() = ToTimestamp(digest.time);
  return delivery;
}

Delivery AfterAttempt(Delivery delivery, const v1::DeliveryAttempt& attempt) {
  const std::string channel = ChannelOf(delivery);
  v1::DeliveryAttempt noted = attempt;
  noted.set_channel(channel);
  AddAttempt(delivery, noted);
  delivery.clear_next_attempt_time();
  delivery.clear_state_reason();
  if (attempt.outcome() == v1::ATTEMPT_OUTCOME_ACCEPTED) {
    delivery.set_state(v1::DELIVERY_STATE_SENT);
    *delivery.mutable_send_time() = attempt.attempt_time();
  } else if (!IsClosed(delivery, channel)) {
    delivery.set_state(v1::DELIVERY_STATE_DEFERRED);
    delivery.set_state_reason("暂时无法投递，稍后重试");
    const absl::Duration wait = attempt.scope() == v1::FAILURE_SCOPE_CHANNEL
                                    ? absl::Minutes(1)
                                    : WaitAfter(delivery, OwnAttempts(delivery, channel));
    *delivery.mutable_next_attempt_time() = ToTimestamp(FromTimestamp(attempt.attempt_time()) + wait);
  } else if (const auto next = WayAfterRefusal(delivery); next.has_value()) {
    delivery.set_state(v1::DELIVERY_STATE_DEFERRED);
    delivery.set_state_reason("未送达，改用下一渠道发送");
    delivery.set_channel(next->channel());
    *delivery.mutable_next_attempt_time() = attempt.attempt_time();
  } else {
    delivery.set_state(v1::DELIVERY_STATE_FAILED);
    delivery.set_state_reason(FailureReason(delivery, noted));
  }
  Touch(delivery, attempt.attempt_time());
  return delivery;
}

Delivery PassedOn(Delivery delivery, const v1::ChannelAddress& way, absl::Time now) {
  delivery.set_state(v1::DELIVERY_STATE_DEFERRED);
  delivery.set_state_reason("渠道长时间不可用，改用下一渠道发送");
  delivery.set_channel(way.channel());
  *delivery.mutable_next_attempt_time() = ToTimestamp(now);
  Touch(delivery, ToTimestamp(now));
  return delivery;
}

Delivery HeldBack(Delivery delivery, absl::Time until, absl::Time now) {
  const bool by_mail = ChannelOf(delivery) == kEmailChannel;
  return Deferred(std::move(delivery), by_mail ? "邮件通道不可用，恢复后自动发送" : "发送渠道不可用，恢复后自动发送",
                  until, now);
}

Delivery AwaitingSource(Delivery delivery, absl::Time until, absl::Time now) {
  return Deferred(std::move(delivery), "事项来源暂无消息，恢复后自动发送", until, now);
}

absl::StatusOr<Delivery> Retried(Delivery delivery, const std::optional<v1::Contact>& contact, absl::string_view etag,
                                 absl::Time now) {
  if (!etag.empty() && etag != delivery.etag()) {
    return ErrorWithReason(absl::StatusCode::kAborted, "the delivery has changed since it was read", "STALE_ETAG",
                           {{"current_etag", delivery.etag()}});
  }
  if (!MayBeRetried(delivery)) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat(delivery.name(), " has neither failed nor been deferred"), "NOT_FAILED",
                           {{"state", v1::DeliveryState_Name(delivery.state())}});
  }
  if (contact.has_value()) {
    if (!IsValidAt(*contact, now)) {
      return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                             absl::StrCat(contact->name(), " does not hold its role now"), "CONTACT_NOT_VALID",
                             {{"name", contact->name()}});
    }
    delivery.set_display_name(contact->display_name());
    delivery.set_email(contact->email());
    delivery.set_language(contact->language());
    SetWays(delivery, *contact);
  }
  if (!delivery.ways().empty()) delivery.set_channel(delivery.ways(0).channel());
  delivery.set_state(v1::DELIVERY_STATE_QUEUED);
  delivery.clear_state_reason();
  *delivery.mutable_retry_time() = ToTimestamp(now);
  *delivery.mutable_next_attempt_time() = delivery.retry_time();
  Touch(delivery, delivery.retry_time());
  return delivery;
}

bool IsWithin(const v1::Delivery& delivery, absl::string_view division_prefix) {
  if (delivery.region().empty() && delivery.kind() == v1::DELIVERY_KIND_ALERT) return true;
  if (!delivery.region().empty() || delivery.sender().empty()) {
    return absl::StartsWith(delivery.region(), division_prefix);
  }
  // A notice to a mailbox from before such deliveries had a region.
  const auto sender = ReadKeptIdentity(delivery.sender());
  return absl::StartsWith(sender.ok() ? sender->region : "", division_prefix);
}

bool MayBeRetried(const Delivery& delivery) {
  return delivery.state() == v1::DELIVERY_STATE_FAILED || delivery.state() == v1::DELIVERY_STATE_DEFERRED;
}

Delivery Suppressed(Delivery delivery, absl::string_view reason, absl::Time now) {
  delivery.set_state(v1::DELIVERY_STATE_SUPPRESSED);
  delivery.set_state_reason(std::string(reason));
  delivery.clear_next_attempt_time();
  Touch(delivery, ToTimestamp(now));
  return delivery;
}

Change ChangeOf(const Delivery& delivery) {
  v1::WatchDeliveriesResponse change;
  *change.mutable_delivery() = delivery;
  *change.mutable_commit_time() = delivery.update_time();
  return {kDeliveriesTopic, change.SerializeAsString()};
}

std::vector<v1::ReminderItem> StillOwed(const Delivery& delivery, const PlanMap& plans, const std::vector<Duty>& duties,
                                        absl::Time now) {
  std::vector<v1::ReminderItem> items;
  for (const v1::ReminderItem& planned : delivery.items()) {
    const auto duty = std::find_if(duties.begin(), duties.end(),
                                   [&](const Duty& one) { return IsAbout(planned, one) && IsAwaitedAt(one, now); });
    if (duty == duties.end()) continue;
    const auto plan = plans.find(duty->plan());
    if (plan == plans.end()) continue;
    const auto zone = LoadZone(plan->second.time_zone());
    if (!zone.ok()) continue;
    v1::ReminderItem item = ListedItem(*duty, *zone, now);
    item.set_missed_stages(planned.missed_stages());
    item.set_acknowledged(planned.acknowledged());
    item.set_late_reason(planned.late_reason());
    items.push_back(std::move(item));
  }
  std::sort(items.begin(), items.end(), MorePressing);
  return items;
}

}  // namespace lianfang::notification
