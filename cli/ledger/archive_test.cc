#include "cli/ledger/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/ledger/testing/sample_ledger.h"

namespace lianfang::cli {
namespace {

using submission::v1::LedgerArchiveRecord;
using testing::ElementsAre;
using testing::HasSubstr;

class ArchiveTest : public testing::Test {
 protected:
  ArchiveTest() {
    ledger_.Add(2, key_);
    ledger_.Add(1, key_);
    std::ostringstream out;
    ledger_.Export(out, key_);
    lines_ = absl::StrSplit(out.str(), '\n', absl::SkipEmpty());
  }

  // What is read after the head, by kind; at last what is wrong, if anything.
  std::vector<std::string> Read() {
    std::istringstream in(absl::StrCat(absl::StrJoin(lines_, "\n"), "\n"));
    auto archive = ArchiveReader::Open(in);
    if (!archive.ok()) return {std::string(archive.status().message())};
    std::vector<std::string> kinds;
    for (;;) {
      const auto record = archive->Next();
      if (!record.ok()) kinds.emplace_back(record.status().message());
      if (!record.ok() || !record->has_value()) return kinds;
      kinds.push_back((*record)->has_entry()  ? absl::StrCat("entry ", (*record)->entry().sequence())
                      : (*record)->has_seal() ? "seal"
                                              : "another");
    }
  }

  const SigningKey key_ = SigningKey::Generate();
  SampleLedger ledger_;
  std::vector<std::string> lines_;  // header, head, entry 1, entry 2, seal, entry 3, seal
};

TEST_F(ArchiveTest, WhatIsWrittenIsRead) {
  EXPECT_THAT(Read(), ElementsAre("entry 1", "entry 2", "seal", "entry 3", "seal"));
  std::istringstream in(absl::StrJoin(lines_, "\n"));
  const auto archive = ArchiveReader::Open(in);
  EXPECT_EQ(archive->plan(), "plans/p");
  EXPECT_EQ(archive->head().SerializeAsString(), ledger_.Head(key_).SerializeAsString());
}

TEST_F(ArchiveTest, ARecordIsALineOfJson) {
  EXPECT_THAT(lines_[0], HasSubstr(R"({"header":{"version":1,"plan":"plans/p")"));
  EXPECT_THAT(lines_[2], testing::StartsWith(R"({"entry":{"sequence":"1","entry":")"));
}

TEST_F(ArchiveTest, ItEndsWhereItIsCut) {
  lines_.resize(3);
  EXPECT_THAT(Read(), ElementsAre("entry 1"));
  lines_.resize(1);
  EXPECT_THAT(Read(), ElementsAre("line 2 is not the beginning of an exported ledger"));
  lines_ = {};
  EXPECT_THAT(Read(), ElementsAre("line 1 is not the beginning of an exported ledger"));
}

TEST_F(ArchiveTest, FaultsNameTheirLine) {
  const auto lines = lines_;
  lines_[4] = "{";
  EXPECT_THAT(Read(), ElementsAre("entry 1", "entry 2", HasSubstr("line 5 is no record")));
  lines_ = lines;
  lines_[4] = R"({"key":{}})";
  EXPECT_THAT(Read(), ElementsAre("entry 1", "entry 2", "line 5 does not belong there"));
  lines_[4] = lines[0];
  EXPECT_THAT(Read(), ElementsAre("entry 1", "entry 2", "line 5 does not belong there"));
  lines_[4] = "{}";
  EXPECT_THAT(Read(), ElementsAre("entry 1", "entry 2", "line 5 does not belong there"));
  lines_ = lines;
  lines_.insert(lines_.begin() + 2, {R"({"key":{}})", R"({"key":{}})"});
  EXPECT_THAT(Read(), ElementsAre("another", "another", "entry 1", "entry 2", "seal", "entry 3", "seal"));
  lines_[0] = R"({"header":{"version":2,"plan":"plans/p"}})";
  EXPECT_THAT(Read(), ElementsAre("line 1 has version 2; this program reads 1"));
}

}  // namespace
}  // namespace lianfang::cli
