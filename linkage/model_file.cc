#include "linkage/model_file.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace lianfang::linkage {
namespace {

using exchange::v1::AgreementShares;
using exchange::v1::FieldModel;
using exchange::v1::LinkageModel;

absl::Status ReadShares(const AgreementShares& message, absl::string_view field, std::array<double, kLevels>& shares) {
  shares = {0, message.exact(), message.sound(), message.close(), message.similar(), message.different()};
  double sum = 0;
  for (const double share : shares) {
    if (!std::isfinite(share) || share < 0 || share > 1) {
      return absl::InvalidArgumentError(absl::StrCat(field, ": a share is not from 0 to 1"));
    }
    sum += share;
  }
  if (std::abs(sum - 1) > 1e-6)
    return absl::InvalidArgumentError(absl::StrCat(field, ": the shares add up to ", sum, ", not to 1"));
  return absl::OkStatus();
}

absl::Status ReadThreshold(double value, absl::string_view field, double& threshold) {
  if (value == 0) return absl::OkStatus();
  if (!(value > 0 && value < 1)) return absl::InvalidArgumentError(absl::StrCat(field, " must lie between 0 and 1"));
  threshold = value;
  return absl::OkStatus();
}

// The shipped chances are rounded, so that what they leave of 1 is told as different: ModelOf reads what this writes.
AgreementShares SharesOf(const std::array<double, kLevels>& shares) {
  AgreementShares message;
  message.set_exact(shares[1]);
  message.set_sound(shares[2]);
  message.set_close(shares[3]);
  message.set_similar(shares[4]);
  message.set_different(std::max(0.0, 1 - shares[1] - shares[2] - shares[3] - shares[4]));
  return message;
}

absl::Status ReadField(const FieldModel& field, Model& model) {
  const auto kind = FieldKindOf(field.field_kind());
  if (!kind.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("field_kind: `", field.field_kind(), "` is none of: ", FieldKindNames()));
  }
  if (field.has_same_person()) {
    const absl::Status read =
        ReadShares(field.same_person(), absl::StrCat(field.field_kind(), ".same_person"), model.of(*kind).m);
    if (!read.ok()) return read;
  }
  if (field.has_chance()) {
    return ReadShares(field.chance(), absl::StrCat(field.field_kind(), ".chance"), model.of(*kind).u);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Model> ModelOf(const LinkageModel& message) {
  Model model = ShippedModel();
  if (message.edition().empty()) return absl::InvalidArgumentError("edition is missing");
  model.edition = message.edition();
  std::set<std::string> kinds;
  for (const FieldModel& field : message.fields()) {
    if (!kinds.insert(field.field_kind()).second) {
      return absl::InvalidArgumentError(absl::StrCat("field_kind: `", field.field_kind(), "` stands twice"));
    }
    if (absl::Status read = ReadField(field, model); !read.ok()) return read;
  }
  for (const absl::Status& read :
       {ReadThreshold(message.swapped_names(), "swapped_names", model.swapped_names),
        ReadThreshold(message.accept(), "accept", model.accept), ReadThreshold(message.ask(), "ask", model.ask)}) {
    if (!read.ok()) return read;
  }
  if (model.ask > model.accept) return absl::InvalidArgumentError("ask must not be above accept");
  return model;
}

LinkageModel MessageOf(const Model& model) {
  LinkageModel message;
  message.set_edition(model.edition);
  for (int kind = 0; kind < kFieldKinds; ++kind) {
    FieldModel& field = *message.add_fields();
    field.set_field_kind(std::string(FieldKindName(static_cast<FieldKind>(kind))));
    *field.mutable_same_person() = SharesOf(model.kinds[static_cast<size_t>(kind)].m);
    *field.mutable_chance() = SharesOf(model.kinds[static_cast<size_t>(kind)].u);
  }
  message.set_swapped_names(model.swapped_names);
  message.set_accept(model.accept);
  message.set_ask(model.ask);
  return message;
}

}  // namespace lianfang::linkage
