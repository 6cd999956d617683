// Reconciles the plans that have agreements for it: links their records, finds what contradicts, and stores what has changed.
//
// A run looks at the newest versions of all records that the agreements give, so its result does not depend on the order in which they
// came. It links by the plan's edition of the model that is in force when it begins. It runs when records, agreements, the plan or the
// edition have changed, and once a day, since rules count days. Of several replicas one runs at a time; another finds that nothing is left
// to do.
//
// Returns are read from submission. While it is away, the rules that rest on them are not applied: what they found earlier stands as it is,
// the rules' statuses say since when, and a run follows as soon as it is back. Where it answers and its returns cannot be read all the same,
// these alone are asked for again, after pauses that grow, and the records are read once they have come. A run that fails is repeated after
// such pauses, too; what has changed meanwhile, but for the returns, is a reason to run at once.
//
// Where nothing but records has changed since the run before on the same day, only what the new versions touch is linked anew; the first run
// of a day and one that is asked for link everything, and correct what the bound on shared keys lets pass (domain/reconciliation/record_links.h).
//
// A run ends at a checkpoint, less than a second of work away, once the service stops, the call that asked for it is cancelled, or its time is up:
// while it reads and links, nothing is stored; links that it has stored are right by themselves, and with the mark of the run before the next run
// stores the rest; discrepancies and mark are stored together or not at all.
//
// Memory is bounded by the number of records of a plan, beyond which a run is refused. Reading and linking happen before any transaction;
// what has changed is stored in transactions of at most 2,000 links, then the discrepancies with the mark of the run. Each transaction
// begins by looking whether another run or a person's decision came between: then the run starts anew.
#ifndef LIANFANG_SERVICES_EXCHANGE_RECONCILER_H_
#define LIANFANG_SERVICES_EXCHANGE_RECONCILER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/backoff.h"
#include "common/metrics.h"
#include "lianfang/exchange/v1/reconciliation_service.pb.h"
#include "linkage/model.h"
#include "linkage/stop.h"
#include "services/exchange/domain/reconciliation/discrepancy_rules.h"
#include "services/exchange/exchange_context.h"
#include "services/exchange/reconciliation_metrics.h"
#include "services/exchange/return_reading.h"
#include "services/exchange/store/reconciliation_store.h"
#include "services/exchange/store/record_reading.h"

namespace lianfang::exchange {

struct ReconcilerOptions {
  absl::Duration interval = absl::Seconds(20);  // between steps
  int64_t most_records = 1'000'000;             // of one plan
  int portion = 2000;                           // links in a transaction
  // Between attempts at what has failed and has not changed since.
  BackoffOptions pauses = {.least = absl::Minutes(1), .most = absl::Minutes(15)};
};

class Reconciler : public BackgroundTask {
 public:
  // Outlived by what it is given.
  Reconciler(const ExchangeContext& context, RecordReading& records, ReconciliationStore& store,
             const ReconcilerOptions& options, Metrics& metrics, ReturnReading& returns)
      : context_(context), records_(records), store_(store), options_(options), metrics_(metrics), returns_(returns) {}

  absl::Duration Step() override;
  void Interrupt() override {
    interrupted_ = true;
    returns_.Interrupt();
  }

  // Reconciles a plan. Without `always`, only where something has changed since the last run and no pause is to be kept; otherwise the answer
  // counts nothing.
  // `stopped` breaks it off.
  // FAILED_PRECONDITION with the reason TOO_MANY_RECORDS; ABORTED where other runs or decisions come between again and again; CANCELLED where it was
  // broken off.
  absl::StatusOr<v1::ReconcilePlanResponse> ReconcilePlan(const std::string& plan, bool always, absl::Time deadline,
                                                          const linkage::StopFlag& stopped = nullptr);

