// SMTP by libcurl, encrypted always: STARTTLS on `smtp://`, TLS from the first byte on `smtps://`.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_CURL_SMTP_TRANSPORT_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_CURL_SMTP_TRANSPORT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/notification/channels/email/mail_transport.h"

namespace lianfang::notification {

// Keeps connections between mails, one per thread that sends at the same time. The password file is read before each
// mail: when another password stands in it, the next mail goes over a new connection.
class CurlSmtpTransport : public MailTransport {
 public:
  struct Options {
    // smtp://user:password@host:587 or smtps://user:password@host:465; user and password percent-encoded.
    std::string url;
    std::string password_file = "";  // has the password in its first line, as it is; goes before the URL's. Empty: none
    std::string ca_file;             // certificates that the server's certificate must lead to, PEM
    std::string ehlo_name = "";      // how this machine names itself to the server; empty: its host name
    std::string auth_mechanisms = "PLAIN,LOGIN";  // that may be used, by commas; the server's choice among them
    absl::Duration connect_timeout = absl::Seconds(10);
    absl::Duration timeout = absl::Seconds(60);  // for a whole mail
  };

  // INVALID_ARGUMENT when the URL is of another shape, the EHLO name none, or a mechanism not known.
  static absl::StatusOr<std::unique_ptr<CurlSmtpTransport>> Create(Options options);

  ~CurlSmtpTransport() override;

  SendResult Send(const std::string& from, const std::string& to, const std::string& message) override;

 private:
  struct Connection;

  CurlSmtpTransport(Options options, std::string connection_url, std::string login_options);

  // Sends over `connection`, and keeps it when that went well.
  SendResult SendOver(std::unique_ptr<Connection> connection, const std::string& from, const std::string& to,
                      const std::string& message);
  // A connection that was, or will be, opened with this password.
  std::unique_ptr<Connection> Borrow(const std::string& password);
  void Return(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> Open(const std::string& password) const;

  const Options options_;
  const std::string connection_url_;
  const std::string login_options_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_CURL_SMTP_TRANSPORT_H_
