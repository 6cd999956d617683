// The product's own contract, read from its .proto files: message types, and the one method served here.
import path from 'node:path';
import protobuf from 'protobufjs';

// 64-bit numbers as plain numbers; none here is beyond 2^53.
protobuf.util.Long = null;
protobuf.configure();

export function loadContract(root) {
  const contract = new protobuf.Root();
  contract.resolvePath = (origin, target) =>
    path.join(root, target.startsWith('lianfang/') ? 'proto' : 'node_modules/google-proto-files', target);
  contract.loadSync(['lianfang/submission/v1/submission_service.proto', 'lianfang/submission/v1/ledger.proto',
    'lianfang/type/v1/plan.proto'], { keepCase: true });
  const type = (name) => contract.lookupType(name);
  return {
    request: type('lianfang.submission.v1.SubmitReturnRequest'),
    response: type('lianfang.submission.v1.SubmitReturnResponse'),
    obligation: type('lianfang.submission.v1.Obligation'),
    filed: type('lianfang.submission.v1.Return'),
    entry: type('lianfang.submission.v1.LedgerEntry'),
    returnChange: type('lianfang.submission.v1.WatchReturnsResponse'),
    obligationChange: type('lianfang.submission.v1.WatchObligationsResponse'),
    seal: type('lianfang.type.v1.LedgerSeal'),
    plan: type('lianfang.type.v1.Plan'),
  };
}

export const bytesOf = (type, message) => Buffer.from(type.encode(message).finish());

export function serviceDefinition(types) {
  return {
    SubmitReturn: {
      path: '/lianfang.submission.v1.SubmissionService/SubmitReturn',
      requestStream: false,
      responseStream: false,
      requestSerialize: (message) => bytesOf(types.request, message),
      requestDeserialize: (bytes) => types.request.decode(bytes),
      responseSerialize: (message) => bytesOf(types.response, message),
      responseDeserialize: (bytes) => types.response.decode(bytes),
    },
  };
}
