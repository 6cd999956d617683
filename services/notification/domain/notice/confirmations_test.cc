#include "services/notification/domain/notice/confirmations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using submission::v1::WatchReturnsResponse;
using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kFiled = At(absl::CivilSecond(2022, 5, 20, 10, 0, 0));
constexpr char kFiler[] = "spiffe://lianfang.local/region/140581/department/emergency/role/liaison/person/zhang-wei";

WatchReturnsResponse Filing() {
  WatchReturnsResponse change;
  change.set_ledger_sequence(7);
  *change.mutable_commit_time() = ToTimestamp(kFiled);
  auto& filed = *change.mutable_return_();
  filed.set_name("plans/gaoping-2021-2025/returns/2019-140581-coal-mining");
  filed.set_state(submission::v1::RETURN_STATE_SUBMITTED);
  auto& latest = *filed.mutable_latest();
  latest.set_name(filed.name() + "/revisions/1");
  latest.set_revision(1);
  latest.set_ledger_sequence(7);
  latest.set_submitter(kFiler);
  *latest.mutable_submit_time() = change.commit_time();
  auto& value = *latest.add_figures();
  value.set_figure("accidents");
  value.set_number(2);
  return change;
}

// The filing, reviewed an hour later.
WatchReturnsResponse Review(submission::v1::ReviewDecision decision) {
  WatchReturnsResponse change = Filing();
  change.set_ledger_sequence(9);
  *change.mutable_commit_time() = ToTimestamp(kFiled + absl::Hours(1));
  auto& review = *change.mutable_return_()->mutable_latest()->mutable_review();
  review.set_decision(decision);
  *review.mutable_review_time() = change.commit_time();
  const bool accepted = decision == submission::v1::REVIEW_DECISION_ACCEPT;
  change.mutable_return_()->set_state(accepted ? submission::v1::RETURN_STATE_ACCEPTED
                                               : submission::v1::RETURN_STATE_SENT_BACK);
  if (!accepted) review.set_reason("死亡人数与台账不符");
  return change;
}

std::map<std::string, std::string> VariablesOf(const Notice& notice) {
  std::map<std::string, std::string> variables;
  for (const auto& variable : notice.content.variables()) variables[variable.name()] = variable.value();
  return variables;
}

v1::Attachment Receipt() {
  v1::Attachment file;
  file.set_filename("receipt.json");
  file.set_content_type("application/json");
  file.set_content("{}");
  return file;
}

std::vector<Notice> Of(const WatchReturnsResponse& change,
                       const std::vector<v1::Contact>& contacts = testing::GaopingContacts()) {
  return Confirmations(*EventOf(change), change, testing::GaopingPlan(), contacts, Receipt(), "lianfang.example",
                       kFiled);
}

TEST(ConfirmationsTest, AFilingIsConfirmedToTheFilersRoleWithItsReceipt) {
  const auto notices = Of(Filing());
  ASSERT_THAT(notices, SizeIs(1));
  ASSERT_THAT(notices[0].deliveries, SizeIs(1));
  const v1::Delivery& delivery = notices[0].deliveries[0];
  EXPECT_EQ(delivery.kind(), v1::DELIVERY_KIND_CONFIRMATION);
  EXPECT_EQ(delivery.contact(), "contacts/140581-emergency-liaison-1");
  EXPECT_EQ(delivery.region(), "140581");
  EXPECT_EQ(delivery.revision(), "plans/gaoping-2021-2025/returns/2019-140581-coal-mining/revisions/1");
  EXPECT_TRUE(delivery.has_files());
  EXPECT_EQ(notices[0].content.template_(), "confirmation-filed");
  EXPECT_EQ(notices[0].content.attachments(0).filename(), "receipt.json");
  const auto variables = VariablesOf(notices[0]);
  EXPECT_EQ(variables.at("subject"), "2019 高平市 煤矿");
  EXPECT_EQ(variables.at("time"), "2022-05-20 10:00");
  EXPECT_EQ(variables.at("receipt"), "7");
  EXPECT_THAT(variables.at("figures"), HasSubstr(" 2"));
  EXPECT_EQ(variables.at("late"), "");
  EXPECT_EQ(variables.at("sign_off"), "");
}

