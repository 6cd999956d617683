#include "common/tls/verify_certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/testing/fake_clock.h"
#include "common/testing/test_authority.h"
#include "common/testing/test_file.h"

namespace lianfang {
namespace {

using testing::HasSubstr;

constexpr char kOffice[] = "spiffe://lianfang.local/region/140581/department/hrss/role/office";
constexpr char kSerial[] = "4F2A";

class VerifyCertificateTest : public testing::Test {
 protected:
  VerifyCertificateTest() {
    std::filesystem::create_directory(lists_);
    Write(ca_, authority_.certificate());
    Write(denied_, "# nobody yet\n");
  }

  // In place, as an editor may: the same file, shorter or longer.
  static void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

  void Start(CertificateVerifier::Options options) {
    options.files.ca = ca_;
    auto created = CertificateVerifier::Create(options, clock_);
    ASSERT_TRUE(created.ok()) << created.status();
    verifier_ = *std::move(created);
  }
  void StartWithDenyList() { Start({.files = {.denied_serials = denied_}}); }
  void StartWithLists() { Start({.files = {.crl_directory = lists_}}); }

  // After the time in which nobody looks at the files.
  absl::Status Later(const std::string& certificate) {
    clock_.Advance(absl::Seconds(1));
    return verifier_->Verify(certificate).status();
  }

  static void ExpectRevoked(const absl::Status& status) {
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
    ASSERT_TRUE(ErrorInfoOf(status).has_value()) << status;
    EXPECT_EQ(ErrorInfoOf(status)->reason(), "CERTIFICATE_REVOKED");
  }
  void ExpectRefused(const std::string& certificate, const std::string& why, const std::string& chain = "") {
    const absl::Status status = verifier_->Verify(certificate, chain).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(why));
  }

