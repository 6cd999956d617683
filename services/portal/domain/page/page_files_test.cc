#include "services/portal/domain/page/page_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace lianfang::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const PageFiles& Page() {
  static const auto& page = *new PageFiles({{"index.html", "<!doctype html>"},
                                            {"assets/main-1.js", "let page"},
                                            {"assets/main-1.js.gz", "zipped"},
                                            {"assets/main-1.js.br", "brotli"},
                                            {"assets/secret.pem", "key"},
                                            {"favicon.ico", "icon"}});
  return page;
}

HttpReply Get(const std::string& target, const std::string& field = "accept", const std::string& value = "*/*") {
  return Page().Answer({.method = "GET", .target = target, .fields = {{field, value}}});
}

std::string FieldOf(const HttpReply& reply, const std::string& name) {
  for (const auto& [field, value] : reply.fields) {
    if (field == name) return value;
  }
  return "";
}

TEST(PageFilesTest, AssetsAreKeptForEverAndThePageNever) {
  EXPECT_EQ(Get("/assets/main-1.js").content(), "let page");
  EXPECT_THAT(FieldOf(Get("/assets/main-1.js"), "cache-control"), HasSubstr("immutable"));
  EXPECT_EQ(FieldOf(Get("/assets/main-1.js"), "content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(FieldOf(Get("/"), "cache-control"), "no-cache");
}

TEST(PageFilesTest, PathsOfThePageAreItsOwnAffair) {
  for (const char* path : {"/", "/login", "/plans/p/obligations/2022-140581-coal-mining", "/invitation?x=1"}) {
    EXPECT_EQ(Get(path).status, 200) << path;
    EXPECT_EQ(Get(path).content(), "<!doctype html>") << path;
  }
}

TEST(PageFilesTest, NothingButTheFilesIsEverAnswered) {
  for (const char* path : {"/assets/none.js", "/../etc/passwd.txt", "/assets/../../secret.pem", "/assets/%2e%2e/x.js",
                           "/assets/secret.pem", "/assets/", "/.git/config.txt", "/assets/main-1.js.gz"}) {
    EXPECT_EQ(Get(path).status, 404) << path;
  }
  EXPECT_THAT(std::string(Get("/../../etc/passwd").content()), Not(HasSubstr("root"))) << "the page itself";
}

TEST(PageFilesTest, SendsTheCompressedFileToWhoTakesIt) {
  EXPECT_EQ(Get("/assets/main-1.js", "accept-encoding", "gzip, deflate").content(), "zipped");
  EXPECT_EQ(Get("/assets/main-1.js", "accept-encoding", "gzip, br").content(), "brotli");
  EXPECT_EQ(FieldOf(Get("/assets/main-1.js", "accept-encoding", "br"), "content-encoding"), "br");
  for (const char* refused : {"br;q=0, identity", "br;q=0.000, identity"}) {
    EXPECT_EQ(Get("/assets/main-1.js", "accept-encoding", refused).content(), "let page") << refused;
  }
  for (const char* taken : {"br;q=0.5", "br; q=1", "br; q=0.001, identity"}) {
    EXPECT_EQ(Get("/assets/main-1.js", "accept-encoding", taken).content(), "brotli") << taken;
  }
  EXPECT_EQ(FieldOf(Get("/assets/main-1.js"), "vary"), "accept-encoding");
  EXPECT_EQ(FieldOf(Get("/favicon.ico"), "vary"), "") << "the same for everybody";
}

TEST(PageFilesTest, AFileThatIsKnownIsNotSentAgain) {
  const std::string etag = FieldOf(Get("/"), "etag");
  EXPECT_EQ(Get("/", "if-none-match", etag).status, 304);
  EXPECT_EQ(Get("/", "if-none-match", etag).content(), "");
  EXPECT_EQ(Get("/", "if-none-match", "\"other\"").status, 200);
}

TEST(PageFilesTest, OnlyGetAndHead) {
  const HttpReply reply = Page().Answer({.method = "POST", .target = "/", .fields = {}});
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(FieldOf(reply, "allow"), "GET, HEAD");
}

TEST(SecurityFieldsTest, AllowNoInlineScriptNoEvalAndNoFrame) {
  std::string policy;
  for (const auto& [name, value] : SecurityFields()) {
    if (name == "content-security-policy") policy = value;
  }
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_THAT(policy, Not(HasSubstr("http")));
}

TEST(PageFilesTest, AFileOfEveryKindHasItsType) {
  const std::map<std::string, std::string> types = {{"a.html", "text/html; charset=utf-8"},
                                                    {"a.js", "text/javascript; charset=utf-8"},
                                                    {"a.css", "text/css; charset=utf-8"},
                                                    {"a.svg", "image/svg+xml"},
                                                    {"a.png", "image/png"},
                                                    {"a.ico", "image/x-icon"},
                                                    {"a.woff2", "font/woff2"},
                                                    {"a.json", "application/json"},
                                                    {"a.webmanifest", "application/manifest+json"},
                                                    {"a.txt", "text/plain; charset=utf-8"},
                                                    {"a.wasm", "application/wasm"}};
  std::map<std::string, std::string> contents;
  for (const auto& [name, type] : types) contents[name] = "x";
  const PageFiles page(contents);
  for (const auto& [name, type] : types) {
    const HttpReply reply = page.Answer({.method = "GET", .target = "/" + name, .fields = {}});
    EXPECT_EQ(reply.status, 200) << name;
    EXPECT_EQ(FieldOf(reply, "content-type"), type) << name;
  }
}

TEST(PageFilesTest, WithoutAPageEverythingElseIsMissing) {
  const PageFiles page({{"a.js", "x"}});
  EXPECT_EQ(page.Answer({.method = "GET", .target = "/a.js", .fields = {}}).status, 200);
  const HttpReply missing = page.Answer({.method = "GET", .target = "/login", .fields = {}});
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(FieldOf(missing, "cache-control"), "no-store") << "it may be there after the next deployment";
}

TEST(PageFilesTest, ACompressedFileIsOneOnlyBesideItsOriginal) {
  const PageFiles page({{"a.js", "x"}, {"a.js.gz", "zipped"}, {"b.js.gz", "alone"}});
  const auto get = [&](const std::string& target, const std::string& coding) {
    return page.Answer({.method = "GET", .target = target, .fields = {{"accept-encoding", coding}}});
  };
  EXPECT_EQ(get("/a.js", "br, gzip").content(), "zipped") << "there is no other";
  EXPECT_EQ(FieldOf(get("/a.js", "gzip"), "content-encoding"), "gzip");
  EXPECT_EQ(FieldOf(get("/a.js", "br"), "content-encoding"), "");
  EXPECT_EQ(FieldOf(get("/a.js", ""), "vary"), "accept-encoding") << "also where this answer is not compressed";
  EXPECT_EQ(get("/b.js", "gzip").status, 404);
  EXPECT_EQ(get("/b.js.gz", "gzip").status, 404) << "a kind that is not served";
}

TEST(PageFilesTest, HeadIsAnsweredAsGet) {
  const HttpReply reply = Page().Answer({.method = "HEAD", .target = "/assets/main-1.js", .fields = {}});
  EXPECT_EQ(reply.status, 200);
  EXPECT_FALSE(FieldOf(reply, "etag").empty());
}

TEST(PageFilesTest, AFileThatIsKnownIsStillDescribed) {
  const std::string etag = FieldOf(Get("/assets/main-1.js"), "etag");
  EXPECT_EQ(etag.size(), 34u) << "128 bits of the content's hash, in quotes";
  const HttpReply known = Get("/assets/main-1.js", "if-none-match", etag);
  EXPECT_EQ(FieldOf(known, "etag"), etag);
  EXPECT_EQ(FieldOf(known, "vary"), "accept-encoding");
  EXPECT_NE(etag, FieldOf(Get("/"), "etag"));
}

TEST(SecurityFieldsTest, EveryAnswerCarriesThemAll) {
  const std::map<std::string, std::string> fields(SecurityFields().begin(), SecurityFields().end());
  EXPECT_EQ(fields.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(fields.at("x-frame-options"), "DENY");
  EXPECT_EQ(fields.at("referrer-policy"), "no-referrer");
  EXPECT_EQ(fields.at("cross-origin-opener-policy"), "same-origin");
  EXPECT_EQ(fields.at("cross-origin-resource-policy"), "same-origin");
  EXPECT_THAT(fields.at("strict-transport-security"), HasSubstr("max-age=31536000"));
  EXPECT_THAT(fields.at("permissions-policy"), HasSubstr("camera=()"));
}

}  // namespace
}  // namespace lianfang::portal