TEST(ConfirmationsTest, EveryTemplateGetsTheVariablesThatItDeclares) {
  for (const auto& change :
       {Filing(), Review(submission::v1::REVIEW_DECISION_ACCEPT), Review(submission::v1::REVIEW_DECISION_SEND_BACK)}) {
    const auto notices = Of(change);
    ASSERT_THAT(notices, SizeIs(1));
    std::set<std::string> given;
    for (const auto& [name, value] : VariablesOf(notices[0])) given.insert(name);
    EXPECT_EQ(given, ConfirmationTemplates().at(notices[0].content.template_()));
  }
}

TEST(ConfirmationsTest, PlannedTwiceItIsTheSame) {
  EXPECT_EQ(Of(Filing())[0].name, Of(Filing())[0].name);
  EXPECT_EQ(Of(Filing())[0].deliveries[0].name(), Of(Filing())[0].deliveries[0].name());
  EXPECT_NE(Of(Filing())[0].name, Of(Review(submission::v1::REVIEW_DECISION_ACCEPT))[0].name);
}

TEST(ConfirmationsTest, AReviewIsToldWithItsReasons) {
  EXPECT_EQ(Of(Review(submission::v1::REVIEW_DECISION_ACCEPT))[0].content.template_(), "confirmation-accepted");
  auto back = Review(submission::v1::REVIEW_DECISION_SEND_BACK);
  auto& remark = *back.mutable_return_()->mutable_latest()->mutable_review()->add_remarks();
  remark.set_figure("deaths");
  remark.set_text("请核对");
  const auto notices = Of(back);
  EXPECT_EQ(notices[0].content.template_(), "confirmation-sent-back");
  EXPECT_EQ(VariablesOf(notices[0]).at("reason"), "死亡人数与台账不符");
  EXPECT_THAT(VariablesOf(notices[0]).at("remarks"), HasSubstr("请核对"));
  EXPECT_EQ(VariablesOf(notices[0]).at("convener"), "");
}

TEST(ConfirmationsTest, WhatTheConvenerSendsBackIsToldAsHis) {
  auto change = Filing();
  change.set_ledger_sequence(8);
  change.mutable_return_()->set_state(submission::v1::RETURN_STATE_NOT_SIGNED);
  auto& sign_off = *change.mutable_return_()->mutable_latest()->mutable_sign_off();
  sign_off.set_ledger_sequence(8);
  sign_off.set_reason("缺附件");
  EXPECT_EQ(EventOf(change), ConfirmedEvent::kSentBack);
  EXPECT_EQ(VariablesOf(Of(change)[0]).at("reason"), "缺附件");
  EXPECT_EQ(VariablesOf(Of(change)[0]).at("convener"), "1");
}

// A return changes for other reasons, too, after which its state is what it was.
TEST(ConfirmationsTest, OtherChangesOfAReturnConfirmNothing) {
  auto attached = Filing();
  attached.set_ledger_sequence(8);
  EXPECT_EQ(EventOf(attached), std::nullopt);
  auto moved = Filing();
  moved.mutable_previous_owner()->set_department("housing");
  EXPECT_EQ(EventOf(moved), std::nullopt);
  auto granted = Review(submission::v1::REVIEW_DECISION_ACCEPT);
  *granted.mutable_commit_time() = ToTimestamp(kFiled + absl::Hours(5));
  EXPECT_EQ(EventOf(granted), std::nullopt);
  auto withdrawn = Filing();
  withdrawn.mutable_return_()->set_state(submission::v1::RETURN_STATE_WITHDRAWN);
  EXPECT_EQ(EventOf(withdrawn), std::nullopt);
  EXPECT_EQ(EventOf(WatchReturnsResponse()), std::nullopt) << "a heartbeat";
}

