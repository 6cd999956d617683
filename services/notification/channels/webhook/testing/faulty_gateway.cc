#include "services/notification/channels/webhook/testing/faulty_gateway.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/testing/environment.h"
#include "common/testing/test_file.h"

namespace lianfang::notification {

FaultyGateway::FaultyGateway() : secret_file_(TestFile("webhook-secret")) { WriteSecret("secret"); }

WebhookChannel::Options FaultyGateway::Options() const {
  return {.url = absl::StrCat("https://localhost:", server_.port(), "/send"),
          .secret_file = secret_file_,
          .ca_file = RequiredVariable("LIANFANG_TEST_SMTP_CA"),
          .timeout = absl::Seconds(2)};
}

void FaultyGateway::WriteSecret(const std::string& secret) const { std::ofstream(secret_file_) << secret << "\n"; }

void FaultyGateway::ExpectSecret(const std::string& secret) { server_.Command(absl::StrCat("secret ", secret)); }

void FaultyGateway::SetFault(const std::string& name) { server_.Command(absl::StrCat("fault ", name)); }

std::vector<FaultyGateway::Message> FaultyGateway::Messages() {
  std::vector<Message> messages;
  for (const std::string& line : server_.Lines()) {
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    messages.push_back({parts.at(0), parts.at(1), parts.at(2)});
  }
  return messages;
}

}  // namespace lianfang::notification
