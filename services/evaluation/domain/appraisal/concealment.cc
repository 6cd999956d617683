#include "services/evaluation/domain/appraisal/concealment.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/credit_code.h"
#include "common/errors.h"
#include "common/four_eyes.h"
#include "common/text.h"
#include "common/time.h"
#include "linkage/field.h"
#include "linkage/normalize.h"

namespace lianfang::evaluation {
namespace {

constexpr size_t kLongestLine = 200;
constexpr size_t kLongestNumber = 100;
constexpr size_t kLongestText = 2000;
constexpr int kMostEvidence = 20;
constexpr size_t kNameThatTells = 4;  // characters of a name that is part of a longer one

template <typename Entries>
const typename Entries::value_type* FindEntry(const Entries& entries, const std::string& id) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& one) { return one.id() == id; });
  return found == entries.end() ? nullptr : &*found;
}

void CheckText(FieldViolations& faults, const std::string& field, const std::string& text) {
  if (text.empty()) faults.Add(field, "must be given");
  if (CountCodePoints(text) > kLongestText) {
    faults.Add(field, absl::StrCat("must be at most ", kLongestText, " characters"));
  }
}

void CheckOneLine(FieldViolations& faults, const std::string& field, const std::string& text, size_t most) {
  if (absl::Status line = CheckLine(text, most); !line.ok()) faults.Add(field, line.message());
}

void CheckDays(FieldViolations& faults, const v1::Concealment& concealment, absl::CivilDay today) {
  const auto happened = FromDate(concealment.accident_date());
  const auto proven = FromDate(concealment.proven_date());
  if (!happened.ok()) faults.Add("concealment.accident_date", happened.status().message());
  if (!proven.ok()) faults.Add("concealment.proven_date", proven.status().message());
  if (happened.ok() && *happened > today) faults.Add("concealment.accident_date", "must not lie in the future");
  if (proven.ok() && *proven > today) faults.Add("concealment.proven_date", "must not lie in the future");
  if (happened.ok() && proven.ok() && *proven < *happened) {
    faults.Add("concealment.proven_date", "must not be before the accident");
  }
}

// Whether two names may be one employer's: without legal form, spaces and widths they are the same, or one is the other's and says more, as with
// the region in front.
bool MayBeOneEmployer(const std::string& one, const std::string& other) {
  const std::string left = linkage::Normalized(linkage::FieldKind::kOrganization, one);
  const std::string right = linkage::Normalized(linkage::FieldKind::kOrganization, other);
  if (left.empty() || right.empty()) return one == other;
  const std::string& shorter = left.size() < right.size() ? left : right;
  const std::string& longer = left.size() < right.size() ? right : left;
  return left == right || (CountCodePoints(shorter) >= kNameThatTells && absl::StrContains(longer, shorter));
}

// Whoever is not known by code is compared by name. Where an accident happened is recorded by a county and by the city above it, or where the
// employer sits: it makes no other accident of it.
bool MayBeSameAccident(const v1::Concealment& one, const v1::Concealment& other) {
  if (FromDate(one.accident_date()) != FromDate(other.accident_date())) return false;
  if (one.credit_code().empty() || other.credit_code().empty())
    return MayBeOneEmployer(one.employer(), other.employer());
  return one.credit_code() == other.credit_code();
}

bool MayCount(const v1::Concealment& concealment) {
  return concealment.state() == v1::CONCEALMENT_STATE_RECORDED ||
         concealment.state() == v1::CONCEALMENT_STATE_CONFIRMED;
}

absl::Status WrongState(const v1::Concealment& concealment, absl::string_view what) {
  const std::string state = v1::ConcealmentState_Name(concealment.state());
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat(concealment.name(), " ", what, "; its state is ", state), "STATE_NOT_ALLOWED",
                         {{"name", concealment.name()}, {"state", state}});
}

// Whoever has recorded one of the two knew that it is another accident.
bool IsToldApart(const v1::Concealment& one, const v1::Concealment& other) {
  const auto names = [](const v1::Concealment& from, const std::string& name) {
    const auto& known = from.different_from();
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  return names(one, other.name()) || names(other, one.name());
}

// Since when it stands confirmed at `time`; nothing where it does not.
std::optional<absl::Time> ConfirmedSince(const v1::Concealment& concealment, absl::Time time) {
  std::optional<absl::Time> since;
  for (const v1::ConcealmentEvent& event : concealment.events()) {
    const absl::Time taken = FromTimestamp(event.time());
    if (taken > time) continue;
    since = event.state() == v1::CONCEALMENT_STATE_CONFIRMED ? std::optional<absl::Time>(taken) : std::nullopt;
  }
  return since;
}

// Who led to the state that it has now.
const std::string& LastActor(const v1::Concealment& concealment) {
  return concealment.events(concealment.events_size() - 1).actor();
}

}  // namespace

