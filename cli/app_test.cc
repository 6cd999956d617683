// The command line without a service: what is refused before anything is called, and what works offline.
#include "cli/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/files.h"
#include "cli/ledger/testing/sample_ledger.h"
#include "common/ledger/key_file.h"
#include "common/ledger/keys.h"
#include "common/ledger/merkle.h"
#include "common/testing/test_file.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;

struct Outcome {
  ExitCode code;
  std::string out;
  std::string err;
};

Outcome Lianfang(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "lianfang");
  std::ostringstream out;
  std::ostringstream err;
  const ExitCode code = Run(static_cast<int>(arguments.size()), arguments.data(), out, err);
  return {code, out.str(), err.str()};
}

class CommandLine : public testing::Test {
 protected:
  // A developer's own settings must not reach the tests.
  void SetUp() override {
    for (const char* name :
         {"TLS_CERT", "TLS_KEY", "TLS_CA", "SUBMISSION_TARGET", "EVALUATION_TARGET", "EXPERT_TARGET",
          "NOTIFICATION_TARGET", "LEDGER_KEY", "LANG", "OUTPUT", "TIMEOUT", "PROFILE", "CLI_CONFIG"}) {
      unsetenv(("LIANFANG_" + std::string(name)).c_str());
    }
    setenv("XDG_CONFIG_HOME", TestFile("no-configuration").c_str(), 1);
  }
};

TEST_F(CommandLine, HelpIsNoFault) {
  const Outcome outcome = Lianfang({"return", "submit", "--help"});
  EXPECT_EQ(outcome.code, ExitCode::kSuccess);
  EXPECT_THAT(outcome.out, HasSubstr("--figure"));
}

TEST_F(CommandLine, RefusesWhatItDoesNotUnderstand) {
  const std::vector<std::vector<const char*>> lines = {
      {},
      {"plan"},
      {"plan", "burn"},
      {"plan", "show", "experts/1"},
      {"plan", "list", "--page-size", "0"},
      {"plan", "list", "--output", "xml"},
      {"return", "submit", "--obligation", "plans/a/obligations/b"},
      {"return", "submit", "--obligation", "b", "--figure", "deaths=1"},
      {"return", "submit", "--obligation", "plans/a/obligations/b", "--figure", "deaths=one"},
      {"return", "submit", "--obligation", "plans/a/obligations/b", "--figure", "deaths=1", "--supersedes", "1"},
      {"return", "submit", "--obligation", "plans/a/obligations/b", "--figure", "deaths=1", "--request-id", "again"},
      {"return", "review", "plans/a/returns/b"},
      {"return", "review", "plans/a/returns/b", "--accept", "--send-back", "--reason", "x"},
      {"return", "review", "plans/a/returns/b", "--send-back"},
      {"return", "review", "plans/a/returns/b", "--decision", "accept", "--accept"},
      {"return", "review", "--decision", "accept"},
      {"return", "review", "--waiting", "--decision", "accept"},
      {"return", "review", "plans/a/returns/b", "--waiting", "--plan", "a", "--decision", "accept"},
      {"return", "review", "plans/a/returns/b", "plans/a/returns/c", "--decision", "accept", "--etag", "1"},
      {"plan", "list", "--lang", "fr"},
      {"plan", "list", "--as", "emergency"},
      {"obligation", "list", "--status", "late"},
      {"obligation", "list", "--as-of", "yesterday"},
      {"health", "check", "--target", "127.0.0.1:1", "--wait", "30"},
  };
  for (const auto& line : lines) {
    const Outcome outcome = Lianfang(line);
    EXPECT_EQ(outcome.code, ExitCode::kUsage) << testing::PrintToString(line);
    EXPECT_EQ(outcome.out, "") << testing::PrintToString(line);
    EXPECT_THAT(outcome.err, testing::StartsWith("错误：")) << testing::PrintToString(line);
  }
}

