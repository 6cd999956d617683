#include "services/exchange/store/pg_reconciliation_store.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/changelog/changelog.h"
#include "common/changelog/resource_change.h"
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/transaction.h"
#include "common/time.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"
#include "services/exchange/store/reconciliation_sql.h"

namespace lianfang::exchange {
namespace {

template <typename Document>
Document Parsed(const pqxx::field& field) {
  Document document;
  const pqxx::binarystring bytes(field);
  document.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return document;
}

template <typename Document>
std::optional<Document> FirstOf(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return Parsed<Document>(rows[0][0]);
}

template <typename Document>
std::vector<Document> AllOf(const pqxx::result& rows) {
  std::vector<Document> documents;
  documents.reserve(rows.size());
  for (const pqxx::row& row : rows) documents.push_back(Parsed<Document>(row[0]));
  return documents;
}

std::string PartyOf(const v1::RecordOwner& owner) { return absl::StrCat(owner.region(), "/", owner.department()); }

std::vector<std::string> PartiesOf(const v1::Discrepancy& discrepancy) {
  std::set<std::string> parties = {PartyOf(discrepancy.owner())};
  for (const v1::DiscrepancyEvidence& evidence : discrepancy.evidence()) parties.insert(PartyOf(evidence.owner()));
  return {parties.begin(), parties.end()};
}

// Reads back as the same number.
std::string ExactText(double number) { return absl::StrFormat("%.17g", number); }

ReconciliationMark MarkOf(const pqxx::result& rows) {
  ReconciliationMark mark;
  if (rows.empty()) return mark;
  mark.position = rows[0][0].as<int64_t>();
  mark.agreements = rows[0][1].as<std::string>();
  mark.day = rows[0][2].as<std::string>();
  mark.returns = rows[0][3].as<std::string>();
  mark.revision = rows[0][4].as<int64_t>();
  return mark;
}

class PgReconciliationRows : public ReconciliationRows {
 public:
  explicit PgReconciliationRows(PgTransaction& transaction) : transaction_(transaction) {}

  ReconciliationMark LockRun(const std::string& plan) override {
    transaction_.Execute(sql::kAddRun, plan);
    return MarkOf(transaction_.Execute(sql::kLockRun, plan));
  }

  void SaveMark(const std::string& plan, const ReconciliationMark& mark) override {
    transaction_.Execute(sql::kSaveRun, plan, mark.position, mark.agreements, mark.day, mark.returns);
  }

  void SaveRules(const std::string& plan, const std::vector<v1::DiscrepancyRuleStatus>& rules) override {
    v1::ListDiscrepancyRulesResponse document;
    document.mutable_rules()->Add(rules.begin(), rules.end());
    transaction_.Execute(sql::kSaveRules, plan, pqxx::binarystring(document.SerializeAsString()));
  }

  std::optional<v1::Discrepancy> FindDiscrepancy(const std::string& name) override {
    return FirstOf<v1::Discrepancy>(transaction_.Execute(sql::kLockDiscrepancy, name));
  }

  std::optional<v1::Link> FindLink(const std::string& name) override {
    return FirstOf<v1::Link>(transaction_.Execute(sql::kLockLink, name));
  }

  std::vector<v1::Discrepancy> DiscrepanciesOf(const std::string& plan) override {
    return AllOf<v1::Discrepancy>(transaction_.Execute(sql::kDiscrepanciesOf, plan));
  }

  std::vector<v1::LinkageModelEdition> ModelsOf(const std::string& plan) override {
    return AllOf<v1::LinkageModelEdition>(transaction_.Execute(sql::kModelsOf, plan));
  }

  void SaveDiscrepancy(const v1::Discrepancy& discrepancy) override {
    NamedParameters parameters;
    parameters.Bind("name", discrepancy.name())
        .Bind("plan", discrepancy.plan())
        .Bind("state", static_cast<int64_t>(discrepancy.state()))
        .Bind("rule", discrepancy.rule())
        .Bind("owner_region", discrepancy.owner().region())
        .Bind("owner_department", discrepancy.owner().department())
        .Bind("region", discrepancy.region())
        .Bind("industry", discrepancy.industry())
        .Bind("period", discrepancy.period())
        .Bind("parties", PartiesOf(discrepancy))
        .Bind("due_time", FromTimestamp(discrepancy.due_time()))
        .BindBytes("head", Head(discrepancy).SerializeAsString())
        .BindBytes("document", discrepancy.SerializeAsString());
    transaction_.Execute(sql::SaveDiscrepancy(), parameters);
    saved_.push_back(discrepancy.name());
  }

