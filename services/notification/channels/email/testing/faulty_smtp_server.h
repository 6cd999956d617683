// A real mail server that fails as told (faulty_smtp.py), for as long as the object lives. Needs what tests/run
// provides.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_TESTING_FAULTY_SMTP_SERVER_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_TESTING_FAULTY_SMTP_SERVER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/notification/channels/email/curl_smtp_transport.h"
#include "services/notification/channels/testing/scripted_server.h"

namespace lianfang::notification {

class FaultySmtpServer {
 public:
  // A transport to it.
  std::unique_ptr<CurlSmtpTransport> Connect(absl::Duration timeout = absl::Seconds(20),
                                             const std::string& password = "password") const;

  // The same, with the password in a file.
  std::unique_ptr<CurlSmtpTransport> ConnectWithFile(const std::string& password_file) const;

  // To connect to it otherwise. An empty password is none.
  CurlSmtpTransport::Options Options(const std::string& password = "password") const;

  // What its clock shows, for greylisting.
  void SetClock(absl::Time time);

  // How it treats everybody from now on: one of the names in faulty_smtp.py, or `none`.
  void SetFault(const std::string& name);

  // How many connections there were so far.
  int Connections();

  // How the last client named itself.
  std::string LastEhloName();

  // The mails that it has accepted so far: recipient and Message-ID. A mail is in here when Send returns.
  std::vector<std::pair<std::string, std::string>> Mails();

 private:
  ScriptedServer server_{"services/notification/channels/email/testing/faulty_smtp.py"};
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_TESTING_FAULTY_SMTP_SERVER_H_
