// WatchScorecards on a real changelog: what was kept is streamed, from any cursor on, and the next change wakes the
// stream.
#include "services/evaluation/watch_service.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "common/time.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/evaluator.h"
#include "services/evaluation/store/pg_evaluation_store.h"
#include "services/evaluation/store/testing/empty_database.h"

namespace lianfang::evaluation {
namespace {

class WatchServiceTest : public testing::Test {
 protected:
  WatchServiceTest() : filed_(SamplePlan()) {
    *filed_.mutable_plan().mutable_update_time() = ToTimestamp(Day(2022, 5, 19));
    EXPECT_TRUE(store_.SavePlan(filed_.plan(), Deadline()).ok());
    for (const auto& obligation : filed_.obligations()) {
      Save(Stream::kObligations, obligation.name(), obligation.SerializeAsString());
    }
    Evaluate();
  }

  static absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }

  void Save(Stream stream, const std::string& obligation, const std::string& document) {
    const std::string after = *store_.LoadCursor(stream, Deadline());
    const ReceivedChange change = {"sample", obligation, Day(2022, 5, 20), document, absl::StrCat("c", ++cursor_)};
    ASSERT_TRUE(store_.SaveChange(stream, after, change, Deadline()).ok());
  }

  void Evaluate() {
    const absl::Status evaluated = evaluator_.EvaluateAll();
    ASSERT_TRUE(evaluated.ok()) << evaluated;
  }

  void FileAccidents(int accidents) {
    const auto& filed = filed_.File("2019", "coal-mining", {{"accidents", accidents}});
    Save(Stream::kReturns, filed.obligation(), filed.SerializeAsString());
    Evaluate();
  }

  std::unique_ptr<Feed> Watch(const std::string& cursor) {
    Call call;
    call.deadline = Deadline();
    call.caller.role = type::v1::ROLE_AUDITOR;
    call.caller.region = "140581";
    v1::WatchScorecardsRequest request;
    request.set_cursor(cursor);
    auto feed = service_.WatchScorecards(call, request);
    EXPECT_TRUE(feed.ok()) << feed.status();
    return *std::move(feed);
  }

  static std::vector<v1::WatchScorecardsResponse> Pull(Feed& feed) {
    std::vector<v1::WatchScorecardsResponse> changes;
    const auto messages = feed.Pull();
    EXPECT_TRUE(messages.ok()) << messages.status();
    for (const std::string& message : *messages) EXPECT_TRUE(changes.emplace_back().ParseFromString(message));
    return changes;
  }

  PgPool pool_{{.url = EmptyDatabase()}};
  PgEvaluationStore store_{pool_};
  LivePlans plans_{store_};
  SystemClock clock_;
  Metrics metrics_;
  ChangelogTailer tailer_{pool_, metrics_, absl::Seconds(30)};  // so that only a ring wakes
  Evaluator evaluator_{store_, plans_, clock_, metrics_, [this] { tailer_.Ring(); }};
  Standpoints standpoints_{store_, plans_, clock_};
  WatchService service_{pool_, tailer_, plans_, standpoints_};
  Filed filed_;
  int cursor_ = 0;
};

TEST_F(WatchServiceTest, StreamsWhatWasKeptFromAnyCursorOn) {
  const std::unique_ptr<Feed> feed = Watch("");
  const auto first = Pull(*feed);
  ASSERT_EQ(first.size(), 16);  // two target periods with four rows and four totals each
  EXPECT_TRUE(Pull(*feed).empty());
  FileAccidents(20);
  const auto changes = Pull(*feed);
  ASSERT_EQ(changes.size(), 8);  // two indicators compare with 2019: their rows and totals, in two target periods
  EXPECT_EQ(changes[0].result().indicator(), "accidents");
  EXPECT_EQ(changes[0].causes(0).kind(), v1::CAUSE_KIND_FILED);
  EXPECT_EQ(store_.GetEvaluation({"sample", "140581", "2021"}, ParseCursor(changes[0].cursor())->position, Deadline())
                ->name(),
            changes[0].evaluation());

  const auto resumed = Pull(*Watch(changes[4].cursor()));
  ASSERT_EQ(resumed.size(), 3);
  EXPECT_EQ(resumed[0].cursor(), changes[5].cursor());
}

TEST_F(WatchServiceTest, ANewEvaluationWakesTheStream) {
  const std::unique_ptr<Feed> feed = Watch("");
  Pull(*feed);
  absl::Notification woken;
  feed->Subscribe([&woken] {
    if (!woken.HasBeenNotified()) woken.Notify();
  });
  FileAccidents(20);
  EXPECT_TRUE(woken.WaitForNotificationWithTimeout(absl::Seconds(20)));
}

TEST_F(WatchServiceTest, NonsenseIsNoCursor) {
  v1::WatchScorecardsRequest request;
  request.set_cursor("nonsense");
  EXPECT_EQ(service_.WatchScorecards({}, request).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lianfang::evaluation
