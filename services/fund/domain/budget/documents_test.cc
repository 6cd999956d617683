#include "services/fund/domain/budget/documents.h"

#include <gtest/gtest.h>

#include <string>

#include "services/fund/domain/testing/sample.h"

namespace lianfang::fund {
namespace {

using Documents = google::protobuf::RepeatedPtrField<v1::Document>;

// The first field at fault of so many documents, the last of which is `last`.
std::string Told(int count, const v1::Document& last) {
  Documents documents;
  for (int i = 0; i + 1 < count; ++i) *documents.Add() = testing::SampleProject().documents(0);
  *documents.Add() = last;
  FieldViolations faults;
  CheckDocuments("f", documents, faults);
  const auto found = BadRequestOf(faults.ToStatus());
  return found.has_value() ? found->field_violations(0).field() : "sound";
}

TEST(DocumentsTest, EachIsCheckedAndTheyAreFiftyAtMost) {
  const v1::Document sound = testing::SampleProject().documents(0);
  EXPECT_EQ(Told(50, sound), "sound");
  EXPECT_EQ(Told(51, sound), "f");
  v1::Document untitled = sound;
  untitled.clear_title();
  EXPECT_EQ(Told(1, untitled), "f[0].title");
  EXPECT_EQ(Told(2, untitled), "f[1].title");
}

TEST(DocumentsTest, ADigestIsLowerCaseHexOfItsLength) {
  v1::Document document = testing::SampleProject().documents(0);
  for (const std::string& digest :
       {std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'A'), std::string(64, 'g'), std::string()}) {
    document.set_sha256(digest);
    EXPECT_EQ(Told(1, document), "f[0].sha256") << digest;
  }
  document.set_sha256(std::string(32, '0') + std::string(32, 'f'));
  EXPECT_EQ(Told(1, document), "sound");
}

}  // namespace
}  // namespace lianfang::fund
