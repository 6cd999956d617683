// What went wrong with a call, for people: one sentence, the fields at fault, and what was asked of them.
import { Code, ConnectError } from '@connectrpc/connect';
import { BadRequestSchema, ErrorInfoSchema, LocalizedMessageSchema, PreconditionFailureSchema } from '$/gen/google/rpc/error_details_pb';
import { common } from '$/words/common';
import { language } from '$/words/words';

export interface FieldFault {
  field: string;
  text: string;
}

export interface Fault {
  text: string;
  code: Code;
  reason: string;
  fields: FieldFault[];
  // What a precondition asks to be looked at, such as plausibility warnings.
  warnings: { subject: string; text: string }[];
  trace: string;
}

const plainWords: Partial<Record<Code, () => string>> = {
  [Code.Unavailable]: () => common('errorNetwork'),
  [Code.DeadlineExceeded]: () => common('errorBusy'),
  [Code.ResourceExhausted]: () => common('errorBusy'),
  [Code.PermissionDenied]: () => common('errorDenied'),
  [Code.Aborted]: () => common('errorStale'),
  [Code.NotFound]: () => common('errorMissing'),
  [Code.Internal]: () => common('errorInternal'),
  [Code.Unknown]: () => common('errorNetwork'),
  [Code.Unauthenticated]: () => common('sessionEndedTitle'),
};

// localized is the service's own sentence in the language of the page. Services write Chinese as a detail and English as the message.
function localized(error: ConnectError): string {
  if (language() === 'en') return error.rawMessage;
  const details = error.findDetails(LocalizedMessageSchema);
  return details.find((m) => m.locale.startsWith('zh'))?.message ?? '';
}

function sentence(error: ConnectError): string {
  const own = localized(error);
  const plain = plainWords[error.code]?.();
  // A failed fetch has only the browser's words.
  if (error.code === Code.Unknown || error.code === Code.Internal) return plain ?? own;
  return own || plain || error.rawMessage;
}

export function faultOf(thrown: unknown): Fault {
  const error = ConnectError.from(thrown);
  return {
    text: sentence(error),
    code: error.code,
    reason: error.findDetails(ErrorInfoSchema)[0]?.reason ?? '',
    fields: error
      .findDetails(BadRequestSchema)
      .flatMap((bad) => bad.fieldViolations)
      .map((violation) => ({ field: violation.field, text: fieldText(violation) })),
    warnings: error
      .findDetails(PreconditionFailureSchema)
      .flatMap((failure) => failure.violations)
      .map((violation) => ({ subject: violation.subject, text: violation.description })),
    trace: error.metadata.get('trace-id') ?? '',
  };
}

function fieldText(violation: { description: string; localizedMessage?: { locale: string; message: string } | undefined }): string {
  const message = violation.localizedMessage;
  if (message !== undefined && message.message !== '' && language() === 'zh') return message.message;
  return violation.description;
}
