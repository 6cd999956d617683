#include "services/exchange/domain/reconciliation/model_editions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "linkage/model_file.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

constexpr char kCollection[] = "/linkageModels/";
constexpr double kLeastAccept = 0.95;
constexpr double kLeastAsk = 0.2;

const v1::LinkageModelEdition* Find(const ModelEditions& editions, const std::string& name) {
  const auto found =
      std::find_if(editions.begin(), editions.end(), [&name](const auto& edition) { return edition.name() == name; });
  return found == editions.end() ? nullptr : &*found;
}

bool Waits(const v1::LinkageModelEdition& edition) { return edition.state() == v1::LINKAGE_MODEL_STATE_PROPOSED; }

void Touch(v1::LinkageModelEdition& edition, absl::Time now) {
  edition.set_etag(NextEtag(edition.etag()));
  *edition.mutable_update_time() = ToTimestamp(now);
}

// With thresholds that are no lower than reconciliation's own.
linkage::Model Careful(linkage::Model model) {
  model.accept = std::max(model.accept, kLeastAccept);
  model.ask = std::max(model.ask, kLeastAsk);
  return model;
}

// OK unless a level that records of one person have never occurs by chance: its weight would have no bound.
absl::Status CheckWeights(const linkage::Model& model) {
  for (int kind = 0; kind < linkage::kFieldKinds; ++kind) {
    const linkage::KindModel& shares = model.kinds[static_cast<size_t>(kind)];
    for (size_t level = 1; level < shares.m.size(); ++level) {
      if (shares.m[level] == 0 || shares.u[level] > 0) continue;
      return absl::InvalidArgumentError(
          absl::StrCat(std::string(linkage::FieldKindName(static_cast<linkage::FieldKind>(kind))),
                       ": a level with a share in same_person must have one in chance"));
    }
  }
  return absl::OkStatus();
}

// The edition of this name where it waits and is as it was read, or why not.
absl::StatusOr<v1::LinkageModelEdition> Waiting(const std::string& name, const std::string& etag,
                                                const ModelEditions& editions) {
  const v1::LinkageModelEdition* found = Find(editions, name);
  if (found == nullptr) return NotFound(name);
  if (absl::Status current = CheckEtag(etag, found->etag()); !current.ok()) return current;
  if (Waits(*found)) return *found;
  return WrongState(name, v1::LinkageModelState_Name(found->state()), "does not wait for approval");
}

}  // namespace

std::string LinkageModelName(absl::string_view plan, absl::string_view edition) {
  return absl::StrCat(plan, kCollection, edition);
}

absl::StatusOr<ParsedModelName> ParseLinkageModelName(absl::string_view name) {
  const size_t at = name.find(kCollection);
  if (at != absl::string_view::npos) {
    ParsedModelName parsed{std::string(name.substr(0, at)), std::string(name.substr(at + sizeof(kCollection) - 1))};
    if (CheckPlanName("name", parsed.plan).ok() && IsResourceId(parsed.edition)) return parsed;
  }
  return InvalidField("name", "must be plans/{plan}/linkageModels/{edition}");
}

v1::LinkageModelEdition ShippedEdition(const std::string& plan, const ModelEditions& editions) {
  v1::LinkageModelEdition shipped;
  *shipped.mutable_model() = linkage::MessageOf(ReconciliationModelOf(nullptr));
  shipped.set_name(LinkageModelName(plan, shipped.model().edition()));
  const auto begun =
      std::find_if(editions.begin(), editions.end(), [](const auto& edition) { return edition.has_start_time(); });
  shipped.set_state(begun == editions.end() ? v1::LINKAGE_MODEL_STATE_IN_FORCE : v1::LINKAGE_MODEL_STATE_SUPERSEDED);
  if (begun != editions.end()) *shipped.mutable_cease_time() = begun->start_time();
  return shipped;
}

const v1::LinkageModelEdition* ModelInForce(const ModelEditions& editions) {
  for (const v1::LinkageModelEdition& edition : editions) {
    if (edition.state() == v1::LINKAGE_MODEL_STATE_IN_FORCE) return &edition;
  }
  return nullptr;
}

