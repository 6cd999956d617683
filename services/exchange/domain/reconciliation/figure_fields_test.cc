// Fields that a figure is counted from.
#include "services/exchange/domain/reconciliation/figure_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange/domain/testing/return_case.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;

TEST(FigureFieldsTest, WhatAFigureIsCountedFrom) {
  EXPECT_THAT(FieldsCounted(Definition("d", v1::FIGURE_MEASURE_DEATHS)),
              ElementsAre("occurrence_time", "deaths", "missing"));
  v1::FigureDefinition cases;
  cases.set_kind(v1::RECORD_KIND_DISEASE);
  cases.set_measure(v1::FIGURE_MEASURE_PERSONS);
  cases.set_exposure_below_months(60);
  EXPECT_THAT(FieldsCounted(cases),
              ElementsAre("diagnosis_date", "person.id_number", "exposure_years", "exposure_months"));
}

TEST(FigureFieldsTest, AFigureOfAnyIndustryNeedsAnAgreementOnAll) {
  v1::FigureDefinition definition = Definition("accidents", v1::FIGURE_MEASURE_RECORDS);
  v1::AgreementTerms terms = AccidentTerms();
  terms.add_industries("coal-mining");
  EXPECT_TRUE(GiveFigure({terms}, definition, Owner("emergency"), "140581", "coal-mining"));
  definition.set_any_industry(true);
  EXPECT_FALSE(GiveFigure({terms}, definition, Owner("emergency"), "140581", "coal-mining"));
}

}  // namespace
}  // namespace lianfang::exchange