  const TestAuthority authority_;
  const std::string ca_ = TestFile("ca.crt");
  const std::string denied_ = TestFile("denied");
  const std::string lists_ = TestFile("lists");
  const std::string office_ = authority_.Issue({.uris = {kOffice}, .serial = kSerial}).certificate;
  FakeClock clock_{absl::Now()};
  std::unique_ptr<CertificateVerifier> verifier_;
};

// What the holder of a certificate asks, who has no authority to verify it with.
TEST_F(VerifyCertificateTest, TheUriIsReadWithoutJudgingTheCertificate) {
  EXPECT_EQ(UriOfCertificate(TestAuthority().Issue({.uris = {kOffice}}).certificate), kOffice);
  EXPECT_EQ(UriOfCertificate(office_ + authority_.certificate()), kOffice) << "the first of a chain";
  EXPECT_EQ(UriOfCertificate(authority_.Issue({.uris = {kOffice, "spiffe://other"}}).certificate), "");
  EXPECT_EQ(UriOfCertificate("no certificate"), "");
}

TEST_F(VerifyCertificateTest, AGoodOneSaysWhoItIs) {
  Start({});
  for (int again = 0; again < 2; ++again) {
    const auto office = verifier_->Verify(office_);
    ASSERT_TRUE(office.ok()) << office.status();
    EXPECT_EQ(office->uri, kOffice);
    EXPECT_EQ(office->serial, "4f2a");
    EXPECT_EQ(office->valid_until, clock_.Now() + absl::Seconds(1));
  }
}

TEST_F(VerifyCertificateTest, WithoutExactlyOneUriItNamesNobody) {
  Start({});
  const auto nobody = verifier_->Verify(authority_.Issue({.uris = {}}).certificate);
  ASSERT_TRUE(nobody.ok());
  EXPECT_EQ(nobody->uri, "");
  const auto two = verifier_->Verify(authority_.Issue({.uris = {kOffice, "spiffe://other"}}).certificate);
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(two->uri, "");
}

TEST_F(VerifyCertificateTest, OthersAreRefused) {
  Start({});
  ExpectRefused("", "there must be one");
  ExpectRefused("nonsense", "there must be one");
  ExpectRefused(office_ + office_, "there must be one");
  ExpectRefused(TestAuthority().Issue({.uris = {kOffice}}).certificate, "unable to get local issuer");
  const absl::Time now = clock_.Now();
  ExpectRefused(authority_.Issue({.uris = {kOffice}, .not_after = now - absl::Minutes(1)}).certificate, "expired");
  ExpectRefused(authority_.Issue({.uris = {kOffice}, .not_before = now + absl::Minutes(1)}).certificate,
                "not yet valid");
  ExpectRefused(authority_.Issue({.uris = {kOffice}, .usage = "serverAuth"}).certificate, "purpose");
}

TEST_F(VerifyCertificateTest, AnAuthorityBetweenIsTakenFromTheChain) {
  Start({});
  const TestAuthority between(&authority_);
  const std::string leaf = between.Issue({.uris = {kOffice}}).certificate;
  ExpectRefused(leaf, "unable to get local issuer");
  EXPECT_TRUE(verifier_->Verify(leaf, between.certificate()).ok());
  EXPECT_TRUE(verifier_->Verify(leaf, leaf + between.certificate()).ok());
  ExpectRefused(leaf, "unable to get local issuer", TestAuthority(&authority_).certificate());
}

TEST_F(VerifyCertificateTest, OneThatIsRememberedEndsInTime) {
  const absl::Time end = absl::FromUnixSeconds(absl::ToUnixSeconds(clock_.Now())) + absl::Minutes(1);
  Start({});
  const std::string brief = authority_.Issue({.uris = {kOffice}, .not_after = end}).certificate;
  clock_.Set(end - absl::Milliseconds(100));
  const auto good = verifier_->Verify(brief);
  ASSERT_TRUE(good.ok()) << good.status();
  EXPECT_EQ(good->valid_until, end);
  clock_.Set(end + absl::Seconds(1));
  ExpectRefused(brief, "expired");
}

// A certificate is good for ten minutes from when it was verified.
TEST_F(VerifyCertificateTest, MoreThanAreRememberedAreVerifiedAnew) {
  Start({.remembered = 2, .remember_for = absl::Minutes(10), .look_again_after = absl::Hours(1)});
  std::vector<std::string> certificates;
  for (int i = 0; i < 3; ++i) certificates.push_back(authority_.Issue({.uris = {kOffice}}).certificate);
  const absl::Time begin = clock_.Now();
  for (const std::string& certificate : certificates) {
    EXPECT_EQ(verifier_->Verify(certificate)->valid_until, begin + absl::Minutes(10));
  }
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(verifier_->Verify(certificates[2])->valid_until, begin + absl::Minutes(10)) << "remembered";
  EXPECT_EQ(verifier_->Verify(certificates[0])->valid_until, begin + absl::Minutes(11)) << "verified anew";
}

TEST_F(VerifyCertificateTest, ADeniedSerialNumberIsRefusedWhileTheProcessRuns) {
  StartWithDenyList();
  EXPECT_TRUE(verifier_->Verify(office_).ok());
  Write(denied_, "# stolen on Monday\nserial=00:4F:2A  # the office's\n");
  EXPECT_TRUE(verifier_->Verify(office_).ok());  // nobody looks twice in the same second
  ExpectRevoked(Later(office_));
  ExpectRevoked(Later(office_));
  Write(denied_, "4f2b\n");
  EXPECT_TRUE(Later(office_).ok());
}

// Neither size nor, within the file system's grain, time tells these apart.
TEST_F(VerifyCertificateTest, AChangeWithinTheSameInstantIsSeen) {
  Write(denied_, "4f2b\n");
  StartWithDenyList();
  EXPECT_TRUE(Later(office_).ok());
  for (int i = 0; i < 20; ++i) {
    Write(denied_, "4f2a\n");
    ExpectRevoked(Later(office_));
    Write(denied_, "4f2b\n");
    EXPECT_TRUE(Later(office_).ok());
  }
}

TEST_F(VerifyCertificateTest, ALineAtFaultLeavesTheOthersInForce) {
  StartWithDenyList();
  Write(denied_, "4g2a\n4f2a\n\n4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4\n");
  ExpectRevoked(Later(office_));
  const auto created = CertificateVerifier::Create({.files = {.ca = ca_, .denied_serials = denied_}}, clock_);
  EXPECT_EQ(created.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(created.status().message()), HasSubstr("in the lines 1, 4"));
}

TEST_F(VerifyCertificateTest, AFileThatIsAwayStaysInForce) {
  Write(denied_, "4f2a\n");
  StartWithDenyList();
  ExpectRevoked(Later(office_));
  std::filesystem::remove(denied_);
  ExpectRevoked(Later(office_));
  Write(denied_, "");
  EXPECT_TRUE(Later(office_).ok());
}

TEST_F(VerifyCertificateTest, AClockThatIsSetBackPutsNothingOff) {
  StartWithDenyList();
  clock_.Advance(absl::Minutes(10));
  EXPECT_TRUE(verifier_->Verify(office_).ok());
  clock_.Advance(absl::Minutes(-10));
  Write(denied_, "4f2a\n");
  ExpectRevoked(verifier_->Verify(office_).status());
}

TEST_F(VerifyCertificateTest, ARevocationListCountsAsSoonAsItIsThere) {
  StartWithLists();
  EXPECT_TRUE(verifier_->Verify(office_).ok());  // an authority without a list revokes nothing
  Write(lists_ + "/anything.pem", authority_.Revoke({"17"}));
  EXPECT_TRUE(Later(office_).ok());
  Write(lists_ + "/anything.pem", authority_.Revoke({"17", kSerial}));
  ExpectRevoked(Later(office_));
  Write(lists_ + "/anything.pem", authority_.Revoke({}));
  EXPECT_TRUE(Later(office_).ok());
}

TEST_F(VerifyCertificateTest, AnOverdueListLetsNobodyIn) {
  StartWithLists();
  Write(lists_ + "/crl.pem", authority_.Revoke({}, clock_.Now() - absl::Hours(2), clock_.Now() - absl::Hours(1)));
  clock_.Advance(absl::Seconds(1));
  ExpectRefused(office_, "CRL has expired");
}

TEST_F(VerifyCertificateTest, AListOfAnotherAuthorityIsNoListOfOurs) {
  StartWithLists();
  const TestAuthority between(&authority_);
  Write(lists_ + "/between.pem", between.Revoke({kSerial}));
  EXPECT_TRUE(Later(office_).ok());
  const std::string leaf = between.Issue({.uris = {kOffice}, .serial = kSerial}).certificate;
  ExpectRevoked(verifier_->Verify(leaf, between.certificate()).status());
}

TEST_F(VerifyCertificateTest, ADamagedListLeavesTheOneBeforeInForce) {
  StartWithLists();
  Write(lists_ + "/crl.pem", authority_.Revoke({kSerial}));
  ExpectRevoked(Later(office_));
  Write(lists_ + "/crl.pem", authority_.Revoke({}).substr(0, 200));
  ExpectRevoked(Later(office_));
  // It would be found at the start.
  const auto created = CertificateVerifier::Create({.files = {.ca = ca_, .crl_directory = lists_}}, clock_);
  EXPECT_EQ(created.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(created.status().message()), HasSubstr("crl.pem\" holds damaged PEM"));
}

TEST_F(VerifyCertificateTest, AnotherAuthorityIsTrustedOnceItIsInTheFile) {
  Start({});
  const TestAuthority next;
  const std::string renewed = next.Issue({.uris = {kOffice}}).certificate;
  ExpectRefused(renewed, "unable to get local issuer");
  Write(ca_, authority_.certificate() + next.certificate());
  EXPECT_TRUE(Later(renewed).ok());
  EXPECT_TRUE(verifier_->Verify(office_).ok());
}

TEST_F(VerifyCertificateTest, WhatCannotBeReadIsNamedAtTheStart) {
  for (const TrustFiles& files :
       {TrustFiles{.ca = "/nowhere.crt"}, TrustFiles{.ca = ca_, .crl_directory = "/nowhere.lists"},
        TrustFiles{.ca = ca_, .denied_serials = "/nowhere.denied"}, TrustFiles{.ca = denied_}}) {
    const auto created = CertificateVerifier::Create({.files = files}, clock_);
    EXPECT_EQ(created.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(created.status().message()), testing::AnyOf(HasSubstr("nowhere"), HasSubstr(denied_)));
  }
}

}  // namespace
}  // namespace lianfang
