// Who may file, and what is wrong with a filing: the checks of the product's service, as far as the load meets them.
import { status } from '@grpc/grpc-js';

const OBLIGATION = /^plans\/([a-z0-9-]{1,63})\/obligations\/([a-z0-9-]{1,63})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const IDENTITY = /^spiffe:\/\/[^/]+\/region\/(\d{6})\/department\/([a-z0-9-]+)\/role\/(liaison|convener)$/;
const MAX_TEXT = 2000;

export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

// The caller's identity from the client certificate that mutual TLS has verified.
export function callerOf(call) {
  const names = call.getAuthContext().sslPeerCertificate?.subjectaltname ?? '';
  const uri = names.split(', ').find((name) => name.startsWith('URI:'))?.slice(4) ?? '';
  const [, region, department] = IDENTITY.exec(uri) ?? [];
  if (region === undefined) throw new Refusal(status.PERMISSION_DENIED, 'only liaison officers and conveners file');
  return { uri, region, department };
}

export function parseRequest(request) {
  const [, plan, id] = OBLIGATION.exec(request.obligation) ?? [];
  const faults = [];
  if (plan === undefined) faults.push('obligation: is not an obligation name');
  if (!UUID.test(request.request_id)) faults.push('request_id: is not a UUID');
  if (request.figures.length === 0) faults.push('figures: is required');
  for (const field of ['note', 'correction_reason', 'warning_confirmation']) {
    if ([...request[field]].length > MAX_TEXT) faults.push(`${field}: must have at most ${MAX_TEXT} characters`);
  }
  if (request.supersedes < 0) faults.push('supersedes: must not be negative');
  if ((request.supersedes > 0) !== (request.correction_reason !== '')) {
    faults.push('correction_reason: is required for a correction, and only for one');
  }
  refuseAny(faults);
  return { plan, id };
}

// The figures in the order of the plan's catalogue.
export function checkFigures(plan, obligation, request) {
  const faults = [];
  const values = new Map();
  request.figures.forEach((value, index) => {
    const figure = plan.figures.find((each) => each.id === value.figure);
    if (figure === undefined || !obligation.figures.includes(value.figure)) {
      faults.push(`figures[${index}].figure: "${value.figure}" is not asked for here`);
    } else if (values.has(value.figure)) {
      faults.push(`figures[${index}].figure: "${value.figure}" is given twice`);
    } else if (value.number < figure.minimum || value.number > figure.maximum) {
      faults.push(`figures[${index}].number: must be ${figure.minimum} to ${figure.maximum}`);
    }
    values.set(value.figure, value);
  });
  for (const figure of obligation.figures) if (!values.has(figure)) faults.push(`figures: "${figure}" is missing`);
  refuseAny(faults);
  return plan.figures.filter((figure) => values.has(figure.id)).map((figure) => values.get(figure.id));
}

export function checkFiling(caller, obligation, current, request, nowSeconds) {
  if (caller.department !== obligation.department || caller.region !== obligation.acting_region) {
    throw new Refusal(status.PERMISSION_DENIED, `the return is owed by ${obligation.department}`);
  }
  if (nowSeconds < obligation.open_time.seconds || obligation.waive_time !== null) {
    throw new Refusal(status.FAILED_PRECONDITION, 'nothing can be filed');
  }
  const latest = current === null ? 0 : current.latest.revision;
  if (request.supersedes !== latest || (request.etag !== '' && request.etag !== current.etag)) {
    throw new Refusal(status.ABORTED, `supersedes must be ${latest}`);
  }
}

function refuseAny(faults) {
  if (faults.length > 0) throw new Refusal(status.INVALID_ARGUMENT, faults.join('; '));
}
