// What the handlers of appraisals share.
#ifndef LIANFANG_SERVICES_EVALUATION_APPRAISAL_CONTEXT_H_
#define LIANFANG_SERVICES_EVALUATION_APPRAISAL_CONTEXT_H_

#include "common/clock.h"
#include "common/request_key.h"
#include "common/rpc/call.h"
#include "services/evaluation/standpoint.h"
#include "services/evaluation/store/appraisal_store.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

// Outlived by what it refers to. Thread-safe, as its members are.
struct AppraisalContext {
  AppraisalStore& store;
  EvaluationStore& received;
  const Standpoints& standpoints;
  const Clock& clock;
};

// For common/rpc/audited_mutation.h.
inline RequestKey KeyOf(const AppraisalContext&, const Call& call, const google::protobuf::Message& request) {
  return RequestKey::Of(call.caller.uri, call.method, request);
}

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_APPRAISAL_CONTEXT_H_
