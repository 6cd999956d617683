#include "services/notification/store/testing/store_conformance.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/time.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/domain/stage/restraints.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/mutations.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Contact;
using v1::Delivery;

const absl::Time kMorning = At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));

absl::Time Deadline() { return absl::Now() + absl::Seconds(20); }

// A reminder to one liaison officer of the -7 stage of these industries.
Delivery Reminder(const std::string& department, const std::vector<std::string>& industries,
                  absl::Time now = kMorning) {
  Digest digest;
  digest.contact = testing::GaopingContact(department, type::v1::RECIPIENT_LIAISON);
  digest.time = kMorning;
  for (const std::string& industry : industries) {
    v1::ReminderItem& item = digest.items.emplace_back();
    item.set_obligation(absl::StrCat("plans/gaoping-2021-2025/obligations/2021-140581-", industry));
    item.mutable_stage()->set_key("2022-05-31/-7");
  }
  return ReminderDelivery(digest, "hrss.example", now);
}

ContactPut Put(Contact contact, const std::string& request_id = NewUuid()) {
  v1::PutContactRequest request;
  *request.mutable_contact() = contact;
  request.set_request_id(request_id);
  return {.key = RequestKey::Of("spiffe://t/office", "PutContact", request),
          .contact = std::move(contact),
          .etag = "",
          .now = kMorning};
}

Contact Unnamed() {
  Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  contact.clear_name();
  return contact;
}

RequestKey Key(const std::string& method, const std::string& request) {
  // A UUID that follows from the request's name.
  const std::string hex = DerivedId(absl::StrCat(method, request));
  return {.actor = "spiffe://t/office",
          .method = method,
          .request_id = absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                                     hex.substr(16, 4), "-", hex.substr(20, 12)),
          .request_hash = Sha256(request)};
}

Notice Meeting(const std::string& identity, const std::vector<std::string>& mailboxes) {
  v1::SendNoticeRequest request;
  request.set_template_("meeting");
  std::vector<NoticeAddressee> addressees;
  for (const std::string& mailbox : mailboxes) {
    addressees.emplace_back().contact.set_email(mailbox);
  }
  return MakeNotice(request, addressees,
                    {.identity = identity, .sender = "spiffe://t/service/expert", .mail_domain = "hrss.example"},
                    kMorning);
}

absl::Status Finish(NotificationStore& store, const Delivery& delivery, const std::string& holder) {
  return FinishDelivery(store, delivery, holder, testing::OfficeDesk(), Deadline());
}

std::vector<std::string> Names(const std::vector<Contact>& contacts) {
  std::vector<std::string> names;
  for (const Contact& contact : contacts) names.push_back(contact.name());
  return names;
}

TEST_P(NotificationStoreConformance, AnObligationAndItsCursorAreKeptTogetherAndOnce) {
  ASSERT_EQ(*store_->LoadCursor(Deadline()), "");
  auto obligation = testing::May2022().at(0);
  ASSERT_TRUE(store_->SaveObligation(obligation, "", "c1", Deadline()).ok());
  EXPECT_EQ(*store_->LoadCursor(Deadline()), "c1");
  EXPECT_EQ(store_->SaveObligation(testing::May2022().at(1), "", "c1", Deadline()).code(), absl::StatusCode::kAborted);
  EXPECT_THAT(store_->LoadBasis({}, Deadline())->obligations, SizeIs(1));

  *obligation.mutable_met_time() = obligation.open_time();
  ASSERT_TRUE(store_->SaveObligation(obligation, "c1", "c2", Deadline()).ok());
  EXPECT_TRUE(store_->LoadBasis({}, Deadline())->obligations.at(0).has_met_time());
  EXPECT_THAT(store_->LoadBasis({.plan = "", .owed_only = true}, Deadline())->obligations, IsEmpty());
  EXPECT_THAT(store_->LoadBasis({.plan = "plans/other", .owed_only = false}, Deadline())->obligations, IsEmpty());
}