TEST(ConfirmationsTest, AConvenersFilingIsConfirmedToConvenersAndNobodysToNobody) {
  auto change = Filing();
  change.mutable_return_()->mutable_latest()->set_submitter(
      "spiffe://lianfang.local/region/140581/department/emergency/role/convener");
  EXPECT_EQ(Of(change)[0].deliveries[0].contact(), "contacts/140581-emergency-convener-1");
  EXPECT_THAT(Of(change, {}), IsEmpty());
  change.mutable_return_()->mutable_latest()->set_submitter("spiffe://lianfang.local/service/exchange");
  EXPECT_THAT(Of(change), IsEmpty());
}

TEST(ConfirmationsTest, EachReaderIsToldInHisLanguage) {
  auto english = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "2");
  english.set_language("en");
  auto contacts = testing::GaopingContacts();
  contacts.push_back(english);
  const auto notices = Of(Filing(), contacts);
  ASSERT_THAT(notices, SizeIs(2));
  std::set<std::string> subjects;
  for (const Notice& notice : notices) subjects.insert(VariablesOf(notice).at("subject"));
  EXPECT_THAT(subjects, ElementsAre("2019 Gaoping Coal mining", "2019 高平市 煤矿"));
  EXPECT_NE(notices[0].name, notices[1].name);
}

TEST(ConfirmationsTest, InTheDigestOnlyWhatCanWaitWaits) {
  type::v1::Plan plan = testing::GaopingPlan();
  plan.set_confirmations(type::v1::CONFIRMATIONS_EACH_FILING);
  EXPECT_FALSE(WaitsForMorning(ConfirmedEvent::kFiled, plan));
  plan.set_confirmations(type::v1::CONFIRMATIONS_IN_DIGEST);
  EXPECT_TRUE(AreConfirmed(plan));
  EXPECT_TRUE(WaitsForMorning(ConfirmedEvent::kFiled, plan));
  EXPECT_TRUE(WaitsForMorning(ConfirmedEvent::kAccepted, plan));
  EXPECT_FALSE(WaitsForMorning(ConfirmedEvent::kSentBack, plan)) << "somebody has to act";
}

TEST(ConfirmationsTest, WhatWaitsNamesItsReceiptInBothLanguagesOnceForEachMailbox) {
  auto contacts = testing::GaopingContacts();
  v1::Contact same = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "2");
  same.set_email("LIAISON-1@emergency.example");
  contacts.push_back(same);
  contacts.push_back(testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "3"));
  auto change = Filing();
  change.mutable_return_()->mutable_latest()->set_late(true);
  const auto waiting = MorningConfirmations(ConfirmedEvent::kFiled, change, testing::GaopingPlan(), contacts, kFiled);
  ASSERT_THAT(waiting, SizeIs(2));
  EXPECT_EQ(waiting[0].revision(), "plans/gaoping-2021-2025/returns/2019-140581-coal-mining/revisions/1");
  EXPECT_EQ(waiting[0].ledger_sequence(), 7);
  EXPECT_EQ(waiting[0].title().zh(), "2019 高平市 煤矿");
  EXPECT_EQ(waiting[0].title().en(), "2019 Gaoping Coal mining");
  EXPECT_FALSE(waiting[0].accepted());
  EXPECT_TRUE(waiting[0].late());
  EXPECT_EQ(waiting[1].contact(), "contacts/140581-emergency-liaison-3");
  change.mutable_return_()->mutable_latest()->set_submitter("spiffe://lianfang.local/service/exchange");
  EXPECT_THAT(MorningConfirmations(ConfirmedEvent::kFiled, change, testing::GaopingPlan(), contacts, kFiled),
              IsEmpty());
}

TEST(ConfirmationsTest, OnlyThePlanThatAsksForThemHasThem) {
  type::v1::Plan plan;
  EXPECT_FALSE(AreConfirmed(plan));
  plan.set_confirmations(type::v1::CONFIRMATIONS_NONE);
  EXPECT_FALSE(AreConfirmed(plan));
  plan.set_confirmations(type::v1::CONFIRMATIONS_EACH_FILING);
  EXPECT_TRUE(AreConfirmed(plan));
}

}  // namespace
}  // namespace lianfang::notification
