#include "services/expert/domain/member/membership.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/four_eyes.h"
#include "common/identity.h"
#include "common/precondition.h"
#include "common/time.h"
#include "services/expert/domain/request/refusals.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert {
namespace {

constexpr int kReviewMonths = 12;
constexpr int kLongestBackdate = 366;  // days that a term may have begun before it is decided

absl::Status Refused(const ExpertRecord& record, v1::ExpertState state, absl::string_view what) {
  return WrongState(record.expert.name(), v1::ExpertState_Name(state), what);
}

bool IsOneOf(v1::ExpertState state, std::initializer_list<v1::ExpertState> states) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

bool IsMember(v1::ExpertState state) {
  return IsOneOf(state, {v1::EXPERT_STATE_ACTIVE, v1::EXPERT_STATE_TERM_ENDED, v1::EXPERT_STATE_SUSPENDED});
}

void Enter(ExpertRecord& record, v1::ExpertState state, const std::string& reason, const Decision& by) {
  record.expert.set_state(state);
  record.expert.mutable_state_reason()->set_zh(reason);
  record.state_time = by.now;
}

// A term from `start` on: as long as the pool says, never beyond the age limit.
void AddTerm(ExpertRecord& record, const PoolView& pool, absl::CivilDay start, absl::CivilDay birth_date,
             absl::Time now) {
  absl::CivilDay end = AddMonths(start, pool.pool().term_months()) - 1;
  if (const auto limit = pool.AgeLimitDay(birth_date); limit.has_value()) end = std::min(end, *limit - 1);
  v1::Term& term = *record.expert.add_terms();
  term.set_number(record.expert.terms_size());
  *term.mutable_start_date() = ToDate(start);
  *term.mutable_end_date() = ToDate(end);
  *term.mutable_decide_time() = ToTimestamp(now);
  record.term_end = pool.Start(end + 1);
}

// Everything that the pool's policy asks of a member whose first term starts on `start`.
absl::Status CheckPolicy(const v1::Expert& expert, const PoolView& pool, absl::CivilDay birth_date,
                         absl::CivilDay start) {
  PreconditionViolations unmet;
  if (!pool.Qualifies(expert, start)) {
    unmet.Add("QUALIFICATION", "expert.title_grade", absl::StrCat("the pool asks for ", pool.QualificationsText()));
  }
  if (const auto limit = pool.AgeLimitDay(birth_date); limit.has_value() && start >= *limit) {
    unmet.Add("AGE_LIMIT", "expert.identifying_data",
              absl::StrCat("the age limit of ", pool.pool().age_limit(), " years is reached before the term starts"));
  }
  if (DayOf(expert.consent_date()) > start) {
    unmet.Add("CONSENT", "expert.consent_date", "the person consented only after the term starts");
  }
  return unmet.ToStatus("the pool's policy does not allow the admission", "NOT_ADMISSIBLE");
}

absl::Status Admit(ExpertRecord& record, const PoolView& pool, absl::CivilDay birth_date,
                   const v1::ReviewNominationRequest& request, const Decision& by) {
  const absl::CivilDay today = pool.Day(by.now);
  absl::CivilDay start = today;
  if (request.has_term_start_date()) {
    const auto asked = FromDate(request.term_start_date());
    if (!asked.ok()) return InvalidField("term_start_date", asked.status().message());
    start = *asked;
  }
  if (start > today || start < today - kLongestBackdate) {
    return InvalidField("term_start_date", absl::StrCat("must be today or up to ", kLongestBackdate, " days ago"));
  }
  if (absl::Status unmet = CheckPolicy(record.expert, pool, birth_date, start); !unmet.ok()) return unmet;
  AddTerm(record, pool, start, birth_date, by.now);
  *record.expert.mutable_review_due_date() = ToDate(AddMonths(start, kReviewMonths));
  Enter(record, v1::EXPERT_STATE_ACTIVE, "", by);
  return absl::OkStatus();
}

// Nobody decides on whom he nominated.
absl::Status CheckNotFiler(const v1::Expert& expert, const PoolView& pool, const Decision& by) {
  const bool relaxed = pool.plan().four_eyes() == type::v1::FOUR_EYES_NOT_REQUIRED;
  if (relaxed || expert.filers().empty()) return absl::OkStatus();  // or from before filers were kept
  const auto reviewer = ReadKeptIdentity(by.actor);
  if (!reviewer.ok()) return reviewer.status();
  for (const std::string& filer : expert.filers()) {
    if (absl::Status other = CheckFourEyes(filer, *reviewer); !other.ok()) return other;
  }
  return absl::OkStatus();
}

using Metadata = std::vector<std::pair<std::string, std::string>>;

Metadata WithName(const v1::Expert& expert, TellName tell, Metadata metadata) {
  if (tell == TellName::kYes) metadata.emplace_back("name", expert.name());
  return metadata;
}

void SetText(type::v1::LocalizedText& text, const std::string& zh, const std::string& en) {
  text.set_zh(zh);
  text.set_en(en);
}

}  // namespace

