// `lianfang file`: files that tasks, inspections, orders, conferences and activities name.
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/coordination_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "lianfang/coordination/v1/file_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using coordination::v1::File;
using coordination::v1::GetFileRequest;
using coordination::v1::UploadFileRequest;
using Service = coordination::v1::FileService;

// By the end of the file's name; the service looks at the content.
std::string TypeOf(const std::string& path) {
  constexpr std::pair<const char*, const char*> kTypes[] = {
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".png", "image/png"},
      {".pdf", "application/pdf"},
      {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
  };
  const std::string lower = absl::AsciiStrToLower(path);
  for (const auto& [end, type] : kTypes) {
    if (absl::EndsWith(lower, end)) return type;
  }
  return "application/octet-stream";
}

using UploadArgs = FileArgs<UploadFileRequest>;

void DeclareUpload(Verb& verb, UploadArgs& args) {
  AddPlan(verb, *args.request.mutable_file()->mutable_plan())->required();
  verb.add_option("path", args.file, "The file: JPEG, PNG, PDF, docx or xlsx, at most 3 MiB")->required();
  AddRequestId(verb, args.request);
}

ExitCode Upload(Session& session, UploadArgs& args) {
  const auto content = ReadFile(args.file);
  if (!content.ok()) return session.Fail(content.status());
  File& file = *args.request.mutable_file();
  file.set_filename(args.file.substr(args.file.find_last_of('/') + 1));
  file.set_content_type(TypeOf(args.file));
  file.set_content(*content);
  return session.Answer(session.Mutate(&Service::Stub::UploadFile, args.request),
                        [](const File& stored, Session&) { return absl::StrCat(stored.name(), "\n"); });
}

using DownloadArgs = FileArgs<GetFileRequest>;

void DeclareDownload(Verb& verb, DownloadArgs& args) {
  AddResource(verb, "name", "files", args.request);
  verb.add_option("path", args.file, "Where to save it")->required();
}

ExitCode Download(Session& session, DownloadArgs& args) {
  if (absl::Status writable = CheckWritable(args.file); !writable.ok()) return session.Fail(writable);
  const auto file = session.client().Call(&Service::Stub::GetFile, args.request);
  if (!file.ok()) return session.Fail(file.status());
  if (absl::Status written = ReplaceFile(args.file, file->content()); !written.ok()) return session.Fail(written);
  return ExitCode::kSuccess;
}

}  // namespace

void FileVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "upload", "Keeps a file that shows something, and answers its name", DeclareUpload, Upload);
  AddVerb(noun, session, "download", "Saves a file", DeclareDownload, Download);
}

}  // namespace lianfang::cli
