#include "services/coordination/store/testing/store_conformance.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id.h"

namespace lianfang::coordination {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

absl::Time Deadline() { return absl::Now() + absl::Seconds(20); }

RequestKey Key(const std::string& request_id = NewUuid(), char content = 'x') {
  return {"spiffe://t/office", "Method", request_id, std::string(32, content)};
}

Document Order(const std::string& name, absl::Duration after = absl::ZeroDuration()) {
  Document document;
  document.shelf = Shelf::kOrder;
  document.name = name;
  document.plan = "plans/a";
  document.office_region = "140581";
  document.readers = {"emergency", "health"};
  document.departments = {"emergency"};
  document.industry = "coal-mining";
  document.credit_code = "91350100M000100Y43";
  document.state = 2;
  document.sort_time = kNow + after;
  document.content = std::string("\0bytes", 6);
  return document;
}

absl::Status Save(CoordinationStore& store, const std::vector<Document>& documents) {
  return store
      .Mutate(
          Key(), kNow,
          [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
            for (const Document& document : documents) rows.Save(document);
            return Outcome{"", "resource", "saved"};
          },
          Deadline())
      .status();
}

std::optional<Document> Find(CoordinationStore& store, const std::string& name) {
  std::optional<Document> found;
  EXPECT_TRUE(store
                  .Read(
                      [&](CoordinationRows& rows) {
                        found = rows.Find(name);
                        return absl::OkStatus();
                      },
                      Deadline())
                  .ok());
  return found;
}

std::vector<std::string> Names(CoordinationStore& store, const DocumentFilter& filter, const DocumentPage& page = {}) {
  std::vector<std::string> names;
  const auto found = store.List(filter, page, Deadline());
  EXPECT_TRUE(found.ok()) << found.status();
  if (!found.ok()) return names;
  for (const Document& document : *found) names.push_back(document.name);
  return names;
}

DocumentFilter Orders() {
  DocumentFilter filter;
  filter.shelf = Shelf::kOrder;
  return filter;
}

TEST_P(CoordinationStoreConformance, ADocumentIsReadBackAsStored) {
  Document stored = Order("orders/a");
  stored.pending = true;
  ASSERT_TRUE(Save(*store_, {stored}).ok());
  const auto found = Find(*store_, "orders/a");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->shelf, stored.shelf);
  EXPECT_EQ(found->plan, stored.plan);
  EXPECT_EQ(found->office_region, stored.office_region);
  EXPECT_EQ(found->readers, stored.readers);
  EXPECT_EQ(found->departments, stored.departments);
  EXPECT_EQ(found->industry, stored.industry);
  EXPECT_EQ(found->credit_code, stored.credit_code);
  EXPECT_EQ(found->state, stored.state);
  EXPECT_EQ(found->sort_time, stored.sort_time);
  EXPECT_TRUE(found->pending);
  EXPECT_EQ(found->content, stored.content);
  EXPECT_FALSE(Find(*store_, "orders/none").has_value());
}

TEST_P(CoordinationStoreConformance, ASavedDocumentTakesThePlaceOfTheOneBefore) {
  ASSERT_TRUE(Save(*store_, {Order("orders/a")}).ok());
  Document changed = Order("orders/a", absl::Hours(1));
  changed.state = 3;
  changed.readers.push_back("housing");
  changed.content = "other";
  ASSERT_TRUE(Save(*store_, {changed}).ok());
  EXPECT_EQ(Find(*store_, "orders/a")->content, "other");
  EXPECT_THAT(Names(*store_, Orders()), ElementsAre("orders/a"));
}

TEST_P(CoordinationStoreConformance, ListsNewestFirstByPage) {
  ASSERT_TRUE(Save(*store_, {Order("orders/a"), Order("orders/c"), Order("orders/b", absl::Hours(1))}).ok());
  EXPECT_THAT(Names(*store_, Orders(), {"", 2}), ElementsAre("orders/b", "orders/c"));
  EXPECT_THAT(Names(*store_, Orders(), {"orders/c", 2}), ElementsAre("orders/a"));
  EXPECT_THAT(Names(*store_, Orders(), {"orders/none", 2}), IsEmpty());
}

