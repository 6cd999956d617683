#include "services/notification/domain/delivery/ways.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::notification {
namespace {

using v1::ChannelAddress;
using v1::Delivery;

ChannelAddress MakeWay(const std::string& channel, const std::string& address) {
  ChannelAddress way;
  way.set_channel(channel);
  way.set_address(address);
  return way;
}

std::vector<ChannelAddress> ByMailAlone(const std::string& email) { return {MakeWay(kEmailChannel, email)}; }

// Deliveries recorded before there were channels have none.
std::vector<ChannelAddress> WaysOf(const Delivery& delivery) {
  if (delivery.ways().empty()) return ByMailAlone(delivery.email());
  return {delivery.ways().begin(), delivery.ways().end()};
}

std::vector<ChannelAddress>::const_iterator Find(const std::vector<ChannelAddress>& ways, const std::string& channel) {
  return std::find_if(ways.begin(), ways.end(), [&](const ChannelAddress& way) { return way.channel() == channel; });
}

bool IsOfThisRound(const Delivery& delivery, const v1::DeliveryAttempt& attempt, const std::string& channel) {
  return ChannelOf(attempt) == channel && FromTimestamp(attempt.attempt_time()) >= RoundOf(delivery);
}

std::optional<ChannelAddress> FirstOpen(const Delivery& delivery, std::vector<ChannelAddress>::const_iterator begin,
                                        std::vector<ChannelAddress>::const_iterator end) {
  const auto open =
      std::find_if(begin, end, [&](const ChannelAddress& way) { return !IsClosed(delivery, way.channel()); });
  if (open == end) return std::nullopt;
  return *open;
}

}  // namespace

std::vector<ChannelAddress> WaysTo(const v1::Contact& contact) {
  std::vector<ChannelAddress> ways = ByMailAlone(contact.email());
  ways.insert(ways.end(), contact.addresses().begin(), contact.addresses().end());
  std::vector<ChannelAddress> ordered;
  for (const std::string& channel : contact.channels()) {
    const auto way = Find(ways, channel);
    if (way != ways.end()) ordered.push_back(*way);
  }
  return ordered.empty() ? ways : ordered;
}

void SetWays(Delivery& delivery, const v1::Contact& contact) {
  const std::vector<ChannelAddress> ways = delivery.has_files() ? ByMailAlone(contact.email()) : WaysTo(contact);
  delivery.mutable_ways()->Assign(ways.begin(), ways.end());
  delivery.set_channel(ways.front().channel());
}

std::string ChannelOf(const Delivery& delivery) {
  return delivery.channel().empty() ? kEmailChannel : delivery.channel();
}

std::string ChannelOf(const v1::DeliveryAttempt& attempt) {
  return attempt.channel().empty() ? kEmailChannel : attempt.channel();
}

std::string AddressOf(const Delivery& delivery) {
  const std::vector<ChannelAddress> ways = WaysOf(delivery);
  const auto way = Find(ways, ChannelOf(delivery));
  return way == ways.end() ? delivery.email() : way->address();
}

std::string FailedAddressOf(absl::string_view channel, absl::string_view address) {
  return channel == kEmailChannel ? std::string(address) : absl::StrCat(channel, ":", address);
}

absl::Time RoundOf(const Delivery& delivery) {
  return delivery.has_retry_time() ? FromTimestamp(delivery.retry_time()) : absl::InfinitePast();
}

int OwnAttempts(const Delivery& delivery, const std::string& channel) {
  int attempts = 0;
  for (const v1::DeliveryAttempt& attempt : delivery.attempts()) {
    // A channel that is down counts against nobody.
    if (IsOfThisRound(delivery, attempt, channel) && attempt.scope() != v1::FAILURE_SCOPE_CHANNEL) {
      attempts += 1 + attempt.repeats();
    }
  }
  return attempts;
}

bool IsClosed(const Delivery& delivery, const std::string& channel) {
  const bool refused =
      std::any_of(delivery.attempts().begin(), delivery.attempts().end(), [&](const v1::DeliveryAttempt& attempt) {
        return IsOfThisRound(delivery, attempt, channel) && attempt.outcome() == v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE;
      });
  return refused || OwnAttempts(delivery, channel) >= kMaxAttempts;
}

std::optional<ChannelAddress> WayAfterRefusal(const Delivery& delivery) {
  const auto behind = WayInOutage(delivery);
  if (behind.has_value()) return behind;
  const std::vector<ChannelAddress> ways = WaysOf(delivery);
  return FirstOpen(delivery, ways.begin(), ways.end());
}

std::optional<ChannelAddress> WayInOutage(const Delivery& delivery) {
  const std::vector<ChannelAddress> ways = WaysOf(delivery);
  const auto present = Find(ways, ChannelOf(delivery));
  if (present == ways.end()) return FirstOpen(delivery, ways.begin(), ways.end());
  return FirstOpen(delivery, present + 1, ways.end());
}

std::optional<ChannelAddress> JustClosed(const Delivery& delivery) {
  if (delivery.attempts().empty()) return std::nullopt;
  const v1::DeliveryAttempt& last = *delivery.attempts().rbegin();
  // Changed since: what closed the way was told then.
  if (FromTimestamp(last.attempt_time()) != FromTimestamp(delivery.update_time())) return std::nullopt;
  const std::string channel = ChannelOf(last);
  if (!IsClosed(delivery, channel)) return std::nullopt;
  const std::vector<ChannelAddress> ways = WaysOf(delivery);
  const auto way = Find(ways, channel);
  if (way == ways.end()) return std::nullopt;
  return *way;
}

}  // namespace lianfang::notification
