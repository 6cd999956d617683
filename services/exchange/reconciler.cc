#include "services/exchange/reconciler.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"
#include "services/exchange/domain/reconciliation/discrepancy_rules.h"
#include "services/exchange/domain/reconciliation/model_editions.h"
#include "services/exchange/domain/reconciliation/record_links.h"
#include "services/exchange/domain/reconciliation/return_rules.h"
#include "services/exchange/domain/record/facts.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

constexpr int kPage = 1000;
constexpr size_t kHistories = 200;    // accidents whose versions are read at once
constexpr size_t kSavedAtOnce = 100;  // discrepancies between two checkpoints
constexpr int kAttempts = 5;          // of a run that others overtake
constexpr absl::Duration kRunTimeout = absl::Minutes(5);

LinkDecisions DecisionsOf(const std::vector<v1::Link>& links) {
  LinkDecisions decided;
  for (const v1::Link& link : links) {
    if (link.decider().empty()) continue;
    decided[{link.left(), link.right()}] = link.state() == v1::LINK_STATE_CONFIRMED;
  }
  return decided;
}

bool SaysTheSame(v1::Link a, v1::Link b) {
  for (v1::Link* link : {&a, &b}) {
    link->clear_etag();
    link->clear_create_time();
    link->clear_update_time();
  }
  return a.SerializeAsString() == b.SerializeAsString();
}

// What brings the stored links to those that were found. What a person decided keeps who, when and why.
void CompareLinks(const std::vector<v1::Link>& stored, const std::vector<v1::Link>& found, absl::Time now,
                  std::vector<v1::Link>& changed, std::vector<std::string>& removed) {
  std::map<std::string, const v1::Link*> before;
  for (const v1::Link& link : stored) before[link.name()] = &link;
  for (v1::Link link : found) {
    const auto known = before.find(link.name());
    *link.mutable_create_time() = ToTimestamp(now);
    if (known != before.end()) {
      const v1::Link& old = *known->second;
      link.set_decider(old.decider());
      link.set_decision_reason(old.decision_reason());
      if (old.has_decide_time()) *link.mutable_decide_time() = old.decide_time();
      *link.mutable_create_time() = old.create_time();
      link.set_etag(old.etag());
      const bool same = SaysTheSame(link, old);
      before.erase(known);
      if (same) continue;
    }
    link.set_etag(NextEtag(link.etag()));
    *link.mutable_update_time() = ToTimestamp(now);
    changed.push_back(std::move(link));
  }
  for (const auto& [name, link] : before) removed.push_back(name);
}

// Leaves what the terms give of the record; false where they give nothing.
bool Keep(const std::vector<const v1::AgreementTerms*>& terms, v1::Record& record) {
  google::protobuf::Message* const content = MutableContentOf(record);
  if (record.withdrawn() || content == nullptr) return false;
  std::vector<std::string> fields;
  for (const v1::AgreementTerms* one : terms) {
    if (!Covers(*one, record)) continue;
    const std::vector<std::string> given = FieldsOf(*one);
    fields.insert(fields.end(), given.begin(), given.end());
  }
  if (fields.empty()) return false;
  KeepOnly(fields, *content);
  return true;
}

std::string EditionsOf(const std::vector<AgreementInForce>& agreements, const type::v1::Plan& plan,
                       const linkage::Model& model) {
  std::string editions = absl::StrCat(plan.edition(), " ", model.edition);
  for (const AgreementInForce& agreement : agreements) absl::StrAppend(&editions, " ", agreement.name);
  return editions;
}

absl::Status TooMany(const std::string& plan, int64_t most) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("the agreements of ", plan, " give more than ", most,
                                      " records for reconciliation; narrow them by region or industry, or raise the "
                                      "service's --reconcile-records"),
                         "TOO_MANY_RECORDS", {{"plan", plan}, {"most_records", absl::StrCat(most)}});
}

bool IsLinked(const v1::Link& link) {
  return link.state() == v1::LINK_STATE_LINKED || link.state() == v1::LINK_STATE_CONFIRMED;
}

}  // namespace

