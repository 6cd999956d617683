// Hands mails to a mail server.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MAIL_MAIL_TRANSPORT_H_
#define LIANFANG_SERVICES_NOTIFICATION_MAIL_MAIL_TRANSPORT_H_

#include <string>

namespace lianfang::notification {

// How an attempt ended.
struct SendResult {
  enum class Outcome {
    kAccepted,          // the server took responsibility
    kTransientFailure,  // the mail did not go out, or nobody knows; trying again may help
    kPermanentFailure,  // the server refuses this mail or this recipient for good
  };
  // What a failure says something about.
  enum class Scope {
    kMailbox,  // this recipient
    kMail,     // this mail
    kChannel,  // the way to the server, or what the server holds against the sender; always a transient failure
  };
  Outcome outcome;
  int smtp_code = 0;  // the server's last reply; 0 when it gave none
  std::string text;   // what went wrong, one line; empty on success
  Scope scope = Scope::kMailbox;
  bool doubts_channel = false;  // the refusal may be the channel's: it is, when other recipients are refused so, too
};

// Thread-safe. Not idempotent: what is sent twice arrives twice, under one Message-ID.
class MailTransport {
 public:
  virtual ~MailTransport() = default;

  // Sends `message` (a whole MIME message with CRLF lines) from one mailbox to one mailbox. Blocks until the server has
  // answered or the transport's own time is up; never throws.
  virtual SendResult Send(const std::string& from, const std::string& to, const std::string& message) = 0;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MAIL_MAIL_TRANSPORT_H_
