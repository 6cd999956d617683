#include "cli/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

constexpr char kFile[] =
    "# 应急局\n"
    "profile = emergency\n"
    "target = dns:///lianfang.example:443\n"
    "tls-ca = ca.crt\n"
    "\n"
    "[emergency]\n"
    "tls-cert = emergency.crt\r\n"
    "tls-key = /keys/emergency=1.key\n"
    "expert-target = dns:///experts.example:443\n"
    "lang = en\n"
    "[office]\n"
    "tls-cert=office.crt\n"
    "output = csv\n"
    "timeout = 2m\n";

TEST(ProfileTest, TheOneInUseIsAppliedOverWhatHoldsForAll) {
  const auto file = ParseProfiles(kFile);
  ASSERT_TRUE(file.ok()) << file.status();
  GlobalOptions options;
  ASSERT_TRUE(ApplyProfile(*file, "", "/home/wang/.config/lianfang", options).ok());
  EXPECT_EQ(options.profile, "emergency");
  EXPECT_EQ(options.client.tls.ca, "/home/wang/.config/lianfang/ca.crt");
  EXPECT_EQ(options.client.tls.certificate, "/home/wang/.config/lianfang/emergency.crt");
  EXPECT_EQ(options.client.tls.key, "/keys/emergency=1.key");
  EXPECT_EQ(options.client.targets[Backend::kSubmission], "dns:///lianfang.example:443");
  EXPECT_EQ(options.client.targets[Backend::kExpert], "dns:///experts.example:443");
  EXPECT_EQ(options.language, Language::kEnglish);
  EXPECT_EQ(options.output, Output::kTable);
}

TEST(ProfileTest, AnotherIsAppliedWhereItIsNamed) {
  GlobalOptions options;
  ASSERT_TRUE(ApplyProfile(*ParseProfiles(kFile), "office", "", options).ok());
  EXPECT_EQ(options.client.tls.certificate, "office.crt");
  EXPECT_EQ(options.output, Output::kCsv);
  EXPECT_EQ(options.client.timeout, absl::Minutes(2));
  EXPECT_EQ(options.language, Language::kChinese);
}

TEST(ProfileTest, OneThatIsNotThereIsRefusedWithThoseThatAre) {
  GlobalOptions options;
  EXPECT_EQ(ApplyProfile(*ParseProfiles(kFile), "health", "", options).message(),
            "there is no profile health; the file has: emergency, office");
}

TEST(ProfileTest, NamesTheLineThatIsNotUnderstood) {
  EXPECT_EQ(ParseProfiles("lang = zh\ncolour = red\n").status().message(),
            "line 2: `colour` is no setting of this program");
  EXPECT_EQ(ParseProfiles("[a]\nhello\n").status().message(),
            "line 2: is neither `name = value`, `[profile]` nor a comment");
  EXPECT_EQ(ParseProfiles("[a]\n[a]\n").status().message(), "line 2: the profile a stands twice");
  GlobalOptions options;
  EXPECT_EQ(ApplyProfile(*ParseProfiles("lang = fr\n"), "", "", options).message(), "lang: `fr` is neither zh nor en");
}

TEST(ProfileTest, UsingAnotherKeepsTheRestOfTheFile) {
  std::string wanted = kFile;
  wanted.replace(wanted.find("profile = emergency"), 19, "profile = office");
  EXPECT_EQ(WithProfileInUse(kFile, "office"), wanted);
  EXPECT_EQ(WithProfileInUse("[office]\noutput = csv\n", "office"), "profile = office\n[office]\noutput = csv\n");
}

}  // namespace
}  // namespace lianfang::cli
