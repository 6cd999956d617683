#include "services/evaluation/evaluator.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "common/division.h"
#include "common/log.h"
#include "common/time.h"
#include "services/evaluation/domain/outlook/league.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/request/names.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/domain/words/difference.h"

namespace lianfang::evaluation {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(1);
constexpr absl::Duration kTimeout = absl::Seconds(30);
constexpr size_t kBatch = 200;

// Of one call of the store. Deadlines are the machine's, as those who keep them go by its clock.
absl::Time Deadline() { return absl::Now() + kTimeout; }

double UnixSeconds(absl::Time time) { return absl::ToDoubleSeconds(time - absl::UnixEpoch()); }

// Adds a result as the next evaluation where it differs from the last one, or is the first. One that only has other
// words is what the next is compared with.
void AddIfItDiffers(const type::v1::Plan& plan, const std::string& scorecard, KeptEvaluation* before,
                    const v1::Result& result, absl::Time now, std::vector<NewEvaluation>& evaluations) {
  const JudgedResult after = {&result, plan.edition(), now};
  JudgedResult last = {nullptr, 0, absl::InfinitePast()};
  NewEvaluation next = {.evaluation = {}, .after = 0};
  if (before != nullptr) {
    last = {&before->evaluation.result(), before->evaluation.plan_edition(),
            FromTimestamp(before->evaluation.evaluate_time())};
    if (!Differs(last, after)) {
      *before->evaluation.mutable_result() = result;
      return;
    }
    next.after = before->number;
    next.evaluation.set_previous_status(last.result->status());
  }
  next.evaluation.set_name(scorecard);
  *next.evaluation.mutable_evaluate_time() = ToTimestamp(now);
  next.evaluation.set_plan_edition(plan.edition());
  *next.evaluation.mutable_result() = result;
  for (v1::ResultCause& cause : CausesOf(plan, last, after)) *next.evaluation.add_causes() = std::move(cause);
  evaluations.push_back(std::move(next));
}

}  // namespace

Evaluator::Evaluator(EvaluationStore& store, LivePlans& plans, const Clock& clock, Metrics& metrics,
                     std::function<void()> kept)
    : store_(store),
      plans_(plans),
      clock_(clock),
      kept_(std::move(kept)),
      evaluations_(metrics.Counter("lianfang_evaluations_total", "Evaluations kept: results that changed.", {})),
      evaluated_(metrics.Gauge("lianfang_evaluated_timestamp_seconds",
                               "Instant up to which everything received was evaluated.", {})) {
  evaluated_.Set(UnixSeconds(clock.Now()));
}

void Evaluator::Ring() {
  absl::MutexLock lock(&mutex_);
  rung_ = true;
}

void Evaluator::Interrupt() { Ring(); }

absl::Duration Evaluator::Step() {
  {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&rung_), kInterval);
    rung_ = false;
  }
  const absl::Status status = EvaluateAll();
  if (status.ok()) return absl::ZeroDuration();
  Log(LogLevel::kWarning, "evaluate", {{"error", status.message()}});
  return kInterval;
}

absl::Status Evaluator::EvaluateAll() {
  const absl::Time start = clock_.Now();
  if (absl::Status status = plans_.Refresh(Deadline()); !status.ok()) return status;
  absl::Status worst;
  for (const auto& plan : plans_.All()) {
    worst.Update(Evaluate(PlanIdOf(plan->state().plan->name())));  // one plan's fault is not another's
  }
  if (worst.ok()) evaluated_.Set(UnixSeconds(start));
  return worst;
}

absl::Status Evaluator::Evaluate(const std::string& id) {
  Progress& progress = progress_[id];
  // After a fault, what was kept in the meantime is not known: start again from the store.
  auto forget = absl::MakeCleanup([&progress] { progress = Progress(); });
  if (absl::Status status = Load(id, progress, Deadline()); !status.ok()) return status;
  const std::shared_ptr<const LivePlan> live = plans_.Find(id);
  const LivePlan& plan = *live;
  // Not before what another replica, whose clock is ahead, has evaluated.
  const absl::Time now = std::max(clock_.Now(), progress.last_time);
  if (plan.version() == progress.version && now < progress.next_due_time) {
    std::move(forget).Cancel();
    return absl::OkStatus();
  }
  std::vector<NewEvaluation> evaluations;
  for (const std::string& region : RegionsToEvaluate(plan, progress, now)) {
    if (absl::Status status = AddDifferences(plan, region, now, progress, evaluations); !status.ok()) return status;
  }
  if (plan.state().plan->edition() != progress.edition) AddWithdrawals(plan, now, progress, evaluations);
  if (absl::Status status = Keep(id, evaluations, now, progress); !status.ok()) return status;
  progress.version = plan.version();
  progress.edition = plan.state().plan->edition();
  progress.next_due_time = plan.state().filings.NextDueTime(now);
  std::move(forget).Cancel();
  return absl::OkStatus();
}