TEST_P(CoordinationStoreConformance, TasksAreListedEarliestFirst) {
  Document first = Order("plans/a/tasks/z");
  Document second = Order("plans/a/tasks/a", absl::Hours(1));
  first.shelf = second.shelf = Shelf::kTask;
  ASSERT_TRUE(Save(*store_, {second, first}).ok());
  DocumentFilter filter;
  EXPECT_THAT(Names(*store_, filter), ElementsAre("plans/a/tasks/z", "plans/a/tasks/a"));
  EXPECT_THAT(Names(*store_, filter, {"plans/a/tasks/z", 5}), ElementsAre("plans/a/tasks/a"));
  EXPECT_THAT(Names(*store_, Orders()), IsEmpty()) << "another shelf";
}

TEST_P(CoordinationStoreConformance, EveryConditionOfAListMustHold) {
  Document other = Order("orders/b");
  other.plan = "plans/b";
  other.departments = {"health"};
  other.industry = "construction";
  other.credit_code = "another";
  other.state = 5;
  other.pending = true;
  other.sort_time = kNow + absl::Hours(1);
  ASSERT_TRUE(Save(*store_, {Order("orders/a"), other}).ok());
  const auto only = [&](const std::function<void(DocumentFilter&)>& set) {
    DocumentFilter filter = Orders();
    set(filter);
    return Names(*store_, filter);
  };
  EXPECT_THAT(only([](auto& filter) { filter.plan = "plans/a"; }), ElementsAre("orders/a"));
  EXPECT_THAT(only([](auto& filter) { filter.states = {5, 6}; }), ElementsAre("orders/b"));
  EXPECT_THAT(only([](auto& filter) { filter.department = "emergency"; }), ElementsAre("orders/a"));
  EXPECT_THAT(only([](auto& filter) { filter.industry = "construction"; }), ElementsAre("orders/b"));
  EXPECT_THAT(only([](auto& filter) { filter.credit_code = "another"; }), ElementsAre("orders/b"));
  EXPECT_THAT(only([](auto& filter) { filter.pending_only = true; }), ElementsAre("orders/b"));
  EXPECT_THAT(only([](auto& filter) { filter.from = kNow + absl::Hours(1); }), ElementsAre("orders/b"));
  EXPECT_THAT(only([](auto& filter) { filter.until = kNow + absl::Hours(1); }), ElementsAre("orders/a"));
}

TEST_P(CoordinationStoreConformance, ADepartmentListsItsOwnRowsAndThoseOfEverybody) {
  Document shared = Order("orders/b");
  shared.readers.clear();
  ASSERT_TRUE(Save(*store_, {Order("orders/a"), shared}).ok());
  DocumentFilter filter = Orders();
  filter.scope = {"health", "140581"};
  EXPECT_THAT(Names(*store_, filter), ElementsAre("orders/b", "orders/a"));
  filter.scope.department = "housing";
  EXPECT_THAT(Names(*store_, filter), ElementsAre("orders/b"));
  filter.scope = {"", "1405"};
  EXPECT_THAT(Names(*store_, filter), ElementsAre("orders/b", "orders/a"));
  filter.scope = {"", "1406"};
  EXPECT_THAT(Names(*store_, filter), IsEmpty());
}

TEST_P(CoordinationStoreConformance, FindsAllOfAPlanOnAShelf) {
  Document other = Order("orders/c");
  other.plan = "plans/b";
  Document closed = Order("orders/b");
  closed.state = 6;
  ASSERT_TRUE(Save(*store_, {closed, Order("orders/a"), other}).ok());
  const auto found = [&](const std::vector<int>& states) {
    std::vector<std::string> names;
    (void)store_->Read(
        [&](CoordinationRows& rows) {
          for (const Document& document : rows.FindAll(Shelf::kOrder, "plans/a", states))
            names.push_back(document.name);
          return absl::OkStatus();
        },
        Deadline());
    return names;
  };
  EXPECT_THAT(found({}), ElementsAre("orders/a", "orders/b"));
  EXPECT_THAT(found({6}), ElementsAre("orders/b"));
}

