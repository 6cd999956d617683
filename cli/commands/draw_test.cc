// `lianfang draw verify` without a service: what anybody who has the file can do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "cli/app.h"
#include "cli/files.h"
#include "common/testing/test_file.h"
#include "draw/testing/lists.h"

namespace lianfang::cli {
namespace {

using ::testing::HasSubstr;

class DrawVerify : public ::testing::Test {
 protected:
  // The exit code of verifying this draw; what was printed is in `printed_`.
  ExitCode Verify(const expert::v1::Draw& draw) {
    const std::string file = TestFile("draw.json");
    EXPECT_TRUE(WriteJson(file, draw).ok());
    return Verify(file);
  }
  ExitCode Verify(const std::string& file) {
    const char* arguments[] = {"lianfang", "draw", "verify", file.c_str(), "--lang", "en"};
    std::ostringstream out;
    std::ostringstream err;
    const ExitCode code = cli::Run(6, arguments, out, err);
    printed_ = out.str() + err.str();
    return code;
  }

  expert::v1::Draw draw_ = draw::testing::DrawOf(draw::testing::ListOf(8, 3), draw::testing::Seed(1), "");
  std::string printed_;
};

TEST_F(DrawVerify, AnHonestDrawHolds) {
  EXPECT_EQ(Verify(draw_), ExitCode::kSuccess);
  EXPECT_THAT(printed_, HasSubstr("valid"));
}

TEST_F(DrawVerify, AForgedOneDoesNotAndSaysWhy) {
  draw_.mutable_panel(0)->set_expert(draw_.order(7).expert());
  EXPECT_EQ(Verify(draw_), ExitCode::kVerificationFailed);
  EXPECT_THAT(printed_, HasSubstr("the panel does not follow from the order"));
}

TEST_F(DrawVerify, AFileThatIsNoneIsAFaultOfTheCommandLine) {
  EXPECT_EQ(Verify(std::string("/nonexistent/draw.json")), ExitCode::kUsage);
}

}  // namespace
}  // namespace lianfang::cli
