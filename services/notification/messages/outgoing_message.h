// What one recipient is told, whichever channel it goes by. The channel finds its words in the templates.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_OUTGOING_MESSAGE_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_OUTGOING_MESSAGE_H_

#include <kainjow/mustache.hpp>
#include <string>
#include <vector>

#include "lianfang/notification/v1/notification_service.pb.h"

namespace lianfang::notification {

struct OutgoingMessage {
  std::string template_name;
  kainjow::mustache::data data;                  // what fills the template in
  std::vector<v1::Attachment> attachments = {};  // go along where the channel carries files
  std::string list;                              // what it is one of: `reminders` or `notices`
  std::string reply_to = "";                     // mailbox of whoever answers questions; empty: the sender's
  bool may_be_declined = false;                  // a copy: the recipient may ask for no more
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_OUTGOING_MESSAGE_H_
