#include "services/exchange/reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/audit/audit_trail.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

// Bytes of a person's fingerprint that a trail shows: enough to tell persons apart.
constexpr size_t kShownFingerprint = 16;

}  // namespace

absl::StatusOr<Reader> Reader::Of(const ExchangeContext& context, const Call& call, const std::string& agreement,
                                  v1::Purpose purpose) {
  Reader reader(context, call, purpose);
  if (agreement.empty()) {
    if (purpose != v1::PURPOSE_UNSPECIFIED) return InvalidField("purpose", "is given together with an agreement");
    return reader;
  }
  if (purpose == v1::PURPOSE_UNSPECIFIED || !v1::Purpose_IsValid(purpose)) {
    return InvalidField("purpose", "must be a known purpose");
  }
  const auto found = context.FindAgreement("agreement", agreement, call.deadline);
  if (!found.ok()) return found.status();
  if (absl::Status right = CheckIsReader(call.caller, found->editions(0).terms()); !right.ok()) return right;
  const v1::AgreementEdition* edition = EditionInForce(*found, context.clock.Now());
  if (edition == nullptr) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, absl::StrCat(agreement, " is not in force"),
                           "AGREEMENT_NOT_IN_FORCE", {{"name", agreement}});
  }
  if (!HasPurpose(edition->terms(), purpose)) {
    return Denied("the agreement does not name this purpose", "PURPOSE_NOT_AGREED");
  }
  reader.edition_ = EditionName(agreement, edition->edition());
  reader.terms_ = edition->terms();
  return reader;
}

absl::StatusOr<RecordFilter> Reader::Scope(v1::RecordKind kind) const {
  if (KindWord(kind).empty()) return InvalidField("kind", "must be a known kind");
  RecordFilter filter;
  filter.kind = kind;
  if (!terms_.has_value()) {
    filter.owner_region = call_->caller.region;
    filter.owner_department = call_->caller.department;
    return filter;
  }
  if (terms_->kind() != kind) {
    return InvalidField("kind", absl::StrCat("must be that of the agreement, ", KindWord(terms_->kind())));
  }
  filter.owner_region = terms_->owner().region();
  filter.owner_department = terms_->owner().department();
  for (const std::string& region : terms_->regions()) filter.region_prefixes.emplace_back(DivisionPrefix(region));
  filter.industries = {terms_->industries().begin(), terms_->industries().end()};
  return filter;
}

bool Reader::MayRead(const StoredVersion& version) const {
  v1::RecordOwner owner;
  owner.set_region(version.owner_region);
  owner.set_department(version.owner_department);
  if (!terms_.has_value()) return Is(call_->caller, owner);
  return Covers(*terms_, owner, version.kind, version.region, version.industry);
}

absl::Status Reader::CheckCondition(absl::string_view field, v1::RecordKind kind,
                                    const std::vector<std::string>& paths) const {
  if (paths.empty()) return InvalidField(field, absl::StrCat("is no condition of the kind ", KindWord(kind)));
  if (!terms_.has_value()) return absl::OkStatus();
  const std::vector<std::string> given = FieldsOf(*terms_);
  const bool agreed = std::all_of(paths.begin(), paths.end(), [&](const auto& path) { return Gives(given, path); });
  if (agreed) return absl::OkStatus();
  return InvalidField(field,
                      absl::StrCat("needs a field that the agreement does not give: ", absl::StrJoin(paths, ", ")));
}

v1::Record Reader::Shown(v1::Record record) const {
  return terms_.has_value() ? Filtered(std::move(record), *terms_, edition_) : Masked(std::move(record));
}

// Whose records are read.
v1::RecordOwner Reader::OwnerRead() const { return terms_.has_value() ? terms_->owner() : OwnerOf(call_->caller); }

ReadRow Reader::RowOf(const v1::RecordOwner& owner, const std::vector<std::string>& fields, const std::string& reason,
                      const std::string& person, absl::Time now) const {
  ReadRow row;
  row.reader_region = call_->caller.region;
  row.reader_department = call_->caller.department;
  row.read.set_reader(call_->caller.uri);
  *row.read.mutable_read_time() = ToTimestamp(now);
  row.read.set_purpose(purpose_);
  row.read.set_agreement_edition(edition_);
  for (const std::string& field : fields) row.read.add_fields(field);
  row.read.set_revealed(!reason.empty());
  row.read.set_reason(reason);
  row.read.set_address(call_->address);
  *row.read.mutable_owner() = owner;
  row.read.set_searched_person(person);
  return row;
}

absl::Status Reader::Log(const std::vector<v1::Record>& records, const google::protobuf::Message& request,
                         const std::vector<std::string>& fields, const std::string& reason,
                         const std::string& person) const {
  const absl::Time now = context_->clock.Now();
  const std::string searched = absl::BytesToHexString(person.substr(0, kShownFingerprint));
  std::vector<ReadRow> rows;
  for (const v1::Record& record : records) {
    // An employer's legal representative is a person, too: a reveal shows one in full.
    if (!IsOfPersons(record.kind()) && reason.empty()) continue;
    ReadRow& row = rows.emplace_back(RowOf(record.owner(), fields, reason, searched, now));
    row.read.set_record(VersionName(record.name(), record.version()));
  }
  const size_t found = rows.size();
  if (found == 0 && !searched.empty()) rows.push_back(RowOf(OwnerRead(), {}, "", searched, now));
  if (rows.empty()) return absl::OkStatus();
  audit::v1::AuditEvent event = AuditEventOf(*call_, &request, now);
  event.set_resource(found == 1 ? rows.front().read.record() : edition_);
  event.set_outcome(audit::v1::AUDIT_OUTCOME_DONE);
  event.set_purpose(Shortened(absl::StrCat(v1::Purpose_Name(purpose_), reason.empty() ? "" : ": ", reason)));
  event.set_detail(Shortened(absl::StrCat(found, " records", searched.empty() ? "" : " of person ", searched,
                                          "; fields ", fields.empty() ? "all" : absl::StrJoin(fields, ", ")),
                             500));
  const absl::Status logged = context_->store.LogReads(rows, event, call_->deadline);
  if (logged.ok()) return logged;
  lianfang::Log(LogLevel::kError, "read_not_audited", {{"method", call_->method}, {"status", LogTextOf(logged)}});
  return absl::UnavailableError("the read cannot be recorded in the audit now, and is therefore not answered");
}

std::vector<std::string> CodePaths(v1::RecordKind kind) {
  if (kind == v1::RECORD_KIND_EMPLOYER) return {"credit_code"};
  return {"employer.credit_code"};
}

std::vector<std::string> NumberPaths(v1::RecordKind kind) {
  if (kind == v1::RECORD_KIND_EMPLOYER) return {};
  if (kind == v1::RECORD_KIND_ACCIDENT) return {"casualties.person.id_number"};
  return {"person.id_number"};
}

std::vector<std::string> DayPaths(v1::RecordKind kind) {
  switch (kind) {
    case v1::RECORD_KIND_PERSON:
      return {"start_date"};
    case v1::RECORD_KIND_ACCIDENT:
      return {"occurrence_time"};
    case v1::RECORD_KIND_DISEASE:
      return {"diagnosis_date"};
    case v1::RECORD_KIND_INJURY:
      return {"injury_date"};
    case v1::RECORD_KIND_TRAINING:
      return {"training_date"};
    default:
      return {};
  }
}

}  // namespace lianfang::exchange