 private:
  // What a run goes by, as it is when the run begins.
  struct Basis {
    std::string name;  // of the plan
    std::shared_ptr<const type::v1::Plan> plan;
    std::vector<AgreementInForce> agreements;
    std::vector<v1::AgreementTerms> terms;  // theirs
    linkage::Model model;
    std::vector<v1::FigureDefinition> definitions;
    absl::Time now;
    ReconciliationMark kept;   // of the run before
    ReconciliationMark mark;   // of this one
    bool anew = false;         // all links are worked out anew
    bool has_position = true;  // of the returns: submission has answered
    linkage::StopFlag stopped = nullptr;
    // Nothing is new but that the returns, which the run before could not read, may be readable now.
    bool OnlyReturnsWait() const { return !anew && kept.returns.empty() && kept.SeesSameRecords(mark); }
  };
  // What it has read, before any transaction.
  struct Input {
    std::vector<v1::Record> records;
    std::set<std::string> changed;                    // names of those with a version since the run before
    std::vector<v1::Link> links;                      // as stored
    std::optional<std::vector<FiledReturn>> returns;  // nothing where they could not be read
    VersionHistories histories;
    std::vector<v1::DiscrepancyRuleStatus> rules;  // of the run before
  };
  // What it has found.
  struct Findings {
    std::vector<v1::Link> links;
    std::vector<v1::Link> changed_links;
    std::vector<std::string> removed_links;
    std::vector<v1::Discrepancy> discrepancies;
    std::vector<v1::DiscrepancyRuleStatus> rules;
  };

  // A plan whose last attempt has failed, or found no returns.
  struct Pause {
    explicit Pause(const BackoffOptions& options) : backoff(options) {}
    ReconciliationMark mark;  // that the attempt would have stored
    absl::Time end;
    Backoff backoff;
  };

  // OK, or why a run is to be broken off.
  absl::Status CheckGoesOn(const Basis& basis, absl::Time deadline) const;
  bool IsPausing(const Basis& basis);
  // Notes how an attempt has ended.
  void SetPause(const std::string& plan, const ReconciliationMark& mark, bool has_failed);

  absl::StatusOr<Basis> Begin(const std::string& plan, absl::Time deadline);
  absl::StatusOr<Input> Read(const Basis& basis, absl::Time deadline);
  // Returns that cannot be read are left out.
  void ReadReturns(const Basis& basis, Input& input, absl::Time deadline);
  // Reads the earlier versions of accidents that returns are held against.
  absl::Status ReadHistories(const Basis& basis, Input& input, absl::Time deadline);
  ReconciliationView ViewOf(const Basis& basis, const Input& input, const std::vector<v1::Link>& links,
                            absl::Time deadline) const;
  absl::StatusOr<Findings> Find(const Basis& basis, const Input& input, absl::Time deadline) const;
  // Whether everything was stored; false where the run was overtaken.
  absl::StatusOr<bool> Store(const Basis& basis, const Input& input, const Findings& findings,
                             v1::ReconcilePlanResponse& response, absl::Time deadline);
  absl::StatusOr<bool> StoreLinks(const Basis& basis, const Findings& findings, absl::Time deadline);
  absl::Status ReadRecords(const Basis& basis, Input& input, absl::Time deadline);
  std::vector<v1::Link> Link(const Basis& basis, const Input& input, absl::Time deadline) const;
  // What a run came to.
  struct Outcome {
    v1::ReconcilePlanResponse response;
    bool has_run = false;      // false: it would have found nothing new
    bool has_returns = false;  // false: they could be asked for and not be read
  };
  absl::StatusOr<Outcome> Attempts(Basis basis, absl::Time deadline);

  const ExchangeContext& context_;
  RecordReading& records_;
  ReconciliationStore& store_;
  const ReconcilerOptions options_;
  ReconciliationMetrics metrics_;
  ReturnReading& returns_;
  std::atomic<bool> interrupted_{false};
  absl::Mutex mutex_;
  std::map<std::string, Pause> pauses_ ABSL_GUARDED_BY(mutex_);  // by plan
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_RECONCILER_H_