absl::Duration Reconciler::Step() {
  const auto plans = store_.PlansWithAgreements(absl::Now() + absl::Seconds(10));
  if (!plans.ok()) {
    Log(LogLevel::kWarning, "plans to reconcile cannot be read", {{"status", plans.status().ToString()}});
    return options_.interval;
  }
  for (const std::string& plan : *plans) {
    if (interrupted_) break;
    const auto done = ReconcilePlan(plan, /*always=*/false, absl::Now() + kRunTimeout);
    if (!done.ok())
      Log(LogLevel::kWarning, "plan not reconciled", {{"plan", plan}, {"status", done.status().ToString()}});
    const auto tally = store_.Tally(plan, absl::Now() + absl::Seconds(10));
    if (tally.ok()) metrics_.Stand(plan, *tally);
  }
  return options_.interval;
}

absl::Status Reconciler::CheckGoesOn(const Basis& basis, absl::Time deadline) const {
  if (interrupted_) return absl::CancelledError("the service is stopping");
  if (linkage::HasStopped(basis.stopped)) return absl::CancelledError("nobody waits for the run any more");
  if (absl::Now() >= deadline) return absl::DeadlineExceededError("the run has taken too long");
  return absl::OkStatus();
}

bool Reconciler::IsPausing(const Basis& basis) {
  absl::MutexLock lock(&mutex_);
  const auto pause = pauses_.find(basis.name);
  return pause != pauses_.end() && pause->second.mark.SeesSameRecords(basis.mark) && basis.now < pause->second.end;
}

void Reconciler::SetPause(const std::string& plan, const ReconciliationMark& mark, bool has_failed) {
  absl::MutexLock lock(&mutex_);
  if (!has_failed) {
    pauses_.erase(plan);
    return;
  }
  Pause& pause = pauses_.try_emplace(plan, options_.pauses).first->second;
  pause.mark = mark;
  pause.end = context_.clock.Now() + pause.backoff.Next();
}