TEST_P(NotificationStoreConformance, TheNewestEditionOfAPlanCounts) {
  type::v1::Plan plan = testing::GaopingPlan();
  for (const int edition : {2, 1}) {
    plan.set_edition(edition);
    ASSERT_TRUE(store_->SavePlan(plan, Deadline()).ok());
  }
  plan.set_time_zone("UTC");  // an edition never changes
  ASSERT_TRUE(store_->SavePlan(plan, Deadline()).ok());
  EXPECT_TRUE(*store_->HasPlan(plan.name(), 2, Deadline()));
  EXPECT_FALSE(*store_->HasPlan(plan.name(), 3, Deadline()));
  const auto basis = store_->LoadBasis({}, Deadline());
  EXPECT_EQ(basis->plans.at(plan.name()).edition(), 2);
}

TEST_P(NotificationStoreConformance, AStageIsRecordedOncePerRecipient) {
  EXPECT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining", "non-coal-mining"}), Deadline()));
  EXPECT_FALSE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining", "non-coal-mining"}), Deadline()));
  EXPECT_FALSE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining", "dust-exposed"}), Deadline()));
  EXPECT_TRUE(*store_->RecordDelivery(Reminder("health", {"coal-mining"}), Deadline()));
  // The refused one left nothing: its other stage is still free.
  EXPECT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"dust-exposed"}), Deadline()));
  EXPECT_THAT(*store_->ListDeliveries({}, {"", 10}, Deadline()), SizeIs(3));
}

TEST_P(NotificationStoreConformance, OfConcurrentReplicasOneRecords) {
  std::atomic<int> recorded = 0;
  std::vector<std::thread> replicas;
  for (int i = 0; i < 4; ++i) {
    replicas.emplace_back([&, i] {
      // Each saw another set of obligations, all of them coal mining.
      std::vector<std::string> industries = {"coal-mining"};
      if (i > 0) industries.push_back(absl::StrCat("other-", i));
      const auto done = store_->RecordDelivery(Reminder("emergency", industries), Deadline());
      if (done.ok() && *done) ++recorded;
    });
  }
  for (std::thread& replica : replicas) replica.join();
  EXPECT_EQ(recorded, 1);
}

TEST_P(NotificationStoreConformance, SentStagesAreThoseOfWhatIsOwed) {
  auto owed = testing::May2022().at(1);  // coal mining, 2019
  ASSERT_TRUE(store_->SaveObligation(owed, "", "c1", Deadline()).ok());
  Delivery delivery = Reminder("emergency", {"coal-mining"});
  delivery.mutable_items(0)->set_obligation(owed.name());
  ASSERT_TRUE(*store_->RecordDelivery(delivery, Deadline()));
  EXPECT_TRUE(store_->LoadSentStages(Deadline())->Contains(owed.name(), "2022-05-31/-7", delivery.email()));
  *owed.mutable_met_time() = owed.open_time();
  ASSERT_TRUE(store_->SaveObligation(owed, "c1", "c2", Deadline()).ok());
  EXPECT_FALSE(store_->LoadSentStages(Deadline())->Contains(owed.name(), "2022-05-31/-7", delivery.email()));
}

