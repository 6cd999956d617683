// What became of one attempt to hand a message over, whatever the channel.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_SEND_RESULT_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_SEND_RESULT_H_

#include <string>

#include "absl/time/time.h"

namespace lianfang::notification {

// How an attempt to send a message ended.
struct SendResult {
  enum class Outcome {
    kAccepted,          // the server took responsibility
    kTransientFailure,  // the message did not go out, or nobody knows; trying again may help
    kPermanentFailure,  // the server refuses this message or this recipient for good
  };
  // What a failure says something about.
  enum class Scope {
    kMailbox,  // this recipient
    kMail,     // this message
    kChannel,  // the way to the server, or what the server holds against the sender; always a transient failure
  };
  Outcome outcome;
  int code = 0;      // the server's last reply, of SMTP or HTTP; 0 when it gave none
  std::string text;  // what went wrong, one line; empty on success
  Scope scope = Scope::kMailbox;
  bool doubts_channel = false;  // the refusal may be the channel's: it is, when other recipients are refused so, too
  absl::Duration rest = absl::ZeroDuration();  // for how long the server asks the channel to leave it alone
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_SEND_RESULT_H_
