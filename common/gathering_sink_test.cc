// Into a pipe, with lines that say when they were logged: nothing here waits for time to pass.
#include "common/gathering_sink.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <string>

namespace lianfang {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

class GatheringSinkTest : public testing::Test {
 protected:
  GatheringSinkTest() {
    EXPECT_EQ(pipe2(pipe_, O_NONBLOCK), 0);
    EXPECT_GT(fcntl(pipe_[1], F_SETPIPE_SZ, 1 << 17), 1 << 16);
    sink_ = std::make_unique<GatheringSink>(pipe_[1], hours(1));
  }
  ~GatheringSinkTest() override {
    sink_.reset();
    close(pipe_[0]);
    close(pipe_[1]);
  }

  // Logs a line so long after the first.
  void Log(milliseconds time, const std::string& text, spdlog::level::level_enum level = spdlog::level::info) {
    sink_->log(spdlog::details::log_msg(spdlog::log_clock::time_point(hours(24)) + time, {}, "", level, text));
  }

  // What has been written since this was asked last.
  std::string Written() {
    char bytes[1 << 17];
    const ssize_t size = read(pipe_[0], bytes, sizeof(bytes));
    return size > 0 ? std::string(bytes, static_cast<size_t>(size)) : "";
  }

  int pipe_[2];
  std::unique_ptr<GatheringSink> sink_;
};

TEST_F(GatheringSinkTest, ALineAfterAPauseIsWrittenAtOnce) {
  Log(milliseconds(0), "first");
  EXPECT_EQ(Written(), "first\n");
  Log(hours(1), "an hour later");
  EXPECT_EQ(Written(), "an hour later\n");
}

TEST_F(GatheringSinkTest, LinesThatComeCloseTogetherWaitForEachOther) {
  Log(milliseconds(0), "first");
  Log(milliseconds(1), "second");
  Log(hours(2), "third");  // the second still waits: lines keep their order
  EXPECT_EQ(Written(), "first\n");
  sink_->flush();
  EXPECT_EQ(Written(), "second\nthird\n");
}

TEST_F(GatheringSinkTest, AWarningIsWrittenAtOnceWithWhatCameBefore) {
  Log(milliseconds(0), "first");
  Log(milliseconds(1), "second");
  Log(milliseconds(2), "a warning", spdlog::level::warn);
  EXPECT_EQ(Written(), "first\nsecond\na warning\n");
}

TEST_F(GatheringSinkTest, MuchIsNotHeld) {
  Log(milliseconds(0), "first");
  const std::string line(1000, 'x');
  for (int i = 0; i < 66; ++i) Log(milliseconds(1), line);
  EXPECT_GT(Written().size(), 65000);
}

TEST_F(GatheringSinkTest, WhatWaitsIsWrittenWithoutAnotherLine) {
  sink_ = std::make_unique<GatheringSink>(pipe_[1], milliseconds(1));
  Log(milliseconds(0), "first");
  Log(milliseconds(0), "second");
  fcntl(pipe_[0], F_SETFL, 0);  // read waits from here on
  std::string written;
  while (written.size() < 13) written += Written();
  EXPECT_EQ(written, "first\nsecond\n");
}

TEST_F(GatheringSinkTest, WhatWaitsIsWrittenWhenTheSinkGoes) {
  Log(milliseconds(0), "first");
  Log(milliseconds(1), "second");
  sink_.reset();
  EXPECT_EQ(Written(), "first\nsecond\n");
}

}  // namespace
}  // namespace lianfang
