#include "services/expert/store/pg_expert_rows.h"

#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/pg/array.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/expert/domain/member/search_text.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/values/days.h"
#include "services/expert/store/expert_sql.h"
#include "services/expert/store/refusals.h"

namespace lianfang::expert {
namespace {

constexpr absl::string_view kUniqueViolation = "23505";
constexpr absl::string_view kExclusionViolation = "23P01";

pqxx::binarystring Bytes(const std::string& bytes) { return pqxx::binarystring(bytes); }
pqxx::binarystring Bytes(const google::protobuf::Message& message) { return Bytes(message.SerializeAsString()); }

std::string TextOf(const pqxx::field& bytes) { return pqxx::binarystring(bytes).str(); }

// `{[a,b),[c,d)}`: ranges as PostgreSQL reads them.
std::string MultirangeOf(const std::vector<std::pair<absl::Time, absl::Time>>& ranges) {
  return absl::StrCat("{",
                      absl::StrJoin(ranges, ",",
                                    [](std::string* text, const auto& range) {
                                      absl::StrAppend(text, "[", PgTime(range.first), ",", PgTime(range.second), ")");
                                    }),
                      "}");
}

std::vector<std::string> Strings(const google::protobuf::RepeatedPtrField<std::string>& values) {
  return {values.begin(), values.end()};
}

// Runs a statement whose violation of one constraint is the caller's fault. The transaction is lost then.
template <typename Statement>
absl::Status Refusing(absl::string_view sqlstate, const absl::Status& refusal, Statement statement) {
  try {
    statement();
  } catch (const pqxx::sql_error& error) {
    if (error.sqlstate() != sqlstate) throw;
    return refusal;
  }
  return absl::OkStatus();
}

}  // namespace

ExpertRecord ReadExpert(const pqxx::row& row) {
  ExpertRecord record;
  record.expert = ParseStored<v1::Expert>(row[0]);
  record.person = TextOf(row[1]);
  record.identity = {row[2].as<std::string>(), TextOf(row[3])};
  record.state_time = FromPgMicros(row[4].as<int64_t>());
  if (!row[5].is_null()) record.term_end = FromPgMicros(row[5].as<int64_t>());
  record.office_region = row[6].as<std::string>();
  return record;
}

EngagementRecord ReadEngagement(const pqxx::row& row) {
  return {ParseStored<v1::Engagement>(row[0]), row[1].as<std::string>()};
}

void LoadPersons(PgTransaction& transaction, const std::vector<ExpertRecord*>& records) {
  if (records.empty()) return;
  std::multimap<std::string, ExpertRecord*> by_person;
  std::vector<std::string> persons;
  for (ExpertRecord* record : records) {
    by_person.emplace(record->person, record);
    persons.push_back(record->person);
  }
  const auto of_persons = ArrayOfBytes(persons);
  for (const pqxx::row& row : transaction.Execute(sql::kFindBookings, of_persons)) {
    const auto [first, last] = by_person.equal_range(TextOf(row[0]));
    for (auto found = first; found != last; ++found) {
      found->second->bookings.push_back({row[1].as<std::string>(), row[2].as<std::string>(),
                                         FromPgMicros(row[3].as<int64_t>()), FromPgMicros(row[4].as<int64_t>())});
    }
  }
  for (const pqxx::row& row : transaction.Execute(sql::kFindOthers, of_persons)) {
    const auto [first, last] = by_person.equal_range(TextOf(row[0]));
    for (auto found = first; found != last; ++found) {
      if (found->second->expert.name() == row[1].as<std::string>()) continue;
      found->second->others.push_back(ParseStored<v1::Expert>(row[2]));
    }
  }
}

std::vector<ExpertRecord> PgExpertRows::ReadExperts(const pqxx::result& rows) {
  std::vector<ExpertRecord> records;
  records.reserve(rows.size());
  for (const pqxx::row& row : rows) records.push_back(ReadExpert(row));
  std::vector<ExpertRecord*> pointers;
  for (ExpertRecord& record : records) pointers.push_back(&record);
  LoadPersons(transaction_, pointers);
  return records;
}

std::optional<ExpertRecord> PgExpertRows::FindExpert(const std::string& name) {
  auto records = ReadExperts(transaction_.Execute(locking_ ? sql::kLockExpert : sql::kFindExpert, name));
  if (records.empty()) return std::nullopt;
  return std::move(records.front());
}

std::vector<ExpertRecord> PgExpertRows::FindMemberships(const std::string& person) {
  if (locking_) transaction_.Execute(sql::kLockPerson, Bytes(person));
  return ReadExperts(transaction_.Execute(locking_ ? sql::kLockMemberships : sql::kFindMemberships, Bytes(person)));
}

std::vector<ExpertRecord> PgExpertRows::FindPool(const std::string& pool) {
  return ReadExperts(transaction_.Execute(sql::kFindPool, pool));
}

std::optional<EngagementRecord> PgExpertRows::FindEngagement(const std::string& name) {
  const pqxx::result rows = transaction_.Execute(locking_ ? sql::kLockEngagement : sql::kFindEngagement, name);
  if (rows.empty()) return std::nullopt;
  return ReadEngagement(rows[0]);
}

std::optional<DrawRecord> PgExpertRows::FindDraw(const std::string& engagement) {
  const pqxx::result rows = transaction_.Execute(locking_ ? sql::kLockDraw : sql::kFindDraw, engagement);
  if (rows.empty()) return std::nullopt;
  return DrawRecord{ParseStored<v1::Draw>(rows[0][0]), {rows[0][1].as<std::string>(), TextOf(rows[0][2])}};
}

std::vector<EngagementRecord> PgExpertRows::FindFrozen(const std::string& pool, v1::EngagementKind kind) {
  std::vector<EngagementRecord> found;
  for (const pqxx::row& row : transaction_.Execute(sql::kFindFrozen, pool, static_cast<int>(kind))) {
    found.push_back(ReadEngagement(row));
  }
  return found;
}

void PgExpertRows::LockSeats() { transaction_.Execute(sql::kLockSeats); }

absl::Status PgExpertRows::SaveExpert(const ExpertRecord& record) {
  const v1::Expert& expert = record.expert;
  saved_.push_back(expert.name());
  const std::string text = SearchText(expert);
  std::optional<std::string> term_end;
  if (record.term_end != absl::InfinitePast()) term_end = PgTime(record.term_end);
  std::optional<std::string> review_due;
  if (expert.has_review_due_date()) review_due = FormatDay(DayOf(expert.review_due_date()));
  return Refusing(kUniqueViolation, AlreadyInPool(), [&] {
    transaction_.Execute(sql::kSaveExpert, expert.name(), expert.pool(), Bytes(record.person), record.identity.key_id,
                         Bytes(record.identity.bytes), static_cast<int>(expert.state()), PgTime(record.state_time),
                         term_end, review_due, record.office_region, expert.department(),
                         expert.nominator().department(), expert.region(), ArrayOf(Strings(expert.specialties())),
                         ArrayOf(Strings(expert.industries())), MultirangeOf(record.absent), text,
                         ArrayOf(SearchGrams(text)), expert.rating().count(), expert.rating().score_sum(),
                         expert.rating().last_score(), Bytes(expert));
  });
}

absl::Status PgExpertRows::SaveEngagement(const EngagementRecord& record) {
  const v1::Engagement& engagement = record.document;
  saved_.push_back(engagement.name());
  std::vector<std::string> invited;
  for (const v1::Invitation& invitation : engagement.invitations()) invited.push_back(invitation.expert());
  std::optional<std::string> deadline;
  if (const auto next = NextExpiry(engagement); next.has_value()) deadline = PgTime(*next);
  transaction_.Execute(sql::kSaveEngagement, engagement.name(), engagement.pool(), static_cast<int>(engagement.state()),
                       static_cast<int>(engagement.kind()), engagement.requesting_department(), record.office_region,
                       PgTime(FromTimestamp(engagement.start_time())), PgTime(FromTimestamp(engagement.end_time())),
                       ArrayOf(invited), deadline, Bytes(engagement));
  return Refusing(kExclusionViolation, DoubleBooking(), [&] { SaveSeats(engagement); });
}

void PgExpertRows::SaveSeats(const v1::Engagement& engagement) {
  std::vector<std::string> invited;
  std::vector<int64_t> states;
  std::vector<int64_t> numbers;
  std::vector<int64_t> needs_office;
  std::vector<std::string> seated;
  for (const v1::Invitation& invitation : engagement.invitations()) {
    invited.push_back(invitation.expert());
    states.push_back(invitation.state());
    numbers.push_back(invitation.notice_number());
    needs_office.push_back(NeedsOffice(invitation) ? 1 : 0);
    if (HoldsSeat(invitation)) seated.push_back(invitation.expert());
  }
  transaction_.Execute(sql::kSaveInvitations, engagement.name(), ArrayOf(invited), ArrayOf(states), ArrayOf(numbers),
                       ArrayOf(needs_office));
  transaction_.Execute(sql::kDropBookings, engagement.name(), ArrayOf(seated));
  transaction_.Execute(sql::kAddBookings, engagement.name(), ArrayOf(seated),
                       PgTime(FromTimestamp(engagement.start_time())), PgTime(FromTimestamp(engagement.end_time())));
}

void PgExpertRows::SaveDraw(const std::string& engagement, const DrawRecord& record) {
  saved_.push_back(DrawName(engagement));
  transaction_.Execute(sql::kSaveDraw, engagement, record.seed.key_id, Bytes(record.seed.bytes), Bytes(record.draw));
}

}  // namespace lianfang::expert
