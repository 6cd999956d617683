// A kind of channel: the settings that it adds to the process, and the channel that they make.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_TYPE_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_TYPE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/notification/channels/channel.h"

namespace CLI {
class App;
}

namespace lianfang::notification {

// Who sends, on all channels.
struct ChannelSender {
  std::string display_name;
  std::string email;
};

class ChannelType {
 public:
  virtual ~ChannelType() = default;

  // The name of the channel's folder; the same as the channel's own id.
  virtual std::string id() const = 0;
  // Declares its settings, which are read into this object.
  virtual void AddSettings(CLI::App& app) = 0;
  // The channel; null when the operator has not configured it. INVALID_ARGUMENT when a setting is wrong.
  virtual absl::StatusOr<std::unique_ptr<Channel>> Open(const ChannelSender& sender) const = 0;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_CHANNEL_TYPE_H_
