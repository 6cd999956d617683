// `lianfang ledger keys`: the file of public keys, with what each has sealed, that receipts and ledgers are verified
// with for years.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands/ledger_verbs.h"
#include "cli/ledger/remote.h"
#include "cli/options.h"
#include "common/ledger/key_file.h"
#include "common/ledger/receipt.h"

namespace lianfang::cli {
namespace {

using submission::v1::LedgerKey;
using submission::v1::LedgerKeyUse;

struct KeysArgs {
  std::string file = "-";
  std::set<std::string> keys;
};

void DeclareKeys(Verb& verb, KeysArgs& args) {
  verb.add_option("file", args.file, "Where to save the keys; without it, standard output");
  verb.add_option_function<std::vector<std::string>>(
          "--key",
          [&args](const std::vector<std::string>& ids) { args.keys = std::set<std::string>(ids.begin(), ids.end()); },
          "Only this key, by id; may be given several times")
      ->take_all()
      ->allow_extra_args(false);
}

// DATA_LOSS unless the key has sealed what the service says: both ends are there, under its signature.
absl::Status CheckUse(const LedgerKeyUse& use, const PublicKey& key) {
  const auto first = OpenSeal(use.first_seal(), key);
  if (!first.ok()) return first.status();
  const auto last = OpenSeal(use.last_seal(), key);
  if (!last.ok()) return last.status();
  if (first->plan() == use.plan() && last->plan() == use.plan() && EntriesUnder(*first).first == use.first_sequence() &&
      EntriesUnder(*last).last == use.last_sequence()) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat("the key ", key.id(), " has not sealed what the service says of ", use.plan()));
}

// A key as it goes into the file.
absl::StatusOr<std::string> TextOf(const LedgerKey& listed) {
  const auto key = PublicKey::FromPem(listed.public_key_pem());
  if (!key.ok()) return key.status();
  KeyTerm term{!listed.in_use()};
  for (const LedgerKeyUse& use : listed.uses()) {
    if (absl::Status status = CheckUse(use, *key); !status.ok()) return status;
    term.ranges[use.plan()] = {{use.first_sequence(), listed.in_use() ? SequenceRange::kNoEnd : use.last_sequence()}};
  }
  return FormatKey(*key, term);
}

ExitCode Keys(Session& session, KeysArgs& args) {
  auto keys = ListLedgerKeys(session.client());
  if (!keys.ok()) return session.Fail(keys.status());
  // The key in use first, as in the file that is verified with from the start.
  std::stable_partition(keys->begin(), keys->end(), [](const LedgerKey& key) { return key.in_use(); });
  const bool all = args.keys.empty();
  std::string text;
  for (const LedgerKey& key : *keys) {
    if (!all && args.keys.erase(key.key_id()) == 0) continue;
    const auto listed = TextOf(key);
    if (!listed.ok()) return session.Fail(listed.status());
    absl::StrAppend(&text, *listed);
  }
  if (!args.keys.empty()) return session.Fail(UsageError(absl::StrCat("there is no key ", *args.keys.begin())));
  if (args.file == "-") {
    session.out() << text;
    return ExitCode::kSuccess;
  }
  const absl::Status saved = WriteFile(args.file, text);
  return saved.ok() ? ExitCode::kSuccess : session.Fail(saved);
}

}  // namespace

void AddLedgerKeyVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "keys", "Writes the file of public keys, with what each has sealed", DeclareKeys, Keys);
}

}  // namespace lianfang::cli