TEST_P(CoordinationStoreConformance, ARepeatAnswersTheFirstResponse) {
  int runs = 0;
  const auto work = [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
    rows.Save(Order(absl::StrCat("orders/", ++runs)));
    return Outcome{absl::StrCat("answer ", runs), "orders/1", "saved"};
  };
  const RequestKey key = Key();
  EXPECT_EQ(*store_->Mutate(key, kNow, work, Deadline()), "answer 1");
  EXPECT_EQ(*store_->Mutate(key, kNow, work, Deadline()), "answer 1");
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(store_->Mutate(Key(key.request_id, 'y'), kNow, work, Deadline()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(CoordinationStoreConformance, WhatIsRefusedLeavesNothing) {
  const auto refused = store_->Mutate(
      Key(), kNow,
      [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
        rows.Save(Order("orders/a"));
        return absl::FailedPreconditionError("no");
      },
      Deadline());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(Find(*store_, "orders/a").has_value());
  EXPECT_THAT(dynamic_cast<ChangedResources&>(*store_).ReadChanged(), IsEmpty());
}

TEST_P(CoordinationStoreConformance, TellsEachChangedResourceOnceInOrder) {
  ASSERT_TRUE(Save(*store_, {Order("orders/b"), Order("orders/a"), Order("orders/b")}).ok());
  ASSERT_TRUE(Save(*store_, {Order("orders/a")}).ok());
  EXPECT_THAT(dynamic_cast<ChangedResources&>(*store_).ReadChanged(), ElementsAre("orders/b", "orders/a", "orders/a"));
}

// What is loaded by name is locked: of two changes to one document neither is lost.
TEST_P(CoordinationStoreConformance, ChangesToOneDocumentComeOneAfterTheOther) {
  ASSERT_TRUE(Save(*store_, {Order("orders/a")}).ok());
  std::atomic<int> failed = 0;
  const auto add = [&] {
    for (int i = 0; i < 10; ++i) {
      const auto done = store_->Mutate(
          Key(), kNow,
          [](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
            Document document = *rows.Find("orders/a");
            ++document.state;
            rows.Save(document);
            return Outcome{"", document.name, "counted"};
          },
          Deadline());
      if (!done.ok()) ++failed;
    }
  };
  std::thread one(add);
  std::thread other(add);
  one.join();
  other.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(Find(*store_, "orders/a")->state, 22);
}

// Two who make what may be there once: the lock of the plan lets the second one see the first one's.
TEST_P(CoordinationStoreConformance, TheLockOfAPlanDecidesWhoIsFirst) {
  std::atomic<int> made = 0;
  const auto make = [&](const std::string& name) {
    const auto done = store_->Mutate(
        Key(), kNow,
        [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
          rows.LockPlan("plans/a");
          if (!rows.FindAll(Shelf::kOrder, "plans/a", {}).empty()) return absl::AlreadyExistsError("made");
          rows.Save(Order(name));
          return Outcome{"", name, "made"};
        },
        Deadline());
    if (done.ok()) ++made;
  };
  std::thread one([&] { make("orders/a"); });
  std::thread other([&] { make("orders/b"); });
  one.join();
  other.join();
  EXPECT_EQ(made, 1);
}

// A file of a department that nothing names.
Document Unused(const std::string& name, absl::Time uploaded) {
  Document document = Order(name);
  document.shelf = Shelf::kFile;
  document.departments = {"emergency/140581"};
  document.pending = true;
  document.sort_time = uploaded;
  return document;
}

TEST_P(CoordinationStoreConformance, AFileThatIsNamedStaysAndOthersGo) {
  ASSERT_TRUE(Save(*store_, {Unused("files/a", kNow), Unused("files/b", kNow), Unused("files/c", kNow),
                             Unused("files/young", kNow + absl::Hours(2))})
                  .ok());
  const auto settled = store_->Mutate(
      Key(), kNow,
      [](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
        EXPECT_EQ(rows.CountPending(Shelf::kFile, "emergency/140581"), 4);
        EXPECT_EQ(rows.CountPending(Shelf::kFile, "health/140581"), 0);
        rows.Settle("files/b");
        rows.Settle("files/none");
        EXPECT_EQ(rows.CountPending(Shelf::kFile, "emergency/140581"), 3);
        return Outcome{"", "files/b", "named"};
      },
      Deadline());
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(*store_->DropUnusedFiles(kNow + absl::Hours(1), 1, Deadline()), 1);
  EXPECT_EQ(*store_->DropUnusedFiles(kNow + absl::Hours(1), 10, Deadline()), 1);
  EXPECT_EQ(*store_->DropUnusedFiles(kNow + absl::Hours(1), 10, Deadline()), 0);
  EXPECT_FALSE(Find(*store_, "files/a").has_value());
  EXPECT_TRUE(Find(*store_, "files/b").has_value());
  EXPECT_TRUE(Find(*store_, "files/young").has_value());
}

TEST_P(CoordinationStoreConformance, AFileThatADocumentNamesStaysThoughNobodySaidSo) {
  Document naming = Order("orders/a");
  naming.content = std::string(
      "\x0a\x07"
      "files/b\0",
      10);
  Document elsewhere = naming;
  elsewhere.name = "orders/elsewhere";
  elsewhere.plan = "plans/b";
  elsewhere.content = "files/a";
  Document itself = Unused("files/c", kNow);
  itself.content = "files/c";
  ASSERT_TRUE(Save(*store_, {naming, elsewhere, itself, Unused("files/a", kNow), Unused("files/b", kNow)}).ok());
  EXPECT_EQ(*store_->DropUnusedFiles(kNow + absl::Hours(1), 10, Deadline()), 2);
  EXPECT_TRUE(Find(*store_, "files/b").has_value()) << "an order of its plan names it";
  EXPECT_FALSE(Find(*store_, "files/b")->pending);
  EXPECT_FALSE(Find(*store_, "files/a").has_value()) << "of another plan";
  EXPECT_FALSE(Find(*store_, "files/c").has_value()) << "a file names none";
}

TEST_P(CoordinationStoreConformance, AFileThatIsNamedElsewhereIsKept) {
  Document other = Unused("files/b", kNow);
  other.plan = "plans/b";
  Document task = Unused("plans/c/tasks/t", kNow);
  task.shelf = Shelf::kTask;
  task.plan = "plans/c";
  ASSERT_TRUE(Save(*store_, {Unused("files/a", kNow), other, task}).ok());
  EXPECT_THAT(*store_->PlansOfUnusedFiles(Deadline()), ElementsAre("plans/a", "plans/b"));
  ASSERT_TRUE(store_->KeepFiles({}, Deadline()).ok());
  ASSERT_TRUE(store_->KeepFiles({"files/b", "files/none", "plans/c/tasks/t"}, Deadline()).ok());
  EXPECT_THAT(*store_->PlansOfUnusedFiles(Deadline()), ElementsAre("plans/a"));
  EXPECT_TRUE(Find(*store_, "plans/c/tasks/t")->pending) << "files alone";
  EXPECT_EQ(*store_->DropUnusedFiles(kNow + absl::Hours(1), 10, Deadline()), 1);
  EXPECT_TRUE(Find(*store_, "files/b").has_value());
}

TEST_P(CoordinationStoreConformance, NothingButFilesIsDropped) {
  Document task = Unused("plans/a/tasks/t", kNow);
  task.shelf = Shelf::kTask;
  ASSERT_TRUE(Save(*store_, {task}).ok());
  EXPECT_EQ(*store_->DropUnusedFiles(kNow + absl::Hours(1), 10, Deadline()), 0);
}

TEST_P(CoordinationStoreConformance, KeepsEditionsOfPlans) {
  type::v1::Plan plan;
  plan.set_name("plans/a");
  plan.set_edition(1);
  ASSERT_TRUE(store_->SavePlan(plan, Deadline()).ok());
  ASSERT_TRUE(store_->SavePlan(plan, Deadline()).ok()) << "an edition never changes";
  plan.set_edition(2);
  ASSERT_TRUE(store_->SavePlan(plan, Deadline()).ok());
  EXPECT_EQ((*store_->FindPlan("plans/a", 0, Deadline()))->edition(), 2);
  EXPECT_EQ((*store_->FindPlan("plans/a", 1, Deadline()))->edition(), 1);
  EXPECT_FALSE(store_->FindPlan("plans/b", 0, Deadline())->has_value());
}

}  // namespace
}  // namespace lianfang::coordination
