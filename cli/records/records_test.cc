#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/import/encoding.h"
#include "cli/import/fault.h"
#include "cli/records/cell_value.h"
#include "cli/records/csv_stream.h"
#include "cli/records/record_fields.h"
#include "cli/records/record_mapping.h"
#include "cli/records/record_rows.h"

namespace lianfang::cli {
namespace {

using exchange::v1::Record;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(CellValueTest, DaysInEverySpelling) {
  const absl::CivilDay day(2024, 1, 5);
  for (const char* text :
       {"2024-1-5", "2024-01-05", "2024/1/5", "2024.01.05", "20240105", "2024年1月5日", "２０２４年１月５日",
        " 2024-01-05 00:00:00 ", "2024年01月05日 14时5分", "45296", "45296.5", "2024-01-05T08:00:00+08:00"}) {
    EXPECT_EQ(ParseDay(text), day) << text;
  }
  for (const char* text : {"", "1/5/2024", "24-1-5", "2024-13-1", "2024-02-30", "2024年1月", "5", "昨天", "99999"}) {
    EXPECT_FALSE(ParseDay(text).has_value()) << text;
  }
}

TEST(CellValueTest, InstantsAreInChinasTime) {
  const absl::Time time = absl::FromCivil(absl::CivilSecond(2024, 1, 5, 14, 5), absl::FixedTimeZone(8 * 3600));
  for (const char* text : {"2024-01-05 14:05", "2024年1月5日14时5分", "2024/1/5 14:05:00", "2024-01-05T06:05:00Z"}) {
    EXPECT_EQ(ParseInstant(text), time) << text;
  }
  EXPECT_EQ(ParseInstant("45296.25"), absl::FromCivil(absl::CivilSecond(2024, 1, 5, 6), absl::FixedTimeZone(8 * 3600)));
  for (const char* text : {"2024-01-05 25:00", "2024-01-05 下午2点", "14:05"})
    EXPECT_FALSE(ParseInstant(text).has_value()) << text;
}

std::string Set(Record& record, const std::string& path, const std::string& cell) {
  const auto fields = FieldsAt(record.kind(), path);
  EXPECT_FALSE(fields.empty()) << path;
  const auto refusal = SetField(ParentOf(record, fields), *fields.back(), cell);
  return refusal.has_value() ? refusal->en() : "";
}

TEST(CellValueTest, FieldsOfEveryTypeAreSet) {
  Record record;
  record.set_kind(exchange::v1::RECORD_KIND_ACCIDENT);
  EXPECT_EQ(Set(record, "deaths", "１，０２４") + Set(record, "grade", "较大") + Set(record, "road_or_fire", "是") +
                Set(record, "direct_loss", "3.5万元") + Set(record, "place", "　三采\u200B区\n运输巷 "),
            "");
  EXPECT_EQ(record.accident().deaths(), 1024);
  EXPECT_EQ(record.accident().grade(), exchange::v1::ACCIDENT_GRADE_LARGER);
  EXPECT_TRUE(record.accident().road_or_fire());
  EXPECT_EQ(record.accident().direct_loss().units(), 35000);
  EXPECT_EQ(record.accident().place(), "三采区 运输巷");
  EXPECT_EQ(Set(record, "direct_loss", "￥12,500.50"), "");
  EXPECT_EQ(record.accident().direct_loss().nanos(), 500'000'000);
  for (const auto& [path, cell] : {std::pair<const char*, const char*>("deaths", "约3"),
                                   {"deaths", "99999999999"},
                                   {"grade", "很大"},
                                   {"road_or_fire", "也许"},
                                   {"direct_loss", "若干"},
                                   {"occurrence_time", "去年"}}) {
    EXPECT_NE(Set(record, path, cell), "") << path << cell;
  }
  EXPECT_EQ(Set(record, "missing", "—"), "") << "a dash says nothing";
  EXPECT_TRUE(FieldsAt(exchange::v1::RECORD_KIND_ACCIDENT, "casualties.person").empty()) << "a message is no cell";
}

constexpr char kMapping[] =
    "# 事故\nkind accident\ncolumn 事故编号 = source_id\ncolumn 时间 = occurrence_time\ncolumn 死亡 = deaths\n"
    "column 姓名 = casualties.person.display_name\ncolumn 身份证号 = casualties.person.id_number\ncolumn 情况 = "
    "casualties.outcome\n"
    "constant region = 140581\nconstant industry = coal-mining\nvalue casualties.outcome 亡 = died\n"
    "reason casualties.person.id_note = 15位旧证\nignore 备注\nskip 合计\n";

RecordMapping Mapping() { return *ParseRecordMapping(kMapping, exchange::v1::RECORD_KIND_UNSPECIFIED); }

TEST(RecordMappingTest, EveryFaultNamesItsLine) {
  for (const char* bad : {"kind none", "column 姓名", "column 姓名 = person.none", "nonsense", "value card_kind = new",
                          "column 姓名 = casualties.person"}) {
    const auto mapping =
        ParseRecordMapping(absl::StrCat("kind accident\n", bad), exchange::v1::RECORD_KIND_UNSPECIFIED);
    ASSERT_FALSE(mapping.ok()) << bad;
    EXPECT_THAT(std::string(mapping.status().message()), HasSubstr("line 2")) << bad;
  }
  EXPECT_FALSE(ParseRecordMapping("column a = region", exchange::v1::RECORD_KIND_UNSPECIFIED).ok()) << "of no kind";
  EXPECT_FALSE(ParseRecordMapping("kind person", exchange::v1::RECORD_KIND_ACCIDENT).ok()) << "of another kind";
  EXPECT_FALSE(
      ParseRecordMapping("kind accident\ncolumn a = region\ncolumn Ａ = deaths", exchange::v1::RECORD_KIND_UNSPECIFIED)
          .ok());
}

TEST(RecordMappingTest, HeadingsAreGuessedAndCellsSpeakForThemOrAgainst) {
  const FileRow header{1, {"人员姓名", "身份证号码", "出生日期", "用人单位名称", "统一社会信用代码", "备注"}};
  const std::vector<FileRow> rows = {
      {2, {"欧阳小明", "11010519491231002X", "1949-12-31", "高平煤业", "91350100M000100Y43", "x"}}};
  auto guesses = GuessColumns(exchange::v1::RECORD_KIND_PERSON, header, rows);
  ASSERT_EQ(guesses.size(), 6U);
  EXPECT_EQ(guesses[0].path, "person.display_name");
  EXPECT_EQ(guesses[1].path, "person.id_number");
  EXPECT_GE(guesses[1].certainty, 95);
  EXPECT_EQ(guesses[2].path, "person.birth_date");
  EXPECT_EQ(guesses[3].path, "employer.display_name");
  EXPECT_EQ(guesses[4].path, "employer.credit_code");
  EXPECT_EQ(guesses[5].path, "");
  guesses = GuessColumns(exchange::v1::RECORD_KIND_PERSON, header, {{2, {"a", "no number", "never", "b", "c", "d"}}});
  EXPECT_LT(guesses[1].certainty, 60) << "the heading says so, the cells do not";
  const std::string text =
      MappingText(exchange::v1::RECORD_KIND_PERSON, GuessColumns(exchange::v1::RECORD_KIND_PERSON, header, rows), true);
  EXPECT_TRUE(ParseRecordMapping(text, exchange::v1::RECORD_KIND_UNSPECIFIED).ok())
      << "what is guessed reads back" << text;
  EXPECT_THAT(text, HasSubstr("column 身份证号码 = person.id_number"));
  EXPECT_THAT(text, HasSubstr("ignore 备注"));
  EXPECT_THAT(text, HasSubstr("# constant region = "));
}

// A table of 16,384 columns, as many as a sheet can have, that all claim the same field: found by fuzzing, as it took minutes.
TEST(RecordMappingTest, WideTablesAreGuessedInOnePass) {
  constexpr size_t kColumns = 16384;
  FileRow header{1, std::vector<std::string>(kColumns, "企业的身份证号码")};
  header.cells[kColumns - 1] = "身份证号码";
  const auto guesses = GuessColumns(exchange::v1::RECORD_KIND_PERSON, header, {});
  ASSERT_EQ(guesses.size(), kColumns);
  EXPECT_EQ(guesses.back().path, "person.id_number") << "the exact heading takes the field";
  EXPECT_EQ(guesses.front().path, "");
}

std::vector<std::string> FaultTexts(RecordRows& rows) {
  std::vector<std::string> texts;
  for (const Fault& fault : rows.TakeFaults()) texts.push_back(absl::StrCat(fault.row, " ", fault.column));
  return texts;
}

TEST(RecordRowsTest, RowsOfOneNumberAreOneRecord) {
  const FileRow header{3, {"事故编号", "时间", "死亡", "姓名", "身份证号", "情况", "备注"}};
  RecordRows rows(Mapping(), header, absl::CivilDay(2026, 6, 15));
  rows.Take({4, {"A1", "2026-5-1 8:30", "1", "欧阳小明", "11010519491231002x", "亡", ""}});
  rows.Take({5, {"A1", "", "", "王五", "110105491231002", "重伤", "重要"}});
  rows.Take({6, {"合计", "", "2"}});
  rows.Take({7, {"A2", "2026年5月2日", "0"}});
  rows.Finish();
  EXPECT_THAT(FaultTexts(rows), IsEmpty());
  const auto records = rows.TakeRecords();
  ASSERT_EQ(records.size(), 2U);
  const Record& first = records[0].record;
  EXPECT_EQ(records[0].row, 4);
  EXPECT_EQ(first.source_id(), "A1");
  EXPECT_EQ(first.version(), 1);
  EXPECT_EQ(first.region(), "140581");
  ASSERT_EQ(first.accident().casualties_size(), 2);
  EXPECT_EQ(first.accident().casualties(0).outcome(), exchange::v1::CASUALTY_OUTCOME_DIED);
  EXPECT_EQ(first.accident().casualties(0).person().id_number(), "11010519491231002X");
  EXPECT_EQ(first.accident().casualties(0).person().id_note(), "") << "nothing departs";
  EXPECT_EQ(first.accident().casualties(1).person().id_note(), "15位旧证");
  EXPECT_EQ(first.accident().deaths(), 1);
  EXPECT_EQ(records[1].record.source_id(), "A2");
}

TEST(RecordRowsTest, FaultsNameRowAndColumnAndSpoilTheirRecordAlone) {
  const FileRow header{1, {"事故编号", "时间", "死亡", "姓名", "身份证号", "情况"}};
  RecordRows rows(Mapping(), header, absl::CivilDay(2026, 6, 15));
  rows.Take({2, {"A1", "去年", "约3"}});
  rows.Take({3, {"A2", "2026-5-2", "1"}});
  rows.Finish();
  EXPECT_THAT(FaultTexts(rows), ElementsAre("2 时间", "2 死亡"));
  EXPECT_EQ(rows.TakeRecords().size(), 1U);
  EXPECT_EQ(rows.HeadingOf("accident.casualties[3].person.id_note").first, "身份证号")
      << "what the service says, by the file's heading";
  EXPECT_EQ(rows.HeadingOf("region").second, std::nullopt);
}

TEST(RecordRowsTest, UnknownMissingAndRepeatedHeadingsAreFaults) {
  RecordRows rows(Mapping(), {1, {"事故编号", "时间", "时间", "未知列", "死亡", "姓名", "身份证号"}},
                  absl::CivilDay(2026, 6, 15));
  EXPECT_THAT(FaultTexts(rows), ElementsAre("1 时间", "1 未知列", "1 情况"));
}

class CsvStreamTest : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  void Write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }

