#include "common/ledger/witness_key.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace lianfang {
namespace {

// RFC 6979, appendix A.2.5: key pair, and the signature with SHA-256 of "sample".
constexpr char kDer[] =
    "3059301306072a8648ce3d020106082a8648ce3d030107034200"
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
constexpr char kSignature[] =
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

TEST(WitnessKeyTest, VerifiesTheStandardsExample) {
  const auto key = WitnessPublicKey::FromDer(absl::HexStringToBytes(kDer));
  ASSERT_TRUE(key.ok()) << key.status();
  const std::string signature = absl::HexStringToBytes(kSignature);
  EXPECT_TRUE(key->Verify("sample", signature));
  EXPECT_FALSE(key->Verify("samples", signature));
  for (size_t i = 0; i < signature.size(); ++i) {
    std::string bent = signature;
    bent[i] = static_cast<char>(bent[i] ^ 1);
    EXPECT_FALSE(key->Verify("sample", bent)) << i;
  }
  for (const std::string& none : {std::string(), signature.substr(1), signature + "x", std::string(64, '\0')}) {
    EXPECT_FALSE(key->Verify("sample", none));
  }
}

TEST(WitnessKeyTest, SignsAndVerifies) {
  const WitnessSigner signer = WitnessSigner::Generate();
  const auto key = WitnessPublicKey::FromDer(signer.public_key().der());
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->id(), signer.public_key().id());
  EXPECT_EQ(key->id().size(), 16u);
  for (int i = 0; i < 50; ++i) {  // r or s is shorter now and then
    const std::string signature = signer.Sign("message");
    EXPECT_EQ(signature.size(), 64u);
    EXPECT_TRUE(key->Verify("message", signature));
  }
  EXPECT_FALSE(WitnessSigner::Generate().public_key().Verify("message", signer.Sign("message")));
}

TEST(WitnessKeyTest, RefusesWhatIsNoKeyOfItsKind) {
  const std::string der = absl::HexStringToBytes(kDer);
  std::string off_curve = der;
  off_curve.back() ^= 1;
  const std::string ed25519 = absl::HexStringToBytes(
      "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  for (const std::string& none :
       {std::string(), std::string("nonsense"), der.substr(1), der + "x", off_curve, ed25519}) {
    EXPECT_FALSE(WitnessPublicKey::FromDer(none).ok());
  }
  EXPECT_FALSE(WitnessSigner::FromPem("nonsense").ok());
}

}  // namespace
}  // namespace lianfang
