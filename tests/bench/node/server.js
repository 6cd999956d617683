// SubmitReturn served by Node as one would write it there: @grpc/grpc-js, pg with a pool, mutual TLS, the checks, the
// ledger entry, the signature and the receipt of the product, one transaction per call.
//
//   DATABASE_URL=… LISTEN=127.0.0.1:7941 TLS_CERT=… TLS_KEY=… TLS_CA=… SIGNING_KEY=… node server.js ROOT
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import pg from 'pg';
import { bytesOf, loadContract, serviceDefinition } from './contract.js';
import { callerOf, checkFigures, checkFiling, parseRequest, Refusal } from './rules.js';
import { fileReturn, sha256 } from './store.js';

const METHOD = 'lianfang.submission.v1.SubmissionService.SubmitReturn';
const LEAF = Buffer.from([0]);

const types = loadContract(process.argv[2]);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
const key = createPrivateKey(readFileSync(process.env.SIGNING_KEY));
const keyId = sha256(createPublicKey(key).export({ type: 'spki', format: 'der' })).toString('hex').slice(0, 16);
const plans = new Map();

async function planOf(id) {
  if (!plans.has(id)) {
    const { rows } = await pool.query('SELECT document FROM plans WHERE plan_id = $1 ORDER BY edition DESC LIMIT 1', [id]);
    if (rows.length === 0) throw new Refusal(status.NOT_FOUND, `there is no plan ${id}`);
    plans.set(id, types.plan.decode(rows[0].document));
  }
  return plans.get(id);
}

function timestamp(millis) {
  return { seconds: Math.floor(millis / 1000), nanos: (millis % 1000) * 1e6 };
}

function reviseReturn(request, obligation, current, revision, time) {
  return {
    name: request.obligation.replace('/obligations/', '/returns/'),
    obligation: request.obligation,
    state: 1,
    latest: revision,
    etag: String(Number(current?.etag ?? 0) + 1),
    create_time: current?.create_time ?? time,
    update_time: time,
  };
}

// The whole decision: what to save, and what to answer.
function decide(caller, { plan, id }, document, request, { head, found }) {
  const requestHash = sha256(bytesOf(types.request, request));
  if (found === undefined) throw new Refusal(status.NOT_FOUND, `${request.obligation} does not exist`);
  if (found.response !== null) {
    if (!found.request_hash.equals(requestHash)) throw new Refusal(status.INVALID_ARGUMENT, 'request_id was used before');
    const response = types.response.decode(found.response);
    return { values: null, response, repeated: response.return.latest.ledger_sequence };
  }
  const now = Date.now();
  const time = timestamp(now);
  const obligation = types.obligation.decode(found.obligation);
  const current = found.filed === null ? null : types.filed.decode(found.filed);
  checkFiling(caller, obligation, current, request, time.seconds);
  const figures = checkFigures(document, obligation, request);

  const sequence = Number(head.sequence) + 1;
  const number = request.supersedes + 1;
  const name = request.obligation.replace('/obligations/', '/returns/');
  const revision = {
    name: `${name}/revisions/${number}`, revision: number, figures, note: request.note, supersedes: request.supersedes,
    correction_reason: request.correction_reason, submitter: caller.uri, submit_time: time,
    late: time.seconds >= obligation.due_time.seconds, plan_edition: head.edition, ledger_sequence: sequence,
  };
  const filed = reviseReturn(request, obligation, current, revision, time);
  const met = { ...obligation, return: name, met_time: obligation.met_time ?? time,
    etag: String(Number(obligation.etag) + 1), update_time: time };
  const entry = bytesOf(types.entry, {
    plan: `plans/${plan}`, sequence, previous_hash: head.entry_hash, commit_time: time, actor: caller.uri,
    request_id: request.request_id, return_filed: { obligation: request.obligation, revision },
  });
  const entryHash = sha256(LEAF, entry);
  const seal = bytesOf(types.seal, { plan: `plans/${plan}`, first_sequence: sequence, entry_count: 1,
    merkle_root: entryHash, head_hash: entryHash, seal_time: time });
  const signature = sign(null, seal, key);
  return {
    response: { return: filed, receipt: { entry, sequence, seal: { seal, signature, key_id: keyId } } },
    values: [plan, sequence, entry, entryHash, id, seal, signature, keyId, new Date(now), bytesOf(types.obligation, met),
      bytesOf(types.filed, filed), caller.uri, request.request_id, METHOD, requestHash, bytesOf(types.response, { return: filed }),
      request.obligation, `filed revision ${number}`, bytesOf(types.obligationChange, { obligation: met, commit_time: time }),
      bytesOf(types.returnChange, { return: filed, ledger_sequence: sequence, commit_time: time })],
  };
}

async function submitReturn(call, answer) {
  try {
    const caller = callerOf(call);
    const request = call.request;
    const names = parseRequest(request);
    const document = await planOf(names.plan);
    const key = { ...names, actor: caller.uri, requestId: request.request_id };
    answer(null, await fileReturn(pool, key, (state) => decide(caller, names, document, request, state)));
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    answer({ code: error instanceof Refusal ? error.code : status.INTERNAL, details: error.message });
  }
}

const server = new Server();
server.addService(serviceDefinition(types), { SubmitReturn: submitReturn });
const pem = (name) => readFileSync(process.env[name]);
const credentials = ServerCredentials.createSsl(pem('TLS_CA'),
  [{ cert_chain: pem('TLS_CERT'), private_key: pem('TLS_KEY') }], true);
server.bindAsync(process.env.LISTEN, credentials, (error) => {
  if (error) throw error;
});
