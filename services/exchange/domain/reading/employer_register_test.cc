#include "services/exchange/domain/reading/employer_register.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using testing::EmployerOf;

TEST(EmployerRegisterTest, DifferencesAreNamedByTheirPathsAndPersonalOnesAreNot) {
  const v1::Record kept = EmployerOf();
  EXPECT_THAT(DifferingFields(kept, kept), ::testing::IsEmpty());
  v1::Record other = kept;
  other.set_region("140582");
  other.set_industry("construction");
  other.mutable_employer()->set_credit_code("140581000012345");
  other.mutable_employer()->mutable_names(0)->set_display_name("高平煤业有限公司");
  other.mutable_employer()->set_legal_representative("李四");
  EXPECT_THAT(DifferingFields(kept, other),
              ::testing::UnorderedElementsAre("region", "industry", "employer.credit_code", "employer.names"));
}

}  // namespace
}  // namespace lianfang::exchange