TEST_F(CommandLine, NamesTheSettingThatIsMissing) {
  EXPECT_THAT(Lianfang({"plan", "list"}).err, HasSubstr("LIANFANG_SUBMISSION_TARGET"));
  EXPECT_THAT(Lianfang({"expert", "list"}).err, HasSubstr("LIANFANG_EXPERT_TARGET"));
  EXPECT_THAT(Lianfang({"plan", "list", "--submission-target", "127.0.0.1:1"}).err, HasSubstr("LIANFANG_TLS_CERT"));
}

TEST_F(CommandLine, SaysWhereAPlanFileIsAtFault) {
  const std::string file = TestFile("faulty.textproto");
  std::ofstream(file) << "time_zone: 'Asia/Shanghai'\nedition: many\n";
  const Outcome outcome = Lianfang({"plan", "publish", file.c_str()});
  EXPECT_EQ(outcome.code, ExitCode::kUsage);
  EXPECT_THAT(outcome.err, HasSubstr(file + ":2:10: "));
}

TEST_F(CommandLine, ReportsAnUnreachableServiceAsItsError) {
  const Outcome outcome = Lianfang({"health", "check", "--target", "127.0.0.1:1"});
  EXPECT_EQ(outcome.code, ExitCode::kRpcError);
  EXPECT_THAT(outcome.err, testing::StartsWith("错误："));
  EXPECT_THAT(outcome.err, HasSubstr("（UNAVAILABLE）"));
}

TEST_F(CommandLine, SaysItsVersion) {
  const Outcome outcome = Lianfang({"--version"});
  EXPECT_EQ(outcome.code, ExitCode::kSuccess);
  EXPECT_THAT(outcome.out, testing::ContainsRegex("^lianfang [0-9]+\\.[0-9]+"));
}

TEST_F(CommandLine, RefusesInTheLanguageThatIsAskedFor) {
  EXPECT_EQ(Lianfang({"plan", "burn"}).err, "错误：请写明要做什么\n用 --help 查看用法\n");
  EXPECT_EQ(Lianfang({"plan", "burn", "--lang", "en"}).err,
            "error: A subcommand is required\nrun with --help for more\n");
  setenv("LIANFANG_LANG", "en", 1);
  EXPECT_THAT(Lianfang({"plan", "burn"}).err, testing::StartsWith("error: "));
  EXPECT_THAT(Lianfang({"plan", "burn", "--lang=zh"}).err, testing::StartsWith("错误："));
}

TEST_F(CommandLine, WorksAsTheProfileInUseOrTheOneNamedAnywhereOnTheLine) {
  const std::string file = TestFile("profiles");
  std::ofstream(file) << "profile = emergency\n[emergency]\ntls-cert = e.crt\nlang = en\n[office]\ntls-cert = o.crt\n";
  setenv("LIANFANG_CLI_CONFIG", file.c_str(), 1);
  EXPECT_THAT(Lianfang({"config", "show"}).out, HasSubstr("e.crt"));
  EXPECT_THAT(Lianfang({"config", "show", "--as", "office"}).out, HasSubstr("o.crt"));
  EXPECT_THAT(Lianfang({"--as=office", "config", "show"}).out, HasSubstr("o.crt"));
  EXPECT_THAT(Lianfang({"config", "show", "--as", "office", "--tls-cert", "mine.crt"}).out, HasSubstr("mine.crt"));
  setenv("LIANFANG_TLS_CERT", "its.crt", 1);
  EXPECT_THAT(Lianfang({"config", "show", "--as", "office"}).out, HasSubstr("its.crt"));
  unsetenv("LIANFANG_TLS_CERT");
  EXPECT_THAT(Lianfang({"plan", "list"}).err, testing::StartsWith("error: ")) << "the profile's language";

  EXPECT_EQ(Lianfang({"config", "use", "office"}).code, ExitCode::kSuccess);
  EXPECT_THAT(Lianfang({"config", "show"}).out, HasSubstr("o.crt"));
  EXPECT_THAT(Lianfang({"config", "list"}).out, testing::ContainsRegex("office +当前"));
  const Outcome unknown = Lianfang({"config", "use", "health"});
  EXPECT_EQ(unknown.code, ExitCode::kUsage);
  EXPECT_THAT(unknown.err, HasSubstr("没有名为 health 的身份；文件中有：emergency, office"));
}

