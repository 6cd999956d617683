#include "services/expert/domain/duty/expert_duties.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/region_power.h"
#include "common/time.h"
#include "duties/duty.h"
#include "duties/words.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert {
namespace {

using duties::Words;
using duty::v1::Duty;
using google::protobuf::Timestamp;
using type::v1::LocalizedText;

constexpr int kTermEndNotice = 60;  // days before the end of a term
constexpr size_t kMostSpans = 100;  // of a duty, by its contract

// The first department of that role; nothing where the plan has none.
const type::v1::Department* FindDepartment(const type::v1::Plan& plan, type::v1::DepartmentRole role) {
  for (const type::v1::Department& department : plan.departments()) {
    if (department.role() == role) return &department;
  }
  return nullptr;
}

std::string DayText(const google::type::Date& date) { return FormatDay(DayOf(date)); }
std::string DayText(const Timestamp& time, const PoolView& pool) { return FormatDay(pool.Day(FromTimestamp(time))); }

LocalizedText PoolName(const PoolView& pool) {
  LocalizedText name = pool.pool().names();
  if (name.zh().empty()) name.set_zh(pool.pool().id());
  return name;
}

// Which engagement it is: the pool, the day and the number. Its subject is somebody's own words, and is not told.
LocalizedText MeetingWords(const v1::Engagement& engagement, const PoolView& pool) {
  const LocalizedText name = PoolName(pool);
  const std::string day = DayText(engagement.start_time(), pool);
  return Words(absl::StrCat(name.zh(), " ", day, " 的任务（", engagement.name(), "）"),
               absl::StrCat(duties::English(name), ", engagement of ", day, " (", engagement.name(), ")"));
}

// A duty of the pool's plan, owed in this role by the first department of the other one.
Duty OfPlan(const PoolView& pool, type::v1::Role role, type::v1::DepartmentRole owes) {
  Duty duty;
  const type::v1::Plan& plan = pool.plan();
  duty.set_plan(plan.name());
  duty.set_plan_edition(plan.edition());
  duty.set_role(role);
  duty.set_acting_region(OfficeRegion(plan));
  duty.set_region(OfficeRegion(plan));
  if (const auto* department = FindDepartment(plan, owes); department != nullptr) {
    duty.set_department(department->id());
    if (!department->acting_region().empty()) duty.set_acting_region(department->acting_region());
  }
  return duty;
}

void SetKind(Duty& duty, const char* id, LocalizedText title) {
  duty.mutable_kind()->set_id(id);
  *duty.mutable_kind()->mutable_title() = std::move(title);
}

void SetPlaceOf(const v1::Engagement& engagement, const PoolView& pool, Duty& duty) {
  duty.set_region(engagement.region());
  if (engagement.industry().empty()) return;
  *duty.mutable_industry() = duties::TermOf(pool.plan().industries(), engagement.industry());
}

void SetMet(absl::Time met, Duty& duty) {
  *duty.mutable_met_time() = ToTimestamp(met);
  duty.set_met_late(met >= FromTimestamp(duty.due_time()));
}

bool NeedsObserver(const v1::Draw& draw) {
  if (draw.has_witness()) return true;
  if (draw.state() == v1::DRAW_STATE_DRAWN) return false;  // drawn without one: it needed none
  v1::FrozenList list;
  return list.ParseFromString(draw.frozen_list()) && list.needs_observer();
}

// From when to when an invitation was open; InfiniteFuture while it is.
struct Openness {
  absl::Time start;
  absl::Time end;
};

Openness OpennessOf(const v1::Invitation& invitation, const v1::Engagement& engagement) {
  const absl::Time start = FromTimestamp(invitation.invite_time());
  if (invitation.state() == v1::INVITATION_STATE_INVITED) return {start, absl::InfiniteFuture()};
  if (invitation.has_response_time()) return {start, FromTimestamp(invitation.response_time())};
  return {start, ExpiryOf(invitation, engagement)};
}

// The stretches in which at least one invitation was open; the newest of them.
void AwaitAnswers(std::vector<Openness> open, Duty& duty) {
  std::sort(open.begin(), open.end(), [](const auto& left, const auto& right) { return left.start < right.start; });
  std::vector<Openness> joined;
  for (const Openness& one : open) {
    if (joined.empty() || joined.back().end < one.start) {
      joined.push_back(one);
    } else {
      joined.back().end = std::max(joined.back().end, one.end);
    }
  }
  const size_t first = joined.size() > kMostSpans ? joined.size() - kMostSpans : 0;
  for (size_t i = first; i < joined.size(); ++i) duties::AddAwaitedSpan(duty, joined[i].start, joined[i].end);
}

// When the answers were due, once none is awaited any more: when the last invitation would have ended by itself.
absl::Time LastExpiry(const v1::Engagement& engagement) {
  absl::Time last = absl::InfinitePast();
  for (const v1::Invitation& invitation : engagement.invitations()) {
    last = std::max(last, ExpiryOf(invitation, engagement));
  }
  return last;
}

// The invitation that ended last.
const v1::Invitation& LastEnded(const v1::Engagement& engagement) {
  return *std::max_element(engagement.invitations().begin(), engagement.invitations().end(),
                           [&](const v1::Invitation& left, const v1::Invitation& right) {
                             return OpennessOf(left, engagement).end < OpennessOf(right, engagement).end;
                           });
}

// How often the time to answer may have changed: it rises with everything that befalls an invitation.
int Changes(const v1::Engagement& engagement) {
  int changes = 0;
  for (const v1::Invitation& invitation : engagement.invitations()) {
    changes += 1 + (invitation.has_notify_time() ? 1 : 0) + (invitation.has_response_time() ? 1 : 0);
  }
  return changes;
}

LocalizedText AnswersTitle(const v1::Engagement& engagement, const PoolView& pool, int64_t open) {
  const LocalizedText meeting = MeetingWords(engagement, pool);
  const int invited = engagement.invitations_size();
  if (open == 0) {
    return Words(absl::StrCat(meeting.zh(), "：已邀请 ", invited, " 人"),
                 absl::StrCat(meeting.en(), ": ", invited, " invited"));
  }
  return Words(absl::StrCat(meeting.zh(), "：", open, " 人未答复，共邀请 ", invited, " 人"),
               absl::StrCat(meeting.en(), ": ", open, " of ", invited, " invited have not answered"));
}

void SettleAnswers(const v1::Engagement& engagement, Duty& duty) {
  const v1::Invitation& last = LastEnded(engagement);
  const absl::Time end = OpennessOf(last, engagement).end;
  const bool called_off =
      engagement.state() == v1::ENGAGEMENT_STATE_CANCELLED && last.state() == v1::INVITATION_STATE_WITHDRAWN;
  if (called_off) {
    *duty.mutable_withdrawn_time() = ToTimestamp(end);
    return;
  }
  *duty.mutable_met_time() = ToTimestamp(end);
  duty.set_met_late(last.state() == v1::INVITATION_STATE_EXPIRED || last.state() == v1::INVITATION_STATE_NOT_REACHABLE);
}

// When the term was followed by what the office decided; nothing while it has not decided.
std::optional<absl::Time> DecisionAfter(const ExpertRecord& record, int term, const PoolView& pool) {
  const v1::Expert& expert = record.expert;
  if (term + 1 < expert.terms_size()) {
    const v1::Term& next = expert.terms(term + 1);
    if (next.has_decide_time()) return FromTimestamp(next.decide_time());
    // Not kept: no later than the new term's beginning, nor than the last change.
    return std::min(pool.Start(DayOf(next.start_date())), FromTimestamp(expert.update_time()));
  }
  const bool left = expert.state() == v1::EXPERT_STATE_RETIRED || expert.state() == v1::EXPERT_STATE_REMOVED;
  return left ? std::optional<absl::Time>(record.state_time) : std::nullopt;
}

Duty TermEnd(const ExpertRecord& record, int index, const PoolView& pool) {
  const v1::Expert& expert = record.expert;
  const v1::Term& term = expert.terms(index);
  Duty duty = OfPlan(pool, type::v1::ROLE_OFFICE, type::v1::DEPARTMENT_ROLE_LEAD);
  SetKind(duty, kTermEndKind, Words("聘期届满", "End of a term"));
  duty.set_resource(expert.name());
  duty.set_occasion(absl::StrCat("term-", term.number()));
  const LocalizedText name = PoolName(pool);
  const std::string day = DayText(term.end_date());
  *duty.mutable_title() =
      Words(absl::StrCat(name.zh(), "：", expert.name(), " 的聘期至 ", day),
            absl::StrCat(duties::English(name), ": the term of ", expert.name(), " lasts until ", day));
  *duty.mutable_action() = Words("续聘，或办理退出、清退", "Renew the term, or let the expert retire or be removed");
  duty.set_portal_page(expert.name());
  const absl::CivilDay after = DayOf(term.end_date()) + 1;
  *duty.mutable_open_time() = ToTimestamp(pool.Start(after - kTermEndNotice));
  *duty.mutable_due_time() = ToTimestamp(pool.Start(after));
  *duty.mutable_original_due_time() = duty.due_time();
  if (const auto decided = DecisionAfter(record, index, pool); decided.has_value()) SetMet(*decided, duty);
  duties::AwaitWhileOpen(duty);
  *duty.mutable_create_time() = term.has_decide_time() ? term.decide_time() : expert.create_time();
  *duty.mutable_update_time() = expert.update_time();
  return duty;
}

}  // namespace

