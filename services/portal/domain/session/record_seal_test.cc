#include "services/portal/domain/session/record_seal.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace lianfang::portal {
namespace {

const std::string kOld(64, '1');
const std::string kNew(64, 'a');

RecordSeal WithKeys(const std::string& text) {
  auto seal = RecordSeal::Parse(text);
  EXPECT_TRUE(seal.ok()) << seal.status();
  return *seal;
}

TEST(RecordSealTest, WhatIsSealedIsOpenedAtItsPlaceAlone) {
  const RecordSeal seal = WithKeys(kOld);
  const std::string bytes("with\0a zero", 11);
  const std::string sealed = seal.Seal(bytes, "session/a");
  EXPECT_EQ(seal.Open(sealed, "session/a"), bytes);
  EXPECT_EQ(seal.Open(sealed, "session/b"), std::nullopt) << "another's record, put under a hash that somebody knows";
  EXPECT_EQ(seal.Open(sealed, "login/a"), std::nullopt);
  EXPECT_EQ(seal.Open(seal.Seal("b", "session/a"), "session/ab"), std::nullopt)
      << "where the place ends is sealed, too";
  EXPECT_EQ(seal.Open(seal.Seal("", "p"), "p"), "");
}

TEST(RecordSealTest, EveryChangeIsSeen) {
  const RecordSeal seal = WithKeys(kOld);
  const std::string sealed = seal.Seal("spiffe://lianfang.local/office", "p");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(seal.Open(changed, "p"), std::nullopt) << i;
  }
  EXPECT_EQ(seal.Open(sealed.substr(0, 31), "p"), std::nullopt);
  EXPECT_EQ(seal.Open("", "p"), std::nullopt);
  EXPECT_EQ(seal.Open("spiffe://lianfang.local/office, as somebody wrote it", "p"), std::nullopt);
}

TEST(RecordSealTest, TheFirstKeySealsAndAllOpen) {
  const RecordSeal old = WithKeys(kOld);
  const RecordSeal both = WithKeys(absl::StrCat("# new\n", kNew, "\n\n", kOld, "  # until tomorrow\n"));
  EXPECT_EQ(both.Open(old.Seal("a", "p"), "p"), "a");
  EXPECT_EQ(old.Open(both.Seal("a", "p"), "p"), std::nullopt);
  EXPECT_EQ(WithKeys(kNew).Open(both.Seal("a", "p"), "p"), "a");
  EXPECT_EQ(WithKeys(kNew).Open(old.Seal("a", "p"), "p"), std::nullopt) << "the old key is gone";
}

TEST(RecordSealTest, AFileThatIsNoListOfKeysIsRefusedAndNotQuoted) {
  for (const std::string& text : {std::string(), std::string("\n# none\n"), kOld.substr(1), kOld + "0",
                                  kOld + " " + kNew, std::string(64, 'g'), absl::StrCat(kOld, "\nsecret")}) {
    const auto seal = RecordSeal::Parse(text);
    EXPECT_EQ(seal.status().code(), absl::StatusCode::kFailedPrecondition) << text;
    EXPECT_EQ(seal.status().message().find("secret"), std::string::npos);
  }
}

// HMAC-SHA-256 with the key of 32 bytes 0x11 over `1:pabc`, computed with another program (Python's hmac).
TEST(RecordSealTest, TheMarkIsAnHmacOfPlaceAndBytes) {
  const std::string sealed = WithKeys(kOld).Seal("abc", "p");
  EXPECT_EQ(absl::BytesToHexString(sealed.substr(0, 32)),
            "fd381731a3764283f72883fce489475f6dcc984719b017254f1f4c104c2a2fb6");
  EXPECT_EQ(sealed.substr(32), "abc");
}

}  // namespace
}  // namespace lianfang::portal
