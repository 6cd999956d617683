#include "services/expert/domain/panel/eligibility.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/expert/domain/member/former_ties.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert {
namespace {

// The stretch of an engagement, as instants and as days of the plan.
struct Stretch {
  Stretch(const v1::Engagement& engagement, const PoolView& pool)
      : start(FromTimestamp(engagement.start_time())),
        end(FromTimestamp(engagement.end_time())),
        first_day(pool.Day(start)),
        last_day(pool.Day(end - absl::Microseconds(1))) {}

  absl::Time start, end;
  absl::CivilDay first_day, last_day;
};

int OpenSeats(const v1::Engagement& engagement) {
  int open = engagement.panel_size();
  for (const auto& need : engagement.specialty_needs()) open -= need.seats();
  return open;
}

bool CoversSomething(const v1::Expert& expert, const v1::Engagement& engagement) {
  if (OpenSeats(engagement) > 0) return true;
  return std::any_of(engagement.specialty_needs().begin(), engagement.specialty_needs().end(),
                     [&](const auto& need) { return Holds(expert.specialties(), need.specialty()); });
}

const v1::Party* FindParty(const std::vector<const v1::Party*>& parties, const v1::Party& wanted) {
  const auto found = std::find_if(parties.begin(), parties.end(),
                                  [&](const v1::Party* party) { return party->credit_code() == wanted.credit_code(); });
  return found == parties.end() ? nullptr : *found;
}

// The parties of an engagement, and what belongs to their groups.
std::vector<const v1::Party*> PartiesOf(const v1::Engagement& engagement) {
  std::vector<const v1::Party*> parties;
  for (const v1::Party& party : engagement.parties()) parties.push_back(&party);
  for (const v1::Party& party : engagement.related_parties()) parties.push_back(&party);
  return parties;
}

// All memberships of the record's person, the record's own first.
std::vector<const v1::Expert*> MembershipsOf(const ExpertRecord& record) {
  std::vector<const v1::Expert*> memberships = {&record.expert};
  for (const v1::Expert& other : record.others) memberships.push_back(&other);
  return memberships;
}

v1::Exclusion Because(const ExpertRecord& record, v1::ExclusionReason reason, absl::string_view detail) {
  v1::Exclusion exclusion;
  exclusion.set_expert(record.expert.name());
  exclusion.set_reason(reason);
  exclusion.set_detail(std::string(detail));
  return exclusion;
}

int SeatsOfYear(const ExpertRecord& record, const v1::Engagement& engagement, const PoolView& pool, int64_t year) {
  return static_cast<int>(std::count_if(record.bookings.begin(), record.bookings.end(), [&](const Booking& booking) {
    return booking.engagement != engagement.name() && pool.Day(booking.start).year() == year;
  }));
}

// Reasons that lie in the time of the engagement.
std::optional<v1::Exclusion> FindCollision(const ExpertRecord& record, const v1::Engagement& engagement,
                                           const PoolView& pool, const Stretch& stretch) {
  const int limit = pool.SeatLimit(engagement.workload_limit());
  const int seats = SeatsOfYear(record, engagement, pool, stretch.first_day.year());
  if (limit > 0 && seats >= limit) {
    return Because(record, v1::EXCLUSION_REASON_WORKLOAD, absl::StrCat(seats, " / ", limit));
  }
  for (const v1::Absence& absence : record.expert.absences()) {
    if (DayOf(absence.start_date()) > stretch.last_day || DayOf(absence.end_date()) < stretch.first_day) continue;
    return Because(record, v1::EXCLUSION_REASON_ABSENT,
                   absl::StrCat(FormatDay(DayOf(absence.start_date())), " – ", FormatDay(DayOf(absence.end_date()))));
  }
  for (const Booking& booking : record.bookings) {
    if (booking.engagement == engagement.name() || booking.start >= stretch.end || booking.end <= stretch.start)
      continue;
    return Because(record, v1::EXCLUSION_REASON_BOOKED, booking.engagement);
  }
  return std::nullopt;
}

}  // namespace

bool IsParty(const v1::Engagement& engagement, const v1::Party& wanted) {
  return FindParty(PartiesOf(engagement), wanted) != nullptr;
}

v1::ExclusionReason ReasonOf(v1::TieKind kind) {
  switch (kind) {
    case v1::TIE_KIND_EMPLOYMENT:
      return v1::EXCLUSION_REASON_EMPLOYER;
    case v1::TIE_KIND_DIRECTORSHIP:
    case v1::TIE_KIND_SHAREHOLDING:
      return v1::EXCLUSION_REASON_HOLDING;
    case v1::TIE_KIND_KINSHIP:
      return v1::EXCLUSION_REASON_KINSHIP;
    default:
      return v1::EXCLUSION_REASON_OTHER_INTEREST;
  }
}

std::optional<Conflict> FindConflict(const ExpertRecord& record, const std::vector<const v1::Party*>& parties,
                                     int conflict_years, absl::CivilDay day) {
  std::optional<Conflict> first;
  for (const v1::Expert* expert : MembershipsOf(record)) {
    if (const v1::Party* party = FindParty(parties, expert->employer()); party != nullptr) {
      return Conflict{v1::TIE_KIND_EMPLOYMENT, *party};
    }
    for (const v1::Tie& tie : expert->ties()) {
      const v1::Party* party = FindParty(parties, tie.party());
      if (party == nullptr || !Matters(tie, conflict_years, day)) continue;
      if (!first.has_value() || ReasonOf(tie.kind()) < ReasonOf(first->kind)) first = Conflict{tie.kind(), *party};
    }
  }
  return first;
}

std::optional<Conflict> FindConflict(const ExpertRecord& record, const v1::Engagement& engagement,
                                     const PoolView& pool) {
  return FindConflict(record, PartiesOf(engagement), pool.pool().conflict_years(), Stretch(engagement, pool).first_day);
}

std::optional<v1::Exclusion> FindRecusal(const ExpertRecord& record, const v1::Engagement& engagement,
                                         const PoolView& pool) {
  for (const v1::Expert* expert : MembershipsOf(record)) {
    if (!expert->department().empty() && expert->department() == engagement.requesting_department()) {
      return Because(record, v1::EXCLUSION_REASON_OWN_DEPARTMENT, expert->department());
    }
  }
  const auto conflict = FindConflict(record, engagement, pool);
  if (conflict.has_value()) return Because(record, ReasonOf(conflict->kind), conflict->party.display_name());
  return std::nullopt;
}

std::optional<v1::Exclusion> FindExclusion(const ExpertRecord& record, const v1::Engagement& engagement,
                                           const PoolView& pool, absl::Time now) {
  const v1::Expert& expert = record.expert;
  const Stretch stretch(engagement, pool);
  const v1::ExpertState state = StateAt(record, now);
  if (state != v1::EXPERT_STATE_ACTIVE && state != v1::EXPERT_STATE_TERM_ENDED) {
    return Because(record, v1::EXCLUSION_REASON_NOT_ACTIVE, v1::ExpertState_Name(state));
  }
  if (record.term_end < stretch.end) {
    return Because(record, v1::EXCLUSION_REASON_TERM_ENDS, FormatDay(pool.Day(record.term_end) - 1));
  }
  if (!CoversSomething(expert, engagement)) return Because(record, v1::EXCLUSION_REASON_SPECIALTY, "");
  if (auto recusal = FindRecusal(record, engagement, pool); recusal.has_value()) return recusal;
  return FindCollision(record, engagement, pool, stretch);
}

}  // namespace lianfang::expert