TEST_P(NotificationStoreConformance, AClaimHoldsUntilItRunsOut) {
  const Delivery delivery = Reminder("emergency", {"coal-mining"});
  ASSERT_TRUE(*store_->RecordDelivery(delivery, Deadline()));
  const Lease first{NewUuid(), kMorning + absl::Minutes(5)};
  const Lease second{NewUuid(), kMorning + absl::Minutes(10)};
  EXPECT_THAT(*store_->ClaimDeliveries({first, kMorning - absl::Seconds(1), 10}, Deadline()), IsEmpty());
  EXPECT_THAT(*store_->ClaimDeliveries({first, kMorning, 10}, Deadline()), SizeIs(1));
  EXPECT_THAT(*store_->ClaimDeliveries({second, kMorning, 10}, Deadline()), IsEmpty());
  EXPECT_THAT(*store_->ClaimDeliveries({second, kMorning + absl::Minutes(5), 10}, Deadline()), SizeIs(1));
  EXPECT_EQ(Finish(*store_, delivery, first.holder).code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(Finish(*store_, delivery, second.holder).ok());
}

TEST_P(NotificationStoreConformance, WhatIsFinishedIsClaimedAgainOnlyAtItsNextAttempt) {
  Delivery delivery = Reminder("emergency", {"coal-mining"});
  ASSERT_TRUE(*store_->RecordDelivery(delivery, Deadline()));
  const Lease lease{NewUuid(), kMorning + absl::Minutes(5)};
  ASSERT_THAT(*store_->ClaimDeliveries({lease, kMorning, 10}, Deadline()), SizeIs(1));
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(kMorning);
  attempt.set_outcome(v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE);
  delivery = AfterAttempt(delivery, attempt);
  delivery.set_text_body("正文");
  ASSERT_TRUE(Finish(*store_, delivery, lease.holder).ok());

  const auto stored = store_->GetDelivery(delivery.name(), Deadline());
  EXPECT_EQ(stored->state(), v1::DELIVERY_STATE_DEFERRED);
  EXPECT_EQ(stored->text_body(), "正文");
  EXPECT_EQ(store_->ListDeliveries({}, {"", 10}, Deadline())->at(0).text_body(), "");
  const Lease again{NewUuid(), kMorning + absl::Hours(1)};
  EXPECT_THAT(*store_->ClaimDeliveries({again, kMorning + absl::Seconds(59), 10}, Deadline()), IsEmpty());
  EXPECT_THAT(*store_->ClaimDeliveries({again, kMorning + absl::Minutes(2), 10}, Deadline()), SizeIs(1));
}

TEST_P(NotificationStoreConformance, ListsDeliveriesNewestFirstInPagesByFilter) {
  const Delivery first = Reminder("emergency", {"coal-mining"});
  const Delivery second = Reminder("health", {"dust-exposed"}, kMorning + absl::Minutes(1));
  const Delivery third = Reminder("housing", {"construction"}, kMorning + absl::Minutes(2));
  for (const Delivery& one : {first, second, third}) ASSERT_TRUE(*store_->RecordDelivery(one, Deadline()));
  const auto page = store_->ListDeliveries({}, {"", 2}, Deadline());
  ASSERT_THAT(*page, SizeIs(2));
  EXPECT_EQ(page->at(0).name(), third.name());
  const auto rest = store_->ListDeliveries({}, {page->at(1).name(), 2}, Deadline());
  ASSERT_THAT(*rest, SizeIs(1));
  EXPECT_EQ(rest->at(0).name(), first.name());

  const auto count = [&](const DeliveryFilter& filter) {
    return store_->ListDeliveries(filter, {"", 10}, Deadline())->size();
  };
  EXPECT_EQ(count({.department = "health"}), 1u);
  EXPECT_EQ(count({.department = "health", .region = "140500"}), 0u);
  EXPECT_EQ(count({.state = v1::DELIVERY_STATE_QUEUED}), 3u);
  EXPECT_EQ(count({.kind = v1::DELIVERY_KIND_NOTICE}), 0u);
  EXPECT_EQ(count({.contact = first.contact()}), 1u);
  EXPECT_EQ(count({.obligation = third.items(0).obligation()}), 1u);
  EXPECT_EQ(store_->GetDelivery("deliveries/none", Deadline()).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(NotificationStoreConformance, AHeartbeatMovesTheCursorAlone) {
  ASSERT_TRUE(store_->MoveCursor("", "c1", Deadline()).ok());
  EXPECT_EQ(*store_->LoadCursor(Deadline()), "c1");
  EXPECT_EQ(store_->MoveCursor("", "c2", Deadline()).code(), absl::StatusCode::kAborted);
}

TEST_P(NotificationStoreConformance, AnObligationThatStillAwaitsItsFinalFiguresIsOwed) {
  auto obligation = testing::May2022().at(0);
  *obligation.mutable_met_time() = obligation.open_time();
  ASSERT_TRUE(store_->SaveObligation(obligation, "", "c1", Deadline()).ok());
  EXPECT_THAT(store_->LoadBasis({.plan = "", .owed_only = true}, Deadline())->obligations, IsEmpty());
  *obligation.mutable_final_due_time() = obligation.due_time();
  ASSERT_TRUE(store_->SaveObligation(obligation, "c1", "c2", Deadline()).ok());
  EXPECT_THAT(store_->LoadBasis({.plan = "", .owed_only = true}, Deadline())->obligations, SizeIs(1));
}

TEST_P(NotificationStoreConformance, LoadsTheObligationsNamed) {
  const auto obligations = testing::May2022();
  ASSERT_TRUE(store_->SaveObligation(obligations[0], "", "c1", Deadline()).ok());
  ASSERT_TRUE(store_->SaveObligation(obligations[1], "c1", "c2", Deadline()).ok());
  const auto basis =
      store_->LoadBasis({.plan = "", .owed_only = false, .names = {obligations[1].name(), "plans/x"}}, Deadline());
  ASSERT_THAT(basis->obligations, SizeIs(1));
  EXPECT_EQ(basis->obligations[0].name(), obligations[1].name());
}

TEST_P(NotificationStoreConformance, ANoticeIsRecordedWithItsDeliveriesOnce) {
  const Notice notice = Meeting("1", {"a@b.example", "c@d.example"});
  const RequestKey key = Key("SendNotice", "1");
  const auto first = store_->RecordNotice(notice, key, kMorning, Deadline());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->deliveries(), SizeIs(2));
  EXPECT_EQ(store_->RecordNotice(notice, key, kMorning, Deadline())->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(**store_->FindResponse(key, Deadline()), first->SerializeAsString());
  EXPECT_FALSE(store_->FindResponse(Key("SendNotice", "2"), Deadline())->has_value());
  EXPECT_EQ(store_->FindResponse({key.actor, "Other", key.request_id, ""}, Deadline()).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_->LoadNotice(notice.name, Deadline())->template_(), "meeting");
  EXPECT_EQ(store_->LoadNotice("notices/none", Deadline()).status().code(), absl::StatusCode::kNotFound);
  const Lease lease{NewUuid(), kMorning + absl::Minutes(5)};
  EXPECT_THAT(*store_->ClaimDeliveries({lease, kMorning, 10}, Deadline()), SizeIs(2));
}

TEST_P(NotificationStoreConformance, OfConcurrentRepeatsOneRecords) {
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      EXPECT_TRUE(
          store_->RecordNotice(Meeting("1", {"a@b.example"}), Key("SendNotice", "1"), kMorning, Deadline()).ok());
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(*store_->ListDeliveries({}, {"", 10}, Deadline()), SizeIs(1));
}

// Claims the one delivery that waits at `now`, and records that an attempt at it ended so.
Delivery Attempted(NotificationStore& store, v1::AttemptOutcome outcome, absl::Time now = kMorning) {
  const Lease lease{NewUuid(), now + absl::Minutes(5)};
  const auto claimed = store.ClaimDeliveries({lease, now, 1}, Deadline());
  EXPECT_THAT(*claimed, SizeIs(1));
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(now);
  attempt.set_outcome(outcome);
  const Delivery attempted = AfterAttempt(claimed->at(0), attempt);
  EXPECT_TRUE(Finish(store, attempted, lease.holder).ok());
  return attempted;
}

size_t CountAlerts(NotificationStore& store) {
  return store.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, Deadline())->size();
}

TEST_P(NotificationStoreConformance, AFailureAndItsAlertAreRecordedTogether) {
  Delivery delivery = Reminder("emergency", {"coal-mining"});
  ASSERT_TRUE(*store_->RecordDelivery(delivery, Deadline()));
  const Lease lease{NewUuid(), kMorning + absl::Minutes(5)};
  ASSERT_THAT(*store_->ClaimDeliveries({lease, kMorning, 10}, Deadline()), SizeIs(1));
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(kMorning);
  attempt.set_outcome(v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  delivery = AfterAttempt(delivery, attempt);
  EXPECT_EQ(Finish(*store_, delivery, NewUuid()).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(CountAlerts(*store_), 0u);
  EXPECT_THAT(*store_->LoadFailedMailboxes(Deadline()), IsEmpty());
  ASSERT_TRUE(Finish(*store_, delivery, lease.holder).ok());
  EXPECT_EQ(CountAlerts(*store_), 1u);
  EXPECT_FALSE(*store_->RecordAlert(FailureAlert(delivery, testing::OfficeDesk(), kMorning), Deadline()));
}

TEST_P(NotificationStoreConformance, AFailureFreesItsStagesAndItsMailboxIsKnownUntilAMailGetsThere) {
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), Deadline()));
  const Delivery failed = Attempted(*store_, v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  auto mailboxes = *store_->LoadFailedMailboxes(Deadline());
  ASSERT_THAT(mailboxes, SizeIs(1));
  EXPECT_EQ(mailboxes.begin()->first, failed.email());
  EXPECT_EQ(mailboxes.begin()->second.email, failed.email());
  EXPECT_EQ(mailboxes.begin()->second.last_failure, kMorning);

  // The same stage again, under another name; its failure is the mailbox's second and no news.
  Digest digest;
  digest.contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  digest.time = kMorning;
  digest.items = {failed.items().begin(), failed.items().end()};
  const absl::Time next = kMorning + absl::Hours(24);
  ASSERT_TRUE(*store_->RecordDelivery(ReminderDelivery(digest, "hrss.example", next, next), Deadline()));
  // The alert is sent first: it waits for longer.
  Attempted(*store_, v1::ATTEMPT_OUTCOME_ACCEPTED, next);
  Attempted(*store_, v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE, next);
  mailboxes = *store_->LoadFailedMailboxes(Deadline());
  ASSERT_THAT(mailboxes, SizeIs(1));
  EXPECT_EQ(mailboxes.begin()->second.since, kMorning);
  EXPECT_EQ(mailboxes.begin()->second.last_failure, next);
  EXPECT_EQ(CountAlerts(*store_), 1u);

  const absl::Time later = next + absl::Hours(24);
  ASSERT_TRUE(*store_->RecordDelivery(ReminderDelivery(digest, "hrss.example", later, later), Deadline()));
  Attempted(*store_, v1::ATTEMPT_OUTCOME_ACCEPTED, later);
  EXPECT_THAT(*store_->LoadFailedMailboxes(Deadline()), IsEmpty());
}

TEST_P(NotificationStoreConformance, AFailedDeliveryIsQueuedAgainOnce) {
  Delivery delivery = Reminder("emergency", {"coal-mining"});
  Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  ASSERT_TRUE(PutContact(*store_, Put(contact), Deadline()).ok());
  ASSERT_TRUE(*store_->RecordDelivery(delivery, Deadline()));
  const auto retry = [&](const std::string& request, const std::string& etag = "") {
    return RetryDelivery(*store_, {Key("RetryDelivery", request), delivery.name(), etag, kMorning + absl::Hours(1)},
                         Deadline());
  };
  EXPECT_EQ(retry("1").status().code(), absl::StatusCode::kFailedPrecondition);
  Attempted(*store_, v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  contact.set_email("new@emergency.example");
  ASSERT_TRUE(PutContact(*store_, Put(contact), Deadline()).ok());

  EXPECT_EQ(retry("2", "99").status().code(), absl::StatusCode::kAborted);
  const auto queued = retry("2");
  ASSERT_TRUE(queued.ok()) << queued.status();
  EXPECT_EQ(queued->state(), v1::DELIVERY_STATE_QUEUED);
  EXPECT_EQ(queued->message_id(), delivery.message_id());
  EXPECT_EQ(queued->email(), "new@emergency.example");
  EXPECT_EQ(retry("2")->etag(), queued->etag());
  EXPECT_EQ(store_->GetDelivery(delivery.name(), Deadline())->email(), "new@emergency.example");
  // It stands for its stages again.
  EXPECT_FALSE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}, kMorning + absl::Hours(2)), Deadline()));
  EXPECT_EQ(
      RetryDelivery(*store_, {Key("RetryDelivery", "3"), "deliveries/none", "", kMorning}, Deadline()).status().code(),
      absl::StatusCode::kNotFound);
}

