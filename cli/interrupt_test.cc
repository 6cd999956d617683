#include "cli/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>

namespace lianfang::cli {
namespace {

// As of a program in the foreground, whatever the tests are run by.
class InterruptTest : public testing::Test {
 protected:
  InterruptTest() { signal(SIGINT, SIG_DFL); }
};

TEST_F(InterruptTest, TheFirstIsNotedAndEndsNothing) {
  const Interrupt interrupt;
  EXPECT_FALSE(interrupt.flag()());
  ASSERT_EQ(raise(SIGINT), 0);
  EXPECT_TRUE(interrupt.flag()());
  EXPECT_TRUE(interrupt.flag()()) << "once and for all";
}

TEST_F(InterruptTest, TheSecondEndsTheProgram) {
  const auto twice = [] {
    const Interrupt interrupt;
    raise(SIGINT);
    raise(SIGINT);
  };
  EXPECT_EXIT(twice(), testing::KilledBySignal(SIGINT), "");
}

TEST_F(InterruptTest, WhatIsIgnoredStaysIgnored) {
  signal(SIGINT, SIG_IGN);
  {
    const Interrupt interrupt;
    raise(SIGINT);
    EXPECT_FALSE(interrupt.flag()());
  }
  struct sigaction after = {};
  sigaction(SIGINT, nullptr, &after);
  EXPECT_EQ(after.sa_handler, SIG_IGN);
}

TEST_F(InterruptTest, WhatWasBeforeIsAgain) {
  struct sigaction before = {};
  struct sigaction after = {};
  sigaction(SIGINT, nullptr, &before);
  {
    const Interrupt interrupt;
    raise(SIGINT);
  }
  sigaction(SIGINT, nullptr, &after);
  EXPECT_EQ(after.sa_handler, before.sa_handler);
  const Interrupt next;
  EXPECT_FALSE(next.flag()()) << "an earlier one is forgotten";
}

}  // namespace
}  // namespace lianfang::cli