absl::Status Evaluator::Load(const std::string& plan, Progress& progress, absl::Time deadline) {
  if (progress.loaded) return absl::OkStatus();
  auto last = store_.LoadLastEvaluations(plan, deadline);
  if (!last.ok()) return last.status();
  for (KeptEvaluation& kept : *last) {
    const v1::Result& result = kept.evaluation.result();
    const absl::StatusOr<EvaluationName> name = ParseEvaluationName("name", kept.evaluation.name());
    if (!name.ok()) return name.status();
    progress.last_time = std::max(progress.last_time, FromTimestamp(kept.evaluation.evaluate_time()));
    ResultKey key(FormatScorecardName(name->scorecard), result.industry(), result.indicator());
    progress.last[std::move(key)] = std::move(kept);
  }
  progress.loaded = true;
  return plans_.Refresh(deadline);
}

std::vector<std::string> Evaluator::RegionsToEvaluate(const LivePlan& plan, const Progress& progress, absl::Time now) {
  std::vector<std::string> regions = EvaluatedRegions(*plan.state().plan);
  const bool only_changes = plan.version() == progress.version + 1 && now < progress.next_due_time &&
                            plan.state().plan->edition() == progress.edition;
  if (!only_changes) return regions;
  regions.erase(std::remove_if(regions.begin(), regions.end(),
                               [&plan](const std::string& region) {
                                 return absl::c_none_of(plan.changed_regions(), [&region](const std::string& changed) {
                                   return DivisionCovers(region, changed);
                                 });
                               }),
                regions.end());
  return regions;
}

absl::Status Evaluator::AddDifferences(const LivePlan& plan, const std::string& region, absl::Time now,
                                       Progress& progress, std::vector<NewEvaluation>& evaluations) {
  const type::v1::Plan& document = *plan.state().plan;
  for (const type::v1::Period& period : document.periods()) {
    if (!HasTargets(document, period.id())) continue;
    const auto scorecard = BuildScorecard(document, region, period.id(), plan.state().filings, now);
    if (!scorecard.ok()) return scorecard.status();
    for (const auto* results : {&scorecard->results(), &scorecard->totals()}) {
      for (const v1::Result& result : *results) {
        const auto last = progress.last.find(ResultKey(scorecard->name(), result.industry(), result.indicator()));
        KeptEvaluation* const before = last == progress.last.end() ? nullptr : &last->second;
        AddIfItDiffers(document, scorecard->name(), before, result, now, evaluations);
      }
    }
  }
  return absl::OkStatus();
}

void Evaluator::AddWithdrawals(const LivePlan& plan, absl::Time now, Progress& progress,
                               std::vector<NewEvaluation>& evaluations) {
  const type::v1::Plan& document = *plan.state().plan;
  const std::vector<std::string> regions = EvaluatedRegions(document);
  const std::set<ResultId> results = ResultsOf(document);
  for (auto& [key, before] : progress.last) {
    const auto& [name, industry, indicator] = key;
    const absl::StatusOr<ScorecardName> scorecard = ParseScorecardName("name", name);
    const bool judged = scorecard.ok() && absl::c_binary_search(regions, scorecard->region) &&
                        results.contains({scorecard->period, industry, indicator});
    if (judged) continue;
    AddIfItDiffers(document, name, &before, Withdrawn(before.evaluation.result(), document), now, evaluations);
  }
}

absl::Status Evaluator::Keep(const std::string& plan, const std::vector<NewEvaluation>& evaluations, absl::Time now,
                             Progress& progress) {
  for (size_t from = 0; from < evaluations.size(); from += kBatch) {
    const size_t size = std::min(kBatch, evaluations.size() - from);
    const std::vector<NewEvaluation> batch(evaluations.begin() + static_cast<int64_t>(from),
                                           evaluations.begin() + static_cast<int64_t>(from + size));
    const absl::StatusOr<int64_t> first = store_.SaveEvaluations(plan, batch, now, Deadline());
    if (!first.ok()) return first.status();
    evaluations_.Increment(static_cast<double>(size));
    kept_();
    progress.last_time = now;
    for (size_t i = 0; i < size; ++i) {
      const v1::Result& result = batch[i].evaluation.result();
      progress.last[ResultKey(batch[i].evaluation.name(), result.industry(), result.indicator())] = {
          *first + static_cast<int64_t>(i), batch[i].evaluation};
    }
  }
  return absl::OkStatus();
}

}  // namespace lianfang::evaluation