  const std::string path_ =
      (std::filesystem::temp_directory_path() / absl::StrCat("lianfang-csv-", ::getpid())).string();
};

TEST_F(CsvStreamTest, RowsArriveInPortionsWhateverTheSize) {
  std::string text = "编号,说明\r\n";
  for (int i = 1; i <= 60'000; ++i) absl::StrAppend(&text, i, ",\"第一行\n第", i, "行, 有\"\"引号\"\"\"\r\n");
  for (const Encoding encoding : {Encoding::kUtf8, Encoding::kGb18030}) {
    Write(EncodeText(text, encoding));
    auto stream = *CsvStream::Open(path_, std::nullopt);
    int rows = 0, portions = 0, number = 0;
    std::string last;
    while (true) {
      const auto portion = stream->Next();
      ASSERT_TRUE(portion.ok()) << portion.status();
      if (portion->empty()) break;
      ++portions;
      rows += static_cast<int>(portion->size());
      for (const FileRow& row : *portion) {
        EXPECT_EQ(row.number, ++number);
      }
      last = portion->back().cells[1];
    }
    EXPECT_EQ(rows, 60'001);
    EXPECT_GT(portions, 1);
    EXPECT_EQ(last, "第一行\n第60000行, 有\"引号\"");
    EXPECT_EQ(stream->encoding(), encoding);
  }
}

TEST_F(CsvStreamTest, FaultsNameTheRow) {
  Write("a,b\n1,x\"y\n");
  auto stream = *CsvStream::Open(path_, std::nullopt);
  absl::Status status;
  for (int i = 0; i < 3 && status.ok(); ++i) status = stream->Next().status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("row 2"));
  EXPECT_FALSE(CsvStream::Open(path_ + ".none", std::nullopt).ok());
  Write("");
  stream = *CsvStream::Open(path_, std::nullopt);
  EXPECT_TRUE(stream->Next()->empty());
}

}  // namespace
}  // namespace lianfang::cli
