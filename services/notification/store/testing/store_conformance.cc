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
#include "services/notification/store/testing/received.h"
#include "services/notification/store/testing/saved_rows.h"

namespace lianfang::notification {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Contact;
using v1::Delivery;

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
  return FinishDelivery(store, delivery, holder, testing::OfficeDesk(), CallDeadline());
}

TEST_P(NotificationStoreConformance, TheNewestEditionOfAPlanCounts) {
  type::v1::Plan plan = testing::GaopingPlan();
  for (const int edition : {2, 1}) {
    plan.set_edition(edition);
    ASSERT_TRUE(store_->SavePlan(plan, CallDeadline()).ok());
  }
  plan.set_time_zone("UTC");  // an edition never changes
  ASSERT_TRUE(store_->SavePlan(plan, CallDeadline()).ok());
  EXPECT_EQ((*store_->FindPlan(plan.name(), 1, CallDeadline()))->edition(), 1);
  EXPECT_EQ((*store_->FindPlan(plan.name(), 0, CallDeadline()))->edition(), 2);
  EXPECT_FALSE(store_->FindPlan(plan.name(), 3, CallDeadline())->has_value());
  const auto basis = store_->LoadBasis({}, CallDeadline());
  EXPECT_EQ(basis->plans.at(plan.name()).edition(), 2);
}

TEST_P(NotificationStoreConformance, AStageIsRecordedOncePerRecipient) {
  EXPECT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining", "non-coal-mining"}), CallDeadline()));
  EXPECT_FALSE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining", "non-coal-mining"}), CallDeadline()));
  EXPECT_FALSE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining", "dust-exposed"}), CallDeadline()));
  EXPECT_TRUE(*store_->RecordDelivery(Reminder("health", {"coal-mining"}), CallDeadline()));
  // The refused one left nothing: its other stage is still free.
  EXPECT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"dust-exposed"}), CallDeadline()));
  EXPECT_THAT(*store_->ListDeliveries({}, {"", 10}, CallDeadline()), SizeIs(3));
}

TEST_P(NotificationStoreConformance, OfConcurrentReplicasOneRecords) {
  std::atomic<int> recorded = 0;
  std::vector<std::thread> replicas;
  for (int i = 0; i < 4; ++i) {
    replicas.emplace_back([&, i] {
      // Each saw another set of obligations, all of them coal mining.
      std::vector<std::string> industries = {"coal-mining"};
      if (i > 0) industries.push_back(absl::StrCat("other-", i));
      const auto done = store_->RecordDelivery(Reminder("emergency", industries), CallDeadline());
      if (done.ok() && *done) ++recorded;
    });
  }
  for (std::thread& replica : replicas) replica.join();
  EXPECT_EQ(recorded, 1);
}

