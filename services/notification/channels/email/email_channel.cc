#include "services/notification/channels/email/email_channel.h"

#include "absl/strings/str_cat.h"
#include "common/mailbox.h"
#include "services/notification/domain/delivery/ways.h"

namespace lianfang::notification {

std::string EmailChannel::id() const { return kEmailChannel; }

absl::StatusOr<std::string> EmailChannel::CheckAddress(const std::string& address) const {
  return NormalizeEmail(address);
}

absl::StatusOr<ComposedMessage> EmailChannel::Compose(const TemplateSet& templates, const OutgoingMessage& message,
                                                      const v1::Delivery& delivery, absl::Time now) const {
  const auto content = templates.Render(message.template_name, delivery.language(), message.data);
  if (!content.ok()) return content.status();
  MessageHeader header{.from = from_,
                       .to = {delivery.display_name(), AddressOf(delivery)},
                       .message_id = delivery.message_id(),
                       .list_id = absl::StrCat(message.list, ".", DomainOf(from_.email)),
                       .date = now,
                       .reply_to = message.reply_to};
  if (message.may_be_declined) {
    header.unsubscribe = absl::StrCat("mailto:", message.reply_to.empty() ? from_.email : message.reply_to,
                                      "?subject=unsubscribe-copies");
  }
  auto bytes = ComposeMessage(header, *content, message.attachments);
  if (!bytes.ok()) return bytes.status();
  return ComposedMessage{content->subject, content->text, *std::move(bytes)};
}

SendResult EmailChannel::Send(const v1::Delivery& delivery, const ComposedMessage& message) {
  return transport_.Send(from_.email, AddressOf(delivery), message.bytes);
}

}  // namespace lianfang::notification
