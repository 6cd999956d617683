#include "linkage/model.h"

namespace lianfang::linkage {
namespace {

Model Shipped() {
  Model model;
  model.edition = "2026-1";
  //                                          missing exact sound  close  similar different
  model.of(FieldKind::kGivenName) = {{0, 0.75, 0.03, 0.12, 0.03, 0.07}, {0, 4e-3, 4e-3, 0.01, 0.02, 0.96}, 2e-4, 1};
  model.of(FieldKind::kFamilyName) = {{0, 0.78, 0.03, 0.12, 0.02, 0.05}, {0, 0.03, 0.01, 0.02, 0.02, 0.92}, 2e-5, 1};
  model.of(FieldKind::kFullName) = {{0, 0.80, 0.05, 0.10, 0.02, 0.03}, {0, 3e-4, 4e-4, 2e-3, 0.01, 0.98}, 1e-5, 1};
  model.of(FieldKind::kBirthDate) = {{0, 0.84, 0, 0.10, 0.03, 0.03}, {0, 6e-5, 0, 1e-3, 8e-3, 0.99}, 2e-5, 1.7};
  model.of(FieldKind::kYear) = {{0, 0.88, 0, 0.07, 0.02, 0.03}, {0, 0.02, 0, 0.04, 0.08, 0.86}, 1e-2, 1};
  model.of(FieldKind::kIdentifier) = {{0, 0.90, 0, 0.07, 0.01, 0.02}, {0, 1e-8, 0, 1e-5, 1e-4, 0.99}, 1e-7, 1.95};
  model.of(FieldKind::kPhone) = {{0, 0.80, 0, 0.08, 0.02, 0.10}, {0, 1e-6, 0, 1e-5, 1e-4, 0.99}, 1e-6, 1.9};
  model.of(FieldKind::kNumber) = {{0, 0.84, 0, 0.08, 0.02, 0.06}, {0, 5e-3, 0, 0.02, 0.05, 0.92}, 1e-4, 1};
  model.of(FieldKind::kText) = {{0, 0.76, 0.01, 0.12, 0.04, 0.07}, {0, 5e-3, 1e-3, 5e-3, 0.03, 0.96}, 1e-4, 1};
  model.of(FieldKind::kOrganization) = {{0, 0.80, 0.02, 0.06, 0.04, 0.08}, {0, 5e-3, 1e-3, 5e-3, 0.02, 0.97}, 1e-4, 1};
  model.of(FieldKind::kCategory) = {{0, 0.96, 0, 0, 0, 0.04}, {0, 0.5, 0, 0, 0, 0.5}, 1e-3, 1};
  model.swapped_names = 0.03;
  model.accept = 0.5;
  model.ask = 0.1;
  return model;
}

}  // namespace

const Model& ShippedModel() {
  static const Model model = Shipped();
  return model;
}

}  // namespace lianfang::linkage
