// `lianfang audit`: who did what, who was refused, who read personal data.
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/audit_trails.h"
#include "cli/commands/nouns.h"
#include "cli/ledger_keys.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "common/audit/chain.h"
#include "common/time.h"
#include "lianfang/audit/v1/audit_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using audit::v1::AuditEvent;
using audit::v1::AuditOutcome;
using audit::v1::AuditVerification;
using audit::v1::Journal;
using audit::v1::ListAuditEventsRequest;
using audit::v1::ListAuditEventsResponse;
using audit::v1::VerifiedJournal;
using Service = audit::v1::AuditService;

void AddBackends(Verb& verb, std::vector<Backend>& backends) {
  AddRepeated<Backend>(verb, "--service",
                       "Of this service: submission, evaluation, expert or notification; without it, of all",
                       ParseBackend, [&backends](Backend backend) { backends.push_back(backend); });
}

// --- list ---

struct ListArgs {
  ListAuditEventsRequest request;
  std::vector<Backend> backends;
  std::optional<Moment> from;
  std::optional<Moment> until;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddBackends(verb, args.backends);
  AddEnum<Journal>(verb, "--journal", "Of this journal; without it, operations",
                   [&args](Journal journal) { args.request.set_journal(journal); });
  AddMoment(verb, "--from", args.from, "From this day or instant on");
  AddMoment(verb, "--until", args.until, "Through this day, or before this instant");
  verb.add_option("--actor", *args.request.mutable_actor(), "Only by this identity URI, or those that it begins");
  verb.add_option("--person", *args.request.mutable_person(), "Only by this person, as the certificate says");
  verb.add_option("--resource", *args.request.mutable_resource(), "Only on this resource, or what is in it, by name");
  verb.add_option("--method", *args.request.mutable_method(), "Only by this RPC, such as RevealExpert");
  AddEnum<AuditOutcome>(verb, "--outcome", "Only with this outcome",
                        [&args](AuditOutcome outcome) { args.request.set_outcome(outcome); });
  verb.add_flag_callback(
      "--newest-first", [&args] { args.request.set_newest_first(true); }, "Newest first");
  AddPaging(verb, args.request);
}

