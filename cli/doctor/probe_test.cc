#include "cli/doctor/probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace lianfang::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::EndsWith;

class ProbeTest : public testing::Test {
 protected:
  ProbeTest() { fs::create_directories(directory_); }
  ~ProbeTest() override { fs::remove_all(directory_); }

  void Write(const std::string& name) {
    fs::create_directories((directory_ / name).parent_path());
    std::ofstream(directory_ / name) << "x";
  }

  const fs::path directory_ =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(ProbeTest, TheNewestBackupIsThatOfTheHistoryThatIsWritten) {
  Write("line-1/base/20260101T010203Z/backup_label");
  Write("line-1/base/20260102T010203Z/backup_label");
  Write("line-1/base/20260103T010203Z.new/backup_label");  // not whole
  Write("line-1/wal/000000010000000000000001");
  Write("line-0/base/20270101T000000Z/backup_label");  // of another history
  fs::create_directory_symlink("line-1", directory_ / "current");
  const auto [base, log] = NewestBackup(directory_.string());
  ASSERT_TRUE(base.has_value() && log.has_value());
  EXPECT_EQ(absl::FormatTime(*base, absl::UTCTimeZone()), "2026-01-02T01:02:03+00:00");
  EXPECT_GT(*log, *base);
}

TEST_F(ProbeTest, NoBackupIsNone) {
  const auto [base, log] = NewestBackup((directory_ / "none").string());
  EXPECT_FALSE(base.has_value());
  EXPECT_FALSE(log.has_value());
}

TEST_F(ProbeTest, WhatCannotBeWrittenIntoSaysWhy) {
  Write("file");
  EXPECT_EQ(FaultOfWriting(directory_.string()), "");
  EXPECT_EQ(FaultOfWriting((directory_ / "none").string()), "No such file or directory");
  EXPECT_EQ(FaultOfWriting((directory_ / "file").string()), "Not a directory");
  EXPECT_NE(FaultOfWriting("/proc/self"), "") << "nobody may write there, root no more than others";
}

TEST_F(ProbeTest, CertificatesAreFilesOfTheirName) {
  Write("b.crt");
  Write("a.crt");
  Write("a.key");
  EXPECT_THAT(CertificatesIn(directory_.string()), ElementsAre(EndsWith("/a.crt"), EndsWith("/b.crt")));
  EXPECT_FALSE(EndOfCertificate((directory_ / "a.crt").string()).has_value()) << "it is none";
}

TEST_F(ProbeTest, AServiceThatIsNotThereSaysWhy) {
  const auto page = FetchMetrics("127.0.0.1:1", absl::Seconds(1));
  EXPECT_EQ(page.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(page.status().message(), "Connection refused");
}

}  // namespace
}  // namespace lianfang::cli
