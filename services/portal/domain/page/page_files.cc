#include "services/portal/domain/page/page_files.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/hash.h"

namespace lianfang::portal {
namespace {

constexpr char kIndex[] = "index.html";

// What a browser takes a file for; with nosniff it takes no file for anything else. Empty: we do not serve such files.
absl::string_view TypeOf(absl::string_view path) {
  constexpr std::pair<absl::string_view, absl::string_view> kTypes[] = {{".html", "text/html; charset=utf-8"},
                                                                        {".js", "text/javascript; charset=utf-8"},
                                                                        {".css", "text/css; charset=utf-8"},
                                                                        {".svg", "image/svg+xml"},
                                                                        {".png", "image/png"},
                                                                        {".ico", "image/x-icon"},
                                                                        {".woff2", "font/woff2"},
                                                                        {".json", "application/json"},
                                                                        {".webmanifest", "application/manifest+json"},
                                                                        {".txt", "text/plain; charset=utf-8"},
                                                                        {".wasm", "application/wasm"}};
  for (const auto& [suffix, type] : kTypes) {
    if (absl::EndsWith(path, suffix)) return type;
  }
  return "";
}

// Whether the last part of the path has an extension.
bool LooksLikeFile(absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  return absl::StrContains(parts.back(), '.');
}

bool Accepts(const HttpHead& head, absl::string_view coding) {
  for (const absl::string_view item : absl::StrSplit(head.Value("accept-encoding"), ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(item, ';');
    if (absl::StripAsciiWhitespace(parts[0]) != coding) continue;
    double quality = 1;
    const bool stated =
        parts.size() > 1 && absl::SimpleAtod(absl::StripPrefix(absl::StripAsciiWhitespace(parts[1]), "q="), &quality);
    return !stated || quality > 0;
  }
  return false;
}

}  // namespace

const std::vector<std::pair<std::string, std::string>>& SecurityFields() {
  static const auto& fields = *new std::vector<std::pair<std::string, std::string>>{
      {"content-security-policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
       "'self'; "
       "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
      {"strict-transport-security", "max-age=31536000"},
      {"x-content-type-options", "nosniff"},
      {"x-frame-options", "DENY"},
      {"referrer-policy", "no-referrer"},
      {"cross-origin-opener-policy", "same-origin"},
      {"cross-origin-resource-policy", "same-origin"},
      {"permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"}};
  return fields;
}

PageFiles::PageFiles(std::map<std::string, std::string> contents) {
  for (auto& [path, content] : contents) {
    const absl::string_view original = absl::StripSuffix(absl::StripSuffix(path, ".gz"), ".br");
    if (original != path && contents.count(std::string(original)) > 0) continue;
    if (TypeOf(path).empty()) continue;
    File file{.plain = std::make_shared<const std::string>(content),
              .gzip = nullptr,
              .brotli = nullptr,
              .type = std::string(TypeOf(path)),
              .etag = absl::StrCat("\"", absl::BytesToHexString(Sha256(content)).substr(0, 32), "\"")};
    const auto compressed = [&contents, name = path](const char* suffix) -> std::shared_ptr<const std::string> {
      const auto found = contents.find(name + suffix);
      return found == contents.end() ? nullptr : std::make_shared<const std::string>(found->second);
    };
    file.gzip = compressed(".gz");
    file.brotli = compressed(".br");
    files_.emplace(path, std::move(file));
  }
}

HttpReply PageFiles::Answer(const HttpHead& head) const {
  if (head.method != "GET" && head.method != "HEAD") {
    return {.status = 405,
            .fields = {{"allow", "GET, HEAD"}, {"content-type", "text/plain; charset=utf-8"}},
            .body = "method not allowed\n"};
  }
  const absl::string_view path = absl::StripPrefix(head.path(), "/");
  if (const auto found = files_.find(path); found != files_.end()) {
    return AnswerFile(head, found->second, absl::StartsWith(path, "assets/"));
  }
  const auto index = files_.find(kIndex);
  if (LooksLikeFile(path) || absl::StartsWith(path, "assets/") || index == files_.end()) {
    return {.status = 404,
            .fields = {{"content-type", "text/plain; charset=utf-8"}, {"cache-control", "no-store"}},
            .body = "not found\n"};
  }
  return AnswerFile(head, index->second, false);
}

HttpReply PageFiles::AnswerFile(const HttpHead& head, const File& file, bool for_ever) const {
  HttpReply reply{.status = 200, .fields = {}, .body = "", .shared_body = file.plain};
  // The names of assets have their content's hash, so they never change; the page itself is asked for again each time.
  reply.fields = {{"content-type", file.type},
                  {"cache-control", for_ever ? "public, max-age=31536000, immutable" : "no-cache"},
                  {"etag", file.etag}};
  if (file.gzip != nullptr || file.brotli != nullptr) reply.fields.emplace_back("vary", "accept-encoding");
  if (head.Value("if-none-match") == file.etag) {
    reply.status = 304;
    reply.shared_body = nullptr;
    return reply;
  }
  if (file.brotli != nullptr && Accepts(head, "br")) {
    reply.shared_body = file.brotli;
    reply.fields.emplace_back("content-encoding", "br");
  } else if (file.gzip != nullptr && Accepts(head, "gzip")) {
    reply.shared_body = file.gzip;
    reply.fields.emplace_back("content-encoding", "gzip");
  }
  return reply;
}

}  // namespace lianfang::portal
