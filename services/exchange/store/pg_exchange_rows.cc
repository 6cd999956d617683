#include "services/exchange/store/pg_exchange_rows.h"

#include <map>
#include <stdexcept>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/pg/parameters.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/store/exchange_sql.h"

namespace lianfang::exchange {
namespace {

std::string TextOf(const pqxx::field& bytes) { return pqxx::binarystring(bytes).str(); }

std::string HexList(const std::vector<std::string>& values) {
  return absl::StrJoin(values, ",", [](std::string* text, const std::string& value) {
    absl::StrAppend(text, absl::BytesToHexString(value));
  });
}

std::string DayText(const std::optional<absl::CivilDay>& day) { return day.has_value() ? FormatDay(*day) : ""; }

template <typename Value, typename Get>
std::vector<Value> Each(const std::vector<StoredVersion>& versions, const Get& get) {
  std::vector<Value> values;
  values.reserve(versions.size());
  for (const StoredVersion& version : versions) values.push_back(get(version));
  return values;
}

template <typename Get>
std::vector<std::string> Texts(const std::vector<StoredVersion>& versions, const Get& get) {
  return Each<std::string>(versions, get);
}

template <typename Get>
std::vector<int64_t> Numbers(const std::vector<StoredVersion>& versions, const Get& get) {
  return Each<int64_t>(versions, get);
}

void BindPlace(const std::vector<StoredVersion>& versions, NamedParameters& parameters) {
  parameters.Bind("positions", Numbers(versions, [](const auto& v) { return v.position; }))
      .Bind("names", Texts(versions, [](const auto& v) { return v.name; }))
      .Bind("versions", Numbers(versions, [](const auto& v) { return v.version; }))
      .Bind("kinds", Numbers(versions, [](const auto& v) { return int64_t{v.kind}; }))
      .Bind("owner_regions", Texts(versions, [](const auto& v) { return v.owner_region; }))
      .Bind("owner_departments", Texts(versions, [](const auto& v) { return v.owner_department; }))
      .Bind("regions", Texts(versions, [](const auto& v) { return v.region; }))
      .Bind("industries", Texts(versions, [](const auto& v) { return v.industry; }));
}

void BindFacts(const std::vector<StoredVersion>& versions, NamedParameters& parameters) {
  parameters.Bind("withdrawn", Numbers(versions, [](const auto& v) { return int64_t{v.withdrawn}; }))
      .Bind("newest", Numbers(versions, [](const auto& v) { return int64_t{v.newest}; }))
      .Bind("days", Texts(versions, [](const auto& v) { return DayText(v.day); }))
      .Bind("credit_codes", Texts(versions, [](const auto& v) { return v.credit_code; }))
      .Bind("persons", Texts(versions, [](const auto& v) { return HexList(v.persons); }))
      .Bind("casualties", Texts(versions, [](const auto& v) { return v.casualties; }))
      .BindBytes("hashes", Texts(versions, [](const auto& v) { return v.content_hash; }))
      .Bind("times", Each<absl::Time>(versions, [](const auto& v) { return v.publish_time; }))
      .Bind("algorithms", Numbers(versions, [](const auto& v) { return int64_t{v.algorithm}; }))
      .Bind("key_ids", Texts(versions, [](const auto& v) { return v.sealed.key_id; }))
      .BindBytes("sealed", Texts(versions, [](const auto& v) { return v.sealed.bytes; }));
}

// The last version offered of a record is its newest one; those before are none, and what was stored is none any more.
void MarkNewest(std::vector<StoredVersion>& versions) {
  std::map<std::string, StoredVersion*> last;
  for (StoredVersion& version : versions) {
    StoredVersion*& newest = last[version.name];
    if (newest != nullptr) newest->newest = false;
    version.newest = true;
    newest = &version;
  }
}

}  // namespace

StoredVersion ReadVersion(const pqxx::row& row) {
  StoredVersion version;
  version.position = row[0].as<int64_t>();
  version.name = row[1].as<std::string>();
  version.version = row[2].as<int64_t>();
  version.kind = static_cast<v1::RecordKind>(row[3].as<int>());
  version.owner_region = row[4].as<std::string>();
  version.owner_department = row[5].as<std::string>();
  version.region = row[6].as<std::string>();
  version.industry = row[7].as<std::string>();
  version.withdrawn = row[8].as<bool>();
  version.newest = row[9].as<bool>();
  if (!row[10].is_null()) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(row[10].as<std::string>(), &day)) version.day = day;
  }
  version.credit_code = row[11].as<std::string>();
  version.casualties = row[12].as<std::string>();
  version.content_hash = TextOf(row[13]);
  version.publish_time = FromPgMicros(row[14].as<int64_t>());
  version.algorithm = row[15].as<int>();
  version.sealed.key_id = row[16].as<std::string>();
  version.sealed.bytes = TextOf(row[17]);
  return version;
}

