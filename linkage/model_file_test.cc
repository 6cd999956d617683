#include "linkage/model_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lianfang::linkage {
namespace {

using testing::HasSubstr;

TEST(ShippedModel, HasSharesThatAddUpToOne) {
  for (const KindModel& kind : ShippedModel().kinds) {
    double m = 0;
    double u = 0;
    for (size_t level = 1; level < kLevels; ++level) m += kind.m[level], u += kind.u[level];
    EXPECT_NEAR(m, 1, 1e-9);
    EXPECT_NEAR(u, 1, 0.03);
  }
}

TEST(ModelOf, ReadsWhatMessageOfWrites) {
  exchange::v1::LinkageModel message = MessageOf(ShippedModel());
  message.set_edition("next");
  const auto model = ModelOf(message);
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_EQ(model->edition, "next");
  EXPECT_EQ(model->of(FieldKind::kGivenName).u[1], ShippedModel().of(FieldKind::kGivenName).u[1]);
  EXPECT_NEAR(model->of(FieldKind::kIdentifier).u[5], ShippedModel().of(FieldKind::kIdentifier).u[5], 0.03);
  for (size_t level = 1; level < kLevels; ++level) {
    EXPECT_NEAR(model->of(FieldKind::kGivenName).m[level], ShippedModel().of(FieldKind::kGivenName).m[level], 1e-12);
  }
}

void ExpectFault(const exchange::v1::LinkageModel& message, absl::string_view fault) {
  const auto model = ModelOf(message);
  EXPECT_THAT(model.status().message(), HasSubstr(std::string(fault)));
}

TEST(ModelOf, NamesWhatIsWrong) {
  exchange::v1::LinkageModel message;
  ExpectFault(message, "edition");
  message.set_edition("2");
  exchange::v1::FieldModel& field = *message.add_fields();
  field.set_field_kind("shoe-size");
  ExpectFault(message, "`shoe-size` is none of: given-name");
  field.set_field_kind("given-name");
  field.mutable_same_person()->set_exact(0.5);
  ExpectFault(message, "add up to 0.5");
  field.mutable_same_person()->set_exact(1.5);
  ExpectFault(message, "not from 0 to 1");
  field.mutable_same_person()->set_exact(1);
  message.set_accept(1.5);
  ExpectFault(message, "accept must lie between 0 and 1");
  message.set_accept(0.5);
  message.set_ask(0.9);
  ExpectFault(message, "ask must not be above accept");
  message.set_ask(0.1);
  *message.add_fields() = message.fields(0);
  ExpectFault(message, "stands twice");
}

}  // namespace
}  // namespace lianfang::linkage