linkage::Model ReconciliationModelOf(const v1::LinkageModelEdition* edition) {
  linkage::Model model = linkage::ShippedModel();
  if (edition != nullptr) {
    // A stored edition was checked when it was proposed.
    const auto stored = linkage::ModelOf(edition->model());
    if (stored.ok()) model = *stored;
  }
  return Careful(std::move(model));
}

absl::Status CheckLinkageModel(const v1::LinkageModel& model) {
  if (!IsResourceId(model.edition())) {
    return InvalidField("model.edition",
                        "must be lower-case words and numbers joined by hyphens, at most 63 characters");
  }
  const auto read = linkage::ModelOf(model);
  const absl::Status checked = read.ok() ? CheckWeights(*read) : read.status();
  return checked.ok() ? absl::OkStatus() : InvalidField("model", checked.message());
}

absl::StatusOr<v1::LinkageModelEdition> ProposedModel(const std::string& plan, const v1::LinkageModel& model,
                                                      const std::string& reason, const std::string& proposer,
                                                      const ModelEditions& editions, absl::Time now) {
  const auto read = linkage::ModelOf(model);
  if (!read.ok()) return InvalidField("model", read.status().message());
  v1::LinkageModelEdition edition;
  edition.set_name(LinkageModelName(plan, model.edition()));
  if (model.edition() == linkage::ShippedModel().edition || Find(editions, edition.name()) != nullptr) {
    return ErrorWithReason(absl::StatusCode::kAlreadyExists, absl::StrCat(edition.name(), " exists"), "ALREADY_EXISTS",
                           {{"name", edition.name()}});
  }
  const auto waiting = std::find_if(editions.begin(), editions.end(), Waits);
  if (waiting != editions.end()) {
    return WrongState(waiting->name(), v1::LinkageModelState_Name(waiting->state()), "waits for approval");
  }
  *edition.mutable_model() = linkage::MessageOf(Careful(*read));
  edition.set_reason(reason);
  edition.set_proposer(proposer);
  edition.set_state(v1::LINKAGE_MODEL_STATE_PROPOSED);
  *edition.mutable_create_time() = ToTimestamp(now);
  Touch(edition, now);
  return edition;
}

absl::StatusOr<ModelEditions> ApprovedModel(const std::string& name, const std::string& etag, ModelSide side,
                                            const std::string& approver, const ModelEditions& editions,
                                            absl::Time now) {
  auto edition = Waiting(name, etag, editions);
  if (!edition.ok()) return edition.status();
  const bool has = side == ModelSide::kConvener ? edition->has_convener_approval() : edition->has_office_approval();
  if (has) return WrongState(name, v1::LinkageModelState_Name(edition->state()), "has this side's approval");
  v1::Approval& approval =
      side == ModelSide::kConvener ? *edition->mutable_convener_approval() : *edition->mutable_office_approval();
  approval.set_actor(approver);
  *approval.mutable_approve_time() = ToTimestamp(now);
  Touch(*edition, now);
  if (!edition->has_convener_approval() || !edition->has_office_approval()) return ModelEditions{*std::move(edition)};
  ModelEditions changed;
  if (const v1::LinkageModelEdition* before = ModelInForce(editions); before != nullptr) {
    v1::LinkageModelEdition& ceased = changed.emplace_back(*before);
    ceased.set_state(v1::LINKAGE_MODEL_STATE_SUPERSEDED);
    *ceased.mutable_cease_time() = ToTimestamp(now);
    Touch(ceased, now);
  }
  edition->set_state(v1::LINKAGE_MODEL_STATE_IN_FORCE);
  *edition->mutable_start_time() = ToTimestamp(now);
  changed.push_back(*std::move(edition));
  return changed;
}

absl::StatusOr<v1::LinkageModelEdition> RefusedModel(const std::string& name, const std::string& etag,
                                                     const std::string& reason, const ModelEditions& editions,
                                                     absl::Time now) {
  auto edition = Waiting(name, etag, editions);
  if (!edition.ok()) return edition.status();
  edition->set_state(v1::LINKAGE_MODEL_STATE_REFUSED);
  edition->set_refusal_reason(reason);
  Touch(*edition, now);
  return edition;
}

}  // namespace lianfang::exchange
