#include "services/exchange/domain/reconciliation/record_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Record AccidentOn(const std::string& id, absl::CivilDay day, const std::string& industry = "coal-mining",
                      const std::string& department = "emergency") {
  v1::Record record = Accident();
  record.set_name(absl::StrCat("records/accident/", id));
  record.set_industry(industry);
  *record.mutable_owner() = Owner(department);
  *record.mutable_accident()->mutable_occurrence_time() = ToTimestamp(absl::FromCivil(day, Zone()) + absl::Hours(12));
  return record;
}

std::vector<std::string> Ids(const std::vector<const v1::Record*>& records) {
  std::vector<std::string> ids;
  for (const v1::Record* record : records) ids.push_back(record->name().substr(record->name().rfind('/') + 1));
  return ids;
}

TEST(RecordRowsTest, ARowHasItsOwnRecordsAlone) {
  const SharedRecords records = {AccidentOn("late", absl::CivilDay(2026, 1, 1)),
                                 AccidentOn("last", absl::CivilDay(2025, 12, 31)),
                                 AccidentOn("first", absl::CivilDay(2025, 1, 1)),
                                 AccidentOn("early", absl::CivilDay(2024, 12, 31)),
                                 AccidentOn("other", absl::CivilDay(2025, 5, 1), "construction"),
                                 AccidentOn("foreign", absl::CivilDay(2025, 5, 1), "coal-mining", "housing")};
  const RecordRows rows(records, Zone());
  const auto of = [&](const std::string& department, v1::RecordKind kind, const std::string& industry) {
    return Ids(rows.Of(Owner(department), kind, industry, absl::CivilDay(2025, 1, 1), absl::CivilDay(2025, 12, 31)));
  };
  EXPECT_THAT(of("emergency", v1::RECORD_KIND_ACCIDENT, "coal-mining"), ElementsAre("last", "first"));
  EXPECT_THAT(of("emergency", v1::RECORD_KIND_ACCIDENT, ""), ElementsAre("last", "first", "other"));
  EXPECT_THAT(of("housing", v1::RECORD_KIND_ACCIDENT, "coal-mining"), ElementsAre("foreign"));
  EXPECT_THAT(of("emergency", v1::RECORD_KIND_INJURY, "coal-mining"), IsEmpty());
  EXPECT_THAT(of("health", v1::RECORD_KIND_ACCIDENT, "coal-mining"), IsEmpty());
}

TEST(RecordRowsTest, PersonsHoldAPositionForSomeTime) {
  v1::Record person = PersonInPosition();
  person.set_name("records/person/p");
  *person.mutable_owner() = Owner("hrss");
  *person.mutable_person()->mutable_start_date() = ToDate(absl::CivilDay(2019, 1, 1));
  const SharedRecords records = {person};
  const RecordRows rows(records, Zone());
  EXPECT_THAT(Ids(rows.Of(Owner("hrss"), v1::RECORD_KIND_PERSON, "coal-mining", absl::CivilDay(2025, 1, 1),
                          absl::CivilDay(2025, 12, 31))),
              ElementsAre("p"));
}

}  // namespace
}  // namespace lianfang::exchange
