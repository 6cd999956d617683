#include "services/notification/channels/channel_list.h"

#include <utility>

#include "services/notification/channels/email/email_channel_type.h"
#include "services/notification/channels/unconfigured_channel.h"
#include "services/notification/channels/webhook/webhook_channel_type.h"
#include "services/notification/domain/delivery/ways.h"

namespace lianfang::notification {

// The list: one line for each folder of channels/, and its words in words/channel_words.cc.
ChannelTypes AllChannelTypes() {
  return {
      std::make_shared<EmailChannelType>(),
      std::make_shared<WebhookChannelType>(),
  };
}

absl::StatusOr<Channels> OpenChannels(const ChannelTypes& types, const ChannelSender& sender) {
  Channels channels;
  for (const auto& type : types) {
    auto channel = type->Open(sender);
    if (!channel.ok()) return channel.status();
    channels.push_back(*channel == nullptr ? std::make_unique<UnconfiguredChannel>(type->id()) : *std::move(channel));
  }
  return channels;
}

AddressChecks AddressChecksOf(const Channels& channels) {
  AddressChecks checks;
  for (const auto& channel : channels) {
    if (channel->id() == kEmailChannel) continue;
    checks.emplace(channel->id(), [&one = *channel](const std::string& address) { return one.CheckAddress(address); });
  }
  return checks;
}

}  // namespace lianfang::notification
