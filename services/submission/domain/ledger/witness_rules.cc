#include "services/submission/domain/ledger/witness_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/ledger/tree_head.h"
#include "common/ledger/witness_key.h"
#include "services/submission/domain/ledger/find.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/plan/plan_view.h"

namespace lianfang::submission {
namespace {

constexpr size_t kLongestKey = 256;  // bytes; a P-256 key has 91

absl::Status NoSuchPlan() {
  return ErrorWithReason(absl::StatusCode::kNotFound, "the plan does not exist", "NO_SUCH_PLAN");
}

// Whether somebody of this department acts under the plan.
bool IsOfPlan(const type::v1::Plan& plan, const Identity& caller) {
  return std::any_of(plan.departments().begin(), plan.departments().end(), [&](const type::v1::Department& department) {
    if (department.id() != caller.department) return false;
    if (!department.acting_region().empty()) return department.acting_region() == caller.region;
    return std::any_of(plan.regions().begin(), plan.regions().end(),
                       [&caller](const type::v1::Region& region) { return region.code() == caller.region; });
  });
}

// Whether one of the regions that the plan is about, or that its departments act from, lies in the observer's.
bool IsObserverOf(const type::v1::Plan& plan, const Identity& caller) {
  const auto sees = [&caller](const std::string& region) {
    return !region.empty() && DivisionCovers(caller.region, region);
  };
  return caller.role == type::v1::ROLE_OBSERVER &&
         (std::any_of(plan.regions().begin(), plan.regions().end(),
                      [&](const type::v1::Region& region) { return sees(region.code()); }) ||
          std::any_of(plan.departments().begin(), plan.departments().end(),
                      [&](const type::v1::Department& department) { return sees(department.acting_region()); }));
}

// An entry about the ledger itself, with its answer.
template <typename Event>
Decision Record(const type::v1::Plan& plan, const v1::LedgerEntry& event, const Event& entered, std::string detail) {
  Decision decision;
  decision.event = event;
  decision.event.set_rules(kWitnesses);
  decision.resource = plan.name();
  decision.detail = std::move(detail);
  decision.respond = [answer = AnswerTo(entered).SerializeAsString()](const Projection&) { return answer; };
  return decision;
}

}  // namespace

void RegisteredKeys::Add(const v1::LedgerEntry& entry) {
  if (!entry.has_key_registered()) return;
  const v1::KeyRegistered& registered = entry.key_registered();
  keys_[entry.actor()][entry.sequence()] = {entry.sequence(), registered.key_id(), registered.public_key()};
}

const RegisteredKey* RegisteredKeys::Newest(const std::string& actor) const {
  const auto* own = FindOrNull(keys_, actor);
  return own == nullptr ? nullptr : &own->rbegin()->second;
}

const RegisteredKey* RegisteredKeys::At(const std::string& actor, int64_t sequence) const {
  const auto* own = FindOrNull(keys_, actor);
  return own == nullptr ? nullptr : FindOrNull(*own, sequence);
}

absl::StatusOr<v1::KeyRegistered> CheckKey(const v1::RegisterKeyRequest& request, const Identity& caller) {
  const auto key = request.public_key().size() > kLongestKey
                       ? absl::StatusOr<WitnessPublicKey>(absl::InvalidArgumentError("has too many bytes"))
                       : WitnessPublicKey::FromDer(request.public_key());
  if (!key.ok()) return InvalidField("public_key", key.status().message());
  if (!key->Verify(PossessionMessage(caller.uri, request.plan()), request.possession())) {
    return InvalidField("possession", "is not the key's signature over the caller's identity and the plan");
  }
  v1::KeyRegistered registered;
  registered.set_public_key(key->der());
  registered.set_key_id(key->id());
  return registered;
}

absl::StatusOr<v1::HeadWitnessed> CheckWitness(const v1::WitnessHeadRequest& request, const KeyRing& ledger_keys,
                                               const RegisteredKey* key) {
  if (key == nullptr || key->key_id != request.key_id()) {
    return ErrorWithReason(
        absl::StatusCode::kFailedPrecondition,
        absl::StrCat("the key ", request.key_id(), " is not the one that the caller registered last"),
        "KEY_NOT_REGISTERED", {{"key_id", request.key_id()}});
  }
  const auto head = OpenTreeHead(request.tree_head(), ledger_keys);
  if (!head.ok()) return InvalidField("tree_head", head.status().message());
  if (head->plan() != request.plan()) return InvalidField("tree_head", absl::StrCat("is of ", head->plan()));
  const auto public_key = WitnessPublicKey::FromDer(key->public_key);
  if (!public_key.ok()) return absl::DataLossError("the registered key cannot be read");
  if (!public_key->Verify(WitnessMessage(request.tree_head().tree_head()), request.signature())) {
    return InvalidField("signature", absl::StrCat("is not the key ", key->key_id, "'s over the tree head"));
  }
  v1::HeadWitnessed witnessed;
  *witnessed.mutable_tree_head() = request.tree_head();
  witnessed.set_signature(request.signature());
  witnessed.set_key_id(key->key_id);
  witnessed.set_key_sequence(key->sequence);
  return witnessed;
}

absl::StatusOr<Decision> DecideKeyRegistration(const Snapshot& snapshot,
                                               const absl::StatusOr<v1::KeyRegistered>& registered,
                                               const Identity& caller) {
  if (snapshot.plan == nullptr) return NoSuchPlan();
  if (!IsOfPlan(*snapshot.plan, caller) && !IsObserverOf(*snapshot.plan, caller)) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           "this is for the departments that the plan names, and for observers of its regions",
                           "NOT_OF_THE_PLAN");
  }
  if (!registered.ok()) return registered.status();
  v1::LedgerEntry event;
  *event.mutable_key_registered() = *registered;
  return Record(*snapshot.plan, event, *registered, absl::StrCat("registered the key ", registered->key_id()));
}

absl::StatusOr<Decision> DecideWitness(const Snapshot& snapshot, const absl::StatusOr<v1::HeadWitnessed>& witnessed) {
  if (snapshot.plan == nullptr) return NoSuchPlan();
  if (!witnessed.ok()) return witnessed.status();
  v1::LedgerEntry event;
  *event.mutable_head_witnessed() = *witnessed;
  const int64_t size = AnswerTo(*witnessed).size();
  return Record(*snapshot.plan, event, *witnessed, absl::StrCat("witnessed ", size, " entries"));
}

v1::RegisterKeyResponse AnswerTo(const v1::KeyRegistered& registered) {
  v1::RegisterKeyResponse answer;
  answer.set_key_id(registered.key_id());
  return answer;
}

v1::WitnessHeadResponse AnswerTo(const v1::HeadWitnessed& witnessed) {
  type::v1::TreeHead head;
  head.ParseFromString(witnessed.tree_head().tree_head());
  v1::WitnessHeadResponse answer;
  answer.set_size(head.size());
  return answer;
}

}  // namespace lianfang::submission
