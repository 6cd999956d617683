// The channels that there are. A third one is a folder of its own and a line in channel_list.cc (README.md).
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_LIST_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_LIST_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "services/notification/channels/channel_type.h"
#include "services/notification/domain/contact/contact_rules.h"

namespace lianfang::notification {

using ChannelTypes = std::vector<std::shared_ptr<ChannelType>>;
using Channels = std::vector<std::unique_ptr<Channel>>;

// Every kind, `email` first.
ChannelTypes AllChannelTypes();

// A channel of every kind. One that is not configured takes nothing (UnconfiguredChannel): what was queued for it before
// goes by another way in time.
absl::StatusOr<Channels> OpenChannels(const ChannelTypes& types, const ChannelSender& sender);

// What contacts may have beside `email`. Refers to the channels.
AddressChecks AddressChecksOf(const Channels& channels);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_LIST_H_
