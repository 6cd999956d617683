// `lianfang doctor`: whether a suite and the caller's own certificate are well, and what helps where they are not.
#include <google/protobuf/struct.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "cli/commands/nouns.h"
#include "cli/doctor/findings.h"
#include "cli/doctor/probe.h"
#include "cli/options.h"
#include "cli/text/table.h"
#include "common/version.h"

namespace lianfang::cli {
namespace {

using google::protobuf::Struct;

constexpr absl::Duration kTimeout = absl::Seconds(3);

struct CheckArgs {
  std::string metrics;  // `NAME=HOST:PORT` each, separated by blanks
  std::string certificates;
  std::string backups;
  std::string disk;
};

void DeclareCheck(Verb& verb, CheckArgs& args) {
  verb.add_option("--metrics", args.metrics, "Metrics ports of the services, NAME=HOST:PORT, separated by blanks")
      ->envname("LIANFANG_DOCTOR_METRICS");
  verb.add_option("--certificates", args.certificates, "Directory with the suite's certificates")
      ->envname("LIANFANG_DOCTOR_CERTIFICATES");
  verb.add_option("--backups", args.backups, "Directory of deploy/backup")->envname("LIANFANG_DOCTOR_BACKUPS");
  verb.add_option("--disk", args.disk, "Directory whose disk must have room")->envname("LIANFANG_DOCTOR_DISK");
}

void LookAtServices(const std::string& metrics, absl::Time now, std::vector<Finding>& findings) {
  for (const absl::string_view part : absl::StrSplit(metrics, ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> service = absl::StrSplit(part, absl::MaxSplits('=', 1));
    const auto page = FetchMetrics(service.second, kTimeout);
    if (!page.ok()) {
      findings.push_back(FindingOfSilence(service.first, absl::StrCat(service.second, ": ", page.status().message())));
      continue;
    }
    for (Finding& finding : FindingsOf(service.first, ParseMetrics(*page), kVersion, now)) {
      findings.push_back(std::move(finding));
    }
  }
}

void LookAtCertificates(const GlobalOptions& options, const std::string& directory, absl::Time now,
                        std::vector<Finding>& findings) {
  std::vector<std::string> files;
  if (!directory.empty()) files = CertificatesIn(directory);
  const TlsFiles& own = options.client.tls;
  for (const std::string& file : {own.certificate, own.ca}) {
    if (!file.empty() && std::count(files.begin(), files.end(), file) == 0) files.push_back(file);
  }
  for (const std::string& file : files) findings.push_back(FindingOfCertificate(file, EndOfCertificate(file), now));
}

void LookAtDisks(const CheckArgs& args, absl::Time now, std::vector<Finding>& findings) {
  if (!args.backups.empty()) {
    const auto [base, log] = NewestBackup(args.backups);
    for (Finding& finding : FindingsOfBackup(args.backups, base, log, now)) findings.push_back(std::move(finding));
    findings.push_back(FindingOfBackupDirectory(args.backups, FaultOfWriting(args.backups)));
  } else if (!args.metrics.empty()) {
    findings.push_back(FindingOfNoBackup());
  }
  for (const std::string& directory : {args.disk, args.backups}) {
    if (directory.empty()) continue;
    const auto disk = DiskOf(directory);
    findings.push_back(disk.ok() ? FindingOfDisk(directory, disk->first, disk->second)
                                 : FindingOfDisk(directory, 0, 0));
  }
}

Label StateLabel(Finding::State state) {
  switch (state) {
    case Finding::State::kGood:
      return {"正常", "good"};
    case Finding::State::kSoon:
      return {"注意", "soon"};
    case Finding::State::kBad:
      break;
  }
  return {"异常", "BAD"};
}

Struct AnswerOf(const std::vector<Finding>& findings) {
  Struct answer;
  auto& list = *(*answer.mutable_fields())["findings"].mutable_list_value();
  for (const Finding& finding : findings) {
    auto& fields = *list.add_values()->mutable_struct_value()->mutable_fields();
    fields["subject"].set_string_value(finding.subject);
    fields["what"].set_string_value(std::string(finding.what.en));
    fields["state"].set_string_value(std::string(StateLabel(finding.state).en));
    fields["value"].set_string_value(finding.value);
    fields["cure"].set_string_value(std::string(finding.cure.en));
  }
  return answer;
}

std::string TableOf(const std::vector<Finding>& findings, Language language) {
  Table table(
      {{{"状态", "STATE"}}, {{"对象", "SUBJECT"}}, {{"项目", "WHAT"}}, {{"结果", "SEEN"}}, {{"处理办法", "CURE"}}});
  for (const Finding& finding : findings) {
    table.AddRow({std::string(StateLabel(finding.state).In(language)), finding.subject,
                  std::string(finding.what.In(language)), finding.value, std::string(finding.cure.In(language))});
  }
  return table.Render(language);
}

// Ends with 3 where something is bad.
ExitCode Check(Session& session, CheckArgs& args) {
  const absl::Time now = absl::Now();
  std::vector<Finding> findings;
  LookAtServices(args.metrics, now, findings);
  LookAtCertificates(session.options(), args.certificates, now, findings);
  LookAtDisks(args, now, findings);
  if (findings.empty())
    return session.Fail(UsageError("there is nothing to look at: name a certificate, --metrics or --disk"));
  const ExitCode shown =
      session.Answer(absl::StatusOr<Struct>(AnswerOf(findings)),
                     [&findings](const Struct&, Session& by) { return TableOf(findings, by.language()); });
  for (const Finding& finding : findings) {
    if (finding.state == Finding::State::kBad) return ExitCode::kVerificationFailed;
  }
  return shown;
}

}  // namespace

void DoctorVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "check", "Says whether the suite and your certificate are well, and what helps", DeclareCheck,
          Check);
}

}  // namespace lianfang::cli