TEST_F(CommandLine, AFaultInTheProfilesStopsEverythingButMendingThem) {
  const std::string file = TestFile("faulty-profiles");
  std::ofstream(file) << "lang = zh\ncolour = red\n";
  const Outcome outcome = Lianfang({"plan", "list", "--config", file.c_str()});
  EXPECT_EQ(outcome.code, ExitCode::kUsage);
  EXPECT_THAT(outcome.err, HasSubstr("第 2 行：没有名为“colour”的设置"));
  EXPECT_EQ(Lianfang({"plan", "--help", "--config", file.c_str()}).code, ExitCode::kSuccess);
  EXPECT_THAT(Lianfang({"plan", "list", "--config", "/nowhere/config"}).err, HasSubstr("/nowhere/config"));
}

TEST_F(CommandLine, WritesTheSkeletonOfAPlanAndTheNextCycleOfAFile) {
  const std::string skeleton = TestFile("skeleton.textproto");
  EXPECT_EQ(Lianfang({"plan", "template", skeleton.c_str()}).code, ExitCode::kSuccess);
  const Outcome next = Lianfang({"plan", "template", "--from-file", skeleton.c_str()});
  EXPECT_EQ(next.code, ExitCode::kSuccess);
  EXPECT_THAT(next.out, HasSubstr("请核对"));
  EXPECT_THAT(next.out, HasSubstr("plans/example-2027-2031"));
}

// A receipt of a ledger's only entry, with its key, in files.
class OfflineReceipt : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    submission::v1::LedgerEntry entry;
    entry.set_plan("plans/yunnan-2022");
    entry.set_sequence(1);
    entry.set_previous_hash(std::string(32, '\x0a'));
    entry.mutable_return_filed()->set_obligation("plans/yunnan-2022/obligations/2021-530000-construction");
    auto& revision = *entry.mutable_return_filed()->mutable_revision();
    revision.set_revision(2);
    revision.set_late(true);
    revision.set_plan_edition(3);
    revision.mutable_due_time()->set_seconds(1'653'926'400);  // 2022-05-31 00:00 in Shanghai
    entry.SerializeToString(receipt_.mutable_entry());
    receipt_.set_sequence(1);

    type::v1::LedgerSeal seal;
    seal.set_plan(entry.plan());
    seal.set_first_sequence(1);
    seal.set_entry_count(1);
    seal.set_merkle_root(LeafHash(receipt_.entry()));
    seal.set_head_hash(LeafHash(receipt_.entry()));
    seal.SerializeToString(receipt_.mutable_seal()->mutable_seal());
    receipt_.mutable_seal()->set_signature(key_.Sign(receipt_.seal().seal()));
    receipt_.mutable_seal()->set_key_id(key_.public_key().id());
  }

  Outcome Verify(const type::v1::Receipt& receipt) {
    std::ofstream(key_file_) << key_.public_key().ToPem();
    EXPECT_TRUE(WriteJson(receipt_file_, receipt).ok());
    return Lianfang({"receipt", "verify", receipt_file_.c_str(), "--key", key_file_.c_str()});
  }

  const SigningKey key_ = SigningKey::Generate();
  type::v1::Receipt receipt_;
  const std::string key_file_ = TestFile("ledger-key.pem");
  const std::string receipt_file_ = TestFile("receipt.json");
};

TEST_F(OfflineReceipt, IsValidAndSaysWhatItProves) {
  const Outcome outcome = Verify(receipt_);
  EXPECT_EQ(outcome.code, ExitCode::kSuccess) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("有效"));
  EXPECT_THAT(outcome.out, HasSubstr("2021-530000-construction"));
}

TEST_F(OfflineReceipt, SaysHowTheFilingWasJudgedAndWhereItStandsInTheChain) {
  const std::string out = Verify(receipt_).out;
  for (const char* part : {"时效", "逾期", "2022-05-30 24:00", "方案版次", "前一记录哈希"}) {
    EXPECT_THAT(out, HasSubstr(part));
  }
  EXPECT_THAT(out, HasSubstr(absl::BytesToHexString(LeafHash(receipt_.entry())))) << "its own hash";
  EXPECT_THAT(out, HasSubstr("0a0a0a0a")) << "the hash of the entry before";
}