  void SaveLinks(const std::vector<v1::Link>& links) override {
    if (links.empty()) return;
    std::vector<std::string> names, plans, probabilities, documents;
    std::vector<int64_t> states;
    for (const v1::Link& link : links) {
      names.push_back(link.name());
      plans.push_back(link.plan());
      states.push_back(link.state());
      probabilities.push_back(ExactText(link.probability()));
      documents.push_back(link.SerializeAsString());
    }
    NamedParameters parameters;
    parameters.Bind("names", names)
        .Bind("plans", plans)
        .Bind("states", states)
        .Bind("probabilities", probabilities)
        .BindBytes("documents", documents);
    transaction_.Execute(sql::SaveLinks(), parameters);
  }

  void RemoveLinks(const std::vector<std::string>& names) override {
    if (names.empty()) return;
    NamedParameters parameters;
    parameters.Bind("names", names);
    transaction_.Execute(sql::RemoveLinks(), parameters);
  }

  void SaveModel(const std::string& plan, const v1::LinkageModelEdition& edition) override {
    transaction_.Execute(sql::kSaveModel, edition.name(), plan, pqxx::binarystring(edition.SerializeAsString()));
  }

  // Discrepancies saved, by name.
  const std::vector<std::string>& saved() const { return saved_; }

 private:
  PgTransaction& transaction_;
  std::vector<std::string> saved_;
};

}  // namespace

absl::StatusOr<std::string> PgReconciliationStore::Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                                          absl::Time deadline) {
  return RunMutation(pool_, key, now, deadline, [&](PgTransaction& transaction) {
    PgReconciliationRows rows(transaction);
    auto outcome = work(rows);
    if (outcome.ok() && !rows.saved().empty()) AppendChanges(transaction, ResourceChangesOf(rows.saved(), now), now);
    return outcome;
  });
}

absl::Status PgReconciliationStore::Run(absl::Time now, const std::function<absl::Status(ReconciliationRows&)>& work,
                                        absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    PgReconciliationRows rows(transaction);
    absl::Status done = work(rows);
    if (done.ok() && !rows.saved().empty()) AppendChanges(transaction, ResourceChangesOf(rows.saved(), now), now);
    return done;
  });
}

absl::StatusOr<std::optional<v1::Discrepancy>> PgReconciliationStore::FindDiscrepancy(const std::string& name,
                                                                                      absl::Time deadline) {
  using Found = std::optional<v1::Discrepancy>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = FirstOf<v1::Discrepancy>(reads.Execute(sql::kFindDiscrepancy, name));
  });
}

absl::StatusOr<std::optional<v1::Link>> PgReconciliationStore::FindLink(const std::string& name, absl::Time deadline) {
  using Found = std::optional<v1::Link>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = FirstOf<v1::Link>(reads.Execute(sql::kFindLink, name));
  });
}

absl::StatusOr<std::vector<v1::Discrepancy>> PgReconciliationStore::ListDiscrepancies(
    const DiscrepancyFilter& filter, const std::optional<DiscrepancyPlace>& after, int limit, bool heads,
    absl::Time deadline) {
  NamedParameters parameters;
  parameters.Bind("plan", filter.plan)
      .Bind("states", std::vector<int64_t>(filter.states.begin(), filter.states.end()))
      .Bind("rules", filter.rules)
      .Bind("department", filter.department)
      .Bind("prefix", filter.region_prefix)
      .Bind("industry", filter.industry)
      .Bind("period", filter.period)
      .Bind("party", filter.party.has_value() ? PartyOf(*filter.party) : "")
      .Bind("ordering", static_cast<int64_t>(filter.order))
      .Bind("heads", static_cast<int64_t>(heads ? 1 : 0))
      .Bind("after_group", after.has_value() ? after->group : "")
      .Bind("after_due", after.has_value() ? after->due : absl::UnixEpoch())
      .Bind("after_name", after.has_value() ? after->name : "")
      .Bind("limit", static_cast<int64_t>(limit));
  using Found = std::vector<v1::Discrepancy>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = AllOf<v1::Discrepancy>(reads.Execute(sql::ListDiscrepancies(), parameters));
    if (!heads) return;
    for (v1::Discrepancy& one : found) one = Head(std::move(one));  // of those whose head was not written yet
  });
}