TEST_P(NotificationStoreConformance, ADeferredDeliveryIsQueuedAgainUnlessItIsBeingSent) {
  ASSERT_TRUE(
      PutContact(*store_, Put(testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON)), Deadline()).ok());
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), Deadline()));
  const Delivery deferred = Attempted(*store_, v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE);
  const absl::Time next = kMorning + absl::Minutes(2);
  const auto retry = [&](const std::string& request, absl::Time now) {
    return RetryDelivery(*store_, {Key("RetryDelivery", request), deferred.name(), "", now}, Deadline());
  };
  const Lease lease{NewUuid(), next + absl::Minutes(5)};
  ASSERT_THAT(*store_->ClaimDeliveries({lease, next, 1}, Deadline()), SizeIs(1));
  const auto sending = retry("1", next);
  EXPECT_EQ(sending.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorInfoOf(sending.status())->reason(), "BEING_SENT");
  const auto queued = retry("2", lease.until);  // whoever sent it is gone
  ASSERT_TRUE(queued.ok()) << queued.status();
  EXPECT_EQ(queued->state(), v1::DELIVERY_STATE_QUEUED);
  EXPECT_EQ(Finish(*store_, deferred, lease.holder).code(), absl::StatusCode::kAborted);
}

TEST_P(NotificationStoreConformance, ManyAreQueuedAgainEachOnItsOwn) {
  for (const char* department : {"emergency", "health"}) {
    const Contact contact = testing::GaopingContact(department, type::v1::RECIPIENT_LIAISON);
    ASSERT_TRUE(PutContact(*store_, Put(contact), Deadline()).ok());
  }
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), Deadline()));
  const Delivery failed = Attempted(*store_, v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  const Delivery sent = Attempted(*store_, v1::ATTEMPT_OUTCOME_ACCEPTED);  // the alert
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("health", {"dust-exposed"}), Deadline()));
  const absl::Time later = kMorning + absl::Minutes(1);
  const Delivery deferred = Attempted(*store_, v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE, later);
  const auto retry = [&](DeliveriesRetry asked, const std::string& request) {
    asked.key = Key("RetryDeliveries", request);
    asked.now = kMorning + absl::Hours(1);
    return *RetryDeliveries(*store_, asked, Deadline());
  };
  const auto named = retry({.names = {"deliveries/none", failed.name(), sent.name()}}, "1");
  ASSERT_THAT(named.results(), SizeIs(3));
  EXPECT_EQ(named.results(0).status().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_EQ(named.results(1).status().code(), 0);
  EXPECT_EQ(named.results(1).delivery().state(), v1::DELIVERY_STATE_QUEUED);
  EXPECT_EQ(named.results(2).status().code(), static_cast<int>(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(store_->GetDelivery(failed.name(), Deadline())->state(), v1::DELIVERY_STATE_QUEUED);

  EXPECT_THAT(retry({.failed_since = later + absl::Microseconds(1)}, "2").results(), IsEmpty());
  const auto since = retry({.failed_since = later}, "3");
  ASSERT_THAT(since.results(), SizeIs(1));
  EXPECT_EQ(since.results(0).name(), deferred.name());
  EXPECT_EQ(retry({.failed_since = later}, "3").SerializeAsString(), since.SerializeAsString());
}

TEST_P(NotificationStoreConformance, PlacesThatWereToldAreKeptUntilTheyAreHeld) {
  const Place place{"140581", "health", type::v1::RECIPIENT_LIAISON};
  const Place other{"140581", "health", type::v1::RECIPIENT_CONVENER};
  const auto change = [&](const std::function<absl::Status(NotificationRows&)>& work) {
    return store_->Transact(work, Deadline());
  };
  ASSERT_TRUE(change([&](NotificationRows& rows) {
                EXPECT_THAT(rows.LockAlertedPlaces(), IsEmpty());
                rows.AddAlertedPlace(place);
                rows.AddAlertedPlace(other);
                rows.AddAlertedPlace(other);
                return absl::OkStatus();
              }).ok());
  EXPECT_THAT(*store_->LoadAlertedPlaces(Deadline()), SizeIs(2));
  EXPECT_FALSE(change([&](NotificationRows& rows) {
                 rows.RemoveAlertedPlace(place);
                 return absl::AbortedError("leaves nothing");
               }).ok());
  ASSERT_TRUE(change([&](NotificationRows& rows) {
                rows.RemoveAlertedPlace(other);
                return absl::OkStatus();
              }).ok());
  const auto left = *store_->LoadAlertedPlaces(Deadline());
  ASSERT_THAT(left, SizeIs(1));
  EXPECT_EQ(left.begin()->role, type::v1::RECIPIENT_LIAISON);
}

TEST_P(NotificationStoreConformance, SendersShareTheMailsPerMinute) {
  std::vector<std::string> mailboxes;
  for (int i = 0; i < 20; ++i) mailboxes.push_back(absl::StrCat("a", i, "@b.example"));
  ASSERT_TRUE(store_->RecordNotice(Meeting("1", mailboxes), Key("SendNotice", "1"), kMorning, Deadline()).ok());
  const auto claim = [&](absl::Time now, int limit) {
    return store_->ClaimDeliveries({{NewUuid(), now + absl::Hours(1)}, now, limit, 60}, Deadline())->size();
  };
  EXPECT_EQ(claim(kMorning, 4), 4u);
  EXPECT_EQ(claim(kMorning, 4), 2u);  // a tenth of a minute's mails at once
  EXPECT_EQ(claim(kMorning, 4), 0u);
  EXPECT_EQ(claim(kMorning + absl::Seconds(3), 4), 3u);
}

TEST_P(NotificationStoreConformance, WhatNobodyClaimsIsNotSpent) {
  const auto claim = [&](absl::Time now) {
    return store_->ClaimDeliveries({{NewUuid(), now + absl::Hours(1)}, now, 6, 60}, Deadline())->size();
  };
  EXPECT_EQ(claim(kMorning), 0u);
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), Deadline()));
  EXPECT_EQ(claim(kMorning), 1u);
}