TEST_F(OfflineReceipt, IsJudgedByTheLedgersKeyWhereToldTo) {
  Verify(receipt_);  // writes both files
  const Outcome outcome =
      Lianfang({"receipt", "verify", receipt_file_.c_str(), "--offline", "--ledger-key", key_file_.c_str()});
  EXPECT_EQ(outcome.code, ExitCode::kSuccess) << outcome.err;
}

TEST_F(OfflineReceipt, CannotBeJudgedWithoutAKey) {
  const std::string file = TestFile("keyless.json");
  ASSERT_TRUE(WriteJson(file, receipt_).ok());
  const Outcome outcome = Lianfang({"receipt", "verify", file.c_str(), "--offline"});
  EXPECT_EQ(outcome.code, ExitCode::kUsage);
  EXPECT_THAT(outcome.err, HasSubstr("LIANFANG_LEDGER_KEY"));
}

TEST_F(OfflineReceipt, IsCsvForSpreadsheetsWhereToldTo) {
  Verify(receipt_);  // writes both files
  const Outcome outcome =
      Lianfang({"receipt", "verify", receipt_file_.c_str(), "--key", key_file_.c_str(), "--output", "csv"});
  EXPECT_EQ(outcome.code, ExitCode::kSuccess) << outcome.err;
  EXPECT_THAT(outcome.out, testing::StartsWith("\xef\xbb\xbf"));
  EXPECT_THAT(outcome.out, testing::ContainsRegex("时效,逾期\r\n"));
}

// Whoever has the private half of a key that was retired can still sign with it.
TEST_F(OfflineReceipt, IsNotValidBeyondWhatItsKeyHasSealed) {
  const auto verify = [this](const KeyTerm& term) {
    EXPECT_TRUE(WriteFile(key_file_, FormatKey(key_.public_key(), term)).ok());
    EXPECT_TRUE(WriteJson(receipt_file_, receipt_).ok());
    return Lianfang({"receipt", "verify", receipt_file_.c_str(), "--key", key_file_.c_str(), "--lang", "en"});
  };
  Outcome outcome = verify({true, {{"plans/yunnan-2022", {{1, 40}}}}});
  EXPECT_EQ(outcome.code, ExitCode::kSuccess);
  EXPECT_THAT(outcome.out, testing::ContainsRegex("Key's range +1-40"));
  EXPECT_THAT(outcome.out, HasSubstr(key_.public_key().id())) << "which key";
  outcome = verify({true, {{"plans/another", {{1, 40}}}}});
  EXPECT_EQ(outcome.code, ExitCode::kVerificationFailed);
  EXPECT_THAT(outcome.out, HasSubstr("was not the ledger"));
}

TEST_F(OfflineReceipt, IsNotValidWithOneByteChanged) {
  type::v1::Receipt tampered = receipt_;
  tampered.mutable_entry()->back() ^= 1;
  const Outcome outcome = Verify(tampered);
  EXPECT_EQ(outcome.code, ExitCode::kVerificationFailed);
  EXPECT_THAT(outcome.out, HasSubstr("无效"));
}

// An exported ledger and the keys, in files.
class OfflineLedger : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    ledger_.Add(2, key_);
    EXPECT_TRUE(WriteJson(head_file_, ledger_.Head(key_)).ok());
    ledger_.Add(3, key_);
    EXPECT_TRUE(WriteFile(key_file_, FormatKey(key_.public_key(), {})).ok());
    Export();
  }

  void Export() {
    std::ofstream file(ledger_file_);
    ledger_.Export(file, key_);
  }

  Outcome Verify() {
    return Lianfang({"ledger", "verify", ledger_file_.c_str(), "--key", key_file_.c_str(), "--lang", "en"});
  }

  const SigningKey key_ = SigningKey::Generate();
  SampleLedger ledger_;
  const std::string key_file_ = TestFile("ledger-key.pem");
  const std::string head_file_ = TestFile("head.json");
  const std::string ledger_file_ = TestFile("ledger.jsonl");
};

