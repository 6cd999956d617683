#include "services/notification/domain/digest/digest.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/notification/domain/digest/reminder_item.h"
#include "services/notification/domain/stage/stage_reason.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using v1::Contact;
using v1::ReminderItem;

std::string SentKey(absl::string_view obligation, absl::string_view stage_key, absl::string_view email) {
  return absl::StrCat(obligation, "\n", stage_key, "\n", email);
}

bool ComesFirst(const Digest& left, const Digest& right) {
  const auto order = [](const Digest& digest) {
    return std::make_tuple(digest.time, std::cref(digest.contact.region()), std::cref(digest.contact.department()),
                           digest.contact.role(), std::cref(digest.contact.name()));
  };
  return order(left) < order(right);
}

// Somebody whom an obligation concerns, in all the roles under one mailbox.
struct Concerned {
  const Contact* contact;
  bool copy;
  RoleSet roles;
};

}  // namespace

absl::StatusOr<std::vector<PlanObligations>> GroupByPlan(const PlanMap& plans,
                                                         const std::vector<Obligation>& obligations) {
  std::map<std::string, std::vector<Obligation>> by_plan;
  for (const Obligation& obligation : obligations) by_plan[PlanNameOf(obligation.name())].push_back(obligation);
  std::vector<PlanObligations> grouped;
  for (auto& [name, its_obligations] : by_plan) {
    const auto plan = plans.find(name);
    if (plan == plans.end()) return absl::NotFoundError(absl::StrCat(name, " was not received"));
    auto policy = ReminderPolicyOf(plan->second);
    if (!policy.ok()) return policy.status();
    grouped.push_back({*std::move(policy), std::move(its_obligations)});
  }
  return grouped;
}

void SentStages::Insert(absl::string_view obligation, absl::string_view stage_key, absl::string_view email) {
  sent_.insert(SentKey(obligation, stage_key, email));
}

bool SentStages::Contains(absl::string_view obligation, absl::string_view stage_key, absl::string_view email) const {
  return sent_.contains(SentKey(obligation, stage_key, email));
}

// The mails of one instant while they are put together.
class DigestPlanner::Morning {
 public:
  Morning(absl::Time now, const ContactBook& contacts, const Restraints& restraints, Pick pick)
      : now_(now), contacts_(contacts), restraints_(restraints), pick_(pick) {}

  void Add(const Tracked& tracked) {
    const std::optional<Deadline> deadline = DeadlineAt(*tracked.obligation, now_);
    if (!deadline.has_value() || restraints_.ReleasedAt(*tracked.obligation, now_) > now_) return;
    const auto end = std::upper_bound(tracked.stages.begin(), tracked.stages.end(), now_,
                                      [](absl::Time time, const Stage& stage) { return time < stage.time; });
    const absl::Span<const Stage> come(tracked.stages.data(), end - tracked.stages.begin());
    if (come.empty()) return;
    const ReminderItem listed = Listed(tracked, *deadline);
    for (const auto& [email, concerned] : WhomItConcerns(tracked, come, listed)) {
      Draft& draft = drafts_[email];
      if (draft.digest.items.empty()) draft.digest.contact = *concerned.contact;
      draft.digest.copy = (draft.digest.items.empty() || draft.digest.copy) && concerned.copy;
      AddItem(tracked, listed, pick_(tracked, come, concerned.roles, concerned.contact), concerned.roles, draft);
    }
  }

  // Moves what makes a mail into `plan`.
  void Finish(DigestPlan& plan) {
    for (auto& [email, draft] : drafts_) {
      if (!draft.has_reason) continue;
      std::sort(draft.digest.items.begin(), draft.digest.items.end(), MorePressing);
      plan.digests.push_back(std::move(draft.digest));
    }
    for (auto& [place, unreached] : unreached_) plan.unreached.push_back(std::move(unreached));
  }

 private:
  struct Draft {
    Digest digest;
    bool has_reason = false;  // a stage makes the mail; without one nothing goes out
  };

  // Everybody whom a stage that has come addresses, by mailbox; roles that nobody holds are noted aside.
  std::map<std::string, Concerned> WhomItConcerns(const Tracked& tracked, absl::Span<const Stage> come,
                                                  const ReminderItem& listed) {
    RoleSet addressed;
    for (const Stage& stage : come) addressed |= stage.roles;
    std::map<std::string, Concerned> everybody;
    for (size_t role = 0; role < addressed.size(); ++role) {
      if (!addressed.test(role)) continue;
      const Place place = PlaceOf(*tracked.obligation, static_cast<type::v1::Recipient>(role), *tracked.policy);
      const std::vector<Addressee> addressees = contacts_.At(place, now_);
      if (addressees.empty()) NoteUnreached(tracked, come, listed, place);
      for (const Addressee& addressee : addressees) {
        const auto [found, fresh] =
            everybody.try_emplace(addressee.contact->email(), Concerned{addressee.contact, addressee.copy, {}});
        found->second.copy = found->second.copy && addressee.copy;
        found->second.roles.set(role);
      }
    }
    return everybody;
  }

