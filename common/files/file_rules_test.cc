#include "common/files/file_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/files/file_type.h"
#include "common/files/testing/sample_files.h"

namespace lianfang {
namespace {

using namespace sample_files;  // NOLINT(build/namespaces)
using files::v1::FILE_TYPE_JPEG;
using files::v1::FILE_TYPE_PDF;
using files::v1::FILE_TYPE_PNG;
using files::v1::FILE_TYPE_UNSPECIFIED;
using files::v1::FILE_TYPE_XLSX;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(status);
  if (!details.has_value()) return fields;
  for (const auto& fault : details->field_violations()) fields.push_back(fault.field());
  return fields;
}

TEST(FileTypeTest, TheContentSaysWhatAFileIs) {
  EXPECT_EQ(FileTypeOf(Pdf()), FILE_TYPE_PDF);
  EXPECT_EQ(FileTypeOf(Png()), FILE_TYPE_PNG);
  EXPECT_EQ(FileTypeOf(Jpeg()), FILE_TYPE_JPEG);
  EXPECT_EQ(FileTypeOf(Workbook()), FILE_TYPE_XLSX);
  EXPECT_EQ(FileTypeOf(Zip({"[Content_Types].xml", "xl/workbook.xml"}, "made by WPS")), FILE_TYPE_XLSX);
}

TEST(FileTypeTest, WhatWasCutOrIsAnotherThingIsNone) {
  for (const std::string& whole : {Pdf(), Png(), Jpeg(), Workbook()}) {
    EXPECT_EQ(FileTypeOf(whole.substr(0, whole.size() - 8)), FILE_TYPE_UNSPECIFIED) << whole;
    EXPECT_EQ(FileTypeOf("x" + whole), FILE_TYPE_UNSPECIFIED) << whole;
  }
  EXPECT_EQ(FileTypeOf(""), FILE_TYPE_UNSPECIFIED);
  EXPECT_EQ(FileTypeOf("MZ\x90"), FILE_TYPE_UNSPECIFIED);
  EXPECT_EQ(FileTypeOf("<html><script>"), FILE_TYPE_UNSPECIFIED);
  EXPECT_EQ(FileTypeOf(Zip({"a.txt"})), FILE_TYPE_UNSPECIFIED);
  EXPECT_EQ(FileTypeOf(Zip({"[Content_Types].xml", "word/document.xml"})), FILE_TYPE_UNSPECIFIED);
  EXPECT_EQ(FileTypeOf(Zip({"[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"})), FILE_TYPE_UNSPECIFIED)
      << "macros";
}

// Directories that lie about themselves: nothing is read beyond the file.
TEST(FileTypeTest, ABrokenDirectoryIsNoWorkbook) {
  const std::string whole = Workbook();
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string broken = whole;
    broken[at] = '\xff';
    FileTypeOf(broken);
    FileTypeOf(whole.substr(0, at));
  }
  std::string far = whole;
  far.replace(far.size() - 6, 4, "\xff\xff\xff\xff");  // where the directory begins
  EXPECT_EQ(FileTypeOf(far), FILE_TYPE_UNSPECIFIED);
  std::string many = whole;
  many.replace(many.size() - 12, 2, "\xff\xff");  // its entries
  EXPECT_EQ(FileTypeOf(many), FILE_TYPE_UNSPECIFIED);
}

TEST(FileTypeTest, EndingsSayTypes) {
  EXPECT_TRUE(HasEndingOf("扫描件.PDF", FILE_TYPE_PDF));
  EXPECT_TRUE(HasEndingOf("a.jpg", FILE_TYPE_JPEG));
  EXPECT_TRUE(HasEndingOf("a.jpeg", FILE_TYPE_JPEG));
  EXPECT_FALSE(HasEndingOf(".pdf", FILE_TYPE_PDF)) << "a name without a name";
  EXPECT_FALSE(HasEndingOf("a.pdf.exe", FILE_TYPE_PDF));
  EXPECT_FALSE(HasEndingOf("a", FILE_TYPE_UNSPECIFIED));
}

