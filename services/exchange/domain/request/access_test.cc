// For whom somebody may publish.
#include "services/exchange/domain/request/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

std::vector<std::string> FieldsAtFault(const absl::Status& status) {
  std::vector<std::string> fields;
  if (const auto details = BadRequestOf(status); details.has_value()) {
    for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST(AccessTest, AServicePublishesOnlyTrainingsAndNamesTheirOwner) {
  Identity service;
  service.role = type::v1::ROLE_SERVICE;
  v1::Record record = testing::Training();
  *record.mutable_owner() = testing::Owner("emergency");
  EXPECT_TRUE(CheckMayPublish(service, record).ok());
  for (const char* region : {"", "1405", "14058x"}) {
    record.mutable_owner()->set_region(region);
    EXPECT_THAT(FieldsAtFault(CheckMayPublish(service, record)), ::testing::ElementsAre("owner.region")) << region;
  }
  *record.mutable_owner() = testing::Owner("");
  EXPECT_THAT(FieldsAtFault(CheckMayPublish(service, record)), ::testing::ElementsAre("owner.department"));
  record = testing::Accident();
  *record.mutable_owner() = testing::Owner("emergency");
  EXPECT_EQ(ErrorInfoOf(CheckMayPublish(service, record))->reason(), "NOT_FOR_SERVICE");
  service.role = type::v1::ROLE_LIAISON;
  EXPECT_TRUE(CheckMayPublish(service, record).ok()) << "a person publishes for the own department";
}

}  // namespace
}  // namespace lianfang::exchange