  ReminderItem Listed(const Tracked& tracked, const Deadline& deadline) const {
    ReminderItem item = ListedItem(*tracked.obligation, deadline, tracked.policy->zone, now_);
    item.set_acknowledged(restraints_.IsAcknowledged(*tracked.obligation, deadline));
    return item;
  }

  // When a stage's mail goes out: at its time, or when the pause that it falls into ends.
  absl::Time TimeOf(const Tracked& tracked, const DueStage& due) const {
    return restraints_.ReleasedAt(*tracked.obligation, due.stage->time);
  }

  void AddItem(const Tracked& tracked, ReminderItem item, const std::optional<DueStage>& due, RoleSet roles,
               Draft& draft) const {
    if (due.has_value()) {
      FillReason(tracked, *due, roles, item);
      const absl::Time time = TimeOf(tracked, *due);
      draft.digest.time = draft.has_reason ? std::max(draft.digest.time, time) : time;
      draft.has_reason = true;
    }
    draft.digest.items.push_back(std::move(item));
  }

  void NoteUnreached(const Tracked& tracked, absl::Span<const Stage> come, ReminderItem item, const Place& place) {
    const RoleSet role = RoleSet().set(place.role);
    const std::optional<DueStage> due = pick_(tracked, come, role, nullptr);
    if (!due.has_value()) return;
    const absl::Time time = TimeOf(tracked, *due);
    Unreached& unreached = unreached_.try_emplace(place, Unreached{place, time, {}}).first->second;
    FillReason(tracked, *due, role, item);
    unreached.time = std::max(unreached.time, time);
    unreached.items.push_back(std::move(item));
  }

  static void FillReason(const Tracked& tracked, const DueStage& due, RoleSet roles, ReminderItem& item) {
    *item.mutable_stage() = ToPlacedStage(*due.stage, tracked.policy->zone);
    item.set_missed_stages(due.missed);
    item.set_reason(ExplainStage(*due.stage, roles));
  }

  const absl::Time now_;
  const ContactBook& contacts_;
  const Restraints& restraints_;
  const Pick pick_;
  std::map<std::string, Draft> drafts_;  // by mailbox
  std::map<Place, Unreached> unreached_;
};

std::vector<DigestPlanner::Tracked> DigestPlanner::TrackUntil(absl::Time end) const {
  std::vector<Tracked> tracked;
  for (const PlanObligations& plan : plans_) {
    for (const Obligation& obligation : plan.obligations) {
      tracked.push_back({&obligation, &plan.policy, StagesBefore(obligation, plan.policy, calendar_, end)});
    }
  }
  return tracked;
}

void DigestPlanner::Plan(const std::vector<Tracked>& tracked, absl::Time now, Pick pick, DigestPlan& plan) const {
  Morning morning(now, contacts_, restraints_, pick);
  for (const Tracked& one : tracked) morning.Add(one);
  morning.Finish(plan);
}

DigestPlan DigestPlanner::Due(absl::Time now, const SentStages& sent) const {
  DigestPlan plan;
  Plan(
      TrackUntil(now + absl::Nanoseconds(1)), now,
      [&](const Tracked& tracked, absl::Span<const Stage> come, RoleSet roles, const Contact* contact) {
        const Obligation& obligation = *tracked.obligation;
        absl::Time known = FromTimestamp(obligation.create_time());
        if (contact != nullptr) known = std::max(known, FromTimestamp(contact->create_time()));
        return LatestDue(come, roles, known, [&](const Stage& stage) {
          if (restraints_.IsSilenced(obligation, stage)) return true;  // counts as said, and nobody misses it
          return contact != nullptr &&
                 sent.Contains(obligation.name(), StageKey(stage, tracked.policy->zone), contact->email());
        });
      },
      plan);
  std::sort(plan.digests.begin(), plan.digests.end(), ComesFirst);
  return plan;
}

DigestPlan DigestPlanner::Preview(absl::Time from, absl::Time until, absl::FunctionRef<bool()> stopped) const {
  const std::vector<Tracked> tracked = TrackUntil(until);
  std::set<absl::Time> mornings;
  for (const Tracked& one : tracked) {
    for (const Stage& stage : one.stages) {
      const absl::Time released = restraints_.ReleasedAt(*one.obligation, stage.time);
      if (from <= released && released < until) mornings.insert(released);
    }
  }
  DigestPlan plan;
  for (const absl::Time morning : mornings) {
    if (stopped()) break;
    Plan(
        tracked, morning,
        [&](const Tracked& one, absl::Span<const Stage> come, RoleSet roles, const Contact*) {
          return LatestDue(come, roles, absl::InfinitePast(), [&](const Stage& stage) {
            return restraints_.IsSilenced(*one.obligation, stage) ||
                   restraints_.ReleasedAt(*one.obligation, stage.time) != morning;
          });
        },
        plan);
  }
  std::sort(plan.digests.begin(), plan.digests.end(), ComesFirst);
  return plan;
}

}  // namespace lianfang::notification
