// The handlers of links and discrepancies. Runs are the reconciler's.
#ifndef LIANFANG_SERVICES_EXCHANGE_RECONCILIATION_SERVICE_H_
#define LIANFANG_SERVICES_EXCHANGE_RECONCILIATION_SERVICE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/exchange/v1/reconciliation_service.pb.h"
#include "services/exchange/exchange_context.h"
#include "services/exchange/reconciler.h"
#include "services/exchange/store/reconciliation_store.h"

namespace lianfang::exchange {

// What one part of an export has at most. A workbook of so much text stays below the largest message (common/rpc/channel.h), whatever it says.
struct ExportBounds {
  size_t rows = 50'000;
  size_t bytes = size_t{24} << 20;  // of text; ids do not shrink to less than half
};

// Thread-safe.
class ReconciliationService {
 public:
  ReconciliationService(const ExchangeContext& context, ReconciliationStore& store, Reconciler& reconciler,
                        const ExportBounds& export_bounds = ExportBounds())
      : context_(context), store_(store), reconciler_(reconciler), export_bounds_(export_bounds) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::ListDiscrepanciesResponse> ListDiscrepancies(const Call& call,
                                                                  const v1::ListDiscrepanciesRequest& request);
  absl::StatusOr<v1::Discrepancy> GetDiscrepancy(const Call& call, const v1::GetDiscrepancyRequest& request);
  absl::StatusOr<v1::Discrepancy> ExplainDiscrepancy(const Call& call, const v1::ExplainDiscrepancyRequest& request);
  absl::StatusOr<v1::Discrepancy> CorrectDiscrepancy(const Call& call, const v1::CorrectDiscrepancyRequest& request);
  absl::StatusOr<v1::Discrepancy> ReferDiscrepancy(const Call& call, const v1::ReferDiscrepancyRequest& request);
  absl::StatusOr<v1::ExportDiscrepanciesResponse> ExportDiscrepancies(const Call& call,
                                                                      const v1::ExportDiscrepanciesRequest& request);
  absl::StatusOr<v1::ListDiscrepancyRulesResponse> ListDiscrepancyRules(const Call& call,
                                                                        const v1::ListDiscrepancyRulesRequest& request);
  absl::StatusOr<v1::ListUncertainLinksResponse> ListUncertainLinks(const Call& call,
                                                                    const v1::ListUncertainLinksRequest& request);
  absl::StatusOr<v1::Link> DecideLink(const Call& call, const v1::DecideLinkRequest& request);
  absl::StatusOr<v1::ReconcilePlanResponse> ReconcilePlan(const Call& call, const v1::ReconcilePlanRequest& request);

 private:
  using Step = std::function<absl::StatusOr<v1::Discrepancy>(v1::Discrepancy, absl::Time now)>;

  // The office of the plan, or a refusal.
  absl::Status CheckOffice(const Call& call, absl::string_view field, const std::string& plan) const;
  // What agreements of a plan in force give, for any purpose.
  absl::StatusOr<std::vector<v1::AgreementTerms>> TermsInForce(const std::string& plan, absl::Time deadline) const;
  absl::StatusOr<DiscrepancyFilter> FilterOf(const Call& call, const v1::ListDiscrepanciesRequest& request) const;
  template <typename Request>
  absl::StatusOr<v1::Discrepancy> Move(const Call& call, const Request& request, const char* what, const Step& step);

  const ExchangeContext& context_;
  ReconciliationStore& store_;
  Reconciler& reconciler_;
  const ExportBounds export_bounds_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_RECONCILIATION_SERVICE_H_
