// Submission's watch streams, as this service follows them: from the stored cursor on, each change to the receiver.
//
//   StreamFollower returns(ReturnStream(store, submission, receiver), clock);
#ifndef LIANFANG_SERVICES_EVALUATION_SYNC_CHANGE_STREAMS_H_
#define LIANFANG_SERVICES_EVALUATION_SYNC_CHANGE_STREAMS_H_

#include "common/rpc/stream_follower.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/evaluation/store/evaluation_store.h"
#include "services/evaluation/sync/change_receiver.h"
#include "services/evaluation/sync/submission_client.h"

namespace lianfang::evaluation {

// Both refer to what they are given.
ResumableStream<submission::v1::WatchObligationsResponse> ObligationStream(EvaluationStore& store,
                                                                           SubmissionClient& client,
                                                                           ChangeReceiver& receiver);
ResumableStream<submission::v1::WatchReturnsResponse> ReturnStream(EvaluationStore& store, SubmissionClient& client,
                                                                   ChangeReceiver& receiver);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_SYNC_CHANGE_STREAMS_H_