KnownRecords PgExchangeTransaction::LockRecords(const std::vector<std::pair<std::string, int64_t>>& wanted) {
  head_ = transaction_.Execute(sql::kLockHead)[0][0].as<int64_t>();
  std::vector<std::string> names;
  std::vector<int64_t> versions;
  for (const auto& [name, version] : wanted) {
    names.push_back(name);
    versions.push_back(version);
  }
  NamedParameters parameters;
  parameters.Bind("names", names).Bind("versions", versions);
  KnownRecords known;
  for (const pqxx::row& row : transaction_.Execute(sql::FindKnown(), parameters)) {
    KnownRecord& record = known[row[0].as<std::string>()];
    known_.insert(row[0].as<std::string>());
    record.hashes[row[1].as<int64_t>()] = TextOf(row[2]);
    if (row[4].as<bool>()) record.casualties = row[3].as<std::string>();
  }
  return known;
}

void PgExchangeTransaction::InsertVersions(std::vector<StoredVersion> versions) {
  if (head_ < 0) throw std::logic_error("records are inserted without LockRecords");
  if (versions.empty()) return;
  MarkNewest(versions);
  std::vector<std::string> revised;
  for (const StoredVersion& version : versions) {
    if (known_.count(version.name) > 0) revised.push_back(version.name);
    known_.insert(version.name);
  }
  if (!revised.empty()) {
    NamedParameters outdated;
    outdated.Bind("names", revised);
    transaction_.Execute(sql::Outdate(), outdated);
  }
  for (StoredVersion& version : versions) version.position = ++head_;
  NamedParameters parameters;
  BindPlace(versions, parameters);
  BindFacts(versions, parameters);
  transaction_.Execute(sql::InsertVersions(), parameters);
  transaction_.Execute(sql::kMoveHead, head_);
  changes_.push_back({kRecordsTopic, absl::StrCat(head_)});
}

std::optional<v1::Agreement> PgExchangeTransaction::FindAgreement(const std::string& name) {
  transaction_.Execute(sql::kLockAgreementName, name);
  const pqxx::result rows = transaction_.Execute(sql::kLockAgreement, name);
  if (rows.empty()) return std::nullopt;
  return ParseStored<v1::Agreement>(rows[0][0]);
}

void PgExchangeTransaction::SaveAgreement(const v1::Agreement& agreement) {
  transaction_.Execute(sql::kSaveAgreement, agreement.name(), PlanOfAgreement(agreement.name()),
                       pqxx::binarystring(agreement.SerializeAsString()));
  changes_.push_back({kAgreementsTopic, agreement.name()});
}

std::optional<v1::FigureDefinitions> PgExchangeTransaction::FindDefinitions(const std::string& plan) {
  transaction_.Execute(sql::kLockAgreementName, FigureDefinitionsName(plan));
  const pqxx::result rows = transaction_.Execute(sql::kFindDefinitions, plan);
  if (rows.empty()) return std::nullopt;
  return ParseStored<v1::FigureDefinitions>(rows[0][0]);
}

void PgExchangeTransaction::SaveDefinitions(const std::string& plan, const v1::FigureDefinitions& definitions) {
  transaction_.Execute(sql::kSaveDefinitions, plan, pqxx::binarystring(definitions.SerializeAsString()));
}

}  // namespace lianfang::exchange
