#include "services/notification/channels/email/message.h"

#include <gmime/gmime.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

MessageHeader Header() {
  return {.from = {"领导小组办公室", "office@hrss.example"},
          .to = {"应急管理局联络员", "liaison-1@emergency.example"},
          .message_id = "0123abcd@hrss.example",
          .list_id = "reminders.hrss.example",
          .date = testing::At(absl::CivilSecond(2022, 5, 24, 9, 0, 0))};
}

MailContent Content() {
  return {.subject = "工伤预防数据报送提醒 2022-05-24：即将到期8项，请各责任部门按时报送本年度数据并核对上年度数据",
          .text = "应急管理局联络员：\n",
          .html = "<p>应急管理局联络员</p>\n"};
}

// The message as a mail program reads it back.
class Parsed {
 public:
  explicit Parsed(const std::string& bytes) {
    GMimeStream* stream = g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size());
    GMimeParser* parser = g_mime_parser_new_with_stream(stream);
    message_ = g_mime_parser_construct_message(parser, nullptr);
    g_object_unref(parser);
    g_object_unref(stream);
  }
  ~Parsed() { g_object_unref(message_); }

  std::string subject() const { return g_mime_message_get_subject(message_); }
  std::string to_name() const {
    return internet_address_get_name(
        internet_address_list_get_address(g_mime_message_get_addresses(message_, GMIME_ADDRESS_TYPE_TO), 0));
  }
  // Text of the nth alternative.
  std::string part(int n) const {
    GMimeObject* part = g_mime_multipart_get_part(GMIME_MULTIPART(g_mime_message_get_mime_part(message_)), n);
    char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    std::string copy = text;
    g_free(text);
    return copy;
  }

 private:
  GMimeMessage* message_;
};

TEST(MessageTest, ReadsBackAsWritten) {
  const auto bytes = ComposeMessage(Header(), Content());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const Parsed parsed(*bytes);
  EXPECT_EQ(parsed.subject(), Content().subject);
  EXPECT_EQ(parsed.to_name(), "应急管理局联络员");
  // Lines of text end with CRLF under base64 too (RFC 2045, 6.8); they used to end with LF alone.
  EXPECT_EQ(parsed.part(0), "应急管理局联络员：\r\n");
  EXPECT_EQ(parsed.part(1), "<p>应急管理局联络员</p>\r\n");
}

TEST(MessageTest, TheWireIsAsciiInShortLinesWithCrlf) {
  const std::string bytes = *ComposeMessage(Header(), Content());
  size_t line_begin = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    ASSERT_LT(static_cast<unsigned char>(bytes[i]), 0x80u);
    if (bytes[i] != '\n') continue;
    ASSERT_GT(i, 0u);
    ASSERT_EQ(bytes[i - 1], '\r');
    ASSERT_LE(i - line_begin, 998u);
    line_begin = i + 1;
  }
  EXPECT_GT(line_begin, 0u);
  EXPECT_LE(bytes.size() - line_begin, 998u);
}

TEST(MessageTest, CarriesTheHeadersOfAProgramsMail) {
  const std::string bytes = *ComposeMessage(Header(), Content());
  EXPECT_THAT(bytes, HasSubstr("Message-Id: <0123abcd@hrss.example>\r\n"));
  EXPECT_THAT(bytes, HasSubstr("Auto-Submitted: auto-generated\r\n"));
  EXPECT_THAT(bytes, HasSubstr("List-Id: <reminders.hrss.example>\r\n"));
  EXPECT_THAT(bytes, ContainsRegex("Date: Tue, 24 May 2022 01:00:00 \\+0000"));
  EXPECT_THAT(bytes, HasSubstr("multipart/alternative"));
}