// The newest versions that the agreements give, each with the fields that any of them gives.
absl::Status Reconciler::ReadRecords(const Basis& basis, Input& input, absl::Time deadline) {
  std::map<std::tuple<int, std::string, std::string>, std::vector<const v1::AgreementTerms*>> sources;
  for (const v1::AgreementTerms& terms : basis.terms) {
    sources[{terms.kind(), terms.owner().region(), terms.owner().department()}].push_back(&terms);
  }
  for (const auto& [source, terms] : sources) {
    const RecordSelection selection{terms.front()->kind(), std::get<1>(source), std::get<2>(source), ""};
    std::string after;
    for (bool more = true; more;) {
      if (absl::Status on = CheckGoesOn(basis, deadline); !on.ok()) return on;
      auto page = records_.ReadNewest(selection, after, kPage, deadline);
      if (!page.ok()) return page.status();
      more = page->size() == kPage;
      if (more) after = page->back().record.name();
      for (PlacedVersion& version : *page) {
        if (!Keep(terms, version.record)) continue;
        if (static_cast<int64_t>(input.records.size()) == options_.most_records) {
          return TooMany(basis.name, options_.most_records);
        }
        if (version.position > basis.kept.position) input.changed.insert(version.record.name());
        input.records.push_back(std::move(version.record));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Reconciler::Basis> Reconciler::Begin(const std::string& plan, absl::Time deadline) {
  Basis basis;
  basis.name = plan;
  basis.now = context_.clock.Now();
  // The mark is read first: whoever changes it later overtakes this run.
  auto kept = store_.FindMark(plan, deadline);
  if (!kept.ok()) return kept.status();
  auto found = context_.FindPlan("name", plan, deadline);
  if (!found.ok()) return found.status();
  auto agreements = records_.AgreementsInForce(plan, v1::PURPOSE_RECONCILIATION, basis.now, deadline);
  if (!agreements.ok()) return agreements.status();
  const auto position = store_.NewestPosition(deadline);
  if (!position.ok()) return position.status();
  const auto models = store_.ModelsOf(plan, deadline);
  if (!models.ok()) return models.status();
  const auto figures = context_.store.FindDefinitions(plan, deadline);
  if (!figures.ok()) return figures.status();
  const auto returns = returns_.Position(plan, deadline);
  basis.kept = *std::move(kept);
  basis.plan = *std::move(found);
  basis.agreements = *std::move(agreements);
  for (const AgreementInForce& agreement : basis.agreements) basis.terms.push_back(agreement.terms);
  const v1::LinkageModelEdition* const edition = ModelInForce(*models);
  basis.model = ReconciliationModelOf(edition);
  if (edition != nullptr && basis.model.edition != edition->model().edition()) {
    return absl::DataLossError(absl::StrCat(edition->name(), " is in force and cannot be read"));
  }
  basis.mark.position = *position;
  basis.mark.agreements = EditionsOf(basis.agreements, *basis.plan, basis.model);
  if (figures->has_value()) {
    basis.definitions.assign((*figures)->definitions().begin(), (*figures)->definitions().end());
    absl::StrAppend(&basis.mark.agreements, " figures ", (*figures)->etag());
  }
  // That submission is away is no reason to run.
  basis.has_position = returns.ok();
  basis.mark.returns = returns.ok() ? *returns : basis.kept.returns;
  basis.mark.day = absl::FormatCivilTime(absl::ToCivilDay(basis.now, context_.sealer.zone()));
  basis.mark.revision = basis.kept.revision;
  return basis;
}

absl::StatusOr<Reconciler::Input> Reconciler::Read(const Basis& basis, absl::Time deadline) {
  Input input;
  ReadReturns(basis, input, deadline);
  if (!input.returns.has_value() && basis.OnlyReturnsWait()) return input;
  if (absl::Status records = ReadRecords(basis, input, deadline); !records.ok()) return records;
  auto links = store_.LinksOf(basis.name, deadline);
  if (!links.ok()) return links.status();
  auto rules = store_.RulesOf(basis.name, deadline);
  if (!rules.ok()) return rules.status();
  input.links = *std::move(links);
  input.rules = *std::move(rules);
  if (absl::Status read = ReadHistories(basis, input, deadline); !read.ok()) return read;
  return input;
}

void Reconciler::ReadReturns(const Basis& basis, Input& input, absl::Time deadline) {
  auto returns = returns_.ReadInForce(basis.name, deadline);
  if (returns.ok()) {
    input.returns = *std::move(returns);
  } else {
    Log(LogLevel::kWarning, "returns cannot be read", {{"plan", basis.name}, {"status", returns.status().ToString()}});
  }
}

absl::Status Reconciler::ReadHistories(const Basis& basis, Input& input, absl::Time deadline) {
  std::vector<const v1::AgreementTerms*> terms;
  for (const v1::AgreementTerms& one : basis.terms) terms.push_back(&one);
  const std::set<std::string> wanted = AccidentsWithHistory(ViewOf(basis, input, input.links, deadline));
  for (auto next = wanted.begin(); next != wanted.end();) {
    if (absl::Status on = CheckGoesOn(basis, deadline); !on.ok()) return on;
    std::vector<std::string> names;
    for (; next != wanted.end() && names.size() < kHistories; ++next) names.push_back(*next);
    auto versions = records_.ReadVersionsOf(names, deadline);
    if (!versions.ok()) return versions.status();
    for (PlacedVersion& version : *versions) {
      if (!Keep(terms, version.record)) continue;
      const std::string name = version.record.name();
      input.histories[name].push_back(std::move(version.record));
    }
  }
  return absl::OkStatus();
}

ReconciliationView Reconciler::ViewOf(const Basis& basis, const Input& input, const std::vector<v1::Link>& links,
                                      absl::Time deadline) const {
  return {.plan = *basis.plan,
          .agreements = basis.terms,
          .records = input.records,
          .links = links,
          .now = basis.now,
          .zone = context_.sealer.zone(),
          .definitions = &basis.definitions,
          .returns = input.returns.has_value() ? &*input.returns : nullptr,
          .histories = &input.histories,
          .stopped = [this, &basis, deadline] { return !CheckGoesOn(basis, deadline).ok(); }};
}

std::vector<v1::Link> Reconciler::Link(const Basis& basis, const Input& input, absl::Time deadline) const {
  const linkage::StopFlag stopped = [&] { return !CheckGoesOn(basis, deadline).ok(); };
  const absl::TimeZone zone = context_.sealer.zone();
  const LinkDecisions decided = DecisionsOf(input.links);
  const bool only_records =
      basis.kept.position > 0 && basis.kept.agreements == basis.mark.agreements && basis.kept.day == basis.mark.day;
  if (basis.anew || !only_records) return LinksOf(input.records, basis.name, decided, basis.model, zone, stopped);
  uint64_t compared = 0;
  return Relinked(input.records, basis.name, decided, basis.model, zone, {input.links, input.changed}, compared,
                  stopped);
}

absl::StatusOr<Reconciler::Findings> Reconciler::Find(const Basis& basis, const Input& input,
                                                      absl::Time deadline) const {
  if (absl::Status on = CheckGoesOn(basis, deadline); !on.ok()) return on;
  Findings findings;
  findings.links = Link(basis, input, deadline);
  // What was broken off is not complete: nothing is concluded from it, and nothing of it stored.
  if (absl::Status on = CheckGoesOn(basis, deadline); !on.ok()) return on;
  CompareLinks(input.links, findings.links, basis.now, findings.changed_links, findings.removed_links);
  if (absl::Status on = CheckGoesOn(basis, deadline); !on.ok()) return on;
  const ReconciliationView view = ViewOf(basis, input, findings.links, deadline);
  findings.discrepancies = FindDiscrepancies(view);
  findings.rules = RuleStatuses(view, input.rules);
  if (absl::Status on = CheckGoesOn(basis, deadline); !on.ok()) return on;
  return findings;
}

// What is new is stored before what is gone is removed: a run that breaks off in between leaves links to versions that are gone, by which
// the next one sees what they touch.
absl::StatusOr<bool> Reconciler::StoreLinks(const Basis& basis, const Findings& findings, absl::Time deadline) {
  bool overtaken = false;
  const auto in_portions = [&](const auto& all, const auto& apply) -> absl::Status {
    using Values = std::decay_t<decltype(all)>;
    for (auto from = all.begin(); from != all.end() && !overtaken;) {
      if (absl::Status on = CheckGoesOn(basis, deadline); !on.ok()) return on;
      const auto to = from + std::min<std::ptrdiff_t>(options_.portion, all.end() - from);
      const absl::Status stored = store_.Run(
          basis.now,
          [&](ReconciliationRows& rows) {
            overtaken = !(rows.LockRun(basis.name) == basis.kept);
            if (!overtaken) apply(rows, Values(from, to));
            return absl::OkStatus();
          },
          deadline);
      if (!stored.ok()) return stored;
      from = to;
    }
    return absl::OkStatus();
  };
  absl::Status stored =
      in_portions(findings.changed_links, [](ReconciliationRows& rows, const auto& links) { rows.SaveLinks(links); });
  if (stored.ok()) {
    stored = in_portions(findings.removed_links,
                         [](ReconciliationRows& rows, const auto& names) { rows.RemoveLinks(names); });
  }
  if (!stored.ok()) return stored;
  return !overtaken;
}

absl::StatusOr<bool> Reconciler::Store(const Basis& basis, const Input& input, const Findings& findings,
                                       v1::ReconcilePlanResponse& response, absl::Time deadline) {
  const auto links = StoreLinks(basis, findings, deadline);
  if (!links.ok() || !*links) return links;
  const ReconciliationView view = ViewOf(basis, input, findings.links, deadline);
  std::set<std::string> present;
  for (const v1::Discrepancy& one : findings.discrepancies) present.insert(one.name());
  ReconciliationMark mark = basis.mark;
  if (!input.returns.has_value()) mark.returns.clear();  // the next run is due as soon as they can be read
  bool overtaken = false;
  const absl::Status stored = store_.Run(
      basis.now,
      [&](ReconciliationRows& rows) -> absl::Status {
        overtaken = !(rows.LockRun(basis.name) == basis.kept);
        if (overtaken) return absl::OkStatus();
        const std::vector<v1::Discrepancy> before = rows.DiscrepanciesOf(basis.name);
        std::vector<v1::Discrepancy> judged;
        std::copy_if(before.begin(), before.end(), std::back_inserter(judged), [&](const v1::Discrepancy& one) {
          return present.count(one.name()) > 0 || CanBeJudged(one, view);
        });
        const ReconciledChanges changes =
            Reconcile(judged, findings.discrepancies, *basis.plan, basis.now, context_.sealer.zone());
        size_t saved = 0;
        for (const v1::Discrepancy& one : changes.changed) {
          if (saved++ % kSavedAtOnce == 0) {
            if (absl::Status on = CheckGoesOn(basis, deadline); !on.ok()) return on;
          }
          rows.SaveDiscrepancy(one);
        }
        rows.SaveMark(basis.name, mark);
        rows.SaveRules(basis.name, findings.rules);
        const auto open = std::count_if(before.begin(), before.end(), IsOpen);
        response.set_open_discrepancies(open + changes.found - changes.cleared);
        response.set_found(changes.found);
        response.set_cleared(changes.cleared);
        return absl::OkStatus();
      },
      deadline);
  if (!stored.ok()) return stored;
  return !overtaken;
}

// Runs until nobody comes between, from a basis that was just read.
absl::StatusOr<Reconciler::Outcome> Reconciler::Attempts(Basis basis, absl::Time deadline) {
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    const auto input = Read(basis, deadline);
    if (!input.ok()) return input.status();
    Outcome outcome;
    outcome.has_returns = input->returns.has_value() || !basis.has_position;
    if (!input->returns.has_value() && basis.OnlyReturnsWait()) return outcome;
    const auto found = Find(basis, *input, deadline);
    if (!found.ok()) return found.status();
    const Findings& findings = *found;
    v1::ReconcilePlanResponse& response = outcome.response;
    const auto stored = Store(basis, *input, findings, response, deadline);
    if (!stored.ok()) return stored.status();
    if (*stored) {
      outcome.has_run = true;
      response.set_records(static_cast<int64_t>(input->records.size()));
      response.set_links(std::count_if(findings.links.begin(), findings.links.end(), IsLinked));
      response.set_uncertain_links(
          std::count_if(findings.links.begin(), findings.links.end(),
                        [](const v1::Link& link) { return link.state() == v1::LINK_STATE_UNCERTAIN; }));
      response.set_model_edition(basis.model.edition);
      for (const v1::DiscrepancyRuleStatus& rule : findings.rules)
        if (rule.has_obstacle()) *response.add_obstructed_rules() = rule;
      return outcome;
    }
    auto again = Begin(basis.name, deadline);
    if (!again.ok()) return again.status();
    again->anew = basis.anew;
    again->stopped = basis.stopped;
    basis = *std::move(again);
  }
  return absl::AbortedError("other runs or decisions on links came between again and again; try again");
}

absl::StatusOr<v1::ReconcilePlanResponse> Reconciler::ReconcilePlan(const std::string& plan, bool always,
                                                                    absl::Time deadline,
                                                                    const linkage::StopFlag& stopped) {
  const absl::Time begun = absl::Now();
  auto basis = Begin(plan, deadline);
  if (basis.ok()) {
    basis->anew = always;
    basis->stopped = stopped;
    if (!always && (basis->mark == basis->kept || IsPausing(*basis))) return v1::ReconcilePlanResponse();
  }
  const ReconciliationMark mark = basis.ok() ? basis->mark : ReconciliationMark();
  const bool has_begun = basis.ok();
  const auto outcome = has_begun ? Attempts(*std::move(basis), deadline) : basis.status();
  // Whoever breaks a run off says nothing about the next one.
  const bool broken_off = absl::IsCancelled(outcome.status());
  if (has_begun && !broken_off) SetPause(plan, mark, !outcome.ok() || !outcome->has_returns);
  if (outcome.ok() && !outcome->has_run) return v1::ReconcilePlanResponse();
  if (!broken_off && !absl::IsNotFound(outcome.status()) && !absl::IsInvalidArgument(outcome.status())) {
    metrics_.Ran(plan, outcome.status(), absl::Now() - begun);
  }
  if (!outcome.ok()) return outcome.status();
  const v1::ReconcilePlanResponse* const response = &outcome->response;
  metrics_.Compared(plan, response->records());
  Log(LogLevel::kInfo, "reconciled",
      {{"plan", plan},
       {"model", response->model_edition()},
       {"records", absl::StrCat(response->records())},
       {"links", absl::StrCat(response->links())},
       {"uncertain", absl::StrCat(response->uncertain_links())},
       {"found", absl::StrCat(response->found())},
       {"cleared", absl::StrCat(response->cleared())}});
  return *response;
}

}  // namespace lianfang::exchange
