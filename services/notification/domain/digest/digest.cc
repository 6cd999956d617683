#include "services/notification/domain/digest/digest.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/digest/reminder_item.h"
#include "services/notification/domain/stage/stage_reason.h"

namespace lianfang::notification {
namespace {

using v1::Contact;
using v1::ReminderItem;

std::string SentKey(absl::string_view resource, absl::string_view stage_key, absl::string_view recipient) {
  return absl::StrCat(resource, "\n", stage_key, "\n", recipient);
}

// From when on the contact can be told something.
absl::Time KnownFrom(const Contact& contact) {
  const absl::Time created = FromTimestamp(contact.create_time());
  return contact.has_start_time() ? std::max(created, FromTimestamp(contact.start_time())) : created;
}

bool ComesFirst(const Digest& left, const Digest& right) {
  const auto order = [](const Digest& digest) {
    return std::make_tuple(digest.time, std::cref(digest.contact.region()), std::cref(digest.contact.department()),
                           digest.contact.role(), std::cref(digest.contact.name()));
  };
  return order(left) < order(right);
}

}  // namespace

absl::StatusOr<std::vector<PlanDuties>> GroupByPlan(const PlanMap& plans, const std::vector<Duty>& duties) {
  std::map<std::string, std::vector<Duty>> by_plan;
  for (const Duty& duty : duties) by_plan[duty.plan()].push_back(duty);
  std::vector<PlanDuties> grouped;
  for (auto& [name, its_duties] : by_plan) {
    const auto plan = plans.find(name);
    if (plan == plans.end()) return absl::NotFoundError(absl::StrCat(name, " was not received"));
    auto policy = ReminderPolicyOf(plan->second);
    if (!policy.ok()) return policy.status();
    grouped.push_back({*std::move(policy), std::move(its_duties)});
  }
  return grouped;
}

std::vector<std::string> RecipientKeys(const ReminderItem& item, absl::string_view email) {
  std::vector<std::string> keys = {item.contacts().begin(), item.contacts().end()};
  keys.push_back(MailboxKey(email));
  return keys;
}

void SentStages::Insert(absl::string_view resource, absl::string_view stage_key, absl::string_view recipient) {
  sent_.insert(SentKey(resource, stage_key, recipient));
}

bool SentStages::Contains(absl::string_view resource, absl::string_view stage_key, absl::string_view recipient) const {
  return sent_.contains(SentKey(resource, stage_key, recipient));
}

struct DigestPlanner::Concerned {
  std::vector<const Contact*> contacts;  // the first one's name and address are used
  bool copy = true;
  RoleSet roles;

  // The first of them to be told anything.
  absl::Time KnownFrom() const {
    absl::Time known = absl::InfiniteFuture();
    for (const Contact* contact : contacts) known = std::min(known, notification::KnownFrom(*contact));
    return known;
  }

  bool WasSent(const SentStages& sent, const std::string& resource, const std::string& stage_key) const {
    return std::any_of(contacts.begin(), contacts.end(), [&](const Contact* contact) {
      return sent.Contains(resource, stage_key, contact->name()) ||
             sent.Contains(resource, stage_key, MailboxKey(contact->email())) ||
             sent.Contains(resource, stage_key, contact->email());
    });
  }
};

// The mails of one instant while they are put together.
class DigestPlanner::Assembly {
 public:
  // `is_preview`: the contacts of now stand for those of then, so nobody counts as new.
  Assembly(const DigestPlanner& planner, absl::Time now, Pick pick, bool is_preview)
      : planner_(planner), now_(now), pick_(pick), is_preview_(is_preview) {}

  void Add(const Tracked& tracked) {
    const Restraints& restraints = planner_.restraints_;
    if (!IsAwaitedAt(*tracked.duty, now_) || restraints.ReleasedAt(*tracked.duty, now_) > now_) return;
    std::vector<Stage> come;
    for (const Stage& stage : tracked.stages) {
      if (stage.time <= now_) come.push_back(stage);
    }
    if (come.empty()) return;
    const ReminderItem listed = Listed(tracked);
    for (const auto& [mailbox, concerned] : WhomItConcerns(tracked, come, listed)) {
      Draft& draft = drafts_[mailbox];
      if (draft.digest.items.empty()) draft.digest.contact = *concerned.contacts.front();
      draft.digest.copy = (draft.digest.items.empty() || draft.digest.copy) && concerned.copy;
      AddItem(tracked, listed, pick_(tracked, come, concerned.roles, &concerned), concerned, draft);
    }
  }

