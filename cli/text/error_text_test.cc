#include "cli/text/error_text.h"

#include <gtest/gtest.h>

#include "common/errors.h"

namespace lianfang::cli {
namespace {

TEST(ErrorText, NamesTheCodeAndEveryFieldAtFault) {
  FieldViolations faults;
  faults.Add("figures[0].number", "must be at least 0, was -1");
  faults.Add("figures[2]", "deaths need an accident");
  const std::string text = ErrorText(faults.ToStatus());
  EXPECT_EQ(text.substr(0, text.find(':', 7)), "error: INVALID_ARGUMENT");
  EXPECT_NE(text.find("\n  figures[0].number: must be at least 0, was -1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n  figures[2]: deaths need an accident\n"), std::string::npos) << text;
}

TEST(ErrorText, ShowsReasonAndMetadataInOneOrder) {
  const absl::Status status = ErrorWithReason(absl::StatusCode::kAborted, "the return has changed", "STALE_ETAG",
                                              {{"name", "plans/a/returns/b"}, {"current_etag", "x"}});
  EXPECT_EQ(ErrorText(status),
            "error: ABORTED: the return has changed\n"
            "  reason: STALE_ETAG\n"
            "  current_etag: x\n"
            "  name: plans/a/returns/b\n");
}

TEST(ErrorText, KeepsTheServersWordsOffTheTerminalsControls) {
  EXPECT_EQ(ErrorText(absl::NotFoundError("a\x1b[2J\nb")), "error: NOT_FOUND: a\uFFFD[2J b\n");
}

TEST(ErrorText, ShowsAUsageErrorAsItIs) {
  EXPECT_EQ(ErrorText(UsageError("a.textproto:2:7: what\na.textproto:3:1: more")),
            "error: a.textproto:2:7: what\na.textproto:3:1: more\n");
}

TEST(ExitCodeOf, TellsTheCommandLineFromTheService) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), ExitCode::kSuccess);
  EXPECT_EQ(ExitCodeOf(UsageError("x")), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("x")), ExitCode::kRpcError);
}

}  // namespace
}  // namespace lianfang::cli