TEST_P(NotificationStoreConformance, AcknowledgementsAndPausesAreReplaced) {
  type::v1::Plan plan = testing::GaopingPlan();
  plan.set_edition(1);
  const auto obligation = testing::May2022().at(0);
  v1::Acknowledgement said;
  said.set_obligation(obligation.name());
  *said.mutable_acknowledge_time() = ToTimestamp(kMorning);
  v1::ReminderPause pause;
  pause.set_plan(plan.name());
  *pause.mutable_pause_time() = ToTimestamp(kMorning);
  *pause.mutable_until_time() = ToTimestamp(kMorning + absl::Hours(1));
  EXPECT_EQ(store_->PutPause(pause, Key("PauseReminders", "1"), Deadline()).status().code(),
            absl::StatusCode::kNotFound);
  ASSERT_TRUE(store_->SavePlan(plan, Deadline()).ok());
  ASSERT_TRUE(store_->SaveObligation(obligation, "", "c1", Deadline()).ok());
  for (const char* text : {"first", "second"}) {
    said.set_note(text);
    pause.set_reason(text);
    ASSERT_TRUE(store_->PutAcknowledgement(said, Key("AcknowledgeReminder", text), Deadline()).ok());
    ASSERT_TRUE(store_->PutPause(pause, Key("PauseReminders", text), Deadline()).ok());
  }
  const auto basis = store_->LoadBasis({}, Deadline());
  ASSERT_THAT(basis->acknowledgements, SizeIs(1));
  EXPECT_EQ(basis->acknowledgements[0].note(), "second");
  ASSERT_THAT(basis->pauses, SizeIs(1));
  EXPECT_EQ(basis->pauses[0].reason(), "second");
  EXPECT_THAT(*store_->ListPauses({"", kMorning}, {"", 10}, Deadline()), SizeIs(1));
  EXPECT_THAT(*store_->ListPauses({"", kMorning}, {PauseKey(pause), 10}, Deadline()), IsEmpty());
  EXPECT_THAT(*store_->ListPauses({"plans/other", kMorning}, {"", 10}, Deadline()), IsEmpty());
  EXPECT_THAT(*store_->ListPauses({"", kMorning + absl::Hours(1)}, {"", 10}, Deadline()), IsEmpty());
}

