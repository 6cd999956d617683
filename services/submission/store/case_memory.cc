#include "services/submission/store/case_memory.h"

#include <utility>

#include "services/submission/domain/names.h"

namespace lianfang::submission {

std::optional<Case> CaseMemory::Find(const std::string& plan, const std::string& head, const std::string& id) {
  absl::MutexLock lock(&mutex_);
  const auto known = plans_.find(plan);
  if (known == plans_.end() || known->second.head != head) return std::nullopt;
  return Recall(ObligationName(plan, id), known->second.generation);
}

void CaseMemory::Keep(const std::string& plan, const std::string& head, const std::string& id, Case read) {
  absl::MutexLock lock(&mutex_);
  Remember(ObligationName(plan, id), StateAt(plan, head).generation, std::move(read));
}

void CaseMemory::Follow(const BatchOutcome& outcome) {
  absl::MutexLock lock(&mutex_);
  for (const auto& [plan, head] : outcome.heads) StateAt(plan, outcome.heads_before.at(plan)).head = head.hash;
  for (const auto& [name, stored] : outcome.obligations) {
    Replace(name, plans_.at(ParseObligationName("obligation", name)->plan).generation, {stored.message, nullptr});
  }
  for (const auto& [name, stored] : outcome.returns) {
    const ChildName parts = *ParseReturnName("return", name);
    Replace(ObligationName(parts.plan, parts.id), plans_.at(parts.plan).generation, {nullptr, stored.message});
  }
}

// The plan's state at a head; what was remembered of another head is no longer true.
CaseMemory::PlanState& CaseMemory::StateAt(const std::string& plan, const std::string& head) {
  PlanState& state = plans_[plan];
  if (state.generation == 0 || state.head != head) state = {head, ++generations_};
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
void CaseMemory::Replace(const std::string& name, int64_t generation, const Case& changed) {
  std::optional<Case> known = Recall(name, generation);
  if (!known.has_value()) return;
  if (changed.obligation != nullptr) known->obligation = changed.obligation;
  if (changed.filed != nullptr) known->filed = changed.filed;
  Remember(name, generation, *std::move(known));
}

}  // namespace lianfang::submission
