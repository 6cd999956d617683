#include "services/expert/calendar_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "absl/time/civil_time.h"
#include "common/testing/test_file.h"

namespace lianfang::expert {
namespace {

constexpr absl::CivilDay kMonday(2027, 1, 4);

void Write(const std::string& path, const std::string& content) { std::ofstream(path, std::ios::binary) << content; }

TEST(CalendarReaderTest, AChangedFileIsReadAndABadOneLeavesTheLastGoodTable) {
  const std::string path = TestFile("calendar.csv");
  Write(path, "date,status,holiday,notice_year\n2027-01-04,off,元旦,2027\n");
  CalendarLibrary library;
  CalendarReader reader(path, library);
  EXPECT_FALSE(library.Current()->IsWorkingDay(kMonday));
  Write(path, "nonsense");
  reader.Step();
  EXPECT_FALSE(library.Current()->IsWorkingDay(kMonday));
  Write(path, "date,status,holiday,notice_year\n2027-01-05,off,元旦,2027\n");
  reader.Step();
  EXPECT_TRUE(library.Current()->IsWorkingDay(kMonday));
}

TEST(CalendarReaderTest, WithoutAFileEveryDayGoesByItsWeekday) {
  CalendarLibrary library;
  const CalendarReader reader("", library);
  EXPECT_TRUE(library.Current()->IsWorkingDay(kMonday));
}

}  // namespace
}  // namespace lianfang::expert
