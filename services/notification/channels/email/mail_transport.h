// Hands mails to a mail server.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_MAIL_TRANSPORT_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_MAIL_TRANSPORT_H_

#include <string>

#include "services/notification/channels/send_result.h"

namespace lianfang::notification {

// Thread-safe. Not idempotent: what is sent twice arrives twice, under one Message-ID.
class MailTransport {
 public:
  virtual ~MailTransport() = default;

  // Sends `message` (a whole MIME message with CRLF lines) from one mailbox to one mailbox. Blocks until the server has
  // answered or the transport's own time is up; never throws.
  virtual SendResult Send(const std::string& from, const std::string& to, const std::string& message) = 0;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_MAIL_TRANSPORT_H_
