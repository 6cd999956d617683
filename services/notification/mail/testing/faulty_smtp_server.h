// A real mail server that fails as told (faulty_smtp.py), for as long as the object lives. Needs what tests/run
// provides.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MAIL_TESTING_FAULTY_SMTP_SERVER_H_
#define LIANFANG_SERVICES_NOTIFICATION_MAIL_TESTING_FAULTY_SMTP_SERVER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/notification/mail/curl_smtp_transport.h"

namespace lianfang::notification {

class FaultySmtpServer {
 public:
  // Ends the test program when the server does not start.
  FaultySmtpServer();
  ~FaultySmtpServer();

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
  const std::vector<std::pair<std::string, std::string>>& Mails();

 private:
  // The next line that it says; waits for it.
  std::string ReadLine();
  // Says `command`, and waits for what it answers. Mails that it tells of before are taken in.
  std::string Command(const std::string& command);

  pid_t process_ = 0;
  int input_ = -1;
  int output_ = -1;
  int port_ = 0;
  std::string unread_;
  std::vector<std::pair<std::string, std::string>> mails_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MAIL_TESTING_FAULTY_SMTP_SERVER_H_