std::string EventsTable(const ListAuditEventsResponse& response, Session& session) {
  const Language language = session.language();
  const absl::TimeZone zone = Glossary().zone();
  Table table({{{"序号", "SEQUENCE"}, Align::kRight},
               {{"时间", "TIME"}},
               {{"结果", "OUTCOME"}},
               {{"次数", "TIMES"}, Align::kRight},
               {{"接口", "METHOD"}},
               {{"对象", "RESOURCE"}},
               {{"身份", "CALLER"}},
               {{"代理", "PROXY"}},
               {{"地址", "ADDRESS"}},
               {{"原因", "REASON"}},
               {{"用途", "PURPOSE"}},
               {{"说明", "DETAIL"}}});
  for (const AuditEvent& event : response.events()) {
    table.AddRow({absl::StrCat(event.sequence()), InstantText(event.event_time(), zone),
                  EnumText(event.outcome(), language), absl::StrCat(event.count()), event.method(), event.resource(),
                  event.actor(), event.proxy(), event.address(), event.reason(), event.purpose(), event.detail()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

// The rows of all services that are asked, by time.
absl::StatusOr<ListAuditEventsResponse> ListFrom(Client& client, const std::vector<Backend>& backends,
                                                 const ListAuditEventsRequest& request) {
  if (backends.size() == 1) return client.List(backends.front(), &Service::Stub::ListAuditEvents, request);
  ListAuditEventsResponse all;
  for (const Backend backend : backends) {
    const auto events = client.List(backend, &Service::Stub::ListAuditEvents, request);
    if (!events.ok()) return events;
    for (const AuditEvent& event : events->events()) *all.add_events() = event;
  }
  std::stable_sort(all.mutable_events()->begin(), all.mutable_events()->end(),
                   [&](const AuditEvent& a, const AuditEvent& b) {
                     const absl::Time one = FromTimestamp(a.event_time()), other = FromTimestamp(b.event_time());
                     return request.newest_first() ? one > other : one < other;
                   });
  return all;
}

ExitCode List(Session& session, ListArgs& args) {
  const absl::TimeZone zone = Glossary().zone();
  if (args.from.has_value()) *args.request.mutable_from_time() = ToTimestamp(args.from->StartIn(zone));
  if (args.until.has_value()) *args.request.mutable_until_time() = ToTimestamp(args.until->EndIn(zone));
  const std::vector<Backend> backends = BackendsOrAll(args.backends);
  if (!args.request.page_token().empty() && backends.size() > 1) {
    return session.Fail(UsageError("--page-token needs --service: each service has pages of its own"));
  }
  return session.Answer(ListFrom(session.client(), backends, args.request), EventsTable);
}

// --- export ---

struct ExportArgs {
  std::string file;
  std::vector<Backend> backends;
  std::vector<Journal> journals;
};

void AddJournals(Verb& verb, std::vector<Journal>& journals) {
  AddEnums<Journal>(verb, "--journal", "This journal; without it, both",
                    [&journals](Journal journal) { journals.push_back(journal); });
}

void DeclareExport(Verb& verb, ExportArgs& args) {
  verb.add_option("file", args.file, "Where to save the rows")->required();
  AddBackends(verb, args.backends);
  AddJournals(verb, args.journals);
}

ExitCode Export(Session& session, ExportArgs& args) {
  std::ofstream file(args.file, std::ios::binary | std::ios::trunc);
  int64_t rows = 0;
  for (const Backend backend : BackendsOrAll(args.backends)) {
    for (const Journal journal : JournalsOrAll(args.journals)) {
      const absl::Status read = ReadJournal(session.client(), backend, journal, [&](const AuditPage& page) {
        file << AuditLine(page);
        rows += page.records_size();
        return absl::OkStatus();
      });
      if (!read.ok()) return session.Fail(read);
    }
  }
  file.close();
  if (!file) return session.Fail(UsageError(absl::StrCat(args.file, ": cannot be written")));
  constexpr Label kSaved = {" 条审计记录已存入 ", " audit rows saved in "};
  session.err() << rows << kSaved.In(session.language()) << args.file << "\n";
  return ExitCode::kSuccess;
}

// --- verify ---

// A row that was noted: `expert:reads:1234:HASH`.
struct NotedRow {
  std::string service;
  Journal journal;
  int64_t sequence;
  std::string chain_hash;
};

absl::StatusOr<NotedRow> ParseNotedRow(absl::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  NotedRow noted;
  const auto journal = parts.size() == 4 ? ParseEnum<Journal>(parts[1]) : absl::InvalidArgumentError("");
  if (!journal.ok() || !absl::SimpleAtoi(parts[2], &noted.sequence) || parts[3].size() != 64) {
    return absl::InvalidArgumentError("must be SERVICE:JOURNAL:SEQUENCE:HASH, as `audit verify` shows it");
  }
  noted.service = parts[0];
  noted.journal = *journal;
  noted.chain_hash = absl::HexStringToBytes(parts[3]);
  return noted;
}

struct VerifyArgs {
  std::string file;
  std::vector<Backend> backends;
  std::vector<Journal> journals;
  std::vector<NotedRow> noted;
};

void DeclareVerify(Verb& verb, VerifyArgs& args) {
  verb.add_option("file", args.file, "Exported rows; without it, they are read from the services");
  AddBackends(verb, args.backends);
  AddJournals(verb, args.journals);
  AddRepeated<NotedRow>(verb, "--noted", "The end of a journal as it was noted earlier, SERVICE:JOURNAL:SEQUENCE:HASH",
                        ParseNotedRow, [&args](NotedRow noted) { args.noted.push_back(std::move(noted)); });
}

// Verifies pages of several journals, each in order.
class TrailVerifier {
 public:
  TrailVerifier(const std::vector<NotedRow>& noted, const std::optional<KeyRing>& keys) : noted_(noted), keys_(keys) {}

  absl::Status Take(const AuditPage& page) {
    Trail& trail = TrailOf(page.service(), page.journal());
    for (const auto& end : page.ends()) {
      trail.verifier.AddEnd(end);
      trail.removed += end.row_count();
      // Submission signs its ends (common/audit/README.md): one without a signature is not its own.
      const bool is_signed = page.service() == "submission" || !end.signature().empty();
      if (!is_signed || !keys_.has_value()) continue;
      const PublicKey* key = keys_->Find(end.key_id());
      if (key == nullptr || !key->Verify(AuditEndBytes(page.service(), end), end.signature())) {
        trail.unsigned_ends.push_back(end.last_sequence());
      }
    }
    for (const auto& record : page.records()) trail.verifier.Add(record);
    return absl::OkStatus();
  }

  AuditVerification Finish() {
    for (const NotedRow& noted : noted_)
      TrailOf(noted.service, noted.journal);  // also a journal of which nothing was read
    AuditVerification verification;
    for (auto& [name, trail] : trails_) {
      trail.verifier.Finish();
      VerifiedJournal& journal = *verification.add_journals();
      journal.set_service(name.first);
      journal.set_journal(name.second);
      journal.set_row_count(trail.verifier.rows());
      journal.set_withheld_count(trail.verifier.withheld());
      journal.set_removed_count(trail.removed);
      journal.set_sequence(trail.verifier.sequence());
      journal.set_chain_hash(trail.verifier.chain_hash());
      journal.set_problem_count(trail.verifier.problem_count() + static_cast<int64_t>(trail.unsigned_ends.size()));
      for (const auto& problem : trail.verifier.problems()) Add(journal, problem.sequence, problem.what);
      for (const int64_t last : trail.unsigned_ends) {
        Add(journal, last, "the end of removed rows is not signed by a key that is known");
      }
    }
    return verification;
  }

 private:
  struct Trail {
    AuditVerifier verifier;
    int64_t removed = 0;
    std::vector<int64_t> unsigned_ends{};
  };

  Trail& TrailOf(const std::string& service, Journal journal) {
    const auto key = std::make_pair(service, journal);
    const auto found = trails_.find(key);
    if (found != trails_.end()) return found->second;
    Trail& trail = trails_.emplace(key, Trail{AuditVerifier(service, journal)}).first->second;
    for (const NotedRow& noted : noted_) {
      if (noted.service == service && noted.journal == journal) {
        trail.verifier.HoldTo(noted.sequence, noted.chain_hash);
      }
    }
    return trail;
  }

  static void Add(VerifiedJournal& journal, int64_t sequence, const std::string& what) {
    auto& problem = *journal.add_problems();
    problem.set_sequence(sequence);
    problem.set_problem(what);
  }

  const std::vector<NotedRow>& noted_;
  const std::optional<KeyRing>& keys_;
  std::map<std::pair<std::string, Journal>, Trail> trails_;
};

std::string VerificationText(const AuditVerification& verification, Session& session) {
  const Language language = session.language();
  constexpr Label kIntact = {"完整", "intact"};
  constexpr Label kBroken = {"不完整", "broken"};
  Table table({{{"结论", "VERDICT"}},
               {{"条数", "ROWS"}, Align::kRight},
               {{"仅见哈希", "WITHHELD"}, Align::kRight},
               {{"已到期清除", "REMOVED"}, Align::kRight},
               {{"末条（可记下，供以后核对）", "END (note it, to verify against later)"}}});
  Table problems(
      {{{"服务", "SERVICE"}}, {{"种类", "JOURNAL"}}, {{"序号", "SEQUENCE"}, Align::kRight}, {{"问题", "PROBLEM"}}});
  bool whole = true;
  for (const VerifiedJournal& journal : verification.journals()) {
    table.AddRow({std::string((journal.problem_count() == 0 ? kIntact : kBroken).In(language)),
                  absl::StrCat(journal.row_count()), absl::StrCat(journal.withheld_count()),
                  absl::StrCat(journal.removed_count()),
                  absl::StrCat(journal.service(), ":", JournalName(journal.journal()), ":", journal.sequence(), ":",
                               absl::BytesToHexString(journal.chain_hash()))});
    for (const auto& problem : journal.problems()) {
      whole = false;
      problems.AddRow({journal.service(), EnumText(journal.journal(), language), absl::StrCat(problem.sequence()),
                       problem.problem()});
    }
  }
  return whole ? table.Render(language) : absl::StrCat(table.Render(language), "\n", problems.Render(language));
}

absl::Status ReadPages(Session& session, const VerifyArgs& args, const TakePage& take) {
  if (!args.file.empty()) {
    std::ifstream file(args.file, std::ios::binary);
    if (!file) return UsageError(absl::StrCat(args.file, ": cannot be opened"));
    const absl::Status read = ReadAuditLines(file, take);
    return read.ok() ? read : UsageError(absl::StrCat(args.file, ": ", read.message()));
  }
  for (const Backend backend : BackendsOrAll(args.backends)) {
    for (const Journal journal : JournalsOrAll(args.journals)) {
      if (absl::Status read = ReadJournal(session.client(), backend, journal, take); !read.ok()) return read;
    }
  }
  return absl::OkStatus();
}

ExitCode Verify(Session& session, VerifyArgs& args) {
  std::optional<KeyRing> keys;
  if (const std::string& path = session.options().ledger_key; !path.empty()) {
    auto read = ReadLedgerKeys(path);
    if (!read.ok()) return session.Fail(read.status());
    keys = *std::move(read);
  }
  TrailVerifier verifier(args.noted, keys);
  const absl::Status read = ReadPages(session, args, [&](const AuditPage& page) { return verifier.Take(page); });
  if (!read.ok()) return session.Fail(read);
  const absl::StatusOr<AuditVerification> verification = verifier.Finish();
  const ExitCode answered = session.Answer(verification, VerificationText);
  if (answered != ExitCode::kSuccess) return answered;
  const bool whole = std::all_of(verification->journals().begin(), verification->journals().end(),
                                 [](const VerifiedJournal& journal) { return journal.problem_count() == 0; });
  return whole ? ExitCode::kSuccess : ExitCode::kVerificationFailed;
}

}  // namespace

void AuditVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists audit rows: who did what, who was refused, who read personal data", DeclareList,
          List);
  AddVerb(noun, session, "export", "Saves audit rows in a file, to be verified where no service answers", DeclareExport,
          Export);
  AddVerb(noun, session, "verify", "Verifies audit rows here: exported ones, or as the services answer them",
          DeclareVerify, Verify);
}

}  // namespace lianfang::cli
