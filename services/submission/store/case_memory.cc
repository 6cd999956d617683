#include "services/submission/store/case_memory.h"

#include <utility>

#include "services/submission/domain/request/names.h"

namespace lianfang::submission {

std::optional<PlanStanding> CaseMemory::Last(const std::string& plan) {
  absl::MutexLock lock(&mutex_);
  const auto known = plans_.find(plan);
  if (known == plans_.end() || known->second.standing.plan == nullptr) return std::nullopt;
  return known->second.standing;
}

void CaseMemory::Meet(const std::string& plan, const PlanStanding& met) {
  absl::MutexLock lock(&mutex_);
  StateAt(plan, met.head.hash).standing = met;
}

std::optional<Case> CaseMemory::Find(const std::string& plan, const std::string& head, const std::string& id) {
  absl::MutexLock lock(&mutex_);
  const auto known = plans_.find(plan);
  if (known == plans_.end() || known->second.standing.head.hash != head) return std::nullopt;
  return Recall(ObligationName(plan, id), known->second.generation);
}

bool CaseMemory::Keep(const std::string& plan, const std::string& head, const std::string& id, Case read,
                      const std::string& read_at) {
  absl::MutexLock lock(&mutex_);
  PlanState& state = plans_[plan];
  const std::string name = ObligationName(plan, id);
  if (state.standing.head.hash != head) return false;
  // Read while the last batch was not saved yet: true of what it has not changed.
  if (read_at != head && (read_at != state.before || state.changed.contains(name))) return false;
  Remember(name, state.generation, std::move(read));
  return true;
}

void CaseMemory::Follow(const BatchOutcome& outcome) {
  absl::MutexLock lock(&mutex_);
  for (const auto& [plan, head] : outcome.heads) {
    const std::string& before = outcome.heads_before.at(plan);
    PlanState& state = StateAt(plan, before);
    state.standing.head = head;
    state.before = before;
    state.changed.clear();
  }
  for (const type::v1::Plan& published : outcome.plans) {
    plans_.at(*ParsePlanName("plan.name", published.name())).standing.plan = nullptr;
  }
  for (const auto& [name, stored] : outcome.obligations) {
    Replace(plans_.at(ParseObligationName("obligation", name)->plan), name, {stored.message, nullptr});
  }
  for (const auto& [name, stored] : outcome.returns) {
    const ChildName parts = *ParseReturnName("return", name);
    Replace(plans_.at(parts.plan), ObligationName(parts.plan, parts.id), {nullptr, stored.message});
  }
}

// The plan's state at a head; what was remembered of another head is no longer true.
CaseMemory::PlanState& CaseMemory::StateAt(const std::string& plan, const std::string& head) {
  PlanState& state = plans_[plan];
  if (state.generation == 0 || state.standing.head.hash != head) {
    state = {};
    state.standing.head.hash = head;
    state.generation = ++generations_;
  }
  return state;
}

std::optional<Case> CaseMemory::Recall(const std::string& name, int64_t generation) {
  const auto recent = recent_.find(name);
  if (recent != recent_.end() && recent->second.generation == generation) return recent->second.value;
  const auto older = older_.find(name);
  if (older == older_.end() || older->second.generation != generation) return std::nullopt;
  Case value = std::move(older->second.value);
  older_.erase(older);
  Remember(name, generation, value);
  return value;
}

void CaseMemory::Remember(const std::string& name, int64_t generation, Case value) {
  recent_.insert_or_assign(name, Remembered{generation, std::move(value)});
  if (recent_.size() * 2 < limit_) return;
  older_ = std::move(recent_);
  recent_.clear();
}

// What a batch changed of a case. A case that is not remembered stays so: one half of it would not be enough.
void CaseMemory::Replace(PlanState& state, const std::string& name, const Case& changed) {
  state.changed.insert(name);
  std::optional<Case> known = Recall(name, state.generation);
  if (!known.has_value()) return;
  if (changed.obligation != nullptr) known->obligation = changed.obligation;
  if (changed.filed != nullptr) known->filed = changed.filed;
  Remember(name, state.generation, *std::move(known));
}

}  // namespace lianfang::submission
