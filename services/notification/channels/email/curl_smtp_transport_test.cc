// Against real SMTP servers: the suite's mail catcher, and one that refuses as told. Needs what tests/run provides.
#include "services/notification/channels/email/curl_smtp_transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "common/id.h"
#include "common/testing/environment.h"
#include "common/testing/test_file.h"
#include "services/notification/channels/email/message.h"
#include "services/notification/channels/email/testing/faulty_smtp_server.h"

namespace lianfang::notification {
namespace {

using Outcome = SendResult::Outcome;
using ::testing::HasSubstr;

constexpr char kFrom[] = "office@hrss.example";

std::unique_ptr<CurlSmtpTransport> Transport(const std::string& url, absl::Duration timeout = absl::Seconds(20)) {
  auto transport =
      CurlSmtpTransport::Create({.url = url, .ca_file = RequiredVariable("LIANFANG_TEST_SMTP_CA"), .timeout = timeout});
  EXPECT_TRUE(transport.ok()) << transport.status();
  return *std::move(transport);
}

std::string Message(const std::string& to, const std::string& message_id) {
  return *ComposeMessage({.from = {"领导小组办公室", kFrom},
                          .to = {"联络员", to},
                          .message_id = message_id,
                          .list_id = "reminders.hrss.example",
                          .date = absl::FromUnixSeconds(1653354000)},
                         {.subject = "报送提醒", .text = "正文\n.\n..点号开头的行\n", .html = "<p>正文</p>\n"});
}

// The file of the catcher's directory that holds `text`; empty when there is none.
std::string CaughtMail(const std::string& text) {
  for (const auto& entry : std::filesystem::directory_iterator(RequiredVariable("LIANFANG_TEST_MAIL_DIR"))) {
    std::ifstream file(entry.path());
    std::stringstream content;
    content << file.rdbuf();
    if (content.str().find(text) != std::string::npos) return content.str();
  }
  return "";
}

// `smtp://user:password@host:port` in two: the password goes into a file, the rest is the URL.
TEST(CurlSmtpTransportTest, DeliversWithThePasswordOfAFile) {
  std::string url = RequiredVariable("LIANFANG_TEST_SMTP_URL");
  const size_t colon = url.find(':', url.find("//"));
  const size_t at = url.find('@');
  const std::string file = TestFile("password");
  std::ofstream(file) << url.substr(colon + 1, at - colon - 1) << "\n";
  url.erase(colon, at - colon);
  const auto transport = CurlSmtpTransport::Create(
      {.url = url, .password_file = file, .ca_file = RequiredVariable("LIANFANG_TEST_SMTP_CA")});
  const SendResult result =
      (*transport)->Send(kFrom, "a@b.example", Message("a@b.example", NewUuid() + "@hrss.example"));
  EXPECT_EQ(result.outcome, Outcome::kAccepted) << result.code << " " << result.text;
  std::filesystem::remove(file);
}

TEST(CurlSmtpTransportTest, DeliversOverStartTlsWithAuth) {
  const auto transport = Transport(RequiredVariable("LIANFANG_TEST_SMTP_URL"));
  const std::string id = NewUuid() + "@hrss.example";
  const std::string message = Message("liaison-1@emergency.example", id);
  const SendResult result = transport->Send(kFrom, "liaison-1@emergency.example", message);
  ASSERT_EQ(result.outcome, Outcome::kAccepted) << result.code << " " << result.text;
  EXPECT_EQ(result.code, 250);
  const std::string caught = CaughtMail(id);
  EXPECT_THAT(caught, HasSubstr("Delivered-To: liaison-1@emergency.example\r\n"));
  EXPECT_THAT(caught, HasSubstr(message));
}

TEST(CurlSmtpTransportTest, AnAuthorityItDoesNotKnowGetsNothing) {
  auto transport = CurlSmtpTransport::Create(
      {.url = RequiredVariable("LIANFANG_TEST_SMTP_URL"), .ca_file = "/etc/ssl/certs/ca-certificates.crt"});
  ASSERT_TRUE(transport.ok());
  const SendResult result = (*transport)->Send(kFrom, "a@b.example", Message("a@b.example", "x@hrss.example"));
  EXPECT_EQ(result.outcome, Outcome::kTransientFailure);
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.text, HasSubstr("certificate"));
}

TEST(CurlSmtpTransportTest, NobodyListeningIsTransient) {
  const auto transport = Transport("smtp://user:password@127.0.0.1:1");
  const SendResult result = transport->Send(kFrom, "a@b.example", Message("a@b.example", "x@hrss.example"));
  EXPECT_EQ(result.outcome, Outcome::kTransientFailure);
  EXPECT_EQ(result.code, 0);
  EXPECT_FALSE(result.text.empty());
}

TEST(CurlSmtpTransportTest, RefusesAForeignUrl) {
  for (const char* url : {"", "http://mail.example", "mail.example:25", "smtp://"}) {
    EXPECT_EQ(CurlSmtpTransport::Create({.url = url, .ca_file = "ca.crt"}).status().code(),
              absl::StatusCode::kInvalidArgument)
        << url;
  }
}

class FaultyServerTest : public ::testing::Test {
 protected:
  SendResult SendTo(const std::string& to, const std::string& password = "password") {
    return server_.Connect(absl::Seconds(20), password)->Send(kFrom, to, Message(to, "x@hrss.example"));
  }

