#include "services/exchange/domain/agreement/agreement_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/text.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

constexpr absl::Duration kLongest = absl::Hours(24 * 3653);

void CheckParty(absl::string_view field, const v1::RecordOwner& party, const type::v1::Plan& plan,
                FieldViolations& faults) {
  const type::v1::Department* department = FindDepartment(plan, party.department());
  if (department == nullptr) {
    faults.Add(absl::StrCat(field, ".department"), "must be a department of the plan");
  } else if (!ActsFrom(plan, *department, party.region())) {
    faults.Add(absl::StrCat(field, ".region"), "must be a region in which the department acts under the plan");
  }
}

void CheckFields(const v1::AgreementTerms& terms, FieldViolations& faults) {
  std::set<std::string> seen;
  for (int i = 0; i < terms.fields_size(); ++i) {
    const std::string field = absl::StrCat("terms.fields[", i, "]");
    if (FieldAt(terms.kind(), terms.fields(i)) == nullptr) {
      faults.Add(field, absl::StrCat("is no field of the kind ", KindWord(terms.kind()), ": \"",
                                     Shortened(terms.fields(i), 60), "\""));
    } else if (!seen.insert(terms.fields(i)).second) {
      faults.Add(field, "is there twice");
    }
  }
  if (terms.fields().empty()) faults.Add("terms.fields", "must name at least one field");
}

void CheckScope(const v1::AgreementTerms& terms, const type::v1::Plan& plan, FieldViolations& faults) {
  for (int i = 0; i < terms.regions_size(); ++i) {
    if (!IsDivisionCode(terms.regions(i)) || !DivisionCovers(terms.owner().region(), terms.regions(i))) {
      faults.Add(absl::StrCat("terms.regions[", i, "]"), "must be a division code within the owner's region");
    }
  }
  for (int i = 0; i < terms.industries_size(); ++i) {
    const bool known = std::any_of(plan.industries().begin(), plan.industries().end(),
                                   [&](const auto& industry) { return industry.id() == terms.industries(i); });
    if (!known) faults.Add(absl::StrCat("terms.industries[", i, "]"), "must be an industry of the plan");
  }
}

void CheckPurposes(const v1::AgreementTerms& terms, const type::v1::Plan& plan, FieldViolations& faults) {
  if (terms.purposes().empty()) faults.Add("terms.purposes", "must name at least one purpose");
  std::set<int> seen;
  for (int i = 0; i < terms.purposes_size(); ++i) {
    const std::string field = absl::StrCat("terms.purposes[", i, "]");
    const v1::Purpose purpose = terms.purposes(i);
    if (purpose == v1::PURPOSE_UNSPECIFIED || !v1::Purpose_IsValid(purpose))
      faults.Add(field, "must be a known purpose");
    if (!seen.insert(purpose).second) faults.Add(field, "is there twice");
    const bool for_lead = purpose == v1::PURPOSE_RECONCILIATION || purpose == v1::PURPOSE_REGISTER;
    if (for_lead && terms.reader().department() != LeadDepartment(plan)) {
      faults.Add(field, "is for the department that leads the plan, as reader");
    }
    if (purpose == v1::PURPOSE_REGISTER && terms.kind() != v1::RECORD_KIND_EMPLOYER) {
      faults.Add(field, "is for records of employers");
    }
  }
}

v1::AgreementEdition EditionOf(int number, const v1::AgreementTerms& terms, const std::string& reason,
                               const std::string& proposer, absl::Time now) {
  v1::AgreementEdition edition;
  edition.set_edition(number);
  *edition.mutable_terms() = terms;
  edition.set_reason(reason);
  edition.set_proposer(proposer);
  *edition.mutable_propose_time() = ToTimestamp(now);
  return edition;
}

void Touch(v1::Agreement& agreement, absl::Time now) {
  agreement.set_etag(NextEtag(agreement.etag()));
  *agreement.mutable_update_time() = ToTimestamp(now);
}

bool Waits(const v1::Agreement& agreement) {
  return agreement.editions_size() > 0 && !agreement.editions(agreement.editions_size() - 1).has_start_time() &&
         !agreement.editions(agreement.editions_size() - 1).has_cease_time();
}