absl::Status CheckConcealment(const v1::Concealment& concealment, const type::v1::Plan& plan, absl::Time now) {
  FieldViolations faults;
  if (!concealment.name().empty()) faults.Add("concealment.name", "is given by the server; leave it out");
  const auto& regions = plan.regions();
  if (std::none_of(regions.begin(), regions.end(),
                   [&](const auto& region) { return region.code() == concealment.region(); })) {
    faults.Add("concealment.region", "must be a region of the plan");
  }
  if (FindEntry(plan.industries(), concealment.industry()) == nullptr) {
    faults.Add("concealment.industry", "is no industry of the plan");
  }
  CheckOneLine(faults, "concealment.employer", concealment.employer(), kLongestLine);
  if (!concealment.credit_code().empty()) {
    if (const std::string fault = CreditCodeFault(concealment.credit_code()); !fault.empty()) {
      faults.Add("concealment.credit_code", fault);
    }
  }
  const auto zone = LoadZone(plan.time_zone());
  if (!zone.ok()) return zone.status();
  CheckDays(faults, concealment, absl::ToCivilDay(now, *zone));
  CheckOneLine(faults, "concealment.document_number", concealment.document_number(), kLongestNumber);
  CheckText(faults, "concealment.description", concealment.description());
  if (concealment.evidence_size() > kMostEvidence) {
    faults.Add("concealment.evidence", absl::StrCat("must be at most ", kMostEvidence));
  }
  for (int i = 0; i < concealment.evidence_size(); ++i) {
    CheckOneLine(faults, absl::StrCat("concealment.evidence[", i, "]"), concealment.evidence(i), kLongestLine);
  }
  return faults.ToStatus();
}

absl::Status CheckIsNew(const v1::Concealment& concealment, const std::vector<v1::Concealment>& others,
                        const std::vector<std::string>& different_from) {
  for (const v1::Concealment& other : others) {
    if (!MayCount(other) || !MayBeSameAccident(concealment, other)) continue;
    if (std::find(different_from.begin(), different_from.end(), other.name()) != different_from.end()) continue;
    return ErrorWithReason(absl::StatusCode::kAlreadyExists,
                           absl::StrCat("the accident is recorded already: ", other.name(),
                                        "; where it is another one, name that in `different_from`"),
                           "CONCEALMENT_EXISTS", {{"concealment", other.name()}});
  }
  return absl::OkStatus();
}

void Complete(const type::v1::Plan& plan, const std::string& actor, absl::Time now,
              const std::vector<std::string>& different_from, v1::Concealment& concealment) {
  concealment.mutable_different_from()->Assign(different_from.begin(), different_from.end());
  concealment.set_department(FindEntry(plan.industries(), concealment.industry())->responsible_department());
  concealment.clear_events();
  concealment.clear_etag();
  *concealment.mutable_create_time() = ToTimestamp(now);
  Advance(v1::CONCEALMENT_STATE_RECORDED, actor, "", now, concealment);
}

absl::Status CheckDecision(const v1::Concealment& concealment, const v1::DecideConcealmentRequest& request,
                           const Identity& caller) {
  FieldViolations faults;
  if (request.decision() != v1::CONCEALMENT_DECISION_CONFIRM && request.decision() != v1::CONCEALMENT_DECISION_REJECT) {
    faults.Add("decision", "is no known decision");
  }
  CheckText(faults, "reason", request.reason());
  if (!faults.empty()) return faults.ToStatus();
  if (concealment.state() != v1::CONCEALMENT_STATE_RECORDED) return WrongState(concealment, "is decided already");
  return CheckFourEyes(LastActor(concealment), caller);
}

absl::Status CheckRevocation(const v1::Concealment& concealment, const v1::RevokeConcealmentRequest& request,
                             const Identity& caller) {
  FieldViolations faults;
  CheckText(faults, "reason", request.reason());
  if (!faults.empty()) return faults.ToStatus();
  if (concealment.state() != v1::CONCEALMENT_STATE_CONFIRMED) return WrongState(concealment, "is not confirmed");
  return CheckFourEyes(LastActor(concealment), caller);
}

void Advance(v1::ConcealmentState state, const std::string& actor, const std::string& reason, absl::Time now,
             v1::Concealment& concealment) {
  v1::ConcealmentEvent& event = *concealment.add_events();
  event.set_state(state);
  event.set_actor(actor);
  event.set_reason(reason);
  *event.mutable_time() = ToTimestamp(now);
  concealment.set_state(state);
  int64_t version = 0;
  static_cast<void>(absl::SimpleAtoi(concealment.etag(), &version));
  concealment.set_etag(absl::StrCat(version + 1));
  *concealment.mutable_update_time() = ToTimestamp(now);
}

bool IsConfirmedAt(const v1::Concealment& concealment, absl::Time time) {
  return ConfirmedSince(concealment, time).has_value();
}

std::vector<const v1::Concealment*> ThatCountAt(const std::vector<const v1::Concealment*>& concealments,
                                                absl::Time time) {
  // By confirmation: that another one is confirmed later does not move what counts already.
  std::map<std::pair<absl::Time, std::string>, const v1::Concealment*> confirmed;
  for (const v1::Concealment* concealment : concealments) {
    const auto since = ConfirmedSince(*concealment, time);
    if (since.has_value()) confirmed[{*since, concealment->name()}] = concealment;
  }
  std::set<const v1::Concealment*> counting;
  for (const auto& [since, concealment] : confirmed) {
    const bool known = std::any_of(counting.begin(), counting.end(), [&one = *concealment](const auto* other) {
      return MayBeSameAccident(one, *other) && !IsToldApart(one, *other);
    });
    if (!known) counting.insert(concealment);
  }
  std::vector<const v1::Concealment*> in_order;
  std::copy_if(concealments.begin(), concealments.end(), std::back_inserter(in_order),
               [&counting](const auto* one) { return counting.count(one) > 0; });
  return in_order;
}

}  // namespace lianfang::evaluation