  // Moves what makes a mail into `plan`.
  void Finish(DigestPlan& plan) {
    for (auto& [mailbox, draft] : drafts_) {
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

  // Everybody whom a stage that has come addresses, by the key of their mailbox; roles that nobody holds are noted aside.
  std::map<std::string, Concerned> WhomItConcerns(const Tracked& tracked, absl::Span<const Stage> come,
                                                  const ReminderItem& listed) {
    RoleSet addressed;
    for (const Stage& stage : come) addressed |= stage.roles;
    std::map<std::string, Concerned> everybody;
    for (size_t role = 0; role < addressed.size(); ++role) {
      if (!addressed.test(role)) continue;
      const Place place = PlaceOf(*tracked.duty, static_cast<type::v1::Recipient>(role), *tracked.policy);
      const std::vector<Addressee> addressees = planner_.contacts_.At(place, now_);
      if (addressees.empty()) NoteUnreached(tracked, come, listed, place);
      for (const Addressee& addressee : addressees) {
        Concerned& concerned = everybody[MailboxKey(addressee.contact->email())];
        concerned.contacts.push_back(addressee.contact);
        concerned.copy = concerned.copy && addressee.copy;
        concerned.roles.set(role);
      }
    }
    return everybody;
  }

  ReminderItem Listed(const Tracked& tracked) const {
    ReminderItem item = ListedItem(*tracked.duty, tracked.policy->zone, now_);
    item.set_acknowledged(planner_.restraints_.IsAcknowledged(*tracked.duty));
    return item;
  }

  void AddItem(const Tracked& tracked, ReminderItem item, const std::optional<DueStage>& due,
               const Concerned& concerned, Draft& draft) const {
    for (const Contact* contact : concerned.contacts) item.add_contacts(contact->name());
    if (due.has_value()) {
      FillReason(tracked, *due, concerned.roles, LateReasonOf(tracked, *due, concerned.KnownFrom()), item);
      const absl::Time time = planner_.PlannedTime(tracked, *due->stage);
      draft.digest.time = draft.has_reason ? std::max(draft.digest.time, time) : time;
      draft.has_reason = true;
    }
    draft.digest.items.push_back(std::move(item));
  }

  void NoteUnreached(const Tracked& tracked, absl::Span<const Stage> come, ReminderItem item, const Place& place) {
    const RoleSet role = RoleSet().set(place.role);
    const std::optional<DueStage> due = pick_(tracked, come, role, nullptr);
    if (!due.has_value()) return;
    const absl::Time time = planner_.PlannedTime(tracked, *due->stage);
    Unreached& unreached = unreached_.try_emplace(place, Unreached{place, time, {}}).first->second;
    FillReason(tracked, *due, role, v1::LATE_REASON_UNSPECIFIED, item);
    unreached.time = std::max(unreached.time, time);
    unreached.items.push_back(std::move(item));
  }

  // A pause is the reason if any of the stages that the mail stands for fell into it.
  v1::LateReason LateReasonOf(const Tracked& tracked, const DueStage& due, absl::Time known) const {
    if (!is_preview_ && due.stage->time < known) return v1::LATE_REASON_NEW_RECIPIENT;
    // The duty itself came later: the plan was published, or amended, after the stage.
    if (due.stage->time < FromTimestamp(tracked.duty->create_time())) return v1::LATE_REASON_UNSPECIFIED;
    const auto paused = [&](absl::Time time) { return planner_.restraints_.ReleasedAt(*tracked.duty, time) > time; };
    if (paused(due.stage->time) || (due.missed > 0 && paused(due.earliest->time))) return v1::LATE_REASON_PAUSE;
    const absl::TimeZone zone = tracked.policy->zone;
    const bool on_time =
        absl::ToCivilDay(now_, zone) <= absl::ToCivilDay(planner_.PlannedTime(tracked, *due.stage), zone);
    return due.missed == 0 && on_time ? v1::LATE_REASON_UNSPECIFIED : v1::LATE_REASON_INTERRUPTION;
  }

  static void FillReason(const Tracked& tracked, const DueStage& due, RoleSet roles, v1::LateReason late,
                         ReminderItem& item) {
    *item.mutable_stage() = ToPlacedStage(*tracked.duty, *due.stage, tracked.policy->zone);
    item.set_missed_stages(due.missed);
    item.set_late_reason(late);
    item.set_reason(absl::StrCat(ExplainStage(*due.stage, roles), ExplainLate(late)));
  }

  const DigestPlanner& planner_;
  const absl::Time now_;
  const Pick pick_;
  const bool is_preview_;
  std::map<std::string, Draft> drafts_;  // by key of the mailbox
  std::map<Place, Unreached> unreached_;
};

std::vector<DigestPlanner::Tracked> DigestPlanner::TrackUntil(absl::Time end, std::optional<absl::Time> owed_at) const {
  std::vector<Tracked> tracked;
  for (const PlanDuties& plan : plans_) {
    for (const Duty& duty : plan.duties) {
      if (owed_at.has_value() && !IsAwaitedAt(duty, *owed_at)) continue;
      tracked.push_back({&duty, &plan.policy, StagesBefore(duty, plan.policy, mornings_.calendar(), end)});
    }
  }
  return tracked;
}

absl::Time DigestPlanner::PlannedTime(const Tracked& tracked, const Stage& stage) const {
  absl::Time time = stage.time;
  for (;;) {
    const absl::Time next =
        mornings_.SendTime(stage, tracked.policy->zone, restraints_.ReleasedAt(*tracked.duty, time));
    if (next == time) return time;
    time = next;
  }
}

void DigestPlanner::Plan(const std::vector<Tracked>& tracked, absl::Time now, Pick pick, bool is_preview,
                         DigestPlan& plan) const {
  Assembly mails(*this, now, pick, is_preview);
  for (const Tracked& one : tracked) mails.Add(one);
  mails.Finish(plan);
}

DigestPlan DigestPlanner::Due(absl::Time now, const SentStages& sent) const {
  DigestPlan plan;
  Plan(
      TrackUntil(now + absl::Nanoseconds(1), now), now,
      [&](const Tracked& tracked, absl::Span<const Stage> come, RoleSet roles,
          const Concerned* concerned) -> std::optional<DueStage> {
        const Duty& duty = *tracked.duty;
        const absl::TimeZone zone = tracked.policy->zone;
        absl::Time known = FromTimestamp(duty.create_time());
        if (concerned != nullptr) known = std::max(known, concerned->KnownFrom());
        const auto due = LatestDue(come, roles, known, [&](const Stage& stage) {
          if (restraints_.IsSilenced(duty, stage)) return true;  // counts as said, and nobody misses it
          return concerned != nullptr && concerned->WasSent(sent, duty.resource(), StageKey(duty, stage, zone));
        });
        if (!due.has_value() || concerned == nullptr) return due;
        return mornings_.SendTime(*due->stage, zone, now) == now ? due : std::nullopt;
      },
      /*is_preview=*/false, plan);
  std::sort(plan.digests.begin(), plan.digests.end(), ComesFirst);
  return plan;
}

DigestPlan DigestPlanner::Preview(absl::Time from, absl::Time until, absl::FunctionRef<bool()> stopped) const {
  const std::vector<Tracked> tracked = TrackUntil(until, std::nullopt);
  std::set<absl::Time> instants;
  for (const Tracked& one : tracked) {
    for (const Stage& stage : one.stages) {
      const absl::Time planned = PlannedTime(one, stage);
      if (from <= planned && planned < until) instants.insert(planned);
    }
  }
  DigestPlan plan;
  for (const absl::Time instant : instants) {
    if (stopped()) break;
    Plan(
        tracked, instant,
        [&](const Tracked& one, absl::Span<const Stage> come, RoleSet roles, const Concerned*) {
          return LatestDue(come, roles, absl::InfinitePast(), [&](const Stage& stage) {
            return restraints_.IsSilenced(*one.duty, stage) || PlannedTime(one, stage) != instant;
          });
        },
        /*is_preview=*/true, plan);
  }
  std::sort(plan.digests.begin(), plan.digests.end(), ComesFirst);
  return plan;
}

}  // namespace lianfang::notification
