#include "cli/text/error_text.h"

#include <gtest/gtest.h>

#include "common/errors.h"

namespace lianfang::cli {
namespace {

TEST(ErrorText, NamesTheCodeAndEveryFieldAtFault) {
  FieldViolations faults;
  faults.Add("figures[0].number", "must be at least 0, was -1");
  faults.Add("figures[2]", "deaths need an accident");
  const std::string text = ErrorText(faults.ToStatus(), Language::kEnglish);
  EXPECT_EQ(text.substr(0, text.find(':', 7)), "error: INVALID_ARGUMENT");
  EXPECT_NE(text.find("\n  figures[0].number: must be at least 0, was -1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n  figures[2]: deaths need an accident\n"), std::string::npos) << text;
}

TEST(ErrorText, ShowsReasonAndMetadataInOneOrder) {
  const absl::Status status = ErrorWithReason(absl::StatusCode::kAborted, "the return has changed", "STALE_ETAG",
                                              {{"name", "plans/a/returns/b"}, {"current_etag", "x"}});
  EXPECT_EQ(ErrorText(status, Language::kEnglish),
            "error: ABORTED: the return has changed\n"
            "  reason: STALE_ETAG\n"
            "  current_etag: x\n"
            "  name: plans/a/returns/b\n");
}

TEST(ErrorText, IsChineseWithTheCodeAndTheEnglishBesideIt) {
  const absl::Status status =
      ErrorWithReason(absl::StatusCode::kAborted, "the return has changed", "STALE_ETAG", {{"current_etag", "x"}});
  EXPECT_EQ(ErrorText(status, Language::kChinese),
            "错误：读取之后已有变动，请重新查看后再试（ABORTED）\n"
            "  原因代码：STALE_ETAG\n"
            "  current_etag：x\n"
            "  英文原文：the return has changed\n");
}

TEST(ErrorText, ListsFaultsOfFieldsInChinese) {
  FieldViolations faults;
  faults.Add("figures[0].number", "deaths (死亡人数) must be 0 to 100000, was -1");
  EXPECT_EQ(ErrorText(faults.ToStatus(), Language::kChinese),
            "错误：figures[0].number：死亡人数须在 0 至 100000 之间，现为 -1（deaths）（INVALID_ARGUMENT）\n"
            "  figures[0].number：死亡人数须在 0 至 100000 之间，现为 -1（deaths）\n"
            "  英文原文：figures[0].number: deaths (死亡人数) must be 0 to 100000, was -1\n");
}

TEST(ErrorText, PrefersWhatTheServiceSaysInChinese) {
  absl::Status status = absl::NotFoundError("plans/a does not exist");
  google::rpc::LocalizedMessage said;
  said.set_locale("zh-CN");
  said.set_message("方案甲尚未发布");
  status.SetPayload(kLocalizedMessageType, absl::Cord(said.SerializeAsString()));
  EXPECT_EQ(ErrorText(status, Language::kChinese),
            "错误：方案甲尚未发布（NOT_FOUND）\n  英文原文：plans/a does not exist\n");
  EXPECT_EQ(ErrorText(status, Language::kEnglish), "error: NOT_FOUND: plans/a does not exist\n");
}

TEST(ErrorText, IsNeverEnglishWhereAMessageIsUnknown) {
  EXPECT_EQ(ErrorText(absl::UnavailableError("last error: UNKNOWN: ipv4:127.0.0.1:1: refused"), Language::kChinese),
            "错误：服务暂时连不上，请检查网络后再试（UNAVAILABLE）\n"
            "  英文原文：last error: UNKNOWN: ipv4:127.0.0.1:1: refused\n");
}

TEST(ErrorText, KeepsTheServersWordsOffTheTerminalsControls) {
  EXPECT_EQ(ErrorText(absl::NotFoundError("a\x1b[2J\nb"), Language::kEnglish), "error: NOT_FOUND: a\uFFFD[2J b\n");
}

TEST(ErrorText, ShowsAUsageErrorWithoutACode) {
  const absl::Status status = UsageError("a.textproto:2:7: what\na.textproto:3:1: more");
  EXPECT_EQ(ErrorText(status, Language::kEnglish), "error: a.textproto:2:7: what\na.textproto:3:1: more\n");
  EXPECT_EQ(ErrorText(status, Language::kChinese), "错误：a.textproto:2:7: what\na.textproto:3:1: more\n");
  EXPECT_EQ(ErrorText(UsageError("r.json: cannot be opened: No such file or directory"), Language::kChinese),
            "错误：r.json：打不开：文件或目录不存在\n");
}

TEST(ExitCodeOf, TellsTheCommandLineFromTheService) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), ExitCode::kSuccess);
  EXPECT_EQ(ExitCodeOf(UsageError("x")), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("x")), ExitCode::kRpcError);
}

}  // namespace
}  // namespace lianfang::cli
