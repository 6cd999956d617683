#include "services/exchange/domain/request/names.h"

#include <gtest/gtest.h>

#include <string>

namespace lianfang::exchange {
namespace {

const std::string kId(32, 'a');

TEST(NamesTest, RecordsAndTheirVersionsAreTakenApart) {
  const std::string name = MakeRecordName(v1::RECORD_KIND_TRAINING, kId);
  EXPECT_EQ(name, "records/training/" + kId);
  const auto newest = ParseRecordName("name", name);
  ASSERT_TRUE(newest.ok());
  EXPECT_EQ(newest->kind, v1::RECORD_KIND_TRAINING);
  EXPECT_EQ(newest->version, 0);
  const auto version = ParseRecordName("name", name + "/versions/1");
  ASSERT_TRUE(version.ok());
  EXPECT_EQ(version->record, name);
  EXPECT_EQ(version->version, 1);
}

TEST(NamesTest, OtherShapesAreNoRecords) {
  for (const std::string& name :
       {"records/training/" + kId + "/versions/0", "records/training/" + kId + "/versions/-1",
        "records/training/" + kId + "/versions/x", "records/training/" + kId + "/version/1",
        "records/training/" + kId + "/versions", "records/Training/" + kId, "records/unspecified/" + kId,
        "record/training/" + kId, "records/training/" + kId + "a", "records/training/" + kId.substr(1),
        "records/training/" + kId.substr(1) + "g", std::string()}) {
    EXPECT_FALSE(ParseRecordName("name", name).ok()) << name;
  }
}

}  // namespace
}  // namespace lianfang::exchange
