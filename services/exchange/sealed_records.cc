#include "services/exchange/sealed_records.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/request_key.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

constexpr size_t kIdBytes = 16;  // of a name's keyed hash

// What sealed bytes are bound to: moved to another version they do not open.
std::string ContextOf(const std::string& name, int64_t version) { return VersionName(name, version); }

absl::Status Unreadable(const StoredVersion& version, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kDataLoss,
                         absl::StrCat(VersionName(version.name, version.version), " cannot be opened: key ",
                                      version.sealed.key_id, " is missing or not the one that sealed it"),
                         reason,
                         {{"name", VersionName(version.name, version.version)}, {"key_id", version.sealed.key_id}});
}

}  // namespace

std::string RecordSealer::NameOf(const v1::Record& record) const {
  const std::string hash =
      cipher_.Fingerprint(absl::StrCat("record\n", record.owner().region(), "\n", record.owner().department(), "\n",
                                       KindWord(record.kind()), "\n", record.source_id()));
  return MakeRecordName(record.kind(), absl::BytesToHexString(hash.substr(0, kIdBytes)));
}

std::string RecordSealer::PersonOf(absl::string_view id_number) const {
  return cipher_.Fingerprint(absl::StrCat("person\n", id_number));
}

StoredVersion RecordSealer::Seal(v1::Record record, const std::string& publisher, absl::Time now) const {
  StoredVersion version;
  const RecordFacts facts = FactsOf(record, zone_);
  version.name = NameOf(record);
  version.version = record.version();
  version.kind = record.kind();
  version.owner_region = record.owner().region();
  version.owner_department = record.owner().department();
  version.region = record.region();
  version.industry = record.industry();
  version.withdrawn = record.withdrawn();
  version.day = facts.day;
  version.credit_code = facts.credit_code;
  for (const std::string& number : facts.id_numbers) version.persons.push_back(PersonOf(number));
  version.casualties = facts.casualties;
  version.content_hash = cipher_.Fingerprint(DeterministicBytes(record));
  version.publish_time = now;
  record.set_publisher(publisher);
  version.sealed = cipher_.Seal(record.SerializeAsString(), ContextOf(version.name, version.version));
  return version;
}

absl::StatusOr<std::string> RecordSealer::OpenBytes(const StoredVersion& version) const {
  if (version.algorithm != kSealedWithAesGcm) return Unreadable(version, "SEAL_UNKNOWN");
  auto bytes = cipher_.Open(version.sealed, ContextOf(version.name, version.version));
  if (!bytes.ok()) return Unreadable(version, "FIELD_KEY_MISSING");
  return bytes;
}

absl::StatusOr<v1::Record> RecordSealer::Open(const StoredVersion& version) const {
  const auto bytes = OpenBytes(version);
  if (!bytes.ok()) return bytes.status();
  v1::Record record;
  if (!record.ParseFromString(*bytes)) return Unreadable(version, "SEAL_BROKEN");
  record.set_name(version.name);
  record.set_etag(absl::StrCat(version.version));
  *record.mutable_publish_time() = ToTimestamp(version.publish_time);
  return record;
}

std::string RecordSealer::SealingKey() const { return cipher_.Seal("", "").key_id; }

absl::StatusOr<SealedField> RecordSealer::Resealed(const StoredVersion& version) const {
  const auto bytes = OpenBytes(version);
  if (!bytes.ok()) return bytes.status();
  return cipher_.Seal(*bytes, ContextOf(version.name, version.version));
}

absl::StatusOr<std::vector<PlacedVersion>> OpenedRecords::OpenAll(
    const absl::StatusOr<std::vector<StoredVersion>>& stored) const {
  if (!stored.ok()) return stored.status();
  std::vector<PlacedVersion> opened;
  opened.reserve(stored->size());
  for (const StoredVersion& version : *stored) {
    auto record = sealer_.Open(version);
    if (!record.ok()) return record.status();
    opened.push_back({version.position, *std::move(record), version.newest});
  }
  return opened;
}

absl::StatusOr<std::vector<PlacedVersion>> OpenedRecords::ReadAfter(int64_t position, int limit, absl::Time deadline) {
  return OpenAll(store_.ListVersionsAfter(position, limit, deadline));
}

absl::StatusOr<std::vector<PlacedVersion>> OpenedRecords::ReadNewest(const RecordSelection& selection,
                                                                     const std::string& after_name, int limit,
                                                                     absl::Time deadline) {
  RecordFilter filter;
  filter.kind = selection.kind;
  filter.owner_region = selection.owner_region;
  filter.owner_department = selection.owner_department;
  filter.region_prefix = selection.region_prefix;
  filter.with_withdrawn = true;
  return OpenAll(store_.ListRecords(filter, after_name, limit, deadline));
}

absl::StatusOr<std::optional<PlacedVersion>> OpenedRecords::FindVersion(const std::string& name, int64_t version,
                                                                        absl::Time deadline) {
  const auto stored = store_.FindVersion(name, version, deadline);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return std::optional<PlacedVersion>();
  auto record = sealer_.Open(**stored);
  if (!record.ok()) return record.status();
  return std::optional<PlacedVersion>({(*stored)->position, *std::move(record), (*stored)->newest});
}

absl::StatusOr<std::vector<PlacedVersion>> OpenedRecords::ReadVersionsOf(const std::vector<std::string>& names,
                                                                         absl::Time deadline) {
  return OpenAll(store_.ListVersionsOf(names, deadline));
}

absl::StatusOr<std::vector<AgreementInForce>> OpenedRecords::AgreementsInForce(const std::string& plan,
                                                                               v1::Purpose purpose, absl::Time now,
                                                                               absl::Time deadline) {
  const auto agreements = store_.ListAgreements(plan, deadline);
  if (!agreements.ok()) return agreements.status();
  std::vector<AgreementInForce> open;
  for (const v1::Agreement& agreement : *agreements) {
    const v1::AgreementEdition* edition = EditionInForce(agreement, now);
    if (edition == nullptr || !HasPurpose(edition->terms(), purpose)) continue;
    open.push_back({EditionName(agreement.name(), edition->edition()), edition->terms()});
  }
  return open;
}

}  // namespace lianfang::exchange