  FaultySmtpServer server_;
};

TEST_F(FaultyServerTest, KeepsItsConnectionBetweenMails) {
  const auto transport = server_.Connect();
  for (int i = 0; i < 3; ++i) {
    const SendResult result =
        transport->Send(kFrom, "a@b.example", Message("a@b.example", NewUuid() + "@hrss.example"));
    ASSERT_EQ(result.outcome, Outcome::kAccepted) << result.text;
  }
  EXPECT_EQ(server_.Mails().size(), 3u);
  EXPECT_EQ(server_.Connections(), 1);
}

TEST_F(FaultyServerTest, FiveHundredsAreFinalAndFourHundredsAreNot) {
  struct Case {
    const char* to;
    Outcome outcome;
    int code;
  };
  for (const Case& one : {Case{"rcpt-550@b.example", Outcome::kPermanentFailure, 550},
                          Case{"rcpt-450@b.example", Outcome::kTransientFailure, 450},
                          Case{"data-554@b.example", Outcome::kPermanentFailure, 554},
                          Case{"data-451@b.example", Outcome::kTransientFailure, 451}}) {
    const SendResult result = SendTo(one.to);
    EXPECT_EQ(result.outcome, one.outcome) << one.to;
    EXPECT_EQ(result.code, one.code) << one.to;
    EXPECT_THAT(result.text, HasSubstr("refused as asked")) << one.to;
  }
}

TEST_F(FaultyServerTest, WhateverIsNoAnswerIsTransient) {
  for (const char* to : {"drop@b.example", "drop-data@b.example"}) {
    EXPECT_EQ(SendTo(to).outcome, Outcome::kTransientFailure) << to;
  }
  // Garbage may still turn into an answer, and so may silence: they end by the transport's own timeout.
  const auto transport = server_.Connect(absl::Seconds(1));
  for (const char* to : {"garbage@b.example", "hang@b.example"}) {
    EXPECT_EQ(transport->Send(kFrom, to, Message(to, "x@hrss.example")).outcome, Outcome::kTransientFailure) << to;
  }
}

TEST_F(FaultyServerTest, AWrongPasswordIsNotTheMailsFault) {
  const SendResult result = SendTo("a@b.example", "wrong");
  EXPECT_EQ(result.outcome, Outcome::kTransientFailure);
  EXPECT_EQ(result.code, 535);
}

// A mounted secret is replaced while the process runs: by the next mail, even on a connection that was kept.
TEST_F(FaultyServerTest, ThePasswordFileIsReadAgain) {
  const std::string file = TestFile("password");
  const auto write = [&file](const std::string& password) { std::ofstream(file) << password << "\n"; };
  write("wrong");
  const auto transport = server_.ConnectWithFile(file);
  const std::string message = Message("a@b.example", "x@hrss.example");
  EXPECT_EQ(transport->Send(kFrom, "a@b.example", message).code, 535);
  write("password");
  EXPECT_EQ(transport->Send(kFrom, "a@b.example", message).outcome, Outcome::kAccepted);
  write("wrong");
  EXPECT_EQ(transport->Send(kFrom, "a@b.example", message).code, 535);
  std::filesystem::remove(file);
  const SendResult without = transport->Send(kFrom, "a@b.example", message);
  EXPECT_EQ(without.outcome, Outcome::kTransientFailure);
  EXPECT_EQ(without.text, "the password file cannot be read");
}

// What servers in the field have against all mails of a sender. Each goes once the server is mended.
TEST_F(FaultyServerTest, WhatConcernsUsIsTheChannelsAndPasses) {
  struct Case {
    const char* fault;
    int code;
    const char* text;
  };
  for (const Case& one : {Case{"greeting", 554, "not allowed to connect"}, Case{"sender", 553, "authorized user"},
                          Case{"quota", 550, "daily quota"}, Case{"helo", 504, "fully-qualified"}}) {
    CurlSmtpTransport::Options options = server_.Options();
    options.ehlo_name = "vm";
    const auto transport = *CurlSmtpTransport::Create(options);
    server_.SetFault(one.fault);
    const std::string message = Message("a@b.example", "x@hrss.example");
    const SendResult refused = transport->Send(kFrom, "a@b.example", message);
    EXPECT_EQ(refused.outcome, Outcome::kTransientFailure) << one.fault;
    EXPECT_EQ(refused.scope, SendResult::Scope::kChannel) << one.fault;
    EXPECT_EQ(refused.code, one.code) << one.fault;
    EXPECT_THAT(refused.text, HasSubstr(one.text));
    server_.SetFault("none");
    EXPECT_EQ(transport->Send(kFrom, "a@b.example", message).outcome, Outcome::kAccepted) << one.fault;
  }
}

TEST_F(FaultyServerTest, ARefusalAtRcptThatMayBeAboutUsIsNotFinal) {
  server_.SetFault("client");
  const SendResult refused = SendTo("a@b.example");
  EXPECT_EQ(refused.outcome, Outcome::kTransientFailure);
  EXPECT_TRUE(refused.doubts_channel);
}

TEST_F(FaultyServerTest, RefusalsSayWhatTheyConcern) {
  for (const auto& [to, scope] : {std::pair("rcpt-550@b.example", SendResult::Scope::kMailbox),
                                  std::pair("rcpt-450@b.example", SendResult::Scope::kMailbox),
                                  std::pair("data-554@b.example", SendResult::Scope::kMail),
                                  std::pair("drop@b.example", SendResult::Scope::kMail),
                                  std::pair("drop-data@b.example", SendResult::Scope::kMail)}) {
    EXPECT_EQ(SendTo(to).scope, scope) << to;
  }
  EXPECT_EQ(SendTo("a@b.example", "wrong").scope, SendResult::Scope::kChannel);
}

TEST_F(FaultyServerTest, NamesItselfAsToldWithAMechanismThatWorks) {
  server_.SetFault("auth");
  CurlSmtpTransport::Options options = server_.Options();
  options.ehlo_name = "notice.city.example";
  const std::string message = Message("a@b.example", "x@hrss.example");
  EXPECT_EQ((*CurlSmtpTransport::Create(options))->Send(kFrom, "a@b.example", message).outcome, Outcome::kAccepted);
  EXPECT_EQ(server_.LastEhloName(), "notice.city.example");
  options.auth_mechanisms = "CRAM-MD5";  // which the server does not offer
  EXPECT_EQ((*CurlSmtpTransport::Create(options))->Send(kFrom, "a@b.example", message).scope,
            SendResult::Scope::kChannel);
}

TEST(CurlSmtpTransportTest, RefusesNamesAndMechanismsThatAreNone) {
  for (const char* name : {"a b", "a\r\nMAIL FROM:<x@y.example>", "vm/x", "vm;y"}) {
    EXPECT_FALSE(CurlSmtpTransport::Create({.url = "smtp://h:25", .ca_file = "ca.crt", .ehlo_name = name}).ok())
        << name;
  }
  for (const char* mechanisms : {"", "PLAIN,", "PLAIN;LOGIN", "SECRET"}) {
    EXPECT_FALSE(
        CurlSmtpTransport::Create({.url = "smtp://h:25", .ca_file = "ca.crt", .auth_mechanisms = mechanisms}).ok())
        << mechanisms;
  }
  EXPECT_TRUE(
      CurlSmtpTransport::Create(
          {.url = "smtp://h:25", .ca_file = "ca.crt", .ehlo_name = "[192.0.2.1]", .auth_mechanisms = "login, ntlm"})
          .ok());
}

TEST_F(FaultyServerTest, ARefusalDoesNotSpoilTheNextMail) {
  const auto transport = server_.Connect();
  const std::string message = Message("a@b.example", "x@hrss.example");
  EXPECT_EQ(transport->Send(kFrom, "a@b.example", message).outcome, Outcome::kAccepted);
  EXPECT_EQ(transport->Send(kFrom, "rcpt-550@b.example", message).outcome, Outcome::kPermanentFailure);
  EXPECT_EQ(transport->Send(kFrom, "b@b.example", message).outcome, Outcome::kAccepted);
}

}  // namespace
}  // namespace lianfang::notification
