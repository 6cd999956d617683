// What the refusal of an SMTP server says something about: this recipient, this mail, or us.
//
//   const SendResult result = JudgeFailure(SmtpStage::kRecipient, 550, "550 5.1.1 no such user");   // the mailbox, final
//
// Servers answer with what they have: the same 550 means an unknown user after RCPT, a daily quota after MAIL, and a
// blocked address as a greeting. So the command that was answered counts first, then the codes (RFC 5321, RFC 3463), and
// the words only where codes leave it open.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_SMTP_FAILURE_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_SMTP_FAILURE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/notification/channels/email/mail_transport.h"

namespace lianfang::notification {

// How far a mail got.
enum class SmtpStage {
  kSession,    // connection, greeting, EHLO, TLS, AUTH
  kSender,     // MAIL
  kRecipient,  // RCPT
  kContent,    // DATA and what follows
};

// The stage that the command `line` (`RCPT TO:<a@b.example>`) begins; `current` for what is no command, such as the
// answers of an AUTH exchange, and for QUIT.
SmtpStage StageOfCommand(absl::string_view line, SmtpStage current);

// The failure, from the server's answer at that stage; `code` is 0 when it gave none. `text` is for people.
//
//   session, sender    the channel, whatever the code
//   recipient          4xx: passing, the mailbox. 5xx: the mailbox for good, unless the answer is about us
//   content            4xx and silence: passing, this mail. 5xx: this mail, or the mailbox by its code, for good, likewise
//
// An answer about us is the channel's where its code leaves no doubt. Where only its words or a policy code (5.7.x) say
// so, it may be this recipient's own rule: it is passing, and `doubts_channel` is set.
SendResult JudgeFailure(SmtpStage stage, int code, const std::string& text);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_EMAIL_SMTP_FAILURE_H_