absl::Status CheckNotBarred(const std::vector<ExpertRecord>& memberships, const PoolView& pool, absl::Time now,
                            TellName tell) {
  for (const ExpertRecord& record : memberships) {
    const v1::Expert& expert = record.expert;
    if (expert.state() != v1::EXPERT_STATE_REMOVED) continue;
    const bool for_ever = !expert.removal().has_bar_end_date();
    if (!for_ever && pool.Day(now) >= DayOf(expert.removal().bar_end_date())) continue;
    const std::string until = for_ever ? "ever" : FormatDay(DayOf(expert.removal().bar_end_date()));
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("the person was removed and is barred until ", until), "BARRED",
                           WithName(expert, tell, {{"until", until}}));
  }
  return absl::OkStatus();
}

absl::Status CheckNomination(const std::vector<ExpertRecord>& memberships, const PoolView& pool, absl::Time now,
                             TellName tell) {
  if (absl::Status barred = CheckNotBarred(memberships, pool, now, tell); !barred.ok()) return barred;
  for (const ExpertRecord& record : memberships) {
    const v1::Expert& expert = record.expert;
    if (expert.pool() == pool.name() &&
        IsOneOf(expert.state(), {v1::EXPERT_STATE_NOMINATED, v1::EXPERT_STATE_ACTIVE, v1::EXPERT_STATE_SUSPENDED})) {
      return ErrorWithReason(absl::StatusCode::kAlreadyExists, "the person is in the pool already", "ALREADY_IN_POOL",
                             WithName(expert, tell, {}));
    }
  }
  return absl::OkStatus();
}

absl::Status Review(ExpertRecord& record, const std::vector<ExpertRecord>& memberships, const PoolView& pool,
                    absl::CivilDay birth_date, const v1::ReviewNominationRequest& request, const Decision& by) {
  const v1::NominationReview& review = request.review();
  if (absl::Status status = CheckReason("review.reason", review.reason()); !status.ok()) return status;
  if (!review.reviewer().empty() || review.has_review_time()) {
    return InvalidField("review", "may give decision and reason only");
  }
  if (record.expert.state() != v1::EXPERT_STATE_NOMINATED) {
    return Refused(record, StateAt(record, by.now), "is not waiting for review");
  }
  if (absl::Status other = CheckNotFiler(record.expert, pool, by); !other.ok()) return other;
  switch (review.decision()) {
    case v1::NOMINATION_DECISION_ADMIT:
      if (absl::Status barred = CheckNotBarred(memberships, pool, by.now, TellName::kYes); !barred.ok()) return barred;
      if (absl::Status status = Admit(record, pool, birth_date, request, by); !status.ok()) return status;
      break;
    case v1::NOMINATION_DECISION_REJECT:
      if (review.reason().empty()) return InvalidField("review.reason", "is required for a rejection");
      Enter(record, v1::EXPERT_STATE_REJECTED, review.reason(), by);
      break;
    default:
      return InvalidField("review.decision", "is no known decision");
  }
  *record.expert.mutable_nomination_review() = review;
  record.expert.mutable_nomination_review()->set_reviewer(by.actor);
  *record.expert.mutable_nomination_review()->mutable_review_time() = ToTimestamp(by.now);
  return absl::OkStatus();
}

absl::Status Suspend(ExpertRecord& record, const std::string& reason, const Decision& by) {
  const v1::ExpertState state = StateAt(record, by.now);
  if (state != v1::EXPERT_STATE_ACTIVE) return Refused(record, state, "cannot be suspended");
  Enter(record, v1::EXPERT_STATE_SUSPENDED, reason, by);
  return absl::OkStatus();
}

absl::Status Reinstate(ExpertRecord& record, const Decision& by) {
  const v1::ExpertState state = StateAt(record, by.now);
  if (state != v1::EXPERT_STATE_SUSPENDED) return Refused(record, state, "is not suspended");
  Enter(record, v1::EXPERT_STATE_ACTIVE, "", by);
  return absl::OkStatus();
}

absl::Status Retire(ExpertRecord& record, const std::string& reason, const Decision& by) {
  const v1::ExpertState state = StateAt(record, by.now);
  if (!IsMember(state)) return Refused(record, state, "is no member who could retire");
  Enter(record, v1::EXPERT_STATE_RETIRED, reason, by);
  record.expert.clear_review_due_date();
  return absl::OkStatus();
}