TEST_P(NotificationStoreConformance, AClaimHoldsUntilItRunsOut) {
  const Delivery delivery = Reminder("emergency", {"coal-mining"});
  ASSERT_TRUE(*store_->RecordDelivery(delivery, CallDeadline()));
  const Lease first{NewUuid(), kMorning + absl::Minutes(5)};
  const Lease second{NewUuid(), kMorning + absl::Minutes(10)};
  EXPECT_THAT(*store_->ClaimDeliveries({first, kMorning - absl::Seconds(1), 10}, CallDeadline()), IsEmpty());
  EXPECT_THAT(*store_->ClaimDeliveries({first, kMorning, 10}, CallDeadline()), SizeIs(1));
  EXPECT_THAT(*store_->ClaimDeliveries({second, kMorning, 10}, CallDeadline()), IsEmpty());
  EXPECT_THAT(*store_->ClaimDeliveries({second, kMorning + absl::Minutes(5), 10}, CallDeadline()), SizeIs(1));
  EXPECT_EQ(Finish(*store_, delivery, first.holder).code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(Finish(*store_, delivery, second.holder).ok());
}

TEST_P(NotificationStoreConformance, WhatIsFinishedIsClaimedAgainOnlyAtItsNextAttempt) {
  Delivery delivery = Reminder("emergency", {"coal-mining"});
  ASSERT_TRUE(*store_->RecordDelivery(delivery, CallDeadline()));
  const Lease lease{NewUuid(), kMorning + absl::Minutes(5)};
  ASSERT_THAT(*store_->ClaimDeliveries({lease, kMorning, 10}, CallDeadline()), SizeIs(1));
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(kMorning);
  attempt.set_outcome(v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE);
  delivery = AfterAttempt(delivery, attempt);
  delivery.set_text_body("正文");
  ASSERT_TRUE(Finish(*store_, delivery, lease.holder).ok());

  const auto stored = store_->GetDelivery(delivery.name(), CallDeadline());
  EXPECT_EQ(stored->state(), v1::DELIVERY_STATE_DEFERRED);
  EXPECT_EQ(stored->text_body(), "正文");
  EXPECT_EQ(store_->ListDeliveries({}, {"", 10}, CallDeadline())->at(0).text_body(), "");
  const Lease again{NewUuid(), kMorning + absl::Hours(1)};
  EXPECT_THAT(*store_->ClaimDeliveries({again, kMorning + absl::Seconds(59), 10}, CallDeadline()), IsEmpty());
  EXPECT_THAT(*store_->ClaimDeliveries({again, kMorning + absl::Minutes(2), 10}, CallDeadline()), SizeIs(1));
}

TEST_P(NotificationStoreConformance, ListsDeliveriesNewestFirstInPagesByFilter) {
  const Delivery first = Reminder("emergency", {"coal-mining"});
  const Delivery second = Reminder("health", {"dust-exposed"}, kMorning + absl::Minutes(1));
  const Delivery third = Reminder("housing", {"construction"}, kMorning + absl::Minutes(2));
  for (const Delivery& one : {first, second, third}) ASSERT_TRUE(*store_->RecordDelivery(one, CallDeadline()));
  const auto page = store_->ListDeliveries({}, {"", 2}, CallDeadline());
  ASSERT_THAT(*page, SizeIs(2));
  EXPECT_EQ(page->at(0).name(), third.name());
  const auto rest = store_->ListDeliveries({}, {page->at(1).name(), 2}, CallDeadline());
  ASSERT_THAT(*rest, SizeIs(1));
  EXPECT_EQ(rest->at(0).name(), first.name());

  const auto count = [&](const DeliveryFilter& filter) {
    return store_->ListDeliveries(filter, {"", 10}, CallDeadline())->size();
  };
  EXPECT_EQ(count({.department = "health"}), 1u);
  EXPECT_EQ(count({.department = "health", .region = "140500"}), 0u);
  EXPECT_EQ(count({.state = v1::DELIVERY_STATE_QUEUED}), 3u);
  EXPECT_EQ(count({.kind = v1::DELIVERY_KIND_NOTICE}), 0u);
  EXPECT_EQ(count({.contact = first.contact()}), 1u);
  EXPECT_EQ(count({.duty = third.items(0).duty()}), 1u);
  EXPECT_EQ(store_->GetDelivery("deliveries/none", CallDeadline()).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(NotificationStoreConformance, ANoticeIsRecordedWithItsDeliveriesOnce) {
  const Notice notice = Meeting("1", {"a@b.example", "c@d.example"});
  const RequestKey key = Key("SendNotice", "1");
  const auto first = store_->RecordNotice(notice, key, kMorning, CallDeadline());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->deliveries(), SizeIs(2));
  EXPECT_EQ(store_->RecordNotice(notice, key, kMorning, CallDeadline())->SerializeAsString(),
            first->SerializeAsString());
  EXPECT_EQ(**store_->FindResponse(key, CallDeadline()), first->SerializeAsString());
  EXPECT_FALSE(store_->FindResponse(Key("SendNotice", "2"), CallDeadline())->has_value());
  EXPECT_EQ(store_->FindResponse({key.actor, "Other", key.request_id, ""}, CallDeadline()).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_->LoadNotice(notice.name, CallDeadline())->template_(), "meeting");
  EXPECT_EQ(store_->LoadNotice("notices/none", CallDeadline()).status().code(), absl::StatusCode::kNotFound);
  const Lease lease{NewUuid(), kMorning + absl::Minutes(5)};
  EXPECT_THAT(*store_->ClaimDeliveries({lease, kMorning, 10}, CallDeadline()), SizeIs(2));
}

TEST_P(NotificationStoreConformance, OfConcurrentRepeatsOneRecords) {
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      EXPECT_TRUE(
          store_->RecordNotice(Meeting("1", {"a@b.example"}), Key("SendNotice", "1"), kMorning, CallDeadline()).ok());
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(*store_->ListDeliveries({}, {"", 10}, CallDeadline()), SizeIs(1));
}

// Claims the one delivery that waits at `now`, and records that an attempt at it ended so.
Delivery Attempted(NotificationStore& store, v1::AttemptOutcome outcome, absl::Time now = kMorning) {
  const Lease lease{NewUuid(), now + absl::Minutes(5)};
  const auto claimed = store.ClaimDeliveries({lease, now, 1}, CallDeadline());
  EXPECT_THAT(*claimed, SizeIs(1));
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(now);
  attempt.set_outcome(outcome);
  const Delivery attempted = AfterAttempt(claimed->at(0), attempt);
  EXPECT_TRUE(Finish(store, attempted, lease.holder).ok());
  return attempted;
}

size_t CountAlerts(NotificationStore& store) {
  return store.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, CallDeadline())->size();
}

TEST_P(NotificationStoreConformance, AFailureAndItsAlertAreRecordedTogether) {
  Delivery delivery = Reminder("emergency", {"coal-mining"});
  ASSERT_TRUE(*store_->RecordDelivery(delivery, CallDeadline()));
  const Lease lease{NewUuid(), kMorning + absl::Minutes(5)};
  ASSERT_THAT(*store_->ClaimDeliveries({lease, kMorning, 10}, CallDeadline()), SizeIs(1));
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(kMorning);
  attempt.set_outcome(v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  delivery = AfterAttempt(delivery, attempt);
  EXPECT_EQ(Finish(*store_, delivery, NewUuid()).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(CountAlerts(*store_), 0u);
  EXPECT_THAT(*store_->LoadFailedMailboxes(CallDeadline()), IsEmpty());
  ASSERT_TRUE(Finish(*store_, delivery, lease.holder).ok());
  EXPECT_EQ(CountAlerts(*store_), 1u);
  EXPECT_FALSE(*store_->RecordAlert(FailureAlert(delivery, testing::OfficeDesk(), kMorning), CallDeadline()));
}

TEST_P(NotificationStoreConformance, AFailureFreesItsStagesAndItsMailboxIsKnownUntilAMailGetsThere) {
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), CallDeadline()));
  const Delivery failed = Attempted(*store_, v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  auto mailboxes = *store_->LoadFailedMailboxes(CallDeadline());
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
  ASSERT_TRUE(*store_->RecordDelivery(ReminderDelivery(digest, "hrss.example", next, next), CallDeadline()));
  // The alert is sent first: it waits for longer.
  Attempted(*store_, v1::ATTEMPT_OUTCOME_ACCEPTED, next);
  Attempted(*store_, v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE, next);
  mailboxes = *store_->LoadFailedMailboxes(CallDeadline());
  ASSERT_THAT(mailboxes, SizeIs(1));
  EXPECT_EQ(mailboxes.begin()->second.since, kMorning);
  EXPECT_EQ(mailboxes.begin()->second.last_failure, next);
  EXPECT_EQ(CountAlerts(*store_), 1u);

  const absl::Time later = next + absl::Hours(24);
  ASSERT_TRUE(*store_->RecordDelivery(ReminderDelivery(digest, "hrss.example", later, later), CallDeadline()));
  Attempted(*store_, v1::ATTEMPT_OUTCOME_ACCEPTED, later);
  EXPECT_THAT(*store_->LoadFailedMailboxes(CallDeadline()), IsEmpty());
}

TEST_P(NotificationStoreConformance, AFailedDeliveryIsQueuedAgainOnce) {
  Delivery delivery = Reminder("emergency", {"coal-mining"});
  Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  ASSERT_TRUE(PutContact(*store_, Put(contact), CallDeadline()).ok());
  ASSERT_TRUE(*store_->RecordDelivery(delivery, CallDeadline()));
  const auto retry = [&](const std::string& request, const std::string& etag = "") {
    return RetryDelivery(*store_, {Key("RetryDelivery", request), delivery.name(), etag, kMorning + absl::Hours(1)},
                         CallDeadline());
  };
  EXPECT_EQ(retry("1").status().code(), absl::StatusCode::kFailedPrecondition);
  Attempted(*store_, v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  contact.set_email("new@emergency.example");
  ASSERT_TRUE(PutContact(*store_, Put(contact), CallDeadline()).ok());

  EXPECT_EQ(retry("2", "99").status().code(), absl::StatusCode::kAborted);
  const auto queued = retry("2");
  ASSERT_TRUE(queued.ok()) << queued.status();
  EXPECT_EQ(queued->state(), v1::DELIVERY_STATE_QUEUED);
  EXPECT_EQ(queued->message_id(), delivery.message_id());
  EXPECT_EQ(queued->email(), "new@emergency.example");
  EXPECT_EQ(retry("2")->etag(), queued->etag());
  EXPECT_EQ(store_->GetDelivery(delivery.name(), CallDeadline())->email(), "new@emergency.example");
  // It stands for its stages again.
  EXPECT_FALSE(
      *store_->RecordDelivery(Reminder("emergency", {"coal-mining"}, kMorning + absl::Hours(2)), CallDeadline()));
  EXPECT_EQ(RetryDelivery(*store_, {Key("RetryDelivery", "3"), "deliveries/none", "", kMorning}, CallDeadline())
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

TEST_P(NotificationStoreConformance, ADeferredDeliveryIsQueuedAgainUnlessItIsBeingSent) {
  ASSERT_TRUE(
      PutContact(*store_, Put(testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON)), CallDeadline()).ok());
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), CallDeadline()));
  const Delivery deferred = Attempted(*store_, v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE);
  const absl::Time next = kMorning + absl::Minutes(2);
  const auto retry = [&](const std::string& request, absl::Time now) {
    return RetryDelivery(*store_, {Key("RetryDelivery", request), deferred.name(), "", now}, CallDeadline());
  };
  const Lease lease{NewUuid(), next + absl::Minutes(5)};
  ASSERT_THAT(*store_->ClaimDeliveries({lease, next, 1}, CallDeadline()), SizeIs(1));
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
    ASSERT_TRUE(PutContact(*store_, Put(contact), CallDeadline()).ok());
  }
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), CallDeadline()));
  const Delivery failed = Attempted(*store_, v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  const Delivery sent = Attempted(*store_, v1::ATTEMPT_OUTCOME_ACCEPTED);  // the alert
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("health", {"dust-exposed"}), CallDeadline()));
  const absl::Time later = kMorning + absl::Minutes(1);
  const Delivery deferred = Attempted(*store_, v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE, later);
  const auto retry = [&](DeliveriesRetry asked, const std::string& request) {
    asked.key = Key("RetryDeliveries", request);
    asked.now = kMorning + absl::Hours(1);
    return *RetryDeliveries(*store_, asked, CallDeadline());
  };
  const auto named = retry({.names = {"deliveries/none", failed.name(), sent.name()}}, "1");
  ASSERT_THAT(named.results(), SizeIs(3));
  EXPECT_EQ(named.results(0).status().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_EQ(named.results(1).status().code(), 0);
  EXPECT_EQ(named.results(1).delivery().state(), v1::DELIVERY_STATE_QUEUED);
  EXPECT_EQ(named.results(2).status().code(), static_cast<int>(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(store_->GetDelivery(failed.name(), CallDeadline())->state(), v1::DELIVERY_STATE_QUEUED);

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
    return store_->Transact(work, CallDeadline());
  };
  ASSERT_TRUE(change([&](NotificationRows& rows) {
                EXPECT_THAT(rows.LockAlertedPlaces(), IsEmpty());
                rows.AddAlertedPlace(place);
                rows.AddAlertedPlace(other);
                rows.AddAlertedPlace(other);
                return absl::OkStatus();
              }).ok());
  EXPECT_THAT(*store_->LoadAlertedPlaces(CallDeadline()), SizeIs(2));
  EXPECT_FALSE(change([&](NotificationRows& rows) {
                 rows.RemoveAlertedPlace(place);
                 return absl::AbortedError("leaves nothing");
               }).ok());
  ASSERT_TRUE(change([&](NotificationRows& rows) {
                rows.RemoveAlertedPlace(other);
                return absl::OkStatus();
              }).ok());
  const auto left = *store_->LoadAlertedPlaces(CallDeadline());
  ASSERT_THAT(left, SizeIs(1));
  EXPECT_EQ(left.begin()->role, type::v1::RECIPIENT_LIAISON);
}

TEST_P(NotificationStoreConformance, SendersShareTheMailsPerMinute) {
  std::vector<std::string> mailboxes;
  for (int i = 0; i < 20; ++i) mailboxes.push_back(absl::StrCat("a", i, "@b.example"));
  ASSERT_TRUE(store_->RecordNotice(Meeting("1", mailboxes), Key("SendNotice", "1"), kMorning, CallDeadline()).ok());
  const auto claim = [&](absl::Time now, int limit) {
    return store_->ClaimDeliveries({{NewUuid(), now + absl::Hours(1)}, now, limit, 60}, CallDeadline())->size();
  };
  EXPECT_EQ(claim(kMorning, 4), 4u);
  EXPECT_EQ(claim(kMorning, 4), 2u);  // a tenth of a minute's mails at once
  EXPECT_EQ(claim(kMorning, 4), 0u);
  EXPECT_EQ(claim(kMorning + absl::Seconds(3), 4), 3u);
}

TEST_P(NotificationStoreConformance, WhatNobodyClaimsIsNotSpent) {
  const auto claim = [&](absl::Time now) {
    return store_->ClaimDeliveries({{NewUuid(), now + absl::Hours(1)}, now, 6, 60}, CallDeadline())->size();
  };
  EXPECT_EQ(claim(kMorning), 0u);
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), CallDeadline()));
  EXPECT_EQ(claim(kMorning), 1u);
}

