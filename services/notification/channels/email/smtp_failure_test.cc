#include "services/notification/channels/email/smtp_failure.h"

#include <gtest/gtest.h>

#include <string>

namespace lianfang::notification {
namespace {

using Outcome = SendResult::Outcome;
using Scope = SendResult::Scope;

struct Case {
  SmtpStage stage;
  int code;
  const char* text;
};

// Answers of servers in the field (Postfix, Exchange, QQ, 163, Coremail).
TEST(SmtpFailureTest, WhatConcernsServerSenderOrQuotaIsTheChannels) {
  for (const Case& one : {
           Case{SmtpStage::kSession, 0, "Connection refused"},
           Case{SmtpStage::kSession, 554, "554 5.7.1 You are not allowed to connect"},
           Case{SmtpStage::kSession, 535, "535 Error: authentication failed"},
           Case{SmtpStage::kSession, 550, "550 5.7.1 Helo command rejected"},
           Case{SmtpStage::kSender, 553, "553 Mail from must equal authorized user"},
           Case{SmtpStage::kSender, 550, "550 daily quota"},
           Case{SmtpStage::kSender, 550, "550 Connection frequency limited"},
           Case{SmtpStage::kSender, 452, "452 4.3.1 Insufficient system storage"},
           Case{SmtpStage::kSender, 0, "the server has hung up"},
           Case{SmtpStage::kRecipient, 504, "504 5.5.2 <vm>: Helo command rejected: need fully-qualified hostname"},
           Case{SmtpStage::kRecipient, 530, "530 5.7.0 Must issue a STARTTLS command first"},
           Case{SmtpStage::kRecipient, 421, "421 4.3.0 closing"},
           Case{SmtpStage::kRecipient, 554, "554 5.4.6 mail loop"},
           Case{SmtpStage::kContent, 554, "554 5.3.0 system unavailable"},
       }) {
    const SendResult result = JudgeFailure(one.stage, one.code, one.text);
    EXPECT_EQ(result.scope, Scope::kChannel) << one.text;
    EXPECT_EQ(result.outcome, Outcome::kTransientFailure) << one.text;
    EXPECT_EQ(result.code, one.code);
    EXPECT_EQ(result.text, one.text);
  }
}

TEST(SmtpFailureTest, ARefusalOfThisRecipientIsFinal) {
  for (const Case& one : {
           Case{SmtpStage::kRecipient, 550, "550 5.1.1 <a@b.example>: Recipient address rejected: User unknown"},
           Case{SmtpStage::kRecipient, 550, "550 Mailbox not found. https://service.mail.qq.com"},
           Case{SmtpStage::kRecipient, 550, "550-User not found: a@b.example"},
           Case{SmtpStage::kRecipient, 552, "552 5.2.2 mailbox over quota"},
           Case{SmtpStage::kRecipient, 551, "551 user not local"},
           Case{SmtpStage::kContent, 550, "550 5.2.1 mailbox disabled"},
           Case{SmtpStage::kContent, 552, "552 5.2.2 over quota, too many mails in it"},
       }) {
    const SendResult result = JudgeFailure(one.stage, one.code, one.text);
    EXPECT_EQ(result.scope, Scope::kMailbox) << one.text;
    EXPECT_EQ(result.outcome, Outcome::kPermanentFailure) << one.text;
    EXPECT_FALSE(result.doubts_channel);
  }
}

TEST(SmtpFailureTest, ARefusalOfThisContentIsFinalForThisMail) {
  for (const char* text :
       {"554 DT:SPM 163 smtp11", "550 5.7.1 message content rejected", "552 5.2.3 size exceeds limit"}) {
    const SendResult result = JudgeFailure(SmtpStage::kContent, 554, text);
    EXPECT_EQ(result.outcome, Outcome::kPermanentFailure) << text;
    EXPECT_NE(result.scope, Scope::kChannel) << text;
  }
}

// Postfix refuses clients and senders only after RCPT: these may be about us, and may be a rule of this recipient.
TEST(SmtpFailureTest, WhatMayBeAboutUsIsNotFinal) {
  for (const char* text : {"554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied",
                           "553 5.7.1 <office@hrss.example>: Sender address rejected: not owned by user x",
                           "554 5.7.1 <a@b.example>: Relay access denied", "550 5.1.8 bad sender's system address",
                           "550 relay not permitted", "550 blocked, see spamhaus"}) {
    const SendResult result = JudgeFailure(SmtpStage::kRecipient, 554, text);
    EXPECT_EQ(result.outcome, Outcome::kTransientFailure) << text;
    EXPECT_TRUE(result.doubts_channel) << text;
  }
}

TEST(SmtpFailureTest, FourHundredsAndSilencePassAndKeepNobodyElseWaiting) {
  EXPECT_EQ(JudgeFailure(SmtpStage::kRecipient, 450, "450 4.2.0 greylisted").scope, Scope::kMailbox);
  EXPECT_EQ(JudgeFailure(SmtpStage::kContent, 451, "451 try later").scope, Scope::kMail);
  EXPECT_EQ(JudgeFailure(SmtpStage::kContent, 0, "timed out").scope, Scope::kMail);
  EXPECT_EQ(JudgeFailure(SmtpStage::kRecipient, 0, "timed out").scope, Scope::kMail);
  for (const SmtpStage stage : {SmtpStage::kRecipient, SmtpStage::kContent}) {
    EXPECT_EQ(JudgeFailure(stage, 450, "450 later").outcome, Outcome::kTransientFailure);
    EXPECT_EQ(JudgeFailure(stage, 0, "timed out").outcome, Outcome::kTransientFailure);
  }
}

TEST(SmtpFailureTest, CommandsTellTheStage) {
  SmtpStage stage = SmtpStage::kSession;
  for (const auto& [line, expected] :
       {std::pair("EHLO vm", SmtpStage::kSession), std::pair("AUTH LOGIN", SmtpStage::kSession),
        std::pair("TUFJTA==", SmtpStage::kSession), std::pair("MAIL FROM:<a@b.example>", SmtpStage::kSender),
        std::pair("RCPT TO:<c@d.example>", SmtpStage::kRecipient), std::pair("DATA", SmtpStage::kContent),
        std::pair("QUIT", SmtpStage::kContent)}) {
    stage = StageOfCommand(line, stage);
    EXPECT_EQ(stage, expected) << line;
  }
}

}  // namespace
}  // namespace lianfang::notification
