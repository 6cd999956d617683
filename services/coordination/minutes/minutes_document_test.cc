#include "services/coordination/minutes/minutes_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/docx_package.h"

namespace lianfang::coordination {
namespace {

using ::testing::HasSubstr;

std::string With(const std::string& body) {
  DocxParts parts = *ReadDocx(*BuiltInTemplate());
  parts.back().second = body;
  return *WriteDocx(parts);
}

TEST(MinutesTemplateTest, TheBuiltInOneIsInOrder) {
  EXPECT_TRUE(CheckTemplate(*BuiltInTemplate()).ok()) << CheckTemplate(*BuiltInTemplate());
  EXPECT_EQ(*BuiltInTemplate(), *BuiltInTemplate()) << "the same bytes";
}

TEST(MinutesTemplateTest, SaysWhatIsWrong) {
  EXPECT_TRUE(CheckTemplate(With("<t>{{#agenda}}{{number}}{{text}}{{/agenda}}</t>")).ok());
  const std::pair<const char*, const char*> faults[] = {
      {"<t>{{nobody}}</t>", "minutes have no variable {{nobody}} there"},
      {"<t>{{text}}</t>", "minutes have no variable {{text}} there"},
      {"<t>{{#agenda}}{{text}}</t>", "{{#agenda}} is not closed"},
      {"<t>{{/agenda}}</t>", "closes what is not open"},
      {"<t>{{#agenda}}{{#absent}}{{/absent}}{{/agenda}}</t>", "stands within another list"},
      {"<t>{{#title}}{{/title}}</t>", "minutes have no list {{#title}}"},
      {"<t>{{{title}}}</t>", "minutes have no variable"},
      {"<t>{{>title}}</t>", "minutes have no variable"},
      {"<t>{{ti</t><t>tle}}</t>", "the word processor has cut {{title}} apart"},
      {"<t>{{title</t>", "apart"},
  };
  for (const auto& [body, message] : faults) {
    const absl::Status status = CheckTemplate(With(body));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << body;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message)) << body;
  }
}

TEST(DocxPackageTest, WhatIsNoPackageIsRefused) {
  EXPECT_FALSE(ReadDocx("").ok());
  EXPECT_FALSE(ReadDocx("PK\x03\x04 and nothing more").ok());
  EXPECT_FALSE(CheckTemplate(*WriteDocx({{"word/other.xml", "x"}})).ok()) << "without a text";
}

TEST(DocxPackageTest, ABombIsNotUnpacked) {
  const std::string bomb = *WriteDocx({{kDocxText, std::string(9 * 1024 * 1024, 'x')}});
  EXPECT_LT(bomb.size(), 100'000u);
  EXPECT_THAT(std::string(ReadDocx(bomb).status().message()), HasSubstr("too large"));
  DocxParts many;
  for (int i = 0; i < 201; ++i) many.emplace_back("part" + std::to_string(i), "x");
  EXPECT_THAT(std::string(ReadDocx(*WriteDocx(many)).status().message()), HasSubstr("too many parts"));
}

TEST(DocxPackageTest, IsReadBackAsWritten) {
  const DocxParts parts = {{"a.xml", ""}, {"b/c.xml", std::string("\0\1", 2)}};
  EXPECT_EQ(*ReadDocx(*WriteDocx(parts)), parts);
}

}  // namespace
}  // namespace lianfang::coordination