TEST(FileRulesTest, WhatIsAnnouncedIsBounded) {
  EXPECT_TRUE(CheckAnnounced("file", Announced("报送表扫描件.pdf", Pdf())).ok());
  auto file = Announced(std::string(kMostNameCharacters + 1, 'a'), Pdf());
  file.set_size_bytes(kMostFileBytes + 1);
  file.set_sha256("short");
  file.set_type(FILE_TYPE_PDF);
  EXPECT_THAT(FieldsOf(CheckAnnounced("file", file)),
              ElementsAre("file.display_name", "file.size_bytes", "file.sha256", "file.type"));
  file = Announced("a.pdf", Pdf());
  file.set_size_bytes(kMostFileBytes);
  EXPECT_TRUE(CheckAnnounced("file", file).ok());
  file.set_size_bytes(0);
  EXPECT_THAT(FieldsOf(CheckAnnounced("file", file)), ElementsAre("file.size_bytes"));
}

TEST(FileRulesTest, ANameIsNoPathAndOneLine) {
  for (const char* bad : {"", "..", "a/b.pdf", "..\\b.pdf", "a\nb.pdf", "a\u202Efdp.exe"}) {
    EXPECT_THAT(FieldsOf(CheckAnnounced("file", Announced(bad, Pdf()))), ElementsAre("file.display_name")) << bad;
  }
}

TEST(FileRulesTest, APieceIsOfTheFile) {
  const auto file = Announced("a.pdf", std::string(100, 'x'));
  EXPECT_TRUE(CheckChunk(file, 0, std::string(100, 'x')).ok());
  EXPECT_TRUE(CheckChunk(file, 99, "x").ok());
  EXPECT_THAT(FieldsOf(CheckChunk(file, 100, "x")), ElementsAre("offset"));
  EXPECT_THAT(FieldsOf(CheckChunk(file, -1, "x")), ElementsAre("offset"));
  EXPECT_THAT(FieldsOf(CheckChunk(file, 99, "xx")), ElementsAre("data"));
  EXPECT_THAT(FieldsOf(CheckChunk(file, 0, "")), ElementsAre("data"));
  auto large = file;
  large.set_size_bytes(kMostFileBytes);
  EXPECT_TRUE(CheckChunk(large, 0, std::string(kMostChunkBytes, 'x')).ok());
  EXPECT_THAT(FieldsOf(CheckChunk(large, 0, std::string(kMostChunkBytes + 1, 'x'))), ElementsAre("data"));
}

TEST(FileRulesTest, AFileIsWholeWhenAllOfItIsHere) {
  const auto file = Announced("a.pdf", Pdf());
  EXPECT_TRUE(CheckComplete(file, file.size_bytes()).ok());
  const absl::Status incomplete = CheckComplete(file, 3);
  EXPECT_EQ(incomplete.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorInfoOf(incomplete)->metadata().at("received_bytes"), "3");
}

TEST(FileRulesTest, TheContentIsWhatWasAnnouncedAndWhatItIsCalled) {
  EXPECT_EQ(CheckContent("name", Announced("a.xlsx", Workbook()), Workbook())->type(), FILE_TYPE_XLSX);
  const auto other = CheckContent("name", Announced("a.pdf", Pdf("one")), Pdf("two")).status();
  EXPECT_EQ(ErrorInfoOf(other)->reason(), "HASH_DIFFERS");
  const auto zip = CheckContent("name", Announced("a.pdf", Zip({"a.txt"})), Zip({"a.txt"})).status();
  EXPECT_THAT(zip.message(), HasSubstr("is no PDF, PNG, JPEG or xlsx"));
  const auto called = CheckContent("name", Announced("a.pdf", Png()), Png()).status();
  EXPECT_THAT(called.message(), HasSubstr("does not end in .png"));
  const auto workbook = CheckContent("name", Announced("a.pdf", Workbook()), Workbook()).status();
  EXPECT_THAT(workbook.message(), HasSubstr("does not end in .xlsx")) << "a zip that is called .pdf";
}

}  // namespace
}  // namespace lianfang