std::vector<Duty> DutiesOfDraw(const v1::Draw& draw, const v1::Engagement& engagement, const PoolView& pool) {
  if (!NeedsObserver(draw)) return {};
  Duty duty = OfPlan(pool, type::v1::ROLE_OBSERVER, type::v1::DEPARTMENT_ROLE_OBSERVER);
  SetKind(duty, kNonceKind, Words("抽取随机数", "Nonce of a draw"));
  duty.set_resource(draw.name());
  *duty.mutable_title() = MeetingWords(engagement, pool);
  *duty.mutable_action() =
      Words("核对冻结名单与承诺值，给出随机数", "Check the frozen list and the commitment, and give the nonce");
  duty.set_portal_page(draw.name());
  SetPlaceOf(engagement, pool, duty);
  *duty.mutable_open_time() = draw.create_time();
  *duty.mutable_due_time() = engagement.start_time();
  *duty.mutable_original_due_time() = duty.due_time();
  *duty.mutable_lock_time() = duty.due_time();
  if (draw.has_witness()) {
    SetMet(FromTimestamp(draw.witness().nonce_time()), duty);
  } else if (draw.has_cancel_time()) {
    *duty.mutable_withdrawn_time() = draw.cancel_time();
  }
  duties::AwaitWhileOpen(duty);
  *duty.mutable_create_time() = draw.create_time();
  *duty.mutable_update_time() = draw.update_time();
  return {std::move(duty)};
}