void SetState(v1::Agreement& agreement, absl::Time now) {
  const v1::AgreementEdition* current = EditionInForce(agreement, now);
  agreement.set_edition_in_force(current == nullptr ? 0 : current->edition());
  if (agreement.has_end_time()) {
    agreement.set_state(v1::AGREEMENT_STATE_ENDED);
  } else if (current != nullptr) {
    agreement.set_state(v1::AGREEMENT_STATE_IN_FORCE);
  } else {
    agreement.set_state(Waits(agreement) ? v1::AGREEMENT_STATE_PROPOSED : v1::AGREEMENT_STATE_EXPIRED);
  }
}

std::string StateName(const v1::Agreement& agreement) { return v1::AgreementState_Name(agreement.state()); }

}  // namespace

absl::Status CheckTerms(const v1::AgreementTerms& terms, const type::v1::Plan& plan, absl::Time now) {
  FieldViolations faults;
  CheckParty("terms.owner", terms.owner(), plan, faults);
  CheckParty("terms.reader", terms.reader(), plan, faults);
  const bool same =
      terms.owner().region() == terms.reader().region() && terms.owner().department() == terms.reader().department();
  const bool reads_nothing = std::all_of(terms.purposes().begin(), terms.purposes().end(), [](int purpose) {
    return purpose == v1::PURPOSE_RECONCILIATION || purpose == v1::PURPOSE_REGISTER;
  });
  if (same && !reads_nothing) faults.Add("terms.reader", "needs no agreement to read its own records");
  if (KindWord(terms.kind()).empty()) {
    faults.Add("terms.kind", "must be a known kind");
  } else {
    CheckFields(terms, faults);
  }
  CheckScope(terms, plan, faults);
  CheckPurposes(terms, plan, faults);
  if (!IsValidTimestamp(terms.end_time()) || FromTimestamp(terms.end_time()) <= now ||
      FromTimestamp(terms.end_time()) > now + kLongest) {
    faults.Add("terms.end_time", "must be in the future, at most 10 years ahead");
  }
  if (CountCodePoints(terms.note()) > kLongestReason) {
    faults.Add("terms.note", absl::StrCat("must be at most ", kLongestReason, " characters"));
  }
  return faults.ToStatus();
}

v1::Agreement Proposed(const std::string& name, const v1::AgreementTerms& terms, const std::string& proposer,
                       absl::Time now) {
  v1::Agreement agreement;
  agreement.set_name(name);
  *agreement.add_editions() = EditionOf(1, terms, "", proposer, now);
  *agreement.mutable_create_time() = ToTimestamp(now);
  Touch(agreement, now);
  SetState(agreement, now);
  return agreement;
}

absl::StatusOr<v1::Agreement> Amended(v1::Agreement agreement, const v1::AgreementTerms& terms,
                                      const std::string& reason, const std::string& proposer, absl::Time now) {
  SetState(agreement, now);
  if (agreement.has_end_time()) return WrongState(agreement.name(), StateName(agreement), "has ended");
  if (Waits(agreement))
    return WrongState(agreement.name(), StateName(agreement), "has an edition that waits for approval");
  const v1::AgreementTerms& before = agreement.editions(0).terms();
  const auto differs = [](const v1::RecordOwner& left, const v1::RecordOwner& right) {
    return left.region() != right.region() || left.department() != right.department();
  };
  FieldViolations faults;
  if (differs(before.owner(), terms.owner())) faults.Add("terms.owner", "never changes: make another agreement");
  if (differs(before.reader(), terms.reader())) faults.Add("terms.reader", "never changes: make another agreement");
  if (before.kind() != terms.kind()) faults.Add("terms.kind", "never changes: make another agreement");
  if (!faults.empty()) return faults.ToStatus();
  *agreement.add_editions() = EditionOf(agreement.editions_size() + 1, terms, reason, proposer, now);
  Touch(agreement, now);
  SetState(agreement, now);
  return agreement;
}

