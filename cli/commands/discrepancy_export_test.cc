#include "cli/commands/discrepancy_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/files.h"
#include "common/testing/test_file.h"

namespace lianfang::cli {
namespace {

using exchange::v1::ExportDiscrepanciesRequest;
using exchange::v1::ExportDiscrepanciesResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A service whose parts hold two discrepancies each, of five; the third part fails where `breaks`.
ExportCall FiveInParts(bool breaks = false) {
  return [breaks](const ExportDiscrepanciesRequest& request) -> absl::StatusOr<ExportDiscrepanciesResponse> {
    const int part = request.selection().page_token().empty() ? 1 : std::stoi(request.selection().page_token());
    if (breaks && part == 3) return absl::UnavailableError("the exchange is away");
    ExportDiscrepanciesResponse response;
    response.set_workbook(absl::StrCat("part ", part));
    response.set_discrepancy_count(part == 3 ? 1 : 2);
    if (part < 3) response.set_next_page_token(absl::StrCat(part + 1));
    return response;
  };
}

TEST(ExportPartsTest, GoesOnToTheEnd) {
  const std::string file = TestFile("list.xlsx");
  const std::string stem = file.substr(0, file.size() - 5);
  const auto parts = ExportParts(file, {}, FiveInParts());
  ASSERT_TRUE(parts.ok()) << parts.status();
  EXPECT_THAT(parts->files, ElementsAre(file, stem + "-2.xlsx", stem + "-3.xlsx"));
  EXPECT_EQ(parts->discrepancies, 5);
  EXPECT_EQ(*ReadFile(file), "part 1");
  EXPECT_EQ(*ReadFile(stem + "-3.xlsx"), "part 3");
}

TEST(ExportPartsTest, NamesWhatWasWrittenWhereTheRestCannotBe) {
  const std::string file = TestFile("list.xlsx");
  const auto parts = ExportParts(file, {}, FiveInParts(/*breaks=*/true));
  EXPECT_EQ(parts.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(parts.status().message()), HasSubstr("not all: " + file));
  EXPECT_THAT(std::string(parts.status().message()), HasSubstr("-2.xlsx (4)"));
}

TEST(ExportPartsTest, AFileThatCannotBeWrittenIsRefusedBeforeAnythingIsAsked) {
  int asked = 0;
  const auto parts = ExportParts(TestFile("no-such-folder") + "/list.xlsx", {}, [&](const ExportDiscrepanciesRequest&) {
    ++asked;
    return ExportDiscrepanciesResponse();
  });
  EXPECT_FALSE(parts.ok());
  EXPECT_EQ(asked, 0);
}

}  // namespace
}  // namespace lianfang::cli
