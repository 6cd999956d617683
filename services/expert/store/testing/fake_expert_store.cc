#include "services/expert/store/testing/fake_expert_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/domain/member/search_text.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/values/days.h"
#include "services/expert/store/refusals.h"
#include "services/expert/store/resource_change.h"

namespace lianfang::expert {
namespace {

using Period = std::pair<absl::Time, absl::Time>;

bool Overlap(const Period& left, const Period& right) { return left.first < right.second && right.first < left.second; }

Period PeriodOf(const v1::Engagement& engagement) {
  return {FromTimestamp(engagement.start_time()), FromTimestamp(engagement.end_time())};
}

bool IsInPool(v1::ExpertState state) {
  return state == v1::EXPERT_STATE_NOMINATED || state == v1::EXPERT_STATE_ACTIVE || state == v1::EXPERT_STATE_SUSPENDED;
}

template <typename Values, typename Value>
bool IsEmptyOrHolds(const Values& values, const Value& value) {
  return values.empty() || Holds(values, value);
}

bool Passes(const ExpertFilter& filter, const ExpertRecord& record) {
  const v1::Expert& expert = record.expert;
  const v1::ExpertState state = StateAt(record, filter.now);
  const bool described = (filter.pool.empty() || filter.pool == expert.pool()) &&
                         IsEmptyOrHolds(filter.states, state) &&
                         (filter.specialty.empty() || Holds(expert.specialties(), filter.specialty)) &&
                         (filter.industry.empty() || Holds(expert.industries(), filter.industry)) &&
                         absl::StartsWith(expert.region(), filter.region_prefix);
  const bool visible = filter.scope.department.empty() || expert.department() == filter.scope.department ||
                       expert.nominator().department() == filter.scope.department || state == v1::EXPERT_STATE_ACTIVE;
  bool available = true;
  if (filter.available.has_value()) {
    for (const Period& absence : record.absent) available = available && !Overlap(absence, *filter.available);
    for (const Booking& booking : record.bookings) {
      available = available && !Overlap({booking.start, booking.end}, *filter.available);
    }
  }
  const bool member = expert.state() == v1::EXPERT_STATE_ACTIVE || expert.state() == v1::EXPERT_STATE_SUSPENDED;
  const bool reviewed =
      !filter.review_due_until.has_value() ||
      (member && expert.has_review_due_date() && DayOf(expert.review_due_date()) <= *filter.review_due_until);
  const v1::RatingSummary& rating = expert.rating();
  const bool rated = filter.rated_below == 0 ||
                     (rating.count() > 0 && (rating.last_score() < filter.rated_below ||
                                             rating.score_sum() < int64_t{filter.rated_below} * rating.count()));
  return described && visible && available && reviewed && rated &&
         absl::StartsWith(record.office_region, filter.scope.division_prefix);
}

// Sum of the places of the words, in characters from 1; -1 when one is missing.
int64_t RankOf(const std::vector<std::string>& words, const v1::Expert& expert) {
  const std::string text = SearchText(expert);
  int64_t rank = 0;
  for (const std::string& word : words) {
    const size_t place = text.find(word);
    if (place == std::string::npos) return -1;
    rank += 1 + std::count_if(text.begin(), text.begin() + static_cast<int64_t>(place),
                              [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  }
  return rank;
}

bool Passes(const EngagementFilter& filter, const EngagementRecord& record) {
  const v1::Engagement& engagement = record.document;
  const auto& invitations = engagement.invitations();
  const bool invited = std::any_of(invitations.begin(), invitations.end(),
                                   [&](const auto& invitation) { return invitation.expert() == filter.expert; });
  const absl::Time start = FromTimestamp(engagement.start_time());
  const std::string& department = engagement.requesting_department();
  return (filter.pool.empty() || filter.pool == engagement.pool()) &&
         IsEmptyOrHolds(filter.states, StateAt(engagement, filter.now)) &&
         (filter.kind == v1::ENGAGEMENT_KIND_UNSPECIFIED || filter.kind == engagement.kind()) &&
         (filter.requesting_department.empty() || filter.requesting_department == department) &&
         (filter.expert.empty() || invited) && start >= filter.start_from && start < filter.start_until &&
         (filter.scope.department.empty() || filter.scope.department == department) &&
         absl::StartsWith(record.office_region, filter.scope.division_prefix);
}

}  // namespace

// Bookings are not kept: they follow from the engagements.
class FakeExpertStore::Rows : public ExpertTransaction {
 public:
  explicit Rows(State& state) : state_(state) {}

  std::optional<ExpertRecord> FindExpert(const std::string& name) override {
    const auto found = state_.experts.find(name);
    if (found == state_.experts.end()) return std::nullopt;
    return WithPerson(found->second);
  }
  std::vector<ExpertRecord> FindMemberships(const std::string& person) override {
    return Select([&](const ExpertRecord& record) { return record.person == person; });
  }
  std::vector<ExpertRecord> FindPool(const std::string& pool) override {
    return Select([&](const ExpertRecord& record) { return record.expert.pool() == pool; });
  }
  std::optional<EngagementRecord> FindEngagement(const std::string& name) override {
    const auto found = state_.engagements.find(name);
    if (found == state_.engagements.end()) return std::nullopt;
    return found->second;
  }
  std::optional<DrawRecord> FindDraw(const std::string& engagement) override {
    const auto found = state_.draws.find(engagement);
    if (found == state_.draws.end()) return std::nullopt;
    return found->second;
  }
  void LockSeats() override {}

  absl::Status SaveExpert(const ExpertRecord& record) override {
    for (const auto& [name, other] : state_.experts) {
      if (name != record.expert.name() && other.person == record.person &&
          other.expert.pool() == record.expert.pool() && IsInPool(other.expert.state()) &&
          IsInPool(record.expert.state())) {
        return AlreadyInPool();
      }
    }
    state_.experts[record.expert.name()] = record;
    saved_.push_back(record.expert.name());
    return absl::OkStatus();
  }
  absl::Status SaveEngagement(const EngagementRecord& record) override {
    for (const v1::Invitation& invitation : record.document.invitations()) {
      if (!HoldsSeat(invitation)) continue;
      for (const Booking& booking : BookingsOf(state_.experts.at(invitation.expert()).person)) {
        if (booking.engagement != record.document.name() &&
            Overlap({booking.start, booking.end}, PeriodOf(record.document))) {
          return DoubleBooking();
        }
      }
    }
    state_.engagements[record.document.name()] = record;
    saved_.push_back(record.document.name());
    return absl::OkStatus();
  }
  void SaveDraw(const std::string& engagement, const DrawRecord& record) override {
    state_.draws[engagement] = record;
    saved_.push_back(DrawName(engagement));
  }

  std::vector<EngagementRecord> FindFrozen(const std::string& pool, v1::EngagementKind kind) override {
    std::vector<EngagementRecord> found;
    for (const auto& [name, record] : state_.engagements) {
      const v1::Engagement& engagement = record.document;
      if (engagement.pool() == pool && engagement.kind() == kind && state_.draws.count(name) > 0 &&
          engagement.state() != v1::ENGAGEMENT_STATE_RATED) {
        found.push_back(record);
      }
    }
    return found;
  }

  const std::vector<std::string>& saved() const { return saved_; }

  // The record with what concerns its person.
  ExpertRecord WithPerson(ExpertRecord record) const {
    record.bookings = BookingsOf(record.person);
    record.others.clear();
    for (const auto& [name, other] : state_.experts) {
      if (other.person == record.person && name != record.expert.name()) record.others.push_back(other.expert);
    }
    return record;
  }

 private:
  template <typename Condition>
  std::vector<ExpertRecord> Select(Condition condition) const {
    std::vector<ExpertRecord> found;
    for (const auto& [name, record] : state_.experts) {
      if (condition(record)) found.push_back(WithPerson(record));
    }
    return found;
  }

  std::vector<Booking> BookingsOf(const std::string& person) const {
    std::vector<Booking> bookings;
    for (const auto& [name, engagement] : state_.engagements) {
      const auto [start, end] = PeriodOf(engagement.document);
      for (const v1::Invitation& invitation : engagement.document.invitations()) {
        if (HoldsSeat(invitation) && state_.experts.at(invitation.expert()).person == person) {
          bookings.push_back({name, invitation.expert(), start, end});
        }
      }
    }
    return bookings;
  }

  State& state_;
  std::vector<std::string> saved_;
};

absl::StatusOr<std::string> FakeExpertStore::Mutate(const std::optional<RequestKey>& key, absl::Time now,
                                                    const Work& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto first = requests_.Find(key);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;
  const State before = state_;
  Rows rows(state_);
  auto outcome = work(rows);
  if (!outcome.ok() || !key.has_value()) state_ = before;
  if (!outcome.ok()) return outcome.status();
  requests_.Record(key, outcome->response);
  if (!key.has_value()) return outcome->response;
  audit_.push_back(absl::StrCat(outcome->resource, ": ", outcome->detail));
  for (Change& change : ChangesOf(rows.saved(), now)) changes_.push_back(std::move(change));
  return outcome->response;
}

absl::Status FakeExpertStore::Read(const std::function<absl::Status(ExpertRows&)>& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  Rows rows(state_);
  return work(rows);
}

absl::Status FakeExpertStore::Audit(const RequestRecord& record, absl::Time, absl::Time) {
  absl::MutexLock lock(&mutex_);
  audit_.push_back(absl::StrCat(record.resource, ": ", record.detail));
  return absl::OkStatus();
}

std::vector<std::string> FakeExpertStore::audit() const {
  absl::MutexLock lock(&mutex_);
  return audit_;
}

std::vector<lianfang::Change> FakeExpertStore::changes() const {
  absl::MutexLock lock(&mutex_);
  return changes_;
}

absl::StatusOr<std::vector<RankedExpert>> FakeExpertStore::ListExperts(const ExpertFilter& filter,
                                                                       const ExpertPage& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const Rows rows(state_);
  std::vector<RankedExpert> found;
  for (const auto& [name, stored] : state_.experts) {
    const int64_t rank = filter.words.empty() ? 0 : RankOf(filter.words, stored.expert);
    const bool after = std::make_pair(filter.words.empty() ? 0 : rank, name) >
                       std::make_pair(filter.words.empty() ? 0 : page.after_rank, page.after_name);
    ExpertRecord record = rows.WithPerson(stored);
    if (rank >= 0 && after && Passes(filter, record)) found.push_back({std::move(record), rank});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const RankedExpert& left, const RankedExpert& right) { return left.rank < right.rank; });
  if (found.size() > static_cast<size_t>(page.limit)) found.resize(static_cast<size_t>(page.limit));
  return found;
}

absl::StatusOr<std::vector<EngagementRecord>> FakeExpertStore::ListEngagements(const EngagementFilter& filter,
                                                                               const EngagementPage& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto key = [](const EngagementRecord& record) {
    return std::make_pair(FromTimestamp(record.document.start_time()), record.document.name());
  };
  const auto last = state_.engagements.find(page.after_name);
  std::vector<EngagementRecord> found;
  for (const auto& [name, record] : state_.engagements) {
    const bool after = page.after_name.empty() || (last != state_.engagements.end() && key(record) < key(last->second));
    if (after && Passes(filter, record)) found.push_back(record);
  }
  std::sort(found.begin(), found.end(),
            [&](const EngagementRecord& left, const EngagementRecord& right) { return key(left) > key(right); });
  if (found.size() > static_cast<size_t>(page.limit)) found.resize(static_cast<size_t>(page.limit));
  return found;
}

absl::StatusOr<std::vector<std::string>> FakeExpertStore::ListExpired(absl::Time now, int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> names;
  for (const auto& [name, record] : state_.engagements) {
    const auto next = NextExpiry(record.document);
    if (next.has_value() && *next <= now && static_cast<int>(names.size()) < limit) names.push_back(name);
  }
  return names;
}

FakeExpertStore::Told& FakeExpertStore::ToldOf(const std::string& engagement, const v1::Invitation& invitation) {
  Told& told = told_[{engagement, invitation.expert()}];
  const bool renewed = told.notice_number != invitation.notice_number();
  if (renewed) {
    told = {};
    told.notice_number = invitation.notice_number();
  }
  if (renewed || told.state != invitation.state() || told.needs_office != NeedsOffice(invitation)) {
    told.attempts = 0;
    told.next_attempt = absl::InfinitePast();
  }
  told.state = invitation.state();
  told.needs_office = NeedsOffice(invitation);
  return told;
}

absl::StatusOr<std::vector<Untold>> FakeExpertStore::ListUntold(absl::Time now, int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<std::pair<absl::Time, Untold>> due;
  for (const auto& [name, record] : state_.engagements) {
    for (const v1::Invitation& invitation : record.document.invitations()) {
      const Told& told = ToldOf(name, invitation);
      std::optional<Telling> what;
      if (told.needs_office && !told.office) {
        what = Telling::kOffice;
      } else if (HoldsSeat(invitation)) {
        if (!told.invitation) what = Telling::kInvitation;
      } else if (told.invitation && !told.withdrawal && told.noted != static_cast<int>(DeliveryOutcome::kFailed)) {
        what = Telling::kWithdrawal;
      }
      if (!what.has_value() || told.next_attempt > now) continue;
      due.emplace_back(told.next_attempt, Untold{name, invitation.expert(), *what, told.attempts});
    }
  }
  std::stable_sort(due.begin(), due.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  std::vector<Untold> untold;
  for (auto& [time, one] : due) {
    if (static_cast<int>(untold.size()) < limit) untold.push_back(std::move(one));
  }
  return untold;
}

// Of the invitation as it is now, so that what is marked belongs to its present state.
FakeExpertStore::Told& FakeExpertStore::KeptOf(const Untold& untold) {
  const auto record = state_.engagements.find(untold.engagement);
  if (record != state_.engagements.end()) {
    for (const v1::Invitation& invitation : record->second.document.invitations()) {
      if (invitation.expert() == untold.expert) return ToldOf(untold.engagement, invitation);
    }
  }
  return told_[{untold.engagement, untold.expert}];
}

absl::Status FakeExpertStore::MarkTold(const Untold& told, const std::string& delivery, absl::Time, absl::Time) {
  absl::MutexLock lock(&mutex_);
  Told& kept = KeptOf(told);
  kept.attempts = 0;
  kept.next_attempt = absl::InfinitePast();
  switch (told.what) {
    case Telling::kInvitation:
      kept.invitation = true;
      kept.delivery = delivery;
      break;
    case Telling::kWithdrawal:
      kept.withdrawal = true;
      break;
    case Telling::kOffice:
      kept.office = true;
      break;
  }
  return absl::OkStatus();
}

absl::Status FakeExpertStore::MarkUntold(const Untold& untold, absl::Time next, absl::Time) {
  absl::MutexLock lock(&mutex_);
  Told& kept = KeptOf(untold);
  ++kept.attempts;
  kept.next_attempt = next;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Settled>> FakeExpertStore::ListSettled(int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<Settled> settled;
  for (const auto& [name, record] : state_.engagements) {
    for (const v1::Invitation& invitation : record.document.invitations()) {
      const Told& told = ToldOf(name, invitation);
      const auto found = deliveries_.find(told.delivery);
      if (!HoldsSeat(invitation) || found == deliveries_.end()) continue;
      if (told.noted == static_cast<int>(found->second.outcome) || static_cast<int>(settled.size()) == limit) continue;
      settled.push_back({name, invitation.expert(), found->second});
    }
  }
  return settled;
}

absl::Status FakeExpertStore::MarkNoted(const Settled& settled, absl::Time) {
  absl::MutexLock lock(&mutex_);
  Told& kept = told_[{settled.engagement, settled.expert}];
  if (kept.delivery == settled.delivery.name) kept.noted = static_cast<int>(settled.delivery.outcome);
  return absl::OkStatus();
}

absl::StatusOr<std::string> FakeExpertStore::LoadCursor(absl::Time) {
  absl::MutexLock lock(&mutex_);
  return cursor_;
}

absl::Status FakeExpertStore::SaveDelivery(const std::optional<DeliveryRecord>& delivery, const std::string& after,
                                           const std::string& cursor, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (cursor_ == cursor) return absl::OkStatus();
  if (cursor_ != after) return CursorHasMoved();
  if (delivery.has_value()) deliveries_[delivery->name] = *delivery;
  cursor_ = cursor;
  return absl::OkStatus();
}

absl::Status FakeExpertStore::SavePlan(const type::v1::Plan& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  plans_.try_emplace({plan.name(), plan.edition()}, plan);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<type::v1::Plan>> FakeExpertStore::FindPlan(const std::string& name, int edition,
                                                                        absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::optional<type::v1::Plan> found;
  for (const auto& [key, plan] : plans_) {  // editions come in order: the newest stays
    if (key.first == name && (edition == 0 || key.second == edition)) found = plan;
  }
  return found;
}

}  // namespace lianfang::expert
