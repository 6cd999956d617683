// A real gateway that fails as told (faulty_gateway.py), for as long as the object lives. Needs what tests/run provides.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_TESTING_FAULTY_GATEWAY_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_TESTING_FAULTY_GATEWAY_H_

#include <string>
#include <vector>

#include "services/notification/channels/testing/scripted_server.h"
#include "services/notification/channels/webhook/webhook_channel.h"

namespace lianfang::notification {

class FaultyGateway {
 public:
  // A message that it has taken.
  struct Message {
    std::string key;
    std::string to;
    std::string body;  // JSON, or `repeat`
  };

  FaultyGateway();

  // To send to it; the secret is in a file of the test's own.
  WebhookChannel::Options Options() const;

  // What the file says from now on, and what the gateway expects.
  void WriteSecret(const std::string& secret) const;
  void ExpectSecret(const std::string& secret);

  // How it treats everybody from now on: one of the names in faulty_gateway.py.
  void SetFault(const std::string& name);

  std::vector<Message> Messages();

 private:
  ScriptedServer server_{"services/notification/channels/webhook/testing/faulty_gateway.py"};
  const std::string secret_file_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_WEBHOOK_TESTING_FAULTY_GATEWAY_H_
