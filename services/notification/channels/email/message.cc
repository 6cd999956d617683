#include "services/notification/channels/email/message.h"

#include <gmime/gmime.h>

#include <memory>
#include <mutex>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/mailbox.h"
#include "common/text.h"
#include "services/notification/messages/template_source.h"

namespace lianfang::notification {
namespace {

constexpr size_t kMaxName = 100;
constexpr size_t kMaxUri = 500;

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
  void operator()(GDateTime* time) const { g_date_time_unref(time); }
  void operator()(GMimeFormatOptions* options) const { g_mime_format_options_free(options); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

absl::Status CheckHeader(const MessageHeader& header, const MailContent& content,
                         const std::vector<v1::Attachment>& attachments) {
  FieldViolations faults;
  faults.AddAll("from.display_name", CheckLine(header.from.display_name, kMaxName));
  faults.AddAll("from.email", NormalizeEmail(header.from.email).status());
  faults.AddAll("to.display_name", CheckLine(header.to.display_name, kMaxName));
  faults.AddAll("to.email", NormalizeEmail(header.to.email).status());
  faults.AddAll("message_id", NormalizeEmail(header.message_id).status());
  faults.AddAll("list_id", CheckLine(header.list_id, kMaxName));
  if (!header.reply_to.empty()) faults.AddAll("reply_to", NormalizeEmail(header.reply_to).status());
  if (!header.unsubscribe.empty()) faults.AddAll("unsubscribe", CheckLine(header.unsubscribe, kMaxUri));
  faults.AddAll("subject", CheckLine(content.subject, kMaxSubject));
  for (const v1::Attachment& attachment : attachments) {
    faults.AddAll("attachments.filename", CheckLine(attachment.filename(), kMaxName));
    faults.AddAll("attachments.content_type", CheckLine(attachment.content_type(), kMaxName));
  }
  return faults.ToStatus();
}

Owned<GMimeTextPart> TextPart(const char* subtype, const std::string& text) {
  Owned<GMimeTextPart> part(g_mime_text_part_new_with_subtype(subtype));
  g_mime_text_part_set_charset(part.get(), "utf-8");
  // Lines of text end with CRLF under base64 too (RFC 2045, 6.8).
  g_mime_text_part_set_text(part.get(), absl::StrReplaceAll(text, {{"\r\n", "\r\n"}, {"\n", "\r\n"}}).c_str());
  g_mime_part_set_content_encoding(GMIME_PART(part.get()), GMIME_CONTENT_ENCODING_BASE64);
  return part;
}

// The boundary follows from the Message-ID: GMime's own would differ every time.
Owned<GMimeMultipart> Multipart(const char* subtype, const std::string& message_id) {
  Owned<GMimeMultipart> parts(g_mime_multipart_new_with_subtype(subtype));
  const std::string hash = absl::BytesToHexString(Sha256(absl::StrCat(subtype, "\n", message_id)));
  g_mime_multipart_set_boundary(parts.get(), absl::StrCat("=-", hash.substr(0, 32)).c_str());
  return parts;
}

// The parts, least preferred first (RFC 2046, 5.1.4).
Owned<GMimeMultipart> Alternatives(const MailContent& content, const std::string& message_id) {
  Owned<GMimeMultipart> parts = Multipart("alternative", message_id);
  g_mime_multipart_add(parts.get(), GMIME_OBJECT(TextPart("plain", content.text).get()));
  g_mime_multipart_add(parts.get(), GMIME_OBJECT(TextPart("html", content.html).get()));
  return parts;
}

Owned<GMimePart> AttachmentPart(const v1::Attachment& attachment) {
  Owned<GMimePart> part(g_mime_part_new());
  const Owned<GMimeContentType> type(g_mime_content_type_parse(nullptr, attachment.content_type().c_str()));
  g_mime_object_set_content_type(GMIME_OBJECT(part.get()), type.get());
  g_mime_object_set_disposition(GMIME_OBJECT(part.get()), GMIME_DISPOSITION_ATTACHMENT);
  g_mime_part_set_filename(part.get(), attachment.filename().c_str());
  const Owned<GMimeStream> stream(
      g_mime_stream_mem_new_with_buffer(attachment.content().data(), attachment.content().size()));
  const Owned<GMimeDataWrapper> wrapper(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), wrapper.get());
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_BASE64);
  return part;
}

// The words alone, or the words and the attachments side by side.
Owned<GMimeMultipart> Body(const MailContent& content, const std::vector<v1::Attachment>& attachments,
                           const std::string& message_id) {
  Owned<GMimeMultipart> words = Alternatives(content, message_id);
  if (attachments.empty()) return words;
  Owned<GMimeMultipart> parts = Multipart("mixed", message_id);
  g_mime_multipart_add(parts.get(), GMIME_OBJECT(words.get()));
  for (const v1::Attachment& attachment : attachments) {
    g_mime_multipart_add(parts.get(), GMIME_OBJECT(AttachmentPart(attachment).get()));
  }
  return parts;
}

void SetHeader(GMimeMessage* message, const char* name, const std::string& value) {
  g_mime_object_set_header(GMIME_OBJECT(message), name, value.c_str(), "utf-8");
}

std::string WithCrlf(GMimeMessage* message) {
  Owned<GMimeFormatOptions> format(g_mime_format_options_clone(g_mime_format_options_get_default()));
  g_mime_format_options_set_newline_format(format.get(), GMIME_NEWLINE_FORMAT_DOS);
  Owned<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_object_write_to_stream(GMIME_OBJECT(message), format.get(), stream.get());
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
}

}  // namespace

absl::StatusOr<std::string> ComposeMessage(const MessageHeader& header, const MailContent& content,
                                           const std::vector<v1::Attachment>& attachments) {
  const absl::Status checked = CheckHeader(header, content, attachments);
  if (!checked.ok()) return checked;
  static std::once_flag initialized;
  std::call_once(initialized, [] { g_mime_init(); });

  Owned<GMimeMessage> message(g_mime_message_new(/*pretty_headers=*/TRUE));
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, header.from.display_name.c_str(),
                             header.from.email.c_str());
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, header.to.display_name.c_str(),
                             header.to.email.c_str());
  if (!header.reply_to.empty()) {
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, nullptr, header.reply_to.c_str());
  }
  g_mime_message_set_subject(message.get(), content.subject.c_str(), "utf-8");
  const Owned<GDateTime> date(g_date_time_new_from_unix_utc(absl::ToUnixSeconds(header.date)));
  g_mime_message_set_date(message.get(), date.get());
  g_mime_message_set_message_id(message.get(), header.message_id.c_str());
  SetHeader(message.get(), "List-Id", absl::StrCat("<", header.list_id, ">"));
  if (!header.unsubscribe.empty()) {
    SetHeader(message.get(), "List-Unsubscribe", absl::StrCat("<", header.unsubscribe, ">"));
  }
  SetHeader(message.get(), "Auto-Submitted", "auto-generated");
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(Body(content, attachments, header.message_id).get()));
  return WithCrlf(message.get());
}

}  // namespace lianfang::notification
