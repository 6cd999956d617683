#include "common/field_cipher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"

namespace lianfang {
namespace {

const std::string kOld(64, 'a');
const std::string kNew(64, 'b');
const std::string kFingerprint(64, 'c');

FieldCipher Cipher(const std::string& keys) {
  auto cipher = FieldCipher::Parse(keys, kFingerprint);
  EXPECT_TRUE(cipher.ok()) << cipher.status();
  return *cipher;
}

TEST(FieldCipherTest, WhatIsSealedIsReadBackAndNeverLooksAlike) {
  const FieldCipher cipher = Cipher("2026 " + kOld);
  const SealedField sealed = cipher.Seal("身份证号", "experts/a");
  EXPECT_EQ(sealed.key_id, "2026");
  EXPECT_FALSE(absl::StrContains(sealed.bytes, "身份证号"));
  EXPECT_NE(sealed.bytes, cipher.Seal("身份证号", "experts/a").bytes);
  EXPECT_EQ(*cipher.Open(sealed, "experts/a"), "身份证号");
  EXPECT_EQ(*cipher.Open(cipher.Seal("", ""), ""), "");
}

TEST(FieldCipherTest, AValueChangedOrMovedIsDataLoss) {
  const FieldCipher cipher = Cipher("2026 " + kOld);
  SealedField sealed = cipher.Seal("plain", "experts/a");
  EXPECT_EQ(cipher.Open(sealed, "experts/b").status().code(), absl::StatusCode::kDataLoss);
  for (size_t i = 0; i < sealed.bytes.size(); ++i) {
    SealedField changed = sealed;
    changed.bytes[i] = static_cast<char>(changed.bytes[i] ^ 1);
    EXPECT_EQ(cipher.Open(changed, "experts/a").status().code(), absl::StatusCode::kDataLoss) << i;
  }
  sealed.bytes.resize(10);
  EXPECT_EQ(cipher.Open(sealed, "experts/a").status().code(), absl::StatusCode::kDataLoss);
}

TEST(FieldCipherTest, KeysRotate) {
  const SealedField old = Cipher("2026 " + kOld).Seal("plain", "x");
  const FieldCipher both = Cipher("# rotated\n2027 " + kNew + "\n2026 " + kOld + "\n");
  EXPECT_EQ(*both.Open(old, "x"), "plain");
  EXPECT_EQ(both.Seal("plain", "x").key_id, "2027");
  EXPECT_EQ(Cipher("2027 " + kNew).Open(old, "x").status().code(), absl::StatusCode::kDataLoss);
}

// RFC 4231 has no vector with this key; computed by `openssl mac -digest SHA256 -macopt hexkey:… HMAC`.
TEST(FieldCipherTest, FingerprintsAreHmacSha256) {
  const FieldCipher cipher = Cipher("2026 " + kOld);
  EXPECT_EQ(absl::BytesToHexString(cipher.Fingerprint("value")),
            "34f8cb029809b64c8863b3b6157caf43a54d5a7c896ea981ac0f1a4c635ce0ce");
  EXPECT_NE(cipher.Fingerprint("other"), cipher.Fingerprint("value"));
}

TEST(FieldCipherTest, RefusesKeysThatAreNone) {
  for (const std::string& keys : {std::string(), std::string("2026 abc"), "2026 " + std::string(64, 'g'),
                                  "2026 " + kOld + "\n2026 " + kNew, kOld}) {
    EXPECT_EQ(FieldCipher::Parse(keys, kFingerprint).status().code(), absl::StatusCode::kFailedPrecondition) << keys;
  }
  EXPECT_EQ(FieldCipher::Parse("2026 " + kOld, "short").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(FieldCipher::Load("/nonexistent", "/nonexistent").status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace lianfang
