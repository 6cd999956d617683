// `lianfang ledger export|verify|check-head`: a ledger kept, verified and held to its past by whoever believes nobody.
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/commands/ledger_text.h"
#include "cli/commands/ledger_verbs.h"
#include "cli/ledger/archive.h"
#include "cli/ledger/checks.h"
#include "cli/ledger/kept_head.h"
#include "cli/ledger/remote.h"
#include "cli/ledger/verifier.h"
#include "cli/ledger_keys.h"
#include "cli/options.h"

namespace lianfang::cli {
namespace {

using submission::v1::ListLedgerEntriesResponse;
using submission::v1::RecordedEntry;

// --- export ---

struct ExportArgs {
  std::string plan;
  std::string file;
};

void DeclareExport(Verb& verb, ExportArgs& args) {
  AddPlan(verb, args.plan)->required();
  verb.add_option("file", args.file, "Where to save the ledger")->required();
}

// The ledger as it is now, entry by entry.
absl::Status WriteArchive(Client& client, RemoteLedger& ledger, std::ostream& out) {
  const auto head = ledger.Head();
  if (!head.ok()) return head.status();
  ArchiveWriter archive(out, ledger.plan(), absl::Now());
  archive.Write(*head);
  const auto keys = ListLedgerKeys(client);
  if (!keys.ok()) return keys.status();
  for (const auto& key : *keys) archive.Write(key);
  return ledger.ReadEntries(head->sequence(), [&archive](const ListLedgerEntriesResponse& page) {
    int seal = 0;
    for (const RecordedEntry& entry : page.entries()) {
      archive.Write(entry);
      while (seal < page.seals_size() && EndOf(page.seals(seal)) <= entry.sequence()) archive.Write(page.seals(seal++));
    }
    while (seal < page.seals_size()) archive.Write(page.seals(seal++));
  });
}

// Half a ledger must not pass for a whole one, so the file gets its name when it is complete.
ExitCode Export(Session& session, ExportArgs& args) {
  const std::string unfinished = args.file + ".part";
  std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
  if (!file) return session.Fail(UsageError(absl::StrCat(unfinished, ": cannot be written")));
  RemoteLedger ledger(session.client(), args.plan);
  absl::Status written = WriteArchive(session.client(), ledger, file);
  file.close();
  std::error_code error;
  if (written.ok() && !file) written = UsageError(absl::StrCat(unfinished, ": cannot be written"));
  if (written.ok()) {
    std::filesystem::rename(unfinished, args.file, error);
    if (!error) return ExitCode::kSuccess;
    written = UsageError(absl::StrCat(args.file, ": ", error.message()));
  }
  std::filesystem::remove(unfinished, error);
  return session.Fail(written);
}

// --- verify ---

struct VerifyArgs {
  std::string plan;
  std::string file;
  std::string key_file;
  std::vector<std::string> heads;
};

void DeclareVerify(Verb& verb, VerifyArgs& args) {
  auto file = verb.add_option("file", args.file, "An exported ledger; without it, --plan's is read from the service");
  AddPlan(verb, args.plan)->excludes(file);
  verb.add_option("--key", args.key_file, "File of the ledger's public keys; without it, --ledger-key's");
  verb.add_option("--head", args.heads, "A head that was kept, which the ledger must begin with; may be given again")
      ->take_all()
      ->allow_extra_args(false);
}

// Feeds the verifier from a file. A usage error where the file is none.
absl::Status ReadArchive(ArchiveReader& archive, LedgerVerifier& verifier) {
  for (;;) {
    const auto record = archive.Next();
    if (!record.ok()) return UsageError(record.status().message());
    if (!record->has_value()) return absl::OkStatus();
    if ((*record)->has_entry()) verifier.Add((*record)->entry());
    if ((*record)->has_seal()) verifier.Add((*record)->seal());
  }
}

// The heads that are to be held to, each called by its file.
absl::StatusOr<std::vector<NamedHead>> ReadHeads(const std::vector<std::string>& files) {
  std::vector<NamedHead> heads;
  for (const std::string& path : files) {
    auto head = ReadKeptHead(path);
    if (!head.ok()) return head.status();
    heads.emplace_back(absl::StrCat("head kept in ", path), *std::move(head));
  }
  return heads;
}

ExitCode VerifyFile(Session& session, const VerifyArgs& args, const std::vector<NamedHead>& heads,
                    const KeyRing& keys) {
  std::ifstream file(args.file, std::ios::binary);
  if (!file) return session.Fail(UsageError(absl::StrCat(args.file, ": cannot be opened")));
  auto archive = ArchiveReader::Open(file);
  if (!archive.ok()) return session.Fail(UsageError(absl::StrCat(args.file, ": ", archive.status().message())));
  LedgerVerifier verifier(archive->plan(), keys);
  verifier.HoldTo(archive->head(), kNewestHead);
  for (const auto& [name, head] : heads) verifier.HoldTo(head, name);
  if (absl::Status read = ReadArchive(*archive, verifier); !read.ok()) {
    return session.Fail(UsageError(absl::StrCat(args.file, ": ", read.message())));
  }
  return AnswerVerification(session, verifier.Finish());
}

ExitCode VerifyRemote(Session& session, const VerifyArgs& args, const std::vector<NamedHead>& heads,
                      const KeyRing& keys) {
  RemoteLedger ledger(session.client(), args.plan);
  const auto newest = ledger.Head();
  if (!newest.ok()) return session.Fail(newest.status());
  return AnswerVerification(session, VerifyWhole(ledger, *newest, heads, keys));
}

ExitCode Verify(Session& session, VerifyArgs& args) {
  if (args.plan.empty() == args.file.empty()) return session.Fail(UsageError("either a file or --plan must be given"));
  const auto keys = ReadLedgerKeys(args.key_file.empty() ? session.options().ledger_key : args.key_file);
  if (!keys.ok()) return session.Fail(keys.status());
  const auto heads = ReadHeads(args.heads);
  if (!heads.ok()) return session.Fail(heads.status());
  return args.file.empty() ? VerifyRemote(session, args, *heads, *keys) : VerifyFile(session, args, *heads, *keys);
}

// --- check-head ---

struct CheckHeadArgs {
  std::string file;
  std::string key_file;
};

void DeclareCheckHead(Verb& verb, CheckHeadArgs& args) {
  verb.add_option("file", args.file, "The head, as saved by `ledger head --save`, or an exported ledger")->required();
  verb.add_option("--key", args.key_file, "File of the ledger's public keys; without it, --ledger-key's");
}

ExitCode CheckHead(Session& session, CheckHeadArgs& args) {
  const auto head = ReadKeptHead(args.file);
  if (!head.ok()) return session.Fail(head.status());
  const auto keys = ReadLedgerKeys(args.key_file.empty() ? session.options().ledger_key : args.key_file);
  if (!keys.ok()) return session.Fail(keys.status());
  if (head->seal().seal().empty()) {
    return session.Fail(UsageError(absl::StrCat(args.file, ": the file is no ledger head: it holds no seal")));
  }
  // A head that no key has signed binds nobody, and the service is not asked about it.
  const auto kept = OpenHead(*head, *keys);
  if (!kept.ok()) {
    session.Fail(kept.status());
    return ExitCode::kVerificationFailed;
  }
  RemoteLedger ledger(session.client(), kept->ledger);
  const auto newest = ledger.Head();
  if (!newest.ok()) return session.Fail(newest.status());
  return AnswerVerification(session, CheckGrowth(ledger, *newest, *kept, *keys));
}

}  // namespace

void AddLedgerProofVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "export", "Saves the whole ledger in a file, to be verified where no service answers",
          DeclareExport, Export);
  AddVerb(noun, session, "verify", "Verifies a ledger here: an exported one, or as the service answers its entries",
          DeclareVerify, Verify);
  AddVerb(noun, session, "check-head",
          "Has the service prove that the ledger still begins with what a kept head covers", DeclareCheckHead,
          CheckHead);
}

}  // namespace lianfang::cli
