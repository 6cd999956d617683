// `lianfang evidence`: files attached to returns.
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/hash.h"
#include "common/uuid.h"
#include "lianfang/submission/v1/evidence_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::BeginUploadRequest;
using submission::v1::Evidence;
using submission::v1::FinishUploadRequest;
using submission::v1::GetReturnRequest;
using submission::v1::PutChunkRequest;
using submission::v1::ReadEvidenceRequest;
using submission::v1::Return;
using EvidenceService = submission::v1::EvidenceService;
using Returns = submission::v1::SubmissionService;

constexpr size_t kMostFileBytes = size_t{20} << 20;
constexpr size_t kChunkBytes = size_t{512} << 10;

std::string RenderEvidence(const Return& filed, Session& session) {
  Table table({{{"序号", "NO."}, Align::kRight},
               {{"文件", "FILE"}},
               {{"类型", "TYPE"}},
               {{"字节", "BYTES"}, Align::kRight},
               {{"版次", "REVISION"}, Align::kRight},
               {{"上传时间", "ATTACHED"}},
               {{"上传人", "BY"}},
               {{"台账号", "LEDGER"}, Align::kRight},
               {{"SHA-256", "SHA-256"}}});
  const Glossary& words = session.GlossaryOf(PlanOf(filed.name()));
  int number = 0;
  for (const Evidence& evidence : filed.evidence()) {
    const auto& file = evidence.file();
    table.AddRow({absl::StrCat(++number), file.display_name(), EnumText(file.type(), session.language()),
                  absl::StrCat(file.size_bytes()), absl::StrCat(evidence.revision()),
                  InstantText(evidence.attach_time(), words.zone()), evidence.uploader(),
                  absl::StrCat(evidence.ledger_sequence()), absl::BytesToHexString(file.sha256())});
  }
  return table.Render(session.language());
}

absl::StatusOr<Return> ReadReturn(Session& session, const std::string& name) {
  GetReturnRequest request;
  request.set_name(name);
  return session.client().Call(&Returns::Stub::GetReturn, request);
}

struct AddArgs {
  std::string name;
  std::string plan;
  std::string path;
  std::string display_name;
  BeginUploadRequest request;
};

void DeclareAdd(Verb& verb, AddArgs& args) {
  verb.add_option("name", args.name, "The return: name, or id with --plan")->required();
  verb.add_option("file", args.path, "The file: PDF, PNG, JPEG or xlsx, at most 20 MiB")->required();
  AddPlan(verb, args.plan);
  verb.add_option("--display-name", args.display_name, "What it is called for others; without it, the file's name");
  AddRequestId(verb, args.request);
}

// Sends what of the content is not there yet.
absl::Status PutRest(Session& session, const files::v1::Upload& upload, const std::string& content) {
  PutChunkRequest request;
  request.set_name(upload.name());
  for (auto at = static_cast<size_t>(upload.received_bytes()); at < content.size(); at += kChunkBytes) {
    request.set_offset(static_cast<int64_t>(at));
    request.set_data(content.substr(at, kChunkBytes));
    const auto put = session.client().Call(&EvidenceService::Stub::PutChunk, request);
    if (!put.ok()) return put.status();
    if (session.ErrIsTerminal()) {
      session.err() << "\r" << put->received_bytes() << " / " << content.size()
                    << (put->received_bytes() == static_cast<int64_t>(content.size()) ? "\n" : "") << std::flush;
    }
  }
  return absl::OkStatus();
}

