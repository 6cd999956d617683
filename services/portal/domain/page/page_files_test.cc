#include "services/portal/domain/page/page_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  EXPECT_EQ(Get("/assets/main-1.js", "accept-encoding", "br;q=0, identity").content(), "let page");
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

}  // namespace
}  // namespace lianfang::portal
