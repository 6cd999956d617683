// Handlers of appraisals (考核, Plan.assessment), derived and published. Concealments are concealment_service.h; the mid-term assessment
// (中期评估) is assessment_service.h.
#ifndef LIANFANG_SERVICES_EVALUATION_APPRAISAL_SERVICE_H_
#define LIANFANG_SERVICES_EVALUATION_APPRAISAL_SERVICE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/evaluation/v1/appraisal_service.pb.h"
#include "services/evaluation/appraisal_context.h"

namespace lianfang::evaluation {

// Thread-safe. Refers to what it is given.
class AppraisalService {
 public:
  explicit AppraisalService(const AppraisalContext& context) : context_(context) {}

  // Puts the methods under their names in the contract. This object outlives the server.
  void Register(ContractService& contract);

  absl::StatusOr<v1::ListAppraisalsResponse> ListAppraisals(const Call& call, const v1::ListAppraisalsRequest& request);
  absl::StatusOr<v1::GetAppraisalHistoryResponse> GetAppraisalHistory(const Call& call,
                                                                      const v1::GetAppraisalHistoryRequest& request);
  absl::StatusOr<v1::ExportAppraisalsResponse> ExportAppraisals(const Call& call,
                                                                const v1::ExportAppraisalsRequest& request);
  absl::StatusOr<v1::AppraisalEdition> PublishAppraisals(const Call& call, const v1::PublishAppraisalsRequest& request);
  absl::StatusOr<v1::AppraisalEdition> GetAppraisalEdition(const Call& call,
                                                           const v1::GetAppraisalEditionRequest& request);
  absl::StatusOr<v1::ListAppraisalEditionsResponse> ListAppraisalEditions(
      const Call& call, const v1::ListAppraisalEditionsRequest& request);

 private:
  // What the plan says of a region as of an instant, with the duties about it and the concealments.
  struct Ground {
    Standpoint standpoint;
    std::vector<duty::v1::Duty> duties;
    std::vector<v1::Concealment> concealments;
  };
  // The appraisals of a period as they are answered.
  struct Answer {
    std::vector<v1::Appraisal> appraisals;
    std::optional<v1::AppraisalEdition> edition;  // without its content; nothing where they were derived
    bool differs = false;  // what is derived is another than the edition; false where not compared
  };

  absl::StatusOr<Ground> Take(const Call& call, const ScorecardName& name, absl::Time as_of) const;
  static absl::StatusOr<v1::Scorecard> Judge(const Ground& ground, const ScorecardName& name);
  static absl::StatusOr<std::vector<v1::Appraisal>> Derive(const Ground& ground, const ScorecardName& name);
  // What is to be found.
  struct Wanted {
    int number = 0;       // of an edition; 0: the newest one, or derived where there is none
    bool derive = false;  // always derived
    bool compare =
        false;  // whether what is derived is another than the edition: derives what is kept once more, and is asked for by lists alone
  };
  absl::StatusOr<Answer> Find(const Call& call, const Ground& ground, const ScorecardName& name,
                              const Wanted& wanted) const;
  // Every target period's up to the named one, oldest first.
  absl::StatusOr<std::vector<Answer>> FindYears(const Call& call, const Ground& ground,
                                                const ScorecardName& last) const;

  const AppraisalContext& context_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_APPRAISAL_SERVICE_H_