absl::StatusOr<std::vector<v1::Discrepancy>> PgReconciliationStore::PageOfDiscrepancies(const std::string& plan,
                                                                                        const std::string& after,
                                                                                        int limit,
                                                                                        absl::Time deadline) {
  using Found = std::vector<v1::Discrepancy>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = AllOf<v1::Discrepancy>(reads.Execute(sql::kPageOfDiscrepancies, plan, after, limit));
  });
}

absl::StatusOr<std::vector<v1::Link>> PgReconciliationStore::ListUncertainLinks(const std::string& plan,
                                                                                const std::optional<LinkPlace>& after,
                                                                                int limit, absl::Time deadline) {
  const std::string probability = ExactText(after.has_value() ? after->probability : 0);
  const std::string name = after.has_value() ? after->name : "";
  using Found = std::vector<v1::Link>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = AllOf<v1::Link>(reads.Execute(sql::kUncertainLinks, plan, probability, name, limit));
  });
}

absl::StatusOr<std::vector<v1::Link>> PgReconciliationStore::LinksOf(const std::string& plan, absl::Time deadline) {
  using Found = std::vector<v1::Link>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = AllOf<v1::Link>(reads.Execute(sql::kLinksOf, plan));
  });
}

absl::StatusOr<std::vector<v1::LinkageModelEdition>> PgReconciliationStore::ModelsOf(const std::string& plan,
                                                                                     absl::Time deadline) {
  using Found = std::vector<v1::LinkageModelEdition>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    found = AllOf<v1::LinkageModelEdition>(reads.Execute(sql::kModelsOf, plan));
  });
}

absl::StatusOr<ReconciliationTally> PgReconciliationStore::Tally(const std::string& plan, absl::Time deadline) {
  return Reading<ReconciliationTally>(pool_, deadline, [&](PgTransaction& reads, ReconciliationTally& tally) {
    for (const pqxx::row& row : reads.Execute(sql::kTallyLinks, plan)) {
      tally.links[static_cast<v1::LinkState>(row[0].as<int>())] = row[1].as<int64_t>();
    }
    const int open = v1::DISCREPANCY_STATE_OPEN;
    const int referred = v1::DISCREPANCY_STATE_REFERRED;
    for (const pqxx::row& row : reads.Execute(sql::kTallyDiscrepancies, plan, open, referred)) {
      tally.open_discrepancies[row[0].as<std::string>()] = row[1].as<int64_t>();
    }
  });
}

absl::StatusOr<std::vector<std::string>> PgReconciliationStore::PlansWithAgreements(absl::Time deadline) {
  using Found = std::vector<std::string>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    for (const pqxx::row& row : reads.Execute(sql::kPlansWithAgreements)) found.push_back(row[0].as<std::string>());
  });
}

absl::StatusOr<int64_t> PgReconciliationStore::NewestPosition(absl::Time deadline) {
  return Reading<int64_t>(pool_, deadline, [&](PgTransaction& reads, int64_t& position) {
    position = reads.Execute(sql::kNewestPosition)[0][0].as<int64_t>();
  });
}

absl::StatusOr<std::vector<v1::DiscrepancyRuleStatus>> PgReconciliationStore::RulesOf(const std::string& plan,
                                                                                      absl::Time deadline) {
  using Found = std::vector<v1::DiscrepancyRuleStatus>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    const auto document = FirstOf<v1::ListDiscrepancyRulesResponse>(reads.Execute(sql::kFindRules, plan));
    if (document.has_value()) found.assign(document->rules().begin(), document->rules().end());
  });
}

absl::StatusOr<ReconciliationMark> PgReconciliationStore::FindMark(const std::string& plan, absl::Time deadline) {
  return Reading<ReconciliationMark>(pool_, deadline, [&](PgTransaction& reads, ReconciliationMark& mark) {
    mark = MarkOf(reads.Execute(sql::kFindRun, plan));
  });
}

}  // namespace lianfang::exchange