// Under one request id all along, so that the same command goes on where a broken upload ended.
ExitCode Add(Session& session, AddArgs& args) {
  auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  const auto content = ReadFile(args.path, kMostFileBytes);
  if (!content.ok()) return session.Fail(content.status());
  BeginUploadRequest& request = args.request;
  request.set_parent(*name);
  auto& file = *request.mutable_file();
  file.set_display_name(args.display_name.empty() ? std::filesystem::path(args.path).filename().string()
                                                  : args.display_name);
  file.set_size_bytes(static_cast<int64_t>(content->size()));
  file.set_sha256(Sha256(*content));
  const auto upload = session.Mutate(&EvidenceService::Stub::BeginUpload, request);
  if (!upload.ok()) return session.Fail(upload.status());
  if (const absl::Status put = PutRest(session, *upload, *content); !put.ok()) {
    const ExitCode code = session.Fail(put);
    session.Hint(absl::StrCat("the upload goes on where it ended if you repeat the command with --request-id ",
                              request.request_id()));
    return code;
  }
  FinishUploadRequest finish;
  finish.set_name(upload->name());
  finish.set_request_id(ContentUuid(absl::StrCat("finish ", request.request_id())));
  const auto filed = session.client().Call(&EvidenceService::Stub::FinishUpload, finish);
  return session.Answer(filed, RenderEvidence);
}

struct ListArgs {
  std::string name;
  std::string plan;
};

void DeclareList(Verb& verb, ListArgs& args) {
  verb.add_option("name", args.name, "The return: name, or id with --plan")->required();
  AddPlan(verb, args.plan);
}

ExitCode List(Session& session, ListArgs& args) {
  auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  return session.Answer(ReadReturn(session, *name), RenderEvidence);
}

struct GetArgs {
  std::string name;
  std::string plan;
  int64_t number = 0;
  std::string path;
};

void DeclareGet(Verb& verb, GetArgs& args) {
  verb.add_option("name", args.name, "The return: name, or id with --plan")->required();
  verb.add_option("number", args.number, "Number of the file in `evidence list`")->required()->at_least_one();
  AddPlan(verb, args.plan);
  verb.add_option("--to", args.path, "Where to put it; without it, under its name in the current directory");
}

// The whole content, held to the hash in the ledger's entry.
absl::StatusOr<std::string> ReadContent(Session& session, const Evidence& evidence) {
  ReadEvidenceRequest request;
  request.set_name(evidence.name());
  std::string content;
  while (static_cast<int64_t>(content.size()) < evidence.file().size_bytes()) {
    request.set_offset(static_cast<int64_t>(content.size()));
    const auto piece = session.client().Call(&EvidenceService::Stub::ReadEvidence, request);
    if (!piece.ok()) return piece.status();
    if (piece->data().empty()) break;
    content += piece->data();
  }
  if (Sha256(content) != evidence.file().sha256()) {
    return absl::DataLossError("the content is not that whose hash is in the ledger; nothing was written");
  }
  return content;
}

ExitCode Get(Session& session, GetArgs& args) {
  auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  const auto filed = ReadReturn(session, *name);
  if (!filed.ok()) return session.Fail(filed.status());
  if (args.number > filed->evidence_size()) {
    return session.Fail(UsageError(absl::StrCat("the return has ", filed->evidence_size(), " files")));
  }
  const Evidence& evidence = filed->evidence(static_cast<int>(args.number) - 1);
  // The name is somebody else's: never a path, and never in place of what is there.
  const std::string path =
      args.path.empty() ? std::filesystem::path(evidence.file().display_name()).filename().string() : args.path;
  std::error_code error;
  if (args.path.empty() && (path.empty() || path.front() == '.' || std::filesystem::exists(path, error))) {
    return session.Fail(UsageError(absl::StrCat(path, " is there already; say with --to where to put the file")));
  }
  const auto content = ReadContent(session, evidence);
  if (!content.ok()) return session.Fail(content.status());
  if (absl::Status written = ReplaceFile(path, *content); !written.ok()) return session.Fail(written);
  return session.Answer(absl::StatusOr<Evidence>(evidence),
                        [&path](const Evidence&, Session&) { return absl::StrCat(path, "\n"); });
}

}  // namespace

void EvidenceVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "add", "Attaches a file to a return", DeclareAdd, Add);
  AddVerb(noun, session, "list", "Lists the files attached to a return", DeclareList, List);
  AddVerb(noun, session, "get", "Fetches an attached file, and holds it to the hash in the ledger", DeclareGet, Get);
}

}  // namespace lianfang::cli