TEST(MessageTest, AnswersGoWhereTheyAreReadAndOnlyWhoMayDeclineIsToldHow) {
  MessageHeader header = Header();
  EXPECT_THAT(*ComposeMessage(header, Content()), Not(HasSubstr("List-Unsubscribe")));
  EXPECT_THAT(*ComposeMessage(header, Content()), Not(HasSubstr("Reply-To")));
  header.reply_to = "plan-office@hrss.example";
  header.unsubscribe = "mailto:plan-office@hrss.example?subject=unsubscribe-copies";
  const std::string bytes = *ComposeMessage(header, Content());
  EXPECT_THAT(bytes, HasSubstr("Reply-To: plan-office@hrss.example\r\n"));
  EXPECT_THAT(bytes, HasSubstr("List-Unsubscribe: <mailto:plan-office@hrss.example?subject=unsubscribe-copies>\r\n"));
  header.unsubscribe = "mailto:a@b.example>\r\nBcc: c@d.example";
  EXPECT_FALSE(ComposeMessage(header, Content()).ok());
}

TEST(MessageTest, TheSameMailHasTheSameBytes) {
  EXPECT_EQ(*ComposeMessage(Header(), Content()), *ComposeMessage(Header(), Content()));
}

TEST(MessageTest, AttachmentsStandBesideTheWords) {
  v1::Attachment file;
  file.set_filename("会议通知.ics");
  file.set_content_type("text/calendar; charset=utf-8; method=REQUEST");
  file.set_content(std::string("BEGIN:VCALENDAR\r\n\0", 18));
  const std::string bytes = *ComposeMessage(Header(), Content(), {file});
  EXPECT_EQ(bytes, *ComposeMessage(Header(), Content(), {file}));

  GMimeStream* stream = g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size());
  GMimeParser* parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr);
  GMimeMultipart* mixed = GMIME_MULTIPART(g_mime_message_get_mime_part(message));
  EXPECT_EQ(g_mime_multipart_get_count(mixed), 2);
  GMimePart* part = GMIME_PART(g_mime_multipart_get_part(mixed, 1));
  EXPECT_STREQ(g_mime_part_get_filename(part), "会议通知.ics");
  GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(part));
  EXPECT_TRUE(g_mime_content_type_is_type(type, "text", "calendar"));
  EXPECT_STREQ(g_mime_content_type_get_parameter(type, "method"), "REQUEST");
  GMimeStream* content = g_mime_stream_mem_new();
  g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), content);
  const GByteArray* decoded = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(content));
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(decoded->data), decoded->len), file.content());
  for (gpointer object : {gpointer(content), gpointer(message), gpointer(parser), gpointer(stream)}) {
    g_object_unref(object);
  }
}

TEST(MessageTest, RefusesWhatWouldSmuggleInAHeader) {
  v1::Attachment file;
  file.set_filename("a.pdf\r\nX-Evil: 1");
  file.set_content_type("application/pdf");
  EXPECT_EQ(ComposeMessage(Header(), Content(), {file}).status().code(), absl::StatusCode::kInvalidArgument);
  MessageHeader name = Header();
  name.to.display_name = "联络员\r\nBcc: a@b.example";
  EXPECT_EQ(ComposeMessage(name, Content()).status().code(), absl::StatusCode::kInvalidArgument);
  MessageHeader address = Header();
  address.to.email = "a@b.example>\r\nRCPT TO:<c@d.example";
  EXPECT_EQ(ComposeMessage(address, Content()).status().code(), absl::StatusCode::kInvalidArgument);
  MailContent subject = Content();
  subject.subject = "a\nBcc: b@c.example";
  EXPECT_EQ(ComposeMessage(Header(), subject).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(MessageTest, ANameWithPunctuationIsQuoted) {
  MessageHeader header = Header();
  header.to.display_name = "Liaison, \"Emergency\" <x@y.example>";
  const std::string bytes = *ComposeMessage(header, Content());
  EXPECT_EQ(Parsed(bytes).to_name(), header.to.display_name);
  EXPECT_THAT(bytes, Not(HasSubstr("To: Liaison, \"")));
}

}  // namespace
}  // namespace lianfang::notification