TEST_P(NotificationStoreConformance, AcknowledgementsAndPausesAreReplaced) {
  type::v1::Plan plan = testing::GaopingPlan();
  plan.set_edition(1);
  const auto obligation = testing::May2022().at(0);
  v1::Acknowledgement said;
  said.set_duty(obligation.name());
  *said.mutable_acknowledge_time() = ToTimestamp(kMorning);
  v1::ReminderPause pause;
  pause.set_plan(plan.name());
  *pause.mutable_pause_time() = ToTimestamp(kMorning);
  *pause.mutable_until_time() = ToTimestamp(kMorning + absl::Hours(1));
  EXPECT_EQ(store_->PutPause(pause, Key("PauseReminders", "1"), CallDeadline()).status().code(),
            absl::StatusCode::kNotFound);
  ASSERT_TRUE(store_->SavePlan(plan, CallDeadline()).ok());
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  for (const char* text : {"first", "second"}) {
    said.set_note(text);
    pause.set_reason(text);
    ASSERT_TRUE(store_->PutAcknowledgement(said, Key("AcknowledgeReminder", text), CallDeadline()).ok());
    ASSERT_TRUE(store_->PutPause(pause, Key("PauseReminders", text), CallDeadline()).ok());
  }
  const auto basis = store_->LoadBasis({}, CallDeadline());
  ASSERT_THAT(basis->acknowledgements, SizeIs(1));
  EXPECT_EQ(basis->acknowledgements[0].note(), "second");
  ASSERT_THAT(basis->pauses, SizeIs(1));
  EXPECT_EQ(basis->pauses[0].reason(), "second");
  EXPECT_THAT(*store_->ListPauses({"", kMorning}, {"", 10}, CallDeadline()), SizeIs(1));
  EXPECT_THAT(*store_->ListPauses({"", kMorning}, {PauseKey(pause), 10}, CallDeadline()), IsEmpty());
  EXPECT_THAT(*store_->ListPauses({"plans/other", kMorning}, {"", 10}, CallDeadline()), IsEmpty());
  EXPECT_THAT(*store_->ListPauses({"", kMorning + absl::Hours(1)}, {"", 10}, CallDeadline()), IsEmpty());
}

TEST_P(NotificationStoreConformance, ListsWithinADivision) {
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining"}), CallDeadline()));
  ASSERT_TRUE(PutContact(*store_, Put(Unnamed()), CallDeadline()).ok());
  for (const auto& [within, found] : {std::pair("1405", 1u), std::pair("1406", 0u)}) {
    EXPECT_EQ(store_->ListDeliveries({.within = within}, {"", 10}, CallDeadline())->size(), found);
    EXPECT_EQ(store_->ListContacts({.within = within}, {"", 10}, CallDeadline())->size(), found);
  }
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(NotificationStoreConformance);

}  // namespace lianfang::notification
