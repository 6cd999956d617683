#include "services/expert/mutation.h"

namespace lianfang::expert {

RequestKey KeyOf(const ExpertContext& context, const Call& call, const google::protobuf::Message& request) {
  RequestKey key = RequestKey::Of(call.caller.uri, call.method, request);
  key.request_hash = context.cipher.Fingerprint(key.request_hash);
  return key;
}

}  // namespace lianfang::expert
