#include "services/exchange/reconciler.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/agreement/filter.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"
#include "services/exchange/domain/reconciliation/discrepancy_rules.h"
#include "services/exchange/domain/reconciliation/record_links.h"
#include "services/exchange/domain/record/facts.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

constexpr int kPage = 1000;
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

// Brings the stored links to what was found. What a person decided keeps who, when and why.
void SaveLinks(const std::vector<v1::Link>& stored, const std::vector<v1::Link>& found, absl::Time now,
               ReconciliationRows& rows) {
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
    rows.SaveLink(link);
  }
  for (const auto& [name, link] : before) rows.RemoveLink(name);
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

std::string EditionsOf(const std::vector<AgreementInForce>& agreements, const type::v1::Plan& plan) {
  std::string editions = absl::StrCat(plan.edition());
  for (const AgreementInForce& agreement : agreements) absl::StrAppend(&editions, " ", agreement.name);
  return editions;
}

}  // namespace

absl::Duration Reconciler::Step() {
  const auto plans = store_.PlansWithAgreements(absl::Now() + absl::Seconds(10));
  if (!plans.ok()) {
    Log(LogLevel::kWarning, "plans to reconcile cannot be read", {{"status", plans.status().ToString()}});
    return interval_;
  }
  for (const std::string& plan : *plans) {
    const auto done = ReconcilePlan(plan, /*always=*/false, absl::Now() + kRunTimeout);
    if (!done.ok())
      Log(LogLevel::kWarning, "plan not reconciled", {{"plan", plan}, {"status", done.status().ToString()}});
  }
  return interval_;
}

// The newest versions that the agreements give, each with the fields that any of them gives.
absl::StatusOr<std::vector<v1::Record>> Reconciler::Shared(const std::vector<AgreementInForce>& agreements,
                                                           absl::Time deadline) {
  std::map<std::tuple<int, std::string, std::string>, std::vector<const v1::AgreementTerms*>> sources;
  for (const AgreementInForce& agreement : agreements) {
    const v1::AgreementTerms& terms = agreement.terms;
    sources[{terms.kind(), terms.owner().region(), terms.owner().department()}].push_back(&terms);
  }
  std::vector<v1::Record> records;
  for (const auto& [source, terms] : sources) {
    const RecordSelection selection{terms.front()->kind(), std::get<1>(source), std::get<2>(source), ""};
    std::string after;
    for (bool more = true; more;) {
      auto page = records_.ReadNewest(selection, after, kPage, deadline);
      if (!page.ok()) return page.status();
      more = page->size() == kPage;
      if (more) after = page->back().record.name();
      for (PlacedVersion& version : *page) {
        if (Keep(terms, version.record)) records.push_back(std::move(version.record));
      }
    }
  }
  return records;
}

absl::StatusOr<v1::ReconcilePlanResponse> Reconciler::ReconcilePlan(const std::string& name, bool always,
                                                                    absl::Time deadline) {
  const auto plan = context_.FindPlan("name", name, deadline);
  if (!plan.ok()) return plan.status();
  const absl::Time now = context_.clock.Now();
  const absl::TimeZone zone = context_.sealer.zone();
  const auto agreements = records_.AgreementsInForce(name, v1::PURPOSE_RECONCILIATION, now, deadline);
  if (!agreements.ok()) return agreements.status();
  const auto position = store_.NewestPosition(deadline);
  if (!position.ok()) return position.status();
  const ReconciliationMark mark{*position, EditionsOf(*agreements, **plan),
                                absl::FormatCivilTime(absl::ToCivilDay(now, zone))};
  const auto kept = store_.FindMark(name, deadline);
  if (!kept.ok()) return kept.status();
  const bool changed = kept->position != mark.position || kept->agreements != mark.agreements || kept->day != mark.day;
  v1::ReconcilePlanResponse response;
  if (!always && !changed) return response;

  const auto records = Shared(*agreements, deadline);
  if (!records.ok()) return records.status();
  std::vector<v1::AgreementTerms> terms;
  for (const AgreementInForce& agreement : *agreements) terms.push_back(agreement.terms);
  bool overtaken = false;
  const absl::Status ran = store_.Run(
      now,
      [&](ReconciliationRows& rows) {
        response.Clear();
        // Another replica has looked at later records meanwhile: what was read here would take back what it found.
        const int64_t done = rows.LockRun(name).position;
        overtaken = done > mark.position && done != kept->position;
        if (overtaken) return absl::OkStatus();
        const std::vector<v1::Link> stored = rows.LinksOf(name);
        const std::vector<v1::Link> links = LinksOf(*records, name, DecisionsOf(stored), zone);
        const std::vector<v1::Discrepancy> before = rows.DiscrepanciesOf(name);
        std::vector<v1::Discrepancy> judged;
        std::copy_if(before.begin(), before.end(), std::back_inserter(judged),
                     [&terms](const v1::Discrepancy& one) { return CanBeJudged(one, terms); });
        const ReconciledChanges changes =
            Reconcile(judged, FindDiscrepancies({**plan, terms, *records, links, now, zone}), **plan, now, zone);
        SaveLinks(stored, links, now, rows);
        for (const v1::Discrepancy& one : changes.changed) rows.SaveDiscrepancy(one);
        rows.SaveMark(name, mark);
        response.set_records(static_cast<int64_t>(records->size()));
        for (const v1::Link& link : links) {
          const bool linked = link.state() == v1::LINK_STATE_LINKED || link.state() == v1::LINK_STATE_CONFIRMED;
          response.set_links(response.links() + (linked ? 1 : 0));
          response.set_uncertain_links(response.uncertain_links() + (link.state() == v1::LINK_STATE_UNCERTAIN ? 1 : 0));
        }
        int64_t open = 0;
        for (const v1::Discrepancy& one : before) open += IsOpen(one) ? 1 : 0;
        response.set_open_discrepancies(open + changes.found - changes.cleared);
        response.set_found(changes.found);
        response.set_cleared(changes.cleared);
        return absl::OkStatus();
      },
      deadline);
  if (!ran.ok()) return ran;
  if (overtaken) return ReconcilePlan(name, always, deadline);
  Log(LogLevel::kInfo, "reconciled",
      {{"plan", name},
       {"records", absl::StrCat(response.records())},
       {"links", absl::StrCat(response.links())},
       {"found", absl::StrCat(response.found())},
       {"cleared", absl::StrCat(response.cleared())}});
  return response;
}

}  // namespace lianfang::exchange