std::vector<Duty> DutiesOfEngagement(const v1::Engagement& engagement, const PoolView& pool) {
  if (engagement.invitations().empty()) return {};
  std::vector<Openness> open;
  for (const v1::Invitation& invitation : engagement.invitations()) {
    open.push_back(OpennessOf(invitation, engagement));
  }
  const auto is_open = [](const v1::Invitation& one) { return one.state() == v1::INVITATION_STATE_INVITED; };
  const auto unanswered = std::count_if(engagement.invitations().begin(), engagement.invitations().end(), is_open);
  Duty duty = OfPlan(pool, type::v1::ROLE_OFFICE, type::v1::DEPARTMENT_ROLE_LEAD);
  SetKind(duty, kAnswersKind, Words("邀请答复", "Answers to invitations"));
  duty.set_resource(engagement.name());
  *duty.mutable_title() = AnswersTitle(engagement, pool, unanswered);
  *duty.mutable_action() =
      Words("催专家答复，并登记电话等方式的答复", "Ask the experts to answer, and record answers given by telephone");
  duty.set_portal_page(engagement.name());
  SetPlaceOf(engagement, pool, duty);
  const Timestamp& first = engagement.invitations(0).invite_time();
  *duty.mutable_open_time() = first;
  *duty.mutable_due_time() = ToTimestamp(NextExpiry(engagement).value_or(LastExpiry(engagement)));
  // Before anybody was told, the meeting alone ended the time to answer.
  const bool early = FromTimestamp(first) < FromTimestamp(engagement.start_time());
  *duty.mutable_original_due_time() = early ? engagement.start_time() : engagement.end_time();
  if (unanswered == 0) SettleAnswers(engagement, duty);
  AwaitAnswers(std::move(open), duty);
  duty.set_date_changes(Changes(engagement));
  *duty.mutable_create_time() = first;
  *duty.mutable_update_time() = engagement.update_time();
  return {std::move(duty)};
}

std::vector<Duty> DutiesOfExpert(const ExpertRecord& record, const PoolView& pool) {
  std::vector<Duty> duties;
  for (int i = 0; i < record.expert.terms_size(); ++i) duties.push_back(TermEnd(record, i, pool));
  return duties;
}

}  // namespace lianfang::expert
