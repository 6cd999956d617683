// Stands for a channel that the operator has not configured, or not any more.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_UNCONFIGURED_CHANNEL_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_UNCONFIGURED_CHANNEL_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/notification/channels/channel.h"

namespace lianfang::notification {

// A channel that is down for as long as the process runs. Contacts get no address on it.
class UnconfiguredChannel : public Channel {
 public:
  explicit UnconfiguredChannel(std::string id) : id_(std::move(id)) {}

  std::string id() const override { return id_; }
  ChannelLimits limits() const override { return {}; }

  absl::StatusOr<std::string> CheckAddress(const std::string& /*address*/) const override {
    return absl::InvalidArgumentError(absl::StrCat("this server does not send by ", id_));
  }

  absl::StatusOr<ComposedMessage> Compose(const TemplateSet& /*templates*/, const OutgoingMessage& /*message*/,
                                          const v1::Delivery& /*delivery*/, absl::Time /*now*/) const override {
    return ComposedMessage();
  }

  SendResult Send(const v1::Delivery& /*delivery*/, const ComposedMessage& /*message*/) override {
    return {SendResult::Outcome::kTransientFailure, 0, "the channel is not configured", SendResult::Scope::kChannel};
  }

 private:
  const std::string id_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_UNCONFIGURED_CHANNEL_H_