absl::StatusOr<v1::Agreement> Approved(v1::Agreement agreement, int edition, ApprovingSide side,
                                       const std::string& approver, absl::Time now) {
  SetState(agreement, now);
  if (!Waits(agreement))
    return WrongState(agreement.name(), StateName(agreement), "has no edition that waits for approval");
  v1::AgreementEdition& waiting = *agreement.mutable_editions(agreement.editions_size() - 1);
  if (waiting.edition() != edition) {
    return InvalidField("edition", absl::StrCat("must be the one that waits, ", waiting.edition(), ", was ", edition));
  }
  if (FromTimestamp(waiting.terms().end_time()) <= now) {
    return WrongState(agreement.name(), StateName(agreement), "has terms that have ended meanwhile");
  }
  const bool has = side == ApprovingSide::kOwner ? waiting.has_owner_approval() : waiting.has_office_approval();
  if (has) return WrongState(agreement.name(), StateName(agreement), "has this side's approval");
  v1::Approval& approval =
      side == ApprovingSide::kOwner ? *waiting.mutable_owner_approval() : *waiting.mutable_office_approval();
  approval.set_actor(approver);
  *approval.mutable_approve_time() = ToTimestamp(now);
  if (waiting.has_owner_approval() && waiting.has_office_approval()) {
    *waiting.mutable_start_time() = ToTimestamp(now);
    for (v1::AgreementEdition& other : *agreement.mutable_editions()) {
      if (&other != &waiting && other.has_start_time() && !other.has_cease_time()) {
        *other.mutable_cease_time() = ToTimestamp(std::min(now, FromTimestamp(other.terms().end_time())));
      }
    }
  }
  Touch(agreement, now);
  SetState(agreement, now);
  return agreement;
}

absl::StatusOr<v1::Agreement> Ended(v1::Agreement agreement, const std::string& reason, absl::Time now) {
  SetState(agreement, now);
  if (agreement.has_end_time() || agreement.state() == v1::AGREEMENT_STATE_EXPIRED) {
    return WrongState(agreement.name(), StateName(agreement), "has ended");
  }
  for (v1::AgreementEdition& edition : *agreement.mutable_editions()) {
    if (!edition.has_cease_time()) {
      *edition.mutable_cease_time() = ToTimestamp(std::min(now, FromTimestamp(edition.terms().end_time())));
    }
  }
  agreement.set_end_reason(reason);
  *agreement.mutable_end_time() = ToTimestamp(now);
  Touch(agreement, now);
  SetState(agreement, now);
  return agreement;
}

const v1::AgreementEdition* EditionInForce(const v1::Agreement& agreement, absl::Time now) {
  for (const v1::AgreementEdition& edition : agreement.editions()) {
    const bool begun = edition.has_start_time() && FromTimestamp(edition.start_time()) <= now;
    const bool ceased = edition.has_cease_time() && FromTimestamp(edition.cease_time()) <= now;
    if (begun && !ceased && now < FromTimestamp(edition.terms().end_time())) return &edition;
  }
  return nullptr;
}

v1::Agreement AsOf(v1::Agreement agreement, absl::Time time) {
  const auto later = [time](const google::protobuf::Timestamp& one) { return FromTimestamp(one) > time; };
  while (agreement.editions_size() > 0 && later(agreement.editions(agreement.editions_size() - 1).propose_time())) {
    agreement.mutable_editions()->RemoveLast();
  }
  for (v1::AgreementEdition& edition : *agreement.mutable_editions()) {
    if (edition.has_owner_approval() && later(edition.owner_approval().approve_time())) edition.clear_owner_approval();
    if (edition.has_office_approval() && later(edition.office_approval().approve_time()))
      edition.clear_office_approval();
    if (edition.has_start_time() && later(edition.start_time())) edition.clear_start_time();
    if (edition.has_cease_time() && later(edition.cease_time())) edition.clear_cease_time();
  }
  if (agreement.has_end_time() && later(agreement.end_time())) {
    agreement.clear_end_time();
    agreement.clear_end_reason();
  }
  SetState(agreement, time);
  return agreement;
}

}  // namespace lianfang::exchange