absl::StatusOr<v1::Removal> RemovalOf(const v1::RemoveExpertRequest& request, const PoolView& pool,
                                      const Decision& by) {
  v1::Removal removal;
  if (!v1::RemovalCause_IsValid(request.cause())) return InvalidField("cause", "is no known cause");
  removal.set_cause(request.cause());
  removal.set_reason(request.reason());
  removal.set_actor(by.actor);
  *removal.mutable_remove_time() = ToTimestamp(by.now);

  std::optional<absl::CivilDay> policy_end;
  if (pool.pool().bar_months() > 0) policy_end = AddMonths(pool.Day(by.now), pool.pool().bar_months());
  if (request.has_bar_end_date()) {
    const auto asked = FromDate(request.bar_end_date());
    if (!asked.ok()) return InvalidField("bar_end_date", asked.status().message());
    if (!policy_end.has_value()) return InvalidField("bar_end_date", "the pool's policy bars for ever; leave it out");
    if (*asked < *policy_end) {
      return InvalidField("bar_end_date", absl::StrCat("the pool's policy bars until ", FormatDay(*policy_end)));
    }
    policy_end = *asked;
  }
  if (policy_end.has_value()) *removal.mutable_bar_end_date() = ToDate(*policy_end);
  return removal;
}

absl::Status Remove(ExpertRecord& record, const v1::Removal& removal, const Decision& by) {
  const v1::ExpertState state = StateAt(record, by.now);
  if (!IsMember(state) && state != v1::EXPERT_STATE_RETIRED && state != v1::EXPERT_STATE_NOMINATED) {
    return Refused(record, state, "cannot be removed");
  }
  Enter(record, v1::EXPERT_STATE_REMOVED, removal.reason(), by);
  *record.expert.mutable_removal() = removal;
  record.expert.clear_review_due_date();
  return absl::OkStatus();
}

absl::Status RenewTerm(ExpertRecord& record, const PoolView& pool, absl::CivilDay birth_date, const Decision& by) {
  const v1::ExpertState state = StateAt(record, by.now);
  if (!IsMember(state)) return Refused(record, state, "is no member whose term could be renewed");
  const absl::CivilDay today = pool.Day(by.now);
  const v1::Term& last = record.expert.terms(record.expert.terms_size() - 1);
  if (DayOf(last.start_date()) > today) return Refused(record, state, "has been renewed already");
  const absl::CivilDay start = std::max(DayOf(last.end_date()) + 1, today);
  if (const auto limit = pool.AgeLimitDay(birth_date); limit.has_value() && start >= *limit) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("the age limit of ", pool.pool().age_limit(),
                                        " years is reached before the new term starts on ", FormatDay(start)),
                           "AGE_LIMIT", {{"state", v1::ExpertState_Name(state)}});
  }
  AddTerm(record, pool, start, birth_date, by.now);
  return absl::OkStatus();
}

absl::Status RecordYearlyReview(ExpertRecord& record, const PoolView& pool, const Decision& by) {
  const v1::ExpertState state = StateAt(record, by.now);
  if (!IsMember(state)) return Refused(record, state, "is no member to review");
  *record.expert.mutable_review_due_date() = ToDate(AddMonths(pool.Day(by.now), kReviewMonths));
  return absl::OkStatus();
}

void AddFiler(v1::Expert& expert, const std::string& actor) {
  const auto& filers = expert.filers();
  if (std::find(filers.begin(), filers.end(), actor) == filers.end()) expert.add_filers(actor);
}

void ListForReview(v1::Expert& expert, absl::CivilDay day) {
  if (expert.has_review_due_date() && DayOf(expert.review_due_date()) <= day) return;
  *expert.mutable_review_due_date() = ToDate(day);
}

v1::ExpertState StateAt(const ExpertRecord& record, absl::Time time) {
  const v1::ExpertState state = record.expert.state();
  return state == v1::EXPERT_STATE_ACTIVE && record.term_end <= time ? v1::EXPERT_STATE_TERM_ENDED : state;
}

v1::Expert Shown(const ExpertRecord& record, const PoolView& pool, absl::Time now) {
  v1::Expert shown = record.expert;
  shown.set_state(StateAt(record, now));
  type::v1::LocalizedText& reason = *shown.mutable_state_reason();
  const std::string until =
      shown.terms().empty() ? "" : FormatDay(DayOf(shown.terms(shown.terms_size() - 1).end_date()));
  if (shown.state() == v1::EXPERT_STATE_NOMINATED) SetText(reason, "已推荐，待审核", "waits for review");
  if (shown.state() == v1::EXPERT_STATE_ACTIVE) SetText(reason, "聘期至 " + until, "member until " + until);
  if (shown.state() == v1::EXPERT_STATE_TERM_ENDED)
    SetText(reason, "聘期已于 " + until + " 届满", "term ended " + until);
  const int64_t year = pool.Day(now).year();
  const auto seats = std::count_if(record.bookings.begin(), record.bookings.end(),
                                   [&](const Booking& booking) { return pool.Day(booking.start).year() == year; });
  shown.set_engagements_this_year(static_cast<int32_t>(seats));
  return shown;
}

}  // namespace lianfang::expert
