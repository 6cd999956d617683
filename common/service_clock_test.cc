// The service's clock against PostgreSQL.
#include "common/service_clock.h"

#include <gtest/gtest.h>

#include <optional>

#include "absl/time/clock.h"
#include "common/testing/environment.h"

namespace lianfang {
namespace {

class ServiceClockTest : public testing::Test {
 protected:
  static PgPool::Options Options(int size) {
    PgPool::Options options;
    options.url = RequiredVariable("LIANFANG_TEST_DATABASE_URL");
    options.size = size;
    options.wait = absl::Milliseconds(50);
    return options;
  }

  Metrics metrics_;
  Server server_{{}, metrics_};
};

TEST_F(ServiceClockTest, APoolThatIsExhaustedSaysNothingAboutClocks) {
  PgPool pool(Options(1));
  const auto taken = pool.Acquire(absl::InfiniteFuture());
  ASSERT_TRUE(taken.ok()) << taken.status();
  const ServiceClock clock(server_, Options(1), metrics_);
  EXPECT_TRUE(clock.guard().Check().ok()) << clock.guard().Check();
  EXPECT_TRUE(server_.runtime().may_change().ok());
}

TEST_F(ServiceClockTest, CallsAreToldByItWhenTheyArrived) {
  const ServiceClock clock(server_, Options(8), metrics_);
  EXPECT_EQ(server_.runtime().clock, &clock);
}

TEST_F(ServiceClockTest, WithoutADatabaseMutationsAreRefused) {
  PgPool::Options nowhere = Options(1);
  nowhere.url = "postgresql://nobody@127.0.0.1:1/nothing";
  const ServiceClock clock(server_, nowhere, metrics_);
  EXPECT_EQ(server_.runtime().may_change().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lianfang