TEST_P(NotificationStoreConformance, ListsWithinADivision) {
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), Deadline()));
  ASSERT_TRUE(PutContact(*store_, Put(Unnamed()), Deadline()).ok());
  for (const auto& [within, found] : {std::pair("1405", 1u), std::pair("1406", 0u)}) {
    EXPECT_EQ(store_->ListDeliveries({.within = within}, {"", 10}, Deadline())->size(), found);
    EXPECT_EQ(store_->ListContacts({.within = within}, {"", 10}, Deadline())->size(), found);
  }
}

TEST_P(NotificationStoreConformance, NewContactsAreNumberedAndRepeatsAnswerTheFirst) {
  const std::string request_id = NewUuid();
  const auto first = PutContact(*store_, Put(Unnamed(), request_id), Deadline());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(), "contacts/140581-emergency-liaison-1");
  EXPECT_EQ(PutContact(*store_, Put(Unnamed(), request_id), Deadline())->name(), first->name());
  EXPECT_EQ(PutContact(*store_, Put(Unnamed()), Deadline())->name(), "contacts/140581-emergency-liaison-2");

  Contact other = Unnamed();
  other.set_email("other@emergency.example");
  EXPECT_EQ(PutContact(*store_, Put(other, request_id), Deadline()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(NotificationStoreConformance, AContactIsReplacedUnderItsEtag) {
  Contact contact = *PutContact(*store_, Put(Unnamed()), Deadline());
  const std::string etag = contact.etag();
  contact.set_email("new@emergency.example");
  ContactPut put = Put(contact);
  put.etag = "stale";
  EXPECT_EQ(PutContact(*store_, put, Deadline()).status().code(), absl::StatusCode::kAborted);
  put.etag = etag;
  const auto replaced = PutContact(*store_, put, Deadline());
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_NE(replaced->etag(), etag);
  const auto contacts = store_->ListContacts({}, {"", 10}, Deadline());
  ASSERT_THAT(*contacts, SizeIs(1));
  EXPECT_EQ(contacts->at(0).email(), "new@emergency.example");
}

TEST_P(NotificationStoreConformance, ARehearsalStoresNothing) {
  ContactPut put = Put(Unnamed());
  put.key = std::nullopt;
  EXPECT_EQ(PutContact(*store_, put, Deadline())->name(), "contacts/140581-emergency-liaison-1");
  EXPECT_THAT(*store_->ListContacts({}, {"", 10}, Deadline()), IsEmpty());
}

TEST_P(NotificationStoreConformance, ListsContactsByNameFilterAndInstant) {
  Contact ended = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "1");
  *ended.mutable_end_time() = ToTimestamp(kMorning);
  const Contact second = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "2");
  const Contact convener = testing::GaopingContact("emergency", type::v1::RECIPIENT_CONVENER);
  for (const Contact& contact : {second, ended, convener})
    ASSERT_TRUE(PutContact(*store_, Put(contact), Deadline()).ok());

  EXPECT_THAT(Names(*store_->ListContacts({}, {"", 2}, Deadline())), ElementsAre(convener.name(), ended.name()));
  EXPECT_THAT(Names(*store_->ListContacts({}, {ended.name(), 2}, Deadline())), ElementsAre(second.name()));
  ContactFilter filter;
  filter.role = type::v1::RECIPIENT_LIAISON;
  filter.valid_time = kMorning;
  EXPECT_THAT(Names(*store_->ListContacts(filter, {"", 10}, Deadline())), ElementsAre(second.name()));
  filter.department = "health";
  EXPECT_THAT(*store_->ListContacts(filter, {"", 10}, Deadline()), IsEmpty());
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(NotificationStoreConformance);

}  // namespace lianfang::notification