TEST_F(OfflineLedger, VerifiesWithTheKeysAlone) {
  const Outcome outcome = Verify();
  EXPECT_EQ(outcome.code, ExitCode::kSuccess) << outcome.err << outcome.out;
  for (const char* part : {"intact", "plans/p", "Entries +5", "Seals +2", "1-5 +as the file of keys says"}) {
    EXPECT_THAT(outcome.out, testing::ContainsRegex(part));
  }
  EXPECT_THAT(outcome.out, HasSubstr(key_.public_key().id()));
}

TEST_F(OfflineLedger, ThatWasChangedDoesNotVerify) {
  ledger_.entries()[1].mutable_entry()->back() ^= 1;
  Export();
  const Outcome outcome = Verify();
  EXPECT_EQ(outcome.code, ExitCode::kVerificationFailed);
  EXPECT_THAT(outcome.out, HasSubstr("entries 1 to 2 are not the ones that were sealed"));
  EXPECT_THAT(outcome.out, HasSubstr("the chain is broken"));
}

TEST_F(OfflineLedger, ThatWasCutShortDoesNotVerify) {
  std::ostringstream whole;
  ledger_.Export(whole, key_);
  const std::vector<std::string> lines = absl::StrSplit(whole.str(), '\n');
  ASSERT_TRUE(WriteFile(ledger_file_, absl::StrJoin(std::vector(lines.begin(), lines.begin() + 5), "\n")).ok());
  const Outcome outcome = Verify();
  EXPECT_EQ(outcome.code, ExitCode::kVerificationFailed);
  EXPECT_THAT(outcome.out, HasSubstr("ends before entry 5"));
}

TEST_F(OfflineLedger, IsHeldToKeptHeads) {
  const auto verify = [this](const char* head) {
    return Lianfang({"ledger", "verify", ledger_file_.c_str(), "--key", key_file_.c_str(), "--head", head});
  };
  EXPECT_EQ(verify(head_file_.c_str()).code, ExitCode::kSuccess);
  EXPECT_EQ(verify(ledger_file_.c_str()).code, ExitCode::kSuccess) << "an export begins with its head";
  SampleLedger another("plans/p", "another ");
  another.Add(2, key_);
  ASSERT_TRUE(WriteJson(head_file_, another.Head(key_)).ok());
  const Outcome outcome = verify(head_file_.c_str());
  EXPECT_EQ(outcome.code, ExitCode::kVerificationFailed);
  EXPECT_THAT(outcome.out, HasSubstr("does not begin with what the head kept in"));
}

TEST_F(OfflineLedger, NeedsAKeyAndAFileOfItsKind) {
  Outcome outcome = Lianfang({"ledger", "verify", ledger_file_.c_str()});
  EXPECT_EQ(outcome.code, ExitCode::kUsage);
  EXPECT_THAT(outcome.err, HasSubstr("LIANFANG_LEDGER_KEY"));
  outcome = Lianfang({"ledger", "verify", head_file_.c_str(), "--key", key_file_.c_str()});
  EXPECT_EQ(outcome.code, ExitCode::kUsage);
  EXPECT_THAT(outcome.err, HasSubstr("第 1 行不是导出台账的开头"));
  EXPECT_EQ(Lianfang({"ledger", "verify", "--key", key_file_.c_str()}).code, ExitCode::kUsage);
}

// A head that no key has signed binds nobody: the service is not asked.
TEST_F(OfflineLedger, AForgedHeadIsNotAskedAbout) {
  auto head = ledger_.Head(key_);
  head.mutable_tree_head()->mutable_signature()->back() ^= 1;
  ASSERT_TRUE(WriteJson(head_file_, head).ok());
  const Outcome outcome = Lianfang({"ledger", "check-head", head_file_.c_str(), "--key", key_file_.c_str()});
  EXPECT_EQ(outcome.code, ExitCode::kVerificationFailed);
  EXPECT_THAT(outcome.err, HasSubstr("the tree head's signature does not verify"));
}

}  // namespace
}  // namespace lianfang::cli
