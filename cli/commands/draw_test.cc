// `lianfang draw verify` without a service: what anybody who has the file can do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

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
  ExitCode Verify(const std::string& file, const std::vector<std::string>& options = {}) {
    std::vector<const char*> arguments = {"lianfang", "draw", "verify", file.c_str(), "--lang", "en"};
    for (const std::string& option : options) arguments.push_back(option.c_str());
    std::ostringstream out;
    std::ostringstream err;
    const ExitCode code = cli::Run(static_cast<int>(arguments.size()), arguments.data(), out, err);
    printed_ = out.str() + err.str();
    return code;
  }

  expert::v1::Draw draw_ = draw::testing::DrawOf(draw::testing::ListOf(8, 3), draw::testing::Seed(1), "");
  std::string printed_;
};

TEST_F(DrawVerify, AnHonestDrawHolds) {
  EXPECT_EQ(Verify(draw_), ExitCode::kSuccess);
  EXPECT_THAT(printed_, HasSubstr("valid"));
  EXPECT_THAT(printed_, HasSubstr("--ledger-key")) << "says what it has not verified";
}

TEST_F(DrawVerify, TheLedgersKeysAndTheObserversNoteAreHeld) {
  draw_ = draw::testing::DrawOf(draw::testing::ListOf(8, 3), draw::testing::Seed(1), draw::testing::Seed(2));
  const std::string draw = TestFile("draw.json"), note = TestFile("note.json"), keys = TestFile("keys.pem");
  ASSERT_TRUE(WriteJson(draw, draw_).ok());
  ASSERT_TRUE(WriteFile(keys, draw::testing::LedgerKey().public_key().ToPem()).ok());
  expert::v1::NonceNote kept = draw::testing::NoteOf(draw_);
  ASSERT_TRUE(WriteJson(note, kept).ok());
  EXPECT_EQ(Verify(draw, {"--ledger-key", keys, "--note", note}), ExitCode::kSuccess);
  EXPECT_THAT(printed_, ::testing::Not(HasSubstr("hint")));
  EXPECT_EQ(Verify(draw, {"--ledger-key", keys}), ExitCode::kSuccess);
  EXPECT_THAT(printed_, HasSubstr("ask the observer"));

  kept.set_nonce(draw::testing::Seed(3));
  ASSERT_TRUE(WriteJson(note, kept).ok());
  EXPECT_EQ(Verify(draw, {"--ledger-key", keys, "--note", note}), ExitCode::kVerificationFailed);
  EXPECT_THAT(printed_, HasSubstr("noted another nonce"));
  ASSERT_TRUE(WriteFile(keys, SigningKey::Generate().public_key().ToPem()).ok());
  EXPECT_EQ(Verify(draw, {"--ledger-key", keys}), ExitCode::kVerificationFailed);
  EXPECT_THAT(printed_, HasSubstr("not genuine"));
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
