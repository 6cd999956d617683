// Against real SMTP servers: the suite's mail catcher, and one that refuses as told. Needs what tests/run provides.
#include "services/notification/mail/curl_smtp_transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "services/notification/mail/message.h"

namespace lianfang::notification {
namespace {

using Outcome = SendResult::Outcome;
using ::testing::HasSubstr;

constexpr char kFrom[] = "office@hrss.example";

// The environment's value; its absence fails the test, it does not skip it.
std::string Needed(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr)
    ADD_FAILURE() << variable << " is not set: run this test by tests/run, which starts a mail server";
  return value == nullptr ? "" : value;
}

std::unique_ptr<CurlSmtpTransport> Transport(const std::string& url, absl::Duration timeout = absl::Seconds(20)) {
  auto transport =
      CurlSmtpTransport::Create({.url = url, .ca_file = Needed("LIANFANG_TEST_SMTP_CA"), .timeout = timeout});
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
  for (const auto& entry : std::filesystem::directory_iterator(Needed("LIANFANG_TEST_MAIL_DIR"))) {
    std::ifstream file(entry.path());
    std::stringstream content;
    content << file.rdbuf();
    if (content.str().find(text) != std::string::npos) return content.str();
  }
  return "";
}

TEST(CurlSmtpTransportTest, DeliversOverStartTlsWithAuth) {
  const auto transport = Transport(Needed("LIANFANG_TEST_SMTP_URL"));
  const std::string id = NewUuid() + "@hrss.example";
  const std::string message = Message("liaison-1@emergency.example", id);
  const SendResult result = transport->Send(kFrom, "liaison-1@emergency.example", message);
  ASSERT_EQ(result.outcome, Outcome::kAccepted) << result.smtp_code << " " << result.text;
  EXPECT_EQ(result.smtp_code, 250);
  const std::string caught = CaughtMail(id);
  EXPECT_THAT(caught, HasSubstr("Delivered-To: liaison-1@emergency.example\r\n"));
  EXPECT_THAT(caught, HasSubstr(message));
}

TEST(CurlSmtpTransportTest, KeepsItsConnectionBetweenMails) {
  const auto transport = Transport(Needed("LIANFANG_TEST_SMTP_URL"));
  for (int i = 0; i < 3; ++i) {
    const std::string id = NewUuid() + "@hrss.example";
    const SendResult result = transport->Send(kFrom, "a@b.example", Message("a@b.example", id));
    ASSERT_EQ(result.outcome, Outcome::kAccepted) << result.text;
    EXPECT_FALSE(CaughtMail(id).empty());
  }
}

TEST(CurlSmtpTransportTest, AnAuthorityItDoesNotKnowGetsNothing) {
  auto transport = CurlSmtpTransport::Create(
      {.url = Needed("LIANFANG_TEST_SMTP_URL"), .ca_file = "/etc/ssl/certs/ca-certificates.crt"});
  ASSERT_TRUE(transport.ok());
  const SendResult result = (*transport)->Send(kFrom, "a@b.example", Message("a@b.example", "x@hrss.example"));
  EXPECT_EQ(result.outcome, Outcome::kTransientFailure);
  EXPECT_EQ(result.smtp_code, 0);
  EXPECT_THAT(result.text, HasSubstr("certificate"));
}

TEST(CurlSmtpTransportTest, NobodyListeningIsTransient) {
  const auto transport = Transport("smtp://user:password@127.0.0.1:1");
  const SendResult result = transport->Send(kFrom, "a@b.example", Message("a@b.example", "x@hrss.example"));
  EXPECT_EQ(result.outcome, Outcome::kTransientFailure);
  EXPECT_EQ(result.smtp_code, 0);
  EXPECT_FALSE(result.text.empty());
}

TEST(CurlSmtpTransportTest, RefusesAForeignUrl) {
  for (const char* url : {"", "http://mail.example", "mail.example:25", "smtp://"}) {
    EXPECT_EQ(CurlSmtpTransport::Create({.url = url, .ca_file = "ca.crt"}).status().code(),
              absl::StatusCode::kInvalidArgument)
        << url;
  }
}

// Runs testing/refusing_smtp.py for as long as the test.
class RefusingServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string certificates = Needed("LIANFANG_TEST_CERTS");
    const std::string certificate = certificates + "/mail.crt";
    const std::string key = certificates + "/mail.key";
    const char* arguments[] = {"/usr/bin/python3", "services/notification/mail/testing/refusing_smtp.py",
                               certificate.c_str(), key.c_str(), nullptr};
    int input[2];
    int output[2];
    ASSERT_EQ(pipe(input), 0);
    ASSERT_EQ(pipe(output), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], 0);
    posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    posix_spawn_file_actions_addclose(&actions, input[1]);
    ASSERT_EQ(posix_spawn(&process_, arguments[0], &actions, nullptr, const_cast<char**>(arguments), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    input_ = input[1];
    FILE* const said = fdopen(output[0], "r");
    ASSERT_EQ(std::fscanf(said, "%d", &port_), 1) << "refusing_smtp.py did not start";
    output_ = said;
  }
  void TearDown() override {
    if (input_ >= 0) close(input_);
    if (output_ != nullptr) std::fclose(output_);
    if (process_ > 0) waitpid(process_, nullptr, 0);
  }

  SendResult SendTo(const std::string& to, const std::string& password = "password") {
    const auto transport = Transport(absl::StrCat("smtp://user:", password, "@localhost:", port_));
    return transport->Send(kFrom, to, Message(to, "x@hrss.example"));
  }

  pid_t process_ = 0;
  int input_ = -1;
  FILE* output_ = nullptr;
  int port_ = 0;
};

TEST_F(RefusingServerTest, FiveHundredsAreFinalAndFourHundredsAreNot) {
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
    EXPECT_EQ(result.smtp_code, one.code) << one.to;
    EXPECT_THAT(result.text, HasSubstr("refused as asked")) << one.to;
  }
}

TEST_F(RefusingServerTest, WhateverIsNoAnswerIsTransient) {
  EXPECT_EQ(SendTo("drop@b.example").outcome, Outcome::kTransientFailure);
  // Garbage may still turn into an answer: it ends by the transport's own timeout.
  const auto transport = Transport(absl::StrCat("smtp://user:password@localhost:", port_), absl::Seconds(1));
  const SendResult garbage =
      transport->Send(kFrom, "garbage@b.example", Message("garbage@b.example", "x@hrss.example"));
  EXPECT_EQ(garbage.outcome, Outcome::kTransientFailure);
}

TEST_F(RefusingServerTest, AWrongPasswordIsNotTheMailsFault) {
  const SendResult result = SendTo("a@b.example", "wrong");
  EXPECT_EQ(result.outcome, Outcome::kTransientFailure);
  EXPECT_EQ(result.smtp_code, 535);
}

TEST_F(RefusingServerTest, ARefusalDoesNotSpoilTheNextMail) {
  const auto transport = Transport(absl::StrCat("smtp://user:password@localhost:", port_));
  const std::string message = Message("a@b.example", "x@hrss.example");
  EXPECT_EQ(transport->Send(kFrom, "a@b.example", message).outcome, Outcome::kAccepted);
  EXPECT_EQ(transport->Send(kFrom, "rcpt-550@b.example", message).outcome, Outcome::kPermanentFailure);
  EXPECT_EQ(transport->Send(kFrom, "b@b.example", message).outcome, Outcome::kAccepted);
}

}  // namespace
}  // namespace lianfang::notification
